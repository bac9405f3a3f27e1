#pragma once

#include <filesystem>
#include <string_view>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/secret.hpp>

#include "cli/output/terminal.hpp"

namespace tiktok_marketing::cli::admin {

/// Where a new secret goes: a new file of mode 0600, or standard output when that is no terminal. The place
/// is made sure of before the secret exists, so that no secret is made that cannot be handed over.
class SecretFile {
 public:
  /// `file` may be `-`. Errors: `value_error` (a terminal, no such folder), `conflict` (the file exists).
  [[nodiscard]] static Result<SecretFile> reserve(std::string_view file, const Terminal& terminal);
  SecretFile(SecretFile&& other) noexcept;
  SecretFile& operator=(SecretFile&&) = delete;
  /// Removes the file again when nothing was written.
  ~SecretFile();

  [[nodiscard]] Result<void> write(const Secret& text);
  /// Empty for standard output.
  [[nodiscard]] const std::filesystem::path& file() const { return file_; }

 private:
  explicit SecretFile(std::filesystem::path file, int out) : file_(std::move(file)), out_(out) {}

  std::filesystem::path file_;
  int out_;
  bool reserved_ = true;
};

}  // namespace tiktok_marketing::cli::admin
