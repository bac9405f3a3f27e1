#pragma once

#include <string>
#include <string_view>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/secret.hpp>

#include "platform/context.hpp"

/// Sealed values of the database and the ring that opens them. Thread-safe.
namespace tiktok_marketing::platform {

/// What a value is sealed for: `credentials:<id>`. A value that was moved to another row does not open.
[[nodiscard]] std::string sealing_purpose(std::string_view table, std::string_view key);

[[nodiscard]] std::string seal(const Context& context, std::string_view table, std::string_view key,
                               const Secret& plain);
/// A value sealed with a key that was added after this program started makes it read the key file again.
/// Errors: those of `crypto::Keyring::open`.
[[nodiscard]] Result<Secret> open_sealed(Context& context, std::string_view table, std::string_view key,
                                         std::string_view sealed);

/// Reads the key file again. Errors: as `crypto::Keyring::load`; the ring in use stays.
[[nodiscard]] Result<void> reload_keyring(Context& context);

}  // namespace tiktok_marketing::platform
