#pragma once

#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "base/date.hpp"
#include "base/json.hpp"
#include "context/store.hpp"
#include "replication/streams.hpp"

namespace tiktok_marketing::replication {

/// Name of the store's note that holds what `compare_levels` answers.
inline constexpr std::string_view kReconciliationNote = "reconciliation";

/// Compares what neighbouring levels say about the same days: spend and impressions of the ads against their
/// ad groups', of those against their campaigns', of those against the advertiser's. Days from `since` on
/// that both levels have read once they were over. Rounding to two decimals is no gap. Blocks on the disk.
///
/// `{"since", "days_compared", "gaps", "listed": [{"advertiser_id", "advertiser", "day", "upper", "lower",
/// "metric", "upper_value", "lower_value", "parents": ["1790…"]}]}`: the fifty newest gaps are listed, each
/// with up to five of the parents it is found in.
[[nodiscard]] Result<Json> compare_levels(context::Store& store, const std::vector<const Stream*>& wanted,
                                          Date since);

}  // namespace tiktok_marketing::replication
