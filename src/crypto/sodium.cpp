#include "crypto/sodium.hpp"

#include <sodium.h>

#include <cstdio>
#include <cstdlib>

namespace tiktok_marketing::crypto {

void ready_sodium() {
  static const bool kReady = sodium_init() >= 0;
  if (kReady) return;
  std::fputs("libsodium cannot start: the operating system gives no random numbers\n", stderr);
  std::abort();
}

}  // namespace tiktok_marketing::crypto
