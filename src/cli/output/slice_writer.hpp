#pragma once

#include <sys/uio.h>

#include <optional>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/error.hpp>

namespace tiktok_marketing::cli {

/// Sends pieces of text to a descriptor in large gathered writes, without copying them together.
///
/// Pieces are borrowed until `flush` returns. When the reader has gone (`head`, a closed pager) everything
/// further is dropped and `closed` is true: that is no error. Thread-safety: one thread.
class SliceWriter {
 public:
  explicit SliceWriter(int fd);

  void add(std::string_view piece);
  /// Writes what was added; blocks. False when nothing more can be written.
  bool flush();

  [[nodiscard]] bool closed() const { return closed_; }
  /// `internal_error` when the system refused a write (disk full).
  [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }
  [[nodiscard]] bool usable() const { return !closed_ && !failure_; }

 private:
  void write_pending();

  int fd_;
  std::vector<iovec> pending_;
  bool closed_ = false;
  std::optional<Error> failure_;
};

}  // namespace tiktok_marketing::cli
