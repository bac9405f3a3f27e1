#include "crypto/keyring.hpp"

#include <sodium.h>

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "crypto/private_file.hpp"
#include "crypto/random.hpp"
#include "crypto/sodium.hpp"

namespace tiktok_marketing::crypto {
namespace {

constexpr char kVersion = 1;
constexpr std::size_t kIdBytes = 8;
constexpr std::size_t kHeaderBytes = 1 + kIdBytes;
constexpr std::size_t kKeyBytes = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

std::string id_bytes_of(const Secret& key) {
  return hmac_sha256(key.reveal(), "tiktok-marketing key id").substr(0, kIdBytes);
}

/// What the seal vouches for beside the text: its own header, and what it is for.
std::string bound_data(std::string_view header, std::string_view purpose) {
  return std::string(header).append(purpose);
}

Error unreadable_file(const std::filesystem::path& file, std::string_view what, std::string_view hint) {
  return {.type = ErrorType::value_error,
          .message = fmt::format("The key file {} {}.", file.string(), what),
          .hint = std::string(hint)};
}

Error cannot_open(std::string message, std::string hint) {
  return {.type = ErrorType::internal_error, .message = std::move(message), .hint = std::move(hint)};
}

/// One line of a key file, made from a new key.
Secret new_line() {
  const Secret key(random_bytes(kKeyBytes));
  return Secret(to_hex(key.reveal()).append("\n"));
}

}  // namespace

Result<Keyring> Keyring::load(const std::filesystem::path& file) {
  auto text = read_private_file(file);
  if (!text) return std::move(text).error();
  std::vector<Key> keys;
  std::string_view rest = text->reveal();
  for (int number = 1; !rest.empty(); ++number) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = trim(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.empty() || line.starts_with('#')) continue;
    auto bytes = from_hex(line);
    if (!bytes || bytes->size() != kKeyBytes) {
      return unreadable_file(
          file, fmt::format("holds no key in line {}", number),
          "A key is 64 hexadecimal characters on a line of its own; lines starting with # are "
          "comments. Restore the file from your copy of it.");
    }
    Secret key(std::move(*bytes));
    std::string id = to_hex(id_bytes_of(key));
    const bool known = std::ranges::any_of(keys, [&](const Key& other) { return other.id == id; });
    if (!known) keys.push_back({std::move(id), std::move(key)});
  }
  if (keys.empty()) {
    return unreadable_file(file, "holds no key", "Restore the file from your copy of it.");
  }
  return Keyring(std::move(keys));
}

Result<Keyring> Keyring::create(const std::filesystem::path& file) {
  if (auto made = create_private_file(file, new_line()); !made) return std::move(made).error();
  return load(file);
}

Result<Keyring> Keyring::add_key(const std::filesystem::path& file) {
  if (auto ring = load(file); !ring) return ring;
  if (auto added = prepend_to_private_file(file, new_line()); !added) return std::move(added).error();
  return load(file);
}

std::string Keyring::seal(const Secret& plain, std::string_view purpose) const {
  ready_sodium();
  const Key& key = keys_.front();
  std::string sealed(1, kVersion);
  sealed += *from_hex(key.id);
  const std::string bound = bound_data(sealed, purpose);
  const std::string nonce = random_bytes(kNonceBytes);
  sealed += nonce;
  const std::size_t start = sealed.size();
  sealed.resize(start + plain.reveal().size() + kTagBytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytes_of(sealed) + start, nullptr, bytes_of(plain.reveal()),
                                             plain.reveal().size(), bytes_of(std::string_view(bound)),
                                             bound.size(), nullptr, bytes_of(std::string_view(nonce)),
                                             bytes_of(key.bytes.reveal()));
  return sealed;
}

Result<Secret> Keyring::open(std::string_view sealed, std::string_view purpose) const {
  const std::string id = key_id_of(sealed);
  if (id.empty()) {
    return cannot_open("A stored secret is damaged: it has no readable header.",
                       "Restore a backup of the database, or enter the secret anew.");
  }
  const auto key = std::ranges::find(keys_, id, &Key::id);
  if (key == keys_.end()) {
    return cannot_open(
        fmt::format("A stored secret was sealed with the key {}, which is not in the key file.", id),
        "Put the key file that belongs to this database back, or add that key's line to it.");
  }
  ready_sodium();
  const std::string bound = bound_data(sealed.substr(0, kHeaderBytes), purpose);
  const std::string_view nonce = sealed.substr(kHeaderBytes, kNonceBytes);
  const std::string_view cipher = sealed.substr(kHeaderBytes + kNonceBytes);
  std::string plain(cipher.size() - kTagBytes, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytes_of(plain), nullptr, nullptr, bytes_of(cipher),
                                                 cipher.size(), bytes_of(std::string_view(bound)),
                                                 bound.size(), bytes_of(nonce),
                                                 bytes_of(key->bytes.reveal())) != 0) {
    return cannot_open("A stored secret was altered, or belongs to another record.",
                       "Restore a backup of the database, or enter the secret anew.");
  }
  return Secret(std::move(plain));
}

std::string Keyring::key_id_of(std::string_view sealed) {
  if (sealed.size() < kHeaderBytes + kNonceBytes + kTagBytes || sealed.front() != kVersion) return {};
  return to_hex(sealed.substr(1, kIdBytes));
}

std::vector<std::string> Keyring::key_ids() const {
  std::vector<std::string> ids;
  for (const Key& key : keys_) ids.push_back(key.id);
  return ids;
}

}  // namespace tiktok_marketing::crypto
