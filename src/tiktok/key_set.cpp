#include "tiktok/key_set.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace tiktok_marketing::tiktok {

KeySet::Slot KeySet::slot_of(std::string_view key) {
  const XXH128_hash_t hash = XXH3_128bits(key.data(), key.size());
  Slot slot{.low = hash.low64, .high = hash.high64};
  if (slot.free()) slot.low = 1;
  return slot;
}

KeySet::Slot& KeySet::place_of(const Slot& slot) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = slot.low & mask;
  while (!slots_[at].free() && slots_[at] != slot) at = (at + 1) & mask;
  return slots_[at];
}

bool KeySet::insert(std::string_view key) {
  if (4 * (size_ + 1) > 3 * slots_.size()) grow();
  const Slot slot = slot_of(key);
  Slot& place = place_of(slot);
  if (!place.free()) return false;
  place = slot;
  ++size_;
  return true;
}

void KeySet::grow() {
  std::vector<Slot> old(slots_.empty() ? 64 : slots_.size() * 2);
  old.swap(slots_);
  for (const Slot& slot : old) {
    if (!slot.free()) place_of(slot) = slot;
  }
}

void KeySet::clear() {
  slots_.clear();
  size_ = 0;
}

}  // namespace tiktok_marketing::tiktok
