#include "http/server/gather.hpp"

#include <algorithm>

namespace tiktok_marketing::http {

void Gather::add(std::string_view bytes) {
  // The kernel's type serves reading and writing; nothing is written through it here.
  if (!bytes.empty()) slices_.push_back({const_cast<char*>(bytes.data()), bytes.size()});
}

void Gather::advance(std::size_t bytes) {
  while (first_ < slices_.size() && bytes >= slices_[first_].iov_len) {
    bytes -= slices_[first_].iov_len;
    ++first_;
  }
  if (bytes == 0 || empty()) return;
  iovec& slice = slices_[first_];
  slice.iov_base = static_cast<char*>(slice.iov_base) + bytes;
  slice.iov_len -= bytes;
}

Gather Gather::front(std::size_t bytes) const {
  Gather out;
  for (const iovec& slice : slices()) {
    const std::size_t count = std::min(bytes, slice.iov_len);
    out.add({static_cast<const char*>(slice.iov_base), count});
    bytes -= count;
  }
  return out;
}

}  // namespace tiktok_marketing::http
