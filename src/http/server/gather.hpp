#pragma once

#include <sys/uio.h>

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace tiktok_marketing::http {

/// Slices that leave one behind the other, without being joined. Views: their bytes must outlive this.
class Gather {
 public:
  void reserve(std::size_t slices) { slices_.reserve(slices); }
  void add(std::string_view bytes);
  [[nodiscard]] bool empty() const { return first_ == slices_.size(); }
  /// What is left, for `writev` and its kind.
  [[nodiscard]] std::span<const iovec> slices() const { return std::span(slices_).subspan(first_); }
  /// Forgets the first `bytes` of what is left.
  void advance(std::size_t bytes);
  /// A new one of at most the first `bytes` of what is left.
  [[nodiscard]] Gather front(std::size_t bytes) const;

 private:
  std::vector<iovec> slices_;
  std::size_t first_ = 0;
};

}  // namespace tiktok_marketing::http
