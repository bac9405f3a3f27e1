#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <tiktok_marketing/connector/store.hpp>

#include "cli/connection_arguments.hpp"

/// The commands of the context store: what fills it, and what asks it.
namespace tiktok_marketing::cli {

struct SyncCommand {
  std::vector<std::string> entities;  ///< empty: all
  bool once = false;                  ///< the default; excludes `watch`
  bool watch = false;                 ///< goes on by the schedule until stopped
  bool full_refresh = false;
  std::string output;  ///< of the summary; empty: table on a terminal, else json
  ConnectionArguments connection;
};

/// `search`, `aggregate`, `sql`. Members that an action has no use for stay empty.
struct QuestionCommand {
  StoreAction action = StoreAction::search;
  std::string entity;
  std::string query;  ///< JSON, `@file` or `-`
  std::string sql;
  std::vector<std::string> fields;
  std::vector<std::string> metrics;
  std::vector<std::string> group_by;
  std::string date_range;
  std::optional<std::int64_t> limit;
  std::string cursor;
  bool include_deleted = false;
  bool all = false;    ///< every page
  std::string output;  ///< empty: table on a terminal, else json
  double timeout_s = 55;
  ConnectionArguments connection;
};

}  // namespace tiktok_marketing::cli
