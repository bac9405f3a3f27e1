#include <algorithm>
#include <map>
#include <set>

#include "sandbox/test_call.hpp"

namespace tiktok_marketing::sandbox {
namespace {

#include "sandbox/entity_field_types.hpp"
#include "sandbox/entity_fields.inc"

bool has_type(const Json& value, FieldType type) {
  switch (type) {
    case FieldType::text:
      return value.as_string() != nullptr;
    case FieldType::integer:
      return value.as_int().has_value();
    case FieldType::number:
      return value.as_number() != nullptr;
    case FieldType::boolean:
      return value.as_bool() != nullptr;
    case FieldType::array:
      return value.as_array() != nullptr;
    case FieldType::object:
      return value.as_object() != nullptr;
  }
  return false;
}

template <std::size_t N>
void expect_documented(const Json::Array& rows, const FieldRow (&fields)[N], std::size_t at_least) {
  ASSERT_FALSE(rows.empty());
  std::set<std::string_view> seen;
  for (const Json& row : rows) {
    for (const auto& [name, value] : *row.as_object()) {
      const auto* field = std::ranges::find(fields, name, &FieldRow::name);
      ASSERT_NE(field, std::end(fields)) << name << " is not documented";
      EXPECT_TRUE(value.is_null() || has_type(value, field->type)) << name << " = " << value.dump();
      seen.insert(field->name);
    }
  }
  EXPECT_GE(seen.size(), at_least);
}

Query all_of(const std::string& advertiser, std::string filtering = R"({"primary_status":"STATUS_ALL"})") {
  return {{"advertiser_id", advertiser}, {"filtering", std::move(filtering)}, {"page_size", "1000"}};
}

TEST(SandboxLists, EveryFieldIsDocumentedAndEveryDocumentedFieldExists) {
  const Bench bench;
  for (const auto& id : bench.access.advertiser_ids) {
    expect_documented(bench.list("/campaign/get/", all_of(id)), kCampaignFields, 35);
    expect_documented(bench.list("/adgroup/get/", all_of(id)), kAdgroupFields, std::size(kAdgroupFields));
    expect_documented(bench.list("/ad/get/", all_of(id)), kAdFields, std::size(kAdFields) - 2);
    expect_documented(bench.list("/advertiser/info/", {{"advertiser_ids", "[\"" + id + "\"]"}}),
                      kAdvertiserFields, 32);
    expect_documented(bench.list("/dmp/custom_audience/list/", {{"advertiser_id", id}}), kAudienceFields, 11);
    expect_documented(bench.list("/file/image/ad/search/", {{"advertiser_id", id}}), kImageFields, 14);
    expect_documented(bench.list("/file/video/ad/search/", {{"advertiser_id", id}}), kVideoFields, 22);
  }
  EXPECT_EQ(campaign_fields().size(), std::size(kCampaignFields));
  EXPECT_EQ(adgroup_fields().size(), std::size(kAdgroupFields));
  EXPECT_EQ(ad_fields().size(), std::size(kAdFields));
  EXPECT_EQ(advertiser_fields().size(), std::size(kAdvertiserFields));
}

TEST(SandboxLists, SameSeedAndClockGiveTheSameBytes) {
  const Bench one;
  const Bench two;
  auto options = Bench::defaults();
  options.seed = 2;
  const Bench other(options);
  const Query query = all_of(one.advertiser());
  EXPECT_EQ(one.text("/ad/get/", query), two.text("/ad/get/", query));
  EXPECT_NE(one.access.access_token, other.access.access_token);
  EXPECT_NE(one.advertiser(), other.advertiser());
  // Again, now from the page cache: all but the request id is the same.
  Json first = one.get("/ad/get/", query);
  Json again = one.get("/ad/get/", query);
  EXPECT_NE(first.text_of("request_id"), again.text_of("request_id"));
  EXPECT_EQ(*first.find("data"), *again.find("data"));
}

TEST(SandboxLists, RequestIdHasTheDocumentedForm) {
  const Bench bench;
  const Json json = bench.get("/user/info/", {});
  const auto id = json.text_of("request_id");
  EXPECT_EQ(id.substr(0, 14), "20260915080000");
  EXPECT_GE(id.size(), 31U);
  EXPECT_LE(id.size(), 34U);
  EXPECT_EQ(id.find_first_not_of("0123456789ABCDEF"), std::string_view::npos);
}

TEST(SandboxLists, PagesHoldEveryObjectOnceNewestFirst) {
  const Bench bench;
  std::vector<std::string> ids;
  std::int64_t total = 0;
  for (int page = 1;; ++page) {
    const Json json = bench.get(
        "/ad/get/",
        {{"advertiser_id", bench.advertiser()}, {"page", std::to_string(page)}, {"page_size", "7"}});
    const auto& list = *json.find("data")->find("list")->as_array();
    total = *json.find("data")->find("page_info")->int_of("total_number");
    EXPECT_EQ(json.find("data")->find("page_info")->int_of("total_page"), (total + 6) / 7);
    if (list.empty()) break;
    for (const Json& row : list) ids.emplace_back(row.text_of("ad_id"));
  }
  EXPECT_EQ(static_cast<std::int64_t>(ids.size()), total);
  EXPECT_TRUE(std::ranges::is_sorted(ids, std::greater<>()));
  EXPECT_EQ(std::set(ids.begin(), ids.end()).size(), ids.size());
}

TEST(SandboxLists, IdsHaveSixteenOrNineteenDigits) {
  const Bench bench;
  EXPECT_EQ(bench.list("/ad/get/", {{"advertiser_id", bench.advertiser(0)}})[0].text_of("ad_id").size(), 16U);
  EXPECT_EQ(bench.list("/ad/get/", {{"advertiser_id", bench.advertiser(1)}})[0].text_of("ad_id").size(), 19U);
  EXPECT_EQ(bench.advertiser().size(), 19U);
}

TEST(SandboxLists, DeletedObjectsAreHiddenUnlessAskedFor) {
  auto options = Bench::defaults();
  options.size = Size::medium;
  const Bench bench(options);
  std::size_t deleted = 0;
  for (const char* path : {"/campaign/get/", "/adgroup/get/", "/ad/get/"}) {
    const auto all = bench.list(path, all_of(bench.advertiser()));
    const auto usual = bench.list(path, {{"advertiser_id", bench.advertiser()}, {"page_size", "1000"}});
    const auto gone = bench.list(path, all_of(bench.advertiser(), R"({"primary_status":"STATUS_DELETE"})"));
    EXPECT_EQ(usual.size() + gone.size(), all.size());
    for (const Json& row : gone)
      EXPECT_TRUE(row.text_of("secondary_status").ends_with("_DELETE")) << row.text_of("secondary_status");
    for (const Json& row : usual) EXPECT_FALSE(row.text_of("secondary_status").ends_with("_DELETE"));
    deleted += gone.size();
  }
  EXPECT_GT(deleted, 5U);
}

TEST(SandboxLists, ParentsDragTheirChildrenAlong) {
  auto options = Bench::defaults();
  options.size = Size::medium;
  const Bench bench(options);
  std::map<std::string, std::string> campaigns;
  std::map<std::string, std::string> adgroups;
  for (const Json& row : bench.list("/campaign/get/", all_of(bench.advertiser(1)))) {
    campaigns.emplace(row.text_of("campaign_id"), row.text_of("secondary_status"));
  }
  for (const Json& row : bench.list("/adgroup/get/", all_of(bench.advertiser(1)))) {
    const auto status = row.text_of("secondary_status");
    const auto& parent = campaigns.at(std::string(row.text_of("campaign_id")));
    if (parent == "CAMPAIGN_STATUS_DELETE") {
      EXPECT_TRUE(status == "ADGROUP_STATUS_CAMPAIGN_DELETE" || status == "ADGROUP_STATUS_DELETE") << status;
    } else if (parent == "CAMPAIGN_STATUS_DISABLE") {
      EXPECT_TRUE(status == "ADGROUP_STATUS_CAMPAIGN_DISABLE" || status == "ADGROUP_STATUS_DELETE") << status;
    } else {
      EXPECT_FALSE(status.starts_with("ADGROUP_STATUS_CAMPAIGN_D")) << status;
    }
    adgroups.emplace(row.text_of("adgroup_id"), status);
  }
  std::set<std::string> seen;
  for (const Json& row : bench.list("/ad/get/", all_of(bench.advertiser(1)))) {
    const std::string status(row.text_of("secondary_status"));
    const auto& parent = adgroups.at(std::string(row.text_of("adgroup_id")));
    seen.insert(status);
    if (status == "AD_STATUS_DELETE") continue;
    if (parent == "ADGROUP_STATUS_DELETE") {
      EXPECT_TRUE(status == "AD_STATUS_ADGROUP_DELETE" || status == "AD_STATUS_CAMPAIGN_DELETE") << status;
    } else if (parent == "ADGROUP_STATUS_CAMPAIGN_DELETE") {
      EXPECT_EQ(status, "AD_STATUS_CAMPAIGN_DELETE");
    } else if (parent == "ADGROUP_STATUS_CAMPAIGN_DISABLE") {
      EXPECT_EQ(status, "AD_STATUS_CAMPAIGN_DISABLE");
    }
  }
  for (const char* status : {"AD_STATUS_DELIVERY_OK", "AD_STATUS_CAMPAIGN_DELETE",
                             "AD_STATUS_CAMPAIGN_DISABLE", "AD_STATUS_DONE"}) {
    EXPECT_TRUE(seen.contains(status)) << status;
  }
}

TEST(SandboxLists, FieldsProjectAndNullsCanBeDropped) {
  const Bench bench;
  const auto rows = bench.list("/campaign/get/", {{"advertiser_id", bench.advertiser()},
                                                  {"fields", R"(["campaign_name","campaign_id"])"}});
  for (const Json& row : rows) EXPECT_EQ(row.as_object()->size(), 2U);
  const auto full = bench.text("/adgroup/get/", {{"advertiser_id", bench.advertiser()}});
  const auto dense = bench.text("/adgroup/get/", {{"advertiser_id", bench.advertiser()},
                                                  {"exclude_field_types_in_response", R"(["NULL_FIELD"])"}});
  EXPECT_TRUE(full.contains("null"));
  EXPECT_FALSE(dense.contains("null"));
  EXPECT_EQ(bench.verdict("/ad/get/", {{"advertiser_id", bench.advertiser()}, {"fields", R"(["nonsense"])"}}),
            "40002 fields: 'nonsense' is not a supported field.");
  const auto editable =
      bench.list("/advertiser/info/", {{"advertiser_ids", "[\"" + bench.advertiser() + "\"]"},
                                       {"fields", R"(["name","company_name_editable"])"}});
  EXPECT_EQ(editable[0].as_object()->size(), 2U);
  EXPECT_NE(editable[0].find("company_name_editable")->as_bool(), nullptr);
}

TEST(SandboxLists, EveryFilterKeepsExactlyWhatItNames) {
  auto options = Bench::defaults();
  options.size = Size::medium;
  const Bench bench(options);
  const auto expect_each = [&](const char* path, const std::string& filtering, const char* field,
                               std::string_view value) {
    const auto rows = bench.list(path, all_of(bench.advertiser(2), filtering));
    EXPECT_FALSE(rows.empty()) << filtering;
    for (const Json& row : rows) EXPECT_EQ(row.text_of(field), value) << filtering;
    std::size_t count = 0;
    for (const Json& row :
         bench.list(path, {{"advertiser_id", bench.advertiser(2)}, {"page_size", "1000"}})) {
      count += row.text_of(field) == value ? 1 : 0;
    }
    EXPECT_EQ(rows.size(), count) << filtering;
  };
  expect_each("/campaign/get/", R"({"objective_type":"TRAFFIC"})", "objective_type", "TRAFFIC");
  expect_each("/campaign/get/", R"({"campaign_automation_type":"UPGRADED_SMART_PLUS"})",
              "campaign_automation_type", "UPGRADED_SMART_PLUS");
  expect_each("/campaign/get/", R"({"secondary_status":"CAMPAIGN_STATUS_DISABLE"})", "secondary_status",
              "CAMPAIGN_STATUS_DISABLE");
  expect_each("/campaign/get/", R"({"campaign_type":"REGULAR_CAMPAIGN"})", "campaign_type",
              "REGULAR_CAMPAIGN");
  expect_each("/adgroup/get/", R"({"billing_events":["CPC"]})", "billing_event", "CPC");
  expect_each("/adgroup/get/", R"({"creative_material_mode":"CUSTOM"})", "creative_material_mode", "CUSTOM");
  expect_each("/adgroup/get/", R"({"optimization_goal":"CLICK"})", "optimization_goal", "CLICK");
  expect_each("/ad/get/", R"({"secondary_status":"AD_STATUS_DELIVERY_OK"})", "secondary_status",
              "AD_STATUS_DELIVERY_OK");
  const auto ads = bench.list("/ad/get/", all_of(bench.advertiser(2)));
  const std::string ad(ads[ads.size() / 2].text_of("ad_id"));
  const std::string group(ads[ads.size() / 2].text_of("adgroup_id"));
  expect_each("/ad/get/", R"({"primary_status":"STATUS_NOT_DELETE","adgroup_ids":[")" + group + "\"]}",
              "adgroup_id", group);
  const auto one = bench.list(
      "/ad/get/", all_of(bench.advertiser(2), R"({"primary_status":"STATUS_ALL","ad_ids":[")" + ad + "\"]}"));
  ASSERT_EQ(one.size(), 1U);
  EXPECT_EQ(one[0].text_of("ad_id"), ad);
  for (const Json& row :
       bench.list("/campaign/get/",
                  all_of(bench.advertiser(2), R"({"creation_filter_start_time":"2026-01-01 00:00:00"})"))) {
    EXPECT_GE(row.text_of("create_time"), "2026-01-01 00:00:00");
  }
}

