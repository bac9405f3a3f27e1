#pragma once

#include <span>
#include <string_view>

#include "database/database.hpp"

namespace tiktok_marketing::platform {

/// The schema of platform.db, step by step. Times are milliseconds since 1970, lists and objects JSON text.
[[nodiscard]] std::span<const database::Migration> migrations();

/// Where sealed values stand; each is sealed for the purpose `<table>:<key>` (`sealing.hpp`).
struct SealedColumn {
  std::string_view table;
  std::string_view key;
  std::string_view column;
};
[[nodiscard]] std::span<const SealedColumn> sealed_columns();

}  // namespace tiktok_marketing::platform
