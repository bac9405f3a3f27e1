#pragma once

#include <span>
#include <string_view>

#include "sandbox/row_sink.hpp"
#include "sandbox/world.hpp"

namespace tiktok_marketing::sandbox {

/// What one record writer needs beside the object itself.
struct RowContext {
  const Advertiser& advertiser;
  Seconds now;
};

struct Audience {
  std::uint64_t index;
};
struct Image {
  std::uint64_t index;
};
struct Video {
  std::uint64_t index;
};

void write_row(RowSink& sink, const RowContext& context);
void write_row(RowSink& sink, const RowContext& context, const Campaign& campaign);
void write_row(RowSink& sink, const RowContext& context, const Campaign& campaign, const AdGroup& adgroup);
void write_row(RowSink& sink, const RowContext& context, const Campaign& campaign, const AdGroup& adgroup,
               const Ad& ad);
void write_row(RowSink& sink, const RowContext& context, const Audience& audience);
void write_row(RowSink& sink, const RowContext& context, const Image& image);
void write_row(RowSink& sink, const RowContext& context, const Video& video);

/// Names of the fields in the order in which the writers above name them.
[[nodiscard]] std::span<const std::string_view> advertiser_fields();
[[nodiscard]] std::span<const std::string_view> campaign_fields();
[[nodiscard]] std::span<const std::string_view> adgroup_fields();
[[nodiscard]] std::span<const std::string_view> ad_fields();

/// Facts of creatives and audiences that filters need.
struct AssetFacts {
  Seconds created;
  Seconds modified;
  int width;
  int height;
  bool displayable;
};
[[nodiscard]] AssetFacts image_facts(const Advertiser& advertiser, std::uint64_t index, Seconds now);
[[nodiscard]] AssetFacts video_facts(const Advertiser& advertiser, std::uint64_t index, Seconds now);
[[nodiscard]] std::string image_id(const Advertiser& advertiser, std::uint64_t index);
[[nodiscard]] std::string video_id(const Advertiser& advertiser, std::uint64_t index);
[[nodiscard]] std::uint64_t image_material_id(const Advertiser& advertiser, std::uint64_t index);
[[nodiscard]] std::uint64_t video_material_id(const Advertiser& advertiser, std::uint64_t index);
[[nodiscard]] std::string video_name(const Advertiser& advertiser, std::uint64_t index);
[[nodiscard]] std::string_view video_source(const Advertiser& advertiser, std::uint64_t index);
[[nodiscard]] std::uint64_t audience_id(const Advertiser& advertiser, std::uint64_t index);
[[nodiscard]] Seconds audience_created(const Advertiser& advertiser, std::uint64_t index);

[[nodiscard]] std::string_view buying_type(Buying buying);
[[nodiscard]] std::string_view automation_type(Automation automation);
[[nodiscard]] std::string_view creative_mode(const AdGroup& adgroup);
[[nodiscard]] std::string_view bid_strategy(const AdGroup& adgroup);
[[nodiscard]] std::string_view billing_event(const AdGroup& adgroup);
[[nodiscard]] std::string_view promotion_filter(const Campaign& campaign);
[[nodiscard]] std::string_view destination(const Campaign& campaign);
[[nodiscard]] bool split_test(const Campaign& campaign);
/// Hundredths of the account currency; 0 when the budget is unlimited or kept on the campaign.
[[nodiscard]] std::int64_t budget_of(const Advertiser& advertiser, const Campaign& campaign);
[[nodiscard]] std::int64_t budget_of(const Advertiser& advertiser, const Campaign& campaign,
                                     const AdGroup& adgroup);
[[nodiscard]] std::int64_t bid_of(const Advertiser& advertiser, const AdGroup& adgroup);
[[nodiscard]] bool automatic_placement(const AdGroup& adgroup);

}  // namespace tiktok_marketing::sandbox