TEST(SandboxLists, ModifiedAfterReturnsWhatChangedSince) {
  const Bench bench;
  const auto all = bench.list("/ad/get/", all_of(bench.advertiser()));
  const auto changed = bench.list(
      "/ad/get/", all_of(bench.advertiser(),
                         R"({"primary_status":"STATUS_ALL","modified_after":"2026-08-20 00:00:00"})"));
  const auto expected = std::ranges::count_if(all, [](const Json& row) {
    const Json* modified = row.find("modify_time");
    return (modified != nullptr ? *modified->as_string() : std::string(row.text_of("create_time"))) >
           "2026-08-20 00:00:00";
  });
  EXPECT_GT(changed.size(), 0U);
  EXPECT_LT(changed.size(), all.size());
  EXPECT_EQ(static_cast<std::ptrdiff_t>(changed.size()), expected);
}

TEST(SandboxLists, UpgradedSmartPlusAdsHaveNoModifyTime) {
  auto options = Bench::defaults();
  options.size = Size::medium;
  const Bench bench(options);
  const auto ads = bench.list(
      "/ad/get/", all_of(bench.advertiser(2), R"({"campaign_automation_type":"UPGRADED_SMART_PLUS"})"));
  ASSERT_FALSE(ads.empty());
  for (const Json& ad : ads) {
    EXPECT_EQ(ad.find("modify_time"), nullptr);
    EXPECT_FALSE(ad.text_of("smart_plus_ad_id").empty());
    EXPECT_NE(ad.find("call_to_action") == nullptr, ad.find("call_to_action_id")->is_null());
  }
}

