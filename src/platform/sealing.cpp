#include "platform/sealing.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include <fmt/format.h>

namespace tiktok_marketing::platform {
namespace {

bool has_key_of(const crypto::Keyring& ring, std::string_view sealed) {
  const auto ids = ring.key_ids();
  return std::ranges::find(ids, crypto::Keyring::key_id_of(sealed)) != ids.end();
}

}  // namespace

std::string sealing_purpose(std::string_view table, std::string_view key) {
  return fmt::format("{}:{}", table, key);
}

std::string seal(const Context& context, std::string_view table, std::string_view key, const Secret& plain) {
  return context.keyring()->seal(plain, sealing_purpose(table, key));
}

Result<Secret> open_sealed(Context& context, std::string_view table, std::string_view key,
                           std::string_view sealed) {
  auto ring = context.keyring();
  if (!has_key_of(*ring, sealed)) {
    if (auto loaded = reload_keyring(context); !loaded) return std::move(loaded).error();
    ring = context.keyring();
  }
  return ring->open(sealed, sealing_purpose(table, key));
}

Result<void> reload_keyring(Context& context) {
  auto ring = crypto::Keyring::load(context.options.master_key_file);
  if (!ring) return std::move(ring).error();
  context.set_keyring(std::make_shared<const crypto::Keyring>(*std::move(ring)));
  return {};
}

}  // namespace tiktok_marketing::platform
