#include <tiktok_marketing/base/secret.hpp>

namespace tiktok_marketing {

Secret::~Secret() {
  // Through volatile, or the compiler drops stores to memory that is about to be freed.
  volatile char* bytes = text_.data();
  for (std::size_t i = 0; i < text_.size(); ++i) bytes[i] = 0;
}

}  // namespace tiktok_marketing
