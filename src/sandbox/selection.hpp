#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sandbox/params.hpp"
#include "sandbox/world.hpp"

namespace tiktok_marketing::sandbox {

/// Which campaigns, ad groups or ads a call means. Empty members do not restrict.
struct ObjectFilter {
  std::optional<std::vector<std::uint64_t>> campaigns;  ///< sorted indexes
  std::optional<std::vector<std::uint64_t>> adgroups;
  std::optional<std::vector<std::uint64_t>> ads;
  std::optional<std::vector<std::uint64_t>> without;  ///< own level, from NOT_IN
  std::string name;                                   ///< part of the object's own name
  std::vector<std::string> primary;                   ///< any of; empty: not deleted
  std::string secondary;
  bool any_status = false;
  std::vector<std::string> objectives;
  std::vector<std::string> buying_types{"AUCTION", "RESERVATION_RF"};
  std::vector<std::string> origins{"TT_ADS_PLATFORM"};
  std::vector<std::string> automations;
  std::vector<std::string> goals;
  std::vector<std::string> promotion_types;
  std::vector<std::string> billing_events;
  std::vector<std::string> creative_types;
  std::string campaign_type;
  std::string bid_strategy;
  std::string creative_mode;
  std::string destination;
  std::string product_source;
  std::string sales_destination;
  std::optional<bool> smart_performance;
  std::optional<bool> split_test;
  std::optional<Seconds> created_from;
  std::optional<Seconds> created_to;
  std::optional<Seconds> modified_after;
};

/// Reads `filtering` of campaign/get, adgroup/get and ad/get.
[[nodiscard]] std::optional<ApiError> read_filter(const Advertiser& advertiser, const Params& params,
                                                  ObjectFilter& filter);
/// Ids → sorted indexes; ids of other accounts simply match nothing.
[[nodiscard]] std::vector<std::uint64_t> indexes_of(const Advertiser& advertiser, Kind kind,
                                                    const std::vector<std::string_view>& ids);

/// Indexes of the matching objects that exist at `now`, newest first.
[[nodiscard]] std::vector<std::uint32_t> select(const Advertiser& advertiser, Kind kind,
                                                const ObjectFilter& filter, Seconds now);

}  // namespace tiktok_marketing::sandbox
