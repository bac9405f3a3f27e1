#pragma once

#include <filesystem>
#include <span>

#include <tiktok_marketing/base/result.hpp>

#include "context/tables.hpp"
#include "database/database.hpp"

namespace tiktok_marketing::context {

/// The tables `store_…`, which hold what the store knows about itself. Times are milliseconds since 1970,
/// days `YYYY-MM-DD`, lists and objects JSON text.
[[nodiscard]] std::span<const database::Migration> migrations();

/// Makes the tables of `layouts` what they should be: missing tables and columns are added and filled from
/// the records that are there. A table whose rows have another identity now starts anew, empty. In one
/// transaction; nothing is written where nothing changed. Before that the file is copied to `backups` unless
/// that is empty.
[[nodiscard]] Result<void> bring_forward(database::Database& database, std::span<const TableLayout> layouts,
                                         const std::filesystem::path& backups);

/// Copies the file as `backups/<stem>.<what>.db`, once: a copy that is there stays.
[[nodiscard]] Result<void> back_up(const std::filesystem::path& file, const std::filesystem::path& backups,
                                   std::string_view what);

}  // namespace tiktok_marketing::context
