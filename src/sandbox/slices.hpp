#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/delivery.hpp"

namespace tiktok_marketing::sandbox {

/// One value of a dimension that divides people, and its share of everything in thousandths.
struct Share {
  std::string_view value;
  int share;
};

/// The values of a dimension such as `gender` or `country_code`; empty when the dimension is not simulated.
[[nodiscard]] std::vector<Share> shares_of(const Advertiser& advertiser, std::string_view dimension);

/// The division by several dimensions at once: the slices add up to everyone.
struct Division {
  std::vector<Slice> slices;
  std::vector<std::vector<std::string_view>> values;  ///< per slice one value a dimension
};
[[nodiscard]] Division divide(const Advertiser& advertiser, const std::vector<std::string>& dimensions);

}  // namespace tiktok_marketing::sandbox
