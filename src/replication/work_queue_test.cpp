#include "replication/work_queue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <fmt/format.h>

namespace tiktok_marketing::replication {
namespace {

using testing::ElementsAre;

const DateRange kRecent{*parse_date("2026-08-17"), *parse_date("2026-09-15")};
const DateRange kOlder{*parse_date("2026-07-18"), *parse_date("2026-08-16")};

WorkItem item(std::uint32_t account, std::string_view entity) {
  const Stream* stream = find_stream(entity);
  WorkItem made{account, stream, std::nullopt, 0};
  if (stream->kind == StreamKind::report) made.window = kRecent;
  return made;
}

WorkItem old(std::uint32_t account, std::string_view entity) {
  WorkItem made = item(account, entity);
  made.window = kOlder;
  made.phase = 1;
  return made;
}

std::string name(const std::optional<WorkItem>& item) {
  return item ? fmt::format("{} {}{}", item->account, item->stream->entity->name,
                            item->phase > 0 ? " old" : "")
              : "nothing";
}

TEST(WorkQueue, GoesByRankAndInTurns) {
  WorkQueue queue(2, {item(1, "campaigns"), item(0, "campaigns"), item(1, "advertisers_reports_daily"),
                      item(0, "advertisers_reports_daily")});
  EXPECT_EQ(name(queue.take(4)), "0 advertisers_reports_daily");
  EXPECT_EQ(name(queue.take(4)), "1 advertisers_reports_daily");
  EXPECT_EQ(name(queue.take(4)), "0 campaigns");
  EXPECT_EQ(queue.waiting(), 1U);
  EXPECT_EQ(queue.under_way(), 3U);
  EXPECT_EQ(name(queue.take(4)), "1 campaigns");
  EXPECT_EQ(name(queue.take(4)), "nothing");
}

TEST(WorkQueue, LowerLevelsWaitForTheAdvertisersOwnReportOfThoseDays) {
  WorkQueue queue(1, {item(0, "advertisers_reports_daily"), item(0, "ads_reports_daily"),
                      old(0, "advertisers_reports_daily"), old(0, "ads_reports_daily")});
  const auto own = queue.take(9);
  EXPECT_EQ(name(queue.take(9)), "0 advertisers_reports_daily old") << "other days need not wait";
  EXPECT_EQ(name(queue.take(9)), "nothing");
  queue.finish(*own);
  EXPECT_EQ(name(queue.take(9)), "0 ads_reports_daily");
  EXPECT_EQ(name(queue.take(9)), "nothing");
}

TEST(WorkQueue, ListsWaitForTheListsAboveThem) {
  WorkQueue queue(1, {item(0, "ads"), item(0, "campaigns"), item(0, "ad_groups"), item(0, "audiences")});
  const auto campaigns = queue.take(9);
  EXPECT_EQ(name(campaigns), "0 campaigns");
  EXPECT_EQ(name(queue.take(9)), "0 audiences");
  EXPECT_EQ(name(queue.take(9)), "nothing");
  queue.finish(*campaigns);
  const auto ad_groups = queue.take(9);
  EXPECT_EQ(name(ad_groups), "0 ad_groups");
  EXPECT_EQ(name(queue.take(9)), "nothing");
  queue.finish(*ad_groups);
  EXPECT_EQ(name(queue.take(9)), "0 ads");
}

TEST(WorkQueue, OneAdvertiserDoesNotTakeAllPlaces) {
  WorkQueue queue(2, {item(0, "campaigns"), item(0, "audiences"), item(0, "creative_assets_images"),
                      item(1, "audiences")});
  EXPECT_EQ(name(queue.take(2)), "0 campaigns");
  EXPECT_EQ(name(queue.take(2)), "1 audiences");
  EXPECT_EQ(name(queue.take(2)), "0 audiences");
  EXPECT_EQ(name(queue.take(2)), "nothing");
  EXPECT_EQ(queue.accounts_waiting(), 1U);
}

TEST(WorkQueue, DropsWhatIsLeftOfAStream) {
  WorkQueue queue(2, {item(0, "ads_reports_daily"), old(0, "ads_reports_daily"), item(1, "ads_reports_daily"),
                      item(0, "campaigns")});
  EXPECT_EQ(queue.drop(0, *find_stream("ads_reports_daily")), 2U);
  EXPECT_EQ(queue.waiting(), 2U);
  EXPECT_EQ(queue.drop_all(), 2U);
  EXPECT_EQ(queue.waiting(), 0U);
  EXPECT_EQ(name(queue.take(9)), "nothing");
}

RC_GTEST_PROP(WorkQueue, HandsOutEverythingOnceWhateverEndsFirst, ()) {
  std::vector<WorkItem> items;
  for (std::uint32_t account = 0; account < 3; ++account) {
    for (const auto& stream : streams()) {
      if (stream.kind == StreamKind::accounts) continue;
      items.push_back(item(account, stream.entity->name));
      if (stream.kind == StreamKind::report) items.push_back(old(account, stream.entity->name));
    }
  }
  const std::size_t all = items.size();
  WorkQueue queue(3, std::move(items));
  std::vector<WorkItem> under_way;
  std::size_t handed_out = 0;
  while (queue.waiting() > 0 || !under_way.empty()) {
    auto taken = queue.take(2);
    if (taken) {
      RC_ASSERT(std::ranges::find(under_way, *taken) == under_way.end());
      under_way.push_back(*taken);
      RC_ASSERT(queue.under_way_of(taken->account) <= 2);
      ++handed_out;
    }
    const bool ends = !under_way.empty() && (!taken || *rc::gen::arbitrary<bool>());
    RC_ASSERT(taken || ends);
    if (!ends) continue;
    const auto which = *rc::gen::inRange<std::size_t>(0, under_way.size());
    queue.finish(under_way[which]);
    under_way.erase(under_way.begin() + static_cast<std::ptrdiff_t>(which));
  }
  RC_ASSERT(handed_out == all);
  RC_ASSERT(queue.under_way() == 0);
}

}  // namespace
}  // namespace tiktok_marketing::replication
