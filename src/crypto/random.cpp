#include "crypto/random.hpp"

#include <sodium.h>

#include <cctype>

#include "crypto/encoding.hpp"
#include "crypto/sodium.hpp"

namespace tiktok_marketing::crypto {
namespace {

bool is_uuid_dash(std::size_t position) {
  return position == 8 || position == 13 || position == 18 || position == 23;
}

}  // namespace

std::string random_bytes(std::size_t count) {
  ready_sodium();
  std::string bytes(count, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

std::string random_token() {
  return to_base64url(random_bytes(32));
}

std::string random_uuid() {
  std::string bytes = random_bytes(16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
  std::string text = to_hex(bytes);
  for (const std::size_t dash : {8, 13, 18, 23}) text.insert(dash, 1, '-');
  return text;
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (is_uuid_dash(i) ? c != '-' : std::isxdigit(c) == 0) return false;
  }
  return true;
}

}  // namespace tiktok_marketing::crypto
