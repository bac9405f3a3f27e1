#pragma once

#include <filesystem>
#include <string_view>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/secret.hpp>

/// Files that hold secrets: mode 0600, never seen half written, synced to disk when a call returns.
///
/// Errors: `value_error` naming the file; `storage_unavailable` when the disk is full or fails. Thread-safe,
/// also between processes.
namespace tiktok_marketing::crypto {

/// Refuses a file that anybody but its owner may open, that belongs to another user, or that is over 64 KiB.
[[nodiscard]] Result<Secret> read_private_file(const std::filesystem::path& file);
/// Errors also: `conflict` when the file exists.
[[nodiscard]] Result<void> create_private_file(const std::filesystem::path& file, const Secret& text);
/// Puts `text` before what the file holds; its owner stays. No other call changes the file meanwhile.
[[nodiscard]] Result<void> prepend_to_private_file(const std::filesystem::path& file, const Secret& text);

}  // namespace tiktok_marketing::crypto
