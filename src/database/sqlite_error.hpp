#pragma once

#include <string_view>

#include <tiktok_marketing/base/error.hpp>

namespace tiktok_marketing::database {

/// What a result code of SQLite (plain or extended) means for the caller. `said` is SQLite's own message,
/// `file` the database's.
[[nodiscard]] Error sqlite_error(int code, std::string_view said, std::string_view file);
/// The same for `errno` of a call of the operating system on that file.
[[nodiscard]] Error file_error(int code, std::string_view file);

}  // namespace tiktok_marketing::database
