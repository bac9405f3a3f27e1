#pragma once

#include <string_view>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/connector/answer.hpp>

#include "context/search.hpp"
#include "context/sql_reader.hpp"
#include "context/store.hpp"

namespace tiktok_marketing::context {

/// Answers `context_store_sql_query`: params `sql`, one SELECT, and `limit`. Blocks on the disk.
///
/// Errors: `invalid_query` (with SQLite's words and the tables that may be read), `forbidden` (a table of an
/// entity that is not among `sql_entities`), `result_too_large`, `upstream_timeout`, `cancelled`,
/// `context_store_not_ready`, `storage_unavailable`, `internal_error`.
[[nodiscard]] Result<Answer> sql_query(Store& store, std::string_view params_json, const Asker& asker,
                                       const SqlLimits& limits = {});

}  // namespace tiktok_marketing::context
