#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Randomness of the operating system, for secrets and ids. Thread-safe.
namespace tiktok_marketing::crypto {

[[nodiscard]] std::string random_bytes(std::size_t count);
/// 256 random bits as 43 characters of URL-safe base64.
[[nodiscard]] std::string random_token();
/// A random UUID (version 4), lower case.
[[nodiscard]] std::string random_uuid();
/// Whether `text` is a UUID of any version, in any case.
[[nodiscard]] bool is_uuid(std::string_view text);

}  // namespace tiktok_marketing::crypto
