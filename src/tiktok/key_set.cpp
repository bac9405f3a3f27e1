#include "tiktok/key_set.hpp"

#include <functional>

namespace tiktok_marketing::tiktok {
namespace {

std::uint32_t hash_of(std::string_view key) {
  const auto hash = static_cast<std::uint32_t>(std::hash<std::string_view>{}(key));
  return hash == 0 ? 1 : hash;
}

}  // namespace

std::size_t KeySet::place_of(std::string_view key, std::uint32_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  while (slots_[at].hash != 0) {
    const Slot& slot = slots_[at];
    if (slot.hash == hash && std::string_view(bytes_).substr(slot.start, slot.length) == key) break;
    at = (at + 1) & mask;
  }
  return at;
}

bool KeySet::insert(std::string_view key) {
  if (2 * (size_ + 1) > slots_.size()) grow();
  const std::uint32_t hash = hash_of(key);
  Slot& slot = slots_[place_of(key, hash)];
  if (slot.hash != 0) return false;
  slot = {.start = bytes_.size(), .length = static_cast<std::uint32_t>(key.size()), .hash = hash};
  bytes_ += key;
  ++size_;
  return true;
}

void KeySet::grow() {
  std::vector<Slot> old(slots_.empty() ? 64 : slots_.size() * 2);
  old.swap(slots_);
  for (const Slot& slot : old) {
    if (slot.hash == 0) continue;
    slots_[place_of(std::string_view(bytes_).substr(slot.start, slot.length), slot.hash)] = slot;
  }
}

void KeySet::clear() {
  bytes_.clear();
  slots_.clear();
  size_ = 0;
}

}  // namespace tiktok_marketing::tiktok
