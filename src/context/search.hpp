#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/connector/answer.hpp>

#include "context/sql_guard.hpp"
#include "context/store.hpp"
#include "context/tables.hpp"

namespace tiktok_marketing::context {

/// Who asks, and how long they wait.
struct Asker {
  /// Set: rows of other advertisers do not exist, however the question is put.
  std::optional<std::vector<std::string>> fence;
  /// Set: SQL reads the tables of these entities alone.
  std::optional<std::vector<std::string>> sql_entities;
  Patience patience;
  SystemTime now;  ///< decides which day today is
};

/// Answers `context_store_search` in one snapshot. Blocks on the disk.
///
/// Rows of objects that are no longer listed are left out unless `include_deleted` is true or the filter asks
/// about `deleted_at`. Errors: `invalid_query`, `invalid_cursor`, `context_store_not_ready`,
/// `upstream_timeout`, `cancelled`, `storage_unavailable`, `internal_error`.
[[nodiscard]] Result<Answer> search(Store& store, const TableLayout& table, std::string_view params_json,
                                    const Asker& asker, std::int64_t default_limit = 1'000);

}  // namespace tiktok_marketing::context
