#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tiktok_marketing::tiktok {

/// A set of byte strings that only grows. All keys lie in one buffer, so memory is their length plus 16 bytes
/// and allocations grow with the logarithm of the set, not with its members. Exact: no hash stands for a key.
class KeySet {
 public:
  /// True when the key was not there yet.
  bool insert(std::string_view key);
  void clear();
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  struct Slot {
    std::uint64_t start = 0;
    std::uint32_t length = 0;
    std::uint32_t hash = 0;  // 0 marks a free slot
  };
  [[nodiscard]] std::size_t place_of(std::string_view key, std::uint32_t hash) const;
  void grow();

  std::string bytes_;
  std::vector<Slot> slots_;
  std::size_t size_ = 0;
};

}  // namespace tiktok_marketing::tiktok
