#include "platform/address_block.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "base/text.hpp"

namespace tiktok_marketing::platform {
namespace {

constexpr int kMappedBits = 96;

struct Address {
  std::array<unsigned char, 16> bytes{};
  int bits = 0;  ///< 32 or 128
};

bool is_mapped(const Address& address) {
  constexpr std::array<unsigned char, 12> kPrefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  return address.bits == 128 && std::equal(kPrefix.begin(), kPrefix.end(), address.bytes.begin());
}

Address unmapped(const Address& address) {
  Address inner{.bits = 32};
  std::copy_n(address.bytes.begin() + 12, 4, inner.bytes.begin());
  return inner;
}

std::optional<Address> read_address(std::string_view text) {
  const std::string copy(text);
  Address address;
  if (inet_pton(AF_INET, copy.c_str(), address.bytes.data()) == 1) {
    address.bits = 32;
    return address;
  }
  if (inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) == 1) {
    address.bits = 128;
    return address;
  }
  return std::nullopt;
}

struct Block {
  Address first;
  int prefix = 0;
};

bool bit(const Address& address, int index) {
  const auto byte = address.bytes[static_cast<std::size_t>(index / 8)];
  return ((byte >> (7 - index % 8)) & 1) != 0;
}

std::optional<Block> read_block(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = read_address(text.substr(0, slash));
  if (!address) return std::nullopt;
  Block block{.first = *address, .prefix = address->bits};
  if (slash != std::string_view::npos) {
    const std::string_view digits = text.substr(slash + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), block.prefix);
    const bool whole = error == std::errc{} && end == digits.data() + digits.size() && digits.front() != '-';
    if (!whole || block.prefix > address->bits) return std::nullopt;
  }
  if (is_mapped(block.first) && block.prefix >= kMappedBits) {
    block = {.first = unmapped(block.first), .prefix = block.prefix - kMappedBits};
  }
  return block;
}

bool has_bits_behind_prefix(const Block& block) {
  for (int i = block.prefix; i < block.first.bits; ++i) {
    if (bit(block.first, i)) return true;
  }
  return false;
}

bool contains(const Block& block, const Address& address) {
  if (block.first.bits != address.bits) return false;
  for (int i = 0; i < block.prefix; ++i) {
    if (bit(block.first, i) != bit(address, i)) return false;
  }
  return true;
}

/// `fe80::1%eth0` → `fe80::1`: a link-local address with the name of the interface it came in on.
std::string_view without_zone(std::string_view address) {
  return address.substr(0, address.find('%'));
}

}  // namespace

bool address_permitted(std::string_view address, const std::vector<std::string>& blocks) {
  if (blocks.empty()) return true;
  auto read = read_address(without_zone(address));
  if (!read) return false;
  const Address plain = is_mapped(*read) ? unmapped(*read) : *read;
  return std::ranges::any_of(blocks, [&](const std::string& text) {
    const auto block = read_block(text);
    return block && contains(*block, plain);
  });
}

Result<void> check_address_block(std::string_view text) {
  const auto block = read_block(text);
  if (block && !has_bits_behind_prefix(*block)) return {};
  return Error{
      .type = ErrorType::value_error,
      .message = block ? "The address block has bits set behind its prefix." : "This is no address block.",
      .hint =
          "Write one address (192.0.2.7, 2001:db8::7) or a block whose host part is zero "
          "(10.0.0.0/8, 2001:db8::/32).",
      .param = "ip_allow",
      .given = shortened(text)};
}

}  // namespace tiktok_marketing::platform