TEST(SandboxLists, PromotedPostsComeWithSixFieldsAndOnlyWhenAskedFor) {
  auto options = Bench::defaults();
  options.size = Size::large;
  const Bench bench(options);
  const auto rows =
      bench.list("/campaign/get/", all_of(bench.advertiser(), R"({"campaign_system_origins":["PROMOTE"]})"));
  ASSERT_FALSE(rows.empty());
  for (const Json& row : rows) EXPECT_EQ(row.as_object()->size(), 6U);
}

TEST(SandboxLists, OnlyTheFirstTenThousandImagesCanBeReached) {
  auto options = Bench::defaults();
  options.size = Size::large;
  const Bench bench(options);
  const Query last{{"advertiser_id", bench.advertiser()}, {"page", "10"}, {"page_size", "1000"}};
  const Query beyond{{"advertiser_id", bench.advertiser()}, {"page", "11"}, {"page_size", "1000"}};
  EXPECT_EQ(bench.list("/file/image/ad/search/", last).size(), 1'000U);
  const Json json = bench.get("/file/image/ad/search/", beyond);
  EXPECT_TRUE(json.find("data")->find("list")->as_array()->empty());
  EXPECT_GT(*json.find("data")->find("page_info")->int_of("total_number"), 10'000);
}

TEST(SandboxLists, TheBigAccountHasThirtyThousandAds) {
  const World world(1, Size::large);
  const Seconds now = seconds_of(*parse_datetime("2026-09-15"));
  EXPECT_EQ(count_of(world.advertisers().front(), Kind::ad, now), 30'000U);
  std::uint64_t all = 0;
  for (const Advertiser& a : world.advertisers()) all += count_of(a, Kind::ad, now);
  EXPECT_EQ(world.advertisers().size(), 50U);
  EXPECT_NEAR(static_cast<double>(all), 100'000, 100);
}

TEST(SandboxLists, ObjectsAppearAndDisappearAsTheClockMoves) {
  const Bench bench;
  const auto before = bench.list("/campaign/get/", all_of(bench.advertiser()));
  bench.tiktok->advance(std::chrono::hours{24 * 100});
  const auto after = bench.list("/campaign/get/", all_of(bench.advertiser()));
  EXPECT_GT(after.size(), before.size());
  EXPECT_GT(after.front().text_of("campaign_id"), before.front().text_of("campaign_id"));
}

TEST(SandboxLists, IdsLeadBackToTheirObjects) {
  const World world(7, Size::large);
  for (const std::size_t which : {0UL, 1UL, 49UL}) {
    const Advertiser& a = world.advertisers()[which];
    for (const std::uint64_t index : {0UL, 1UL, 333UL, 29'999UL}) {
      for (const Kind kind : {Kind::campaign, Kind::adgroup, Kind::ad}) {
        EXPECT_EQ(index_of(a, kind, std::to_string(id_of(a, kind, index))), index);
      }
    }
    EXPECT_EQ(index_of(a, Kind::ad, "1790000000000301"), std::nullopt);
  }
}

}  // namespace
}  // namespace tiktok_marketing::sandbox
