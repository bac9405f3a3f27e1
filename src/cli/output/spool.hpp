#pragma once

#include <filesystem>

#include <tiktok_marketing/base/result.hpp>

namespace tiktok_marketing::cli {

/// A temporary file without a name: whatever happens, nothing of it stays behind and nothing half-written
/// reaches the reader.
class Spool {
 public:
  /// In `folder`, which must exist. Errors: `internal_error`.
  [[nodiscard]] static Result<Spool> open(const std::filesystem::path& folder);
  Spool(Spool&& other) noexcept;
  Spool& operator=(Spool&&) = delete;
  ~Spool();

  [[nodiscard]] int descriptor() const { return fd_; }
  /// Sends everything to `out`; false when the reader has gone. Errors: `internal_error`.
  [[nodiscard]] Result<bool> copy_to(int out) const;

 private:
  explicit Spool(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace tiktok_marketing::cli
