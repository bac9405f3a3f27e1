#include "context/tables.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "database/connection.hpp"

namespace tiktok_marketing::context {
namespace {

using testing::Contains;
using testing::Not;

const TableLayout& table(std::string_view name) {
  const TableLayout* found = find_layout(name);
  EXPECT_NE(found, nullptr) << name;
  return *found;
}

ColumnKind kind(std::string_view entity, std::string_view column) {
  const auto* found = table(entity).find(column);
  EXPECT_NE(found, nullptr) << entity << '.' << column;
  return found->kind;
}

TEST(Tables, EveryEntityHasOneWithAllItsSearchFields) {
  ASSERT_EQ(layouts().size(), catalog::entities().size());
  for (const auto* entity : catalog::entities()) {
    const TableLayout& layout = table(entity->name);
    EXPECT_EQ(&layout_of(*entity), &layout);
    EXPECT_EQ(layout.is_report(), entity->report != nullptr);
    EXPECT_EQ(layout.deleted_at.has_value(), entity->report == nullptr);
    for (const auto& field : entity->search_fields) {
      const auto* column = layout.find(field.name);
      ASSERT_NE(column, nullptr) << field.name;
      EXPECT_TRUE(column->searched && column->stored) << field.name;
    }
    for (const auto& field : entity->fields) EXPECT_NE(layout.find(field.name), nullptr) << field.name;
    EXPECT_EQ(layout.columns[layout.advertiser].name, "advertiser_id");
    EXPECT_EQ(layout.columns[layout.advertiser].kind, ColumnKind::id);
    EXPECT_EQ(layout.columns[layout.key.front()].name, entity->primary_key.front());
    for (const auto position : layout.key) EXPECT_TRUE(layout.columns[position].stored);
  }
  EXPECT_EQ(find_layout("nothing"), nullptr);
}

TEST(Tables, KindsFollowFromTheCatalog) {
  EXPECT_EQ(kind("campaigns", "campaign_id"), ColumnKind::id);
  EXPECT_EQ(kind("campaigns", "budget"), ColumnKind::number);
  EXPECT_EQ(kind("campaigns", "is_new_structure"), ColumnKind::boolean);
  EXPECT_EQ(kind("campaigns", "create_time"), ColumnKind::time);
  EXPECT_EQ(kind("campaigns", "deleted_at"), ColumnKind::time);
  EXPECT_EQ(kind("advertisers", "create_time"), ColumnKind::integer);
  EXPECT_EQ(kind("audiences", "audience_id"), ColumnKind::text);
  EXPECT_EQ(kind("audiences", "cover_num"), ColumnKind::integer);
  EXPECT_EQ(kind("ads", "ad_texts"), ColumnKind::json);
  EXPECT_EQ(kind("ads_reports_daily", "stat_time_day"), ColumnKind::time);
  EXPECT_EQ(kind("ads_reports_daily", "spend"), ColumnKind::decimal);
  EXPECT_EQ(kind("ads_reports_daily", "impressions"), ColumnKind::count);
  EXPECT_EQ(kind("ads_reports_daily", "ad_text"), ColumnKind::text);
  EXPECT_EQ(kind("ads_reports_daily", "adgroup_id"), ColumnKind::id);

  const TableLayout& ads = table("ads_reports_daily");
  EXPECT_EQ(ads.find("spend")->nature, catalog::Nature::sum);
  EXPECT_EQ(ads.find("reach")->nature, catalog::Nature::deduplicated);
  EXPECT_EQ(ads.find("ad_name")->nature, catalog::Nature::attribute);
  EXPECT_EQ(ads.find("spend")->number_column, "spend_micros");
  EXPECT_EQ(ads.find("impressions")->number_column, "impressions");
  EXPECT_FALSE(ads.find("ad_name")->is_number());
  EXPECT_TRUE(ads.find("likes")->as_number);
  EXPECT_FALSE(ads.find("spend")->as_number);
  EXPECT_TRUE(table("audiences").find("audience_id")->is_id);
  EXPECT_FALSE(table("ads").find("ad_texts")->stored);
}

TEST(Tables, ReportsKeepConversionsAndValuesAtEveryLevel) {
  for (const auto* entity : catalog::entities()) {
    const auto metrics = stored_metrics(*entity);
    if (entity->report == nullptr) {
      EXPECT_TRUE(metrics.empty());
      continue;
    }
    for (const auto* name :
         {"spend", "conversion", "result", "real_time_conversion", "complete_payment",
          "complete_payment_roas", "total_onsite_shopping_value", "total_purchase_value"}) {
      EXPECT_THAT(metrics, Contains(std::string_view(name)));
      EXPECT_TRUE(table(entity->name).find(name)->stored);
    }
    std::vector<std::string_view> sorted = metrics;
    std::ranges::sort(sorted);
    EXPECT_EQ(std::ranges::adjacent_find(sorted), sorted.end()) << entity->name;
  }
  EXPECT_THAT(stored_metrics(*catalog::find_entity("campaigns_reports_daily")),
              Not(Contains(std::string_view("cash_spend"))));
}

TEST(Tables, SqlTakesThemAndIndexesKeysDaysAndParents) {
  auto memory = database::Connection::open({.path = ":memory:"}).value();
  for (const TableLayout& layout : layouts()) {
    const auto made = memory->run(create_sql(layout));
    ASSERT_TRUE(made) << layout.name << ": " << made.error().message;
    ASSERT_TRUE(memory->run(create_sql(layout))) << "a second time changes nothing";
    std::string names;
    for (const auto& column : sql_columns(layout)) names += (names.empty() ? "" : ", ") + column.name;
    const auto read = memory->prepare("SELECT " + names + " FROM " + layout.name);
    EXPECT_TRUE(read) << layout.name;
  }
  auto indexes = memory->prepare(
      "SELECT group_concat(name) FROM (SELECT name FROM sqlite_schema WHERE "
      "type = 'index' AND tbl_name = 'ads_reports_daily' ORDER BY name)");
  ASSERT_TRUE(indexes->step().value());
  EXPECT_EQ(indexes->text(0),
            "ads_reports_daily_by_adgroup_id,ads_reports_daily_by_advertiser_id,"
            "ads_reports_daily_by_campaign_id,ads_reports_daily_by_day,ads_reports_daily_key");
}

TEST(Tables, SignaturesTellWhatChanged) {
  const TableLayout& now = table("campaigns");
  TableLayout more = now;
  more.columns.push_back({.name = "new_field", .kind = ColumnKind::text});
  EXPECT_NE(signature(more), signature(now));
  EXPECT_EQ(key_signature(more), key_signature(now));
  TableLayout other = now;
  other.key.pop_back();
  EXPECT_NE(key_signature(other), key_signature(now));
}

}  // namespace
}  // namespace tiktok_marketing::context
