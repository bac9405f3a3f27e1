#include "connector/fence.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include "connector/fake_tiktok.hpp"

namespace tiktok_marketing {
namespace {

using Ids = std::vector<std::string>;

constexpr std::string_view kOwn = "7310000000000000001";
constexpr std::string_view kOther = "7310000000000000002";

FakeTikTok two_accounts() {
  FakeTikTok world{.campaigns = 12};
  world.zones = {{std::string(kOwn), "UTC"}, {std::string(kOther), "UTC"}};
  world.granted = {std::string(kOwn), std::string(kOther)};
  return world;
}

ConnectorOptions fenced() {
  ConnectorOptions options;
  options.advertiser_ids = {std::string(kOwn)};
  options.fenced = true;
  options.app_id = "700";
  options.app_secret = Secret("app-secret");
  return options;
}

// No request may so much as mention the other advertiser.
bool mentions_the_other(const ConnectorFixture& door) {
  return std::ranges::any_of(door.transport->seen, [](const HttpRequest& request) {
    return request.url.find(kOther) != std::string::npos ||
           request.url.find("7.310000000000000002e18") != std::string::npos ||
           request.body.find(kOther) != std::string::npos;
  });
}

std::string cursor_of_the_other(std::string_view entity) {
  ConnectorFixture elsewhere(two_accounts());
  const auto page =
      elsewhere.list(entity, fmt::format(R"({{"advertiser_id":"{}","page_size":5,"limit":3}})", kOther));
  return page ? page->meta.cursor : std::string{};
}

void expect_refused(const ConnectorFixture& door, std::string_view entity, const std::string& params) {
  const auto answer = door.list(entity, params);
  ASSERT_FALSE(answer) << entity << ' ' << params;
  EXPECT_EQ(answer.error().type, ErrorType::forbidden) << params << ": " << answer.error().message;
  EXPECT_EQ(answer.error().allowed, Ids{std::string(kOwn)});
  EXPECT_FALSE(answer.error().param.empty());
  EXPECT_TRUE(door.transport->seen.empty()) << params;
}

TEST(Fence, RefusesAnotherAdvertiserBeforeARequestLeaves) {
  ConnectorFixture door(two_accounts(), fenced());
  expect_refused(door, "campaigns", fmt::format(R"({{"advertiser_id":"{}"}})", kOther));
  expect_refused(door, "campaigns", fmt::format(R"({{"advertiser_id":{}}})", kOther));
  expect_refused(door, "campaigns", R"({"advertiser_id":"07310000000000000001"})");
  expect_refused(door, "ads_reports_daily", fmt::format(R"({{"advertiser_id":"{}"}})", kOther));
  expect_refused(door, "advertisers", fmt::format(R"({{"advertiser_ids":["{}","{}"]}})", kOwn, kOther));
  expect_refused(door, "advertisers", fmt::format(R"({{"advertiser_ids":"[\"{}\"]"}})", kOther));
  expect_refused(door, "advertisers", fmt::format(R"({{"advertiser_ids":{}}})", kOther));
  expect_refused(door, "campaigns", fmt::format(R"({{"cursor":"{}"}})", cursor_of_the_other("campaigns")));
}

TEST(Fence, LooksIntoTheConditionsOfAReport) {
  ConnectorFixture door(two_accounts(), fenced());
  for (const std::string value : {R"("OTHER")", R"(["OTHER"])", R"("[\"OTHER\"]")", R"([OTHER])",
                                  R"("[OTHER]")", R"(" OTHER ")", R"("[\"[\\\"OTHER\\\"]\"]")"}) {
    std::string filled = value;
    filled.replace(filled.find("OTHER"), 5, kOther);
    const std::string condition =
        fmt::format(R"([{{"field_name":"advertiser_ids","filter_type":"IN","filter_value":{}}}])", filled);
    expect_refused(door, "campaigns_reports_daily", fmt::format(R"({{"filtering":{}}})", condition));
  }
}

TEST(Fence, LetsItsOwnAdvertisersThrough) {
  ConnectorFixture door(two_accounts(), fenced());
  for (const std::string params :
       {R"({})", R"({"advertiser_id":"7310000000000000001"})", R"({"advertiser_id":7310000000000000001})"}) {
    const auto answer = door.list("campaigns", params);
    ASSERT_TRUE(answer) << params << ": " << answer.error().message;
    EXPECT_EQ(answer->records.size(), 12U);
  }
  const auto advertisers = door.list("advertisers");
  ASSERT_TRUE(advertisers) << advertisers.error().message;
  EXPECT_EQ(advertisers->records.size(), 1U);
  EXPECT_FALSE(mentions_the_other(door));
}

TEST(Fence, CheckSpeaksOfItsOwnAdvertisersOnly) {
  ConnectorFixture door(two_accounts(), fenced());
  const auto answer = door.connector->check();
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_NE(answer->document.find(kOwn), std::string::npos);
  EXPECT_EQ(answer->document.find(kOther), std::string::npos);
  EXPECT_FALSE(mentions_the_other(door));
}

TEST(Fence, NeedsAdvertisers) {
  ConnectorOptions options = fenced();
  options.access_token = Secret("token");
  options.advertiser_ids.clear();
  const auto connector = Connector::open(std::move(options));
  ASSERT_FALSE(connector);
  EXPECT_EQ(connector.error().type, ErrorType::value_error);
  EXPECT_EQ(connector.error().param, "advertiser_ids");
}

TEST(Fence, AnEmptyOneLetsNothingThrough) {
  const Fence nothing{Ids{}};
  EXPECT_TRUE(nothing.stands());
  EXPECT_FALSE(nothing.check(*Json::parse(R"({"advertiser_id":"1"})")));
  EXPECT_FALSE(Fence().stands());
  EXPECT_TRUE(Fence().check(*Json::parse(R"({"advertiser_id":"1"})")));
}

TEST(Fence, ReadsNamesInQuestionsToAStore) {
  const Fence fence{Ids{"1", "2"}};
  const auto passes = [&](std::string_view params) { return fence.check(*Json::parse(params)).has_value(); };
  EXPECT_TRUE(
      passes(R"({"query":{"filter":{"eq":{"advertiser_id":"1"}},"sort":[{"advertiser_id":"desc"}]}})"));
  EXPECT_TRUE(passes(R"({"query":{"filter":{"eq":{"campaign_id":"3"}}},"fields":[["advertiser_id"]]})"));
  EXPECT_FALSE(passes(R"({"query":{"filter":{"eq":{"advertiser_id":3}}}})"));
  EXPECT_FALSE(passes(R"({"query":{"filter":{"not":{"in":{"advertiser_id":["1","3"]}}}}})"));
  EXPECT_FALSE(passes(R"({"advertiser_ids":"[\"1\",\"3\"]"})"));
  EXPECT_FALSE(passes(R"({"advertiser_id":1.0})"));
  EXPECT_FALSE(passes(R"({"advertiser_id":"1,3"})"));
}

// One way of writing an id, or several, as JSON.
rc::Gen<std::string> written(std::string id) {
  return rc::gen::element<std::string>(
      '"' + id + '"', id, "\" " + id + "\"", '"' + id + " \"", "\"0" + id + '"', "[\"" + id + "\"]",
      '[' + id + ']', "\"[\\\"" + id + "\\\"]\"", "\"[" + id + "]\"", "\"\\u0037" + id.substr(1) + '"',
      id + ".0", '"' + id + ".0\"", "7.310000000000000002e18", '"' + std::string(kOwn) + ',' + id + '"',
      "{\"id\":\"" + id + "\"}", "[\"" + std::string(kOwn) + "\",\"" + id + "\"]",
      "[\"" + id + "\",\"" + id + "\"]", "[[\"" + id + "\"]]");
}

RC_GTEST_PROP(FenceProperty, NoWayOfNamingAnotherAdvertiserPasses, ()) {
  ConnectorFixture door(two_accounts(), fenced());
  const std::string entity = *rc::gen::element<std::string>(
      "campaigns", "ads", "audiences", "advertisers", "creative_assets_images", "campaigns_reports_daily");
  const auto member = rc::gen::apply(
      [](std::string name, std::string value) { return fmt::format("\"{}\":{}", name, value); },
      rc::gen::weightedElement<std::string>(
          {{8, entity == "advertisers" ? "advertiser_ids" : "advertiser_id"},
           {1, "advertiser_ids"},
           {1, "Advertiser_Id"},
           {1, "filtering"}}),
      rc::gen::oneOf(written(std::string(kOther)), written(std::string(kOwn))));
  Ids members = *rc::gen::container<Ids>(*rc::gen::inRange<std::size_t>(0, 3), member);
  if (*rc::gen::inRange(0, 4) == 0) {
    members.push_back(fmt::format(R"("cursor":"{}")", cursor_of_the_other(entity)));
  }
  if (*rc::gen::inRange(0, 4) == 0) {
    members.push_back(
        fmt::format(R"("filtering":[{{"field_name":"{}","filter_type":"IN","filter_value":{}}}])",
                    *rc::gen::element<std::string>("advertiser_id", "advertiser_ids", "stat_advertiser"),
                    *written(std::string(kOther))));
  }
  const std::string params = fmt::format("{{{}}}", fmt::join(members, ","));
  const bool streamed = *rc::gen::arbitrary<bool>();
  bool answered = false;
  if (streamed) {
    auto stream = door.connector->stream(entity, params);
    if (stream) {
      const auto page = stream->next();
      answered = page.has_value();
    }
  } else {
    answered = door.list(entity, params).has_value();
  }
  RC_TAG(answered);
  RC_LOG() << entity << ' ' << params << '\n';
  RC_ASSERT(!mentions_the_other(door));
}

}  // namespace
}  // namespace tiktok_marketing
