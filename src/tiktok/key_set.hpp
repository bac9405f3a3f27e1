#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace tiktok_marketing::tiktok {

/// A set of byte strings that only grows. It keeps a 128-bit hash of each, not the string: 21 to 43 bytes a
/// member, whatever its length. That any two of a billion members share a hash has a chance below 1 in 10^20.
class KeySet {
 public:
  /// True when the key was not there yet.
  bool insert(std::string_view key);
  void clear();
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  struct Slot {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    [[nodiscard]] bool free() const { return low == 0 && high == 0; }
    [[nodiscard]] bool operator==(const Slot&) const = default;
  };
  [[nodiscard]] static Slot slot_of(std::string_view key);
  [[nodiscard]] Slot& place_of(const Slot& slot);
  void grow();

  std::vector<Slot> slots_;
  std::size_t size_ = 0;
};

}  // namespace tiktok_marketing::tiktok
