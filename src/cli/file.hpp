#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <tiktok_marketing/base/result.hpp>

namespace tiktok_marketing::cli {

/// Errors: `not_found` when there is no such file, `value_error` for any other reason.
[[nodiscard]] Result<std::string> read_whole_file(const std::filesystem::path& file);
/// Everything up to the end of the stream. Errors: `value_error`.
[[nodiscard]] Result<std::string> read_descriptor(int fd);

/// Writes a file only its owner can read (0600) beside `file` and then puts it in its place, so that a reader
/// sees the old or the new text, never a part. Errors: `value_error`.
[[nodiscard]] Result<void> replace_private_file(const std::filesystem::path& file, std::string_view text);

}  // namespace tiktok_marketing::cli
