#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/secret.hpp>

namespace tiktok_marketing::crypto {

/// The keys that seal what the database keeps secret: one 64-hex key a line, the first line seals, all open.
///
/// Sealed text: version byte, 8 bytes key id (a hash of the key), 24 bytes nonce, XChaCha20-Poly1305 cipher
/// text. `purpose` is bound to it as additional data (`credential:<id>`), so a sealed value that was moved to
/// another row does not open. Thread-safety: const members from any thread.
class Keyring {
 public:
  /// Errors: `value_error` naming the file when it is missing, unreadable, open to other users than its owner
  /// (mode bits 077), or holds a line that is no key. Blank lines and lines starting with `#` are skipped.
  [[nodiscard]] static Result<Keyring> load(const std::filesystem::path& file);
  /// Makes the file with one new key, mode 0600, synced to disk. Errors: `conflict` when it exists.
  [[nodiscard]] static Result<Keyring> create(const std::filesystem::path& file);
  /// Puts a new key before the others (atomically: new file, fsync, rename).
  [[nodiscard]] static Result<Keyring> add_key(const std::filesystem::path& file);

  [[nodiscard]] std::string seal(const Secret& plain, std::string_view purpose) const;
  /// Errors: `internal_error` with a hint when its key is not in the ring, or it was altered or moved.
  [[nodiscard]] Result<Secret> open(std::string_view sealed, std::string_view purpose) const;

  /// Hex id of the key that seals now, and of the one `sealed` was made with (empty: unreadable).
  [[nodiscard]] const std::string& sealing_key_id() const { return keys_.front().id; }
  [[nodiscard]] static std::string key_id_of(std::string_view sealed);
  [[nodiscard]] std::vector<std::string> key_ids() const;

 private:
  struct Key {
    std::string id;  ///< 16 hex characters
    Secret bytes;    ///< 32 raw bytes
  };
  explicit Keyring(std::vector<Key> keys) : keys_(std::move(keys)) {}

  std::vector<Key> keys_;
};

}  // namespace tiktok_marketing::crypto
