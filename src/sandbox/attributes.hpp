#pragma once

#include <string>
#include <string_view>

#include "sandbox/rows.hpp"
#include "sandbox/world.hpp"

namespace tiktok_marketing::sandbox {

/// The object a report row is about; the deeper parts are null at higher levels.
struct Subject {
  const Advertiser& advertiser;
  Seconds now;
  const Campaign* campaign = nullptr;
  const AdGroup* adgroup = nullptr;
  const Ad* ad = nullptr;
};

/// An attribute metric as reports show it: display text, not constants. `-` where there is nothing to show.
[[nodiscard]] std::string attribute_text(std::string_view name, const Subject& subject);

}  // namespace tiktok_marketing::sandbox
