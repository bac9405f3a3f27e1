#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

/// Blocks of IP addresses in CIDR notation. Pure functions.
namespace tiktok_marketing::platform {

/// Whether `address` lies in one of the CIDR blocks (IPv4 and IPv6); an empty list permits every address. An
/// IPv4 address inside IPv6 (`::ffff:10.0.0.1`) counts as IPv4. What cannot be read lies in no block.
[[nodiscard]] bool address_permitted(std::string_view address, const std::vector<std::string>& blocks);
/// `10.0.0.0/8`, `::1`, … Errors: `value_error`, also when bits behind the prefix are set (`10.0.0.1/8`):
/// that is a typing error more often than a wish to permit 16 million addresses.
[[nodiscard]] Result<void> check_address_block(std::string_view block);

}  // namespace tiktok_marketing::platform
