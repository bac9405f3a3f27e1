#include <tiktok_marketing/connector/answer.hpp>

#include <gtest/gtest.h>

#include "connector/fake_tiktok.hpp"

namespace tiktok_marketing {
namespace {

std::string joined(const std::vector<DataPiece>& pieces) {
  std::string text;
  for (const auto& piece : pieces) text += piece.bytes;
  return text;
}

std::vector<DataPiece> pieces_of(const Records& rows) {
  std::vector<DataPiece> pieces;
  rows.append_pieces(pieces);
  return pieces;
}

struct Page {
  std::shared_ptr<const std::string> body;
  Records rows;
};

// Rows of a page: the places of `{…}` without anything within.
Page page_of(std::string text) {
  Page page{std::make_shared<const std::string>(std::move(text)), {}};
  const std::string_view body(*page.body);
  for (std::size_t at = body.find('{'); at != std::string_view::npos; at = body.find('{', at + 1)) {
    page.rows.add(page.body, body.substr(at, body.find('}', at) + 1 - at));
  }
  return page;
}

TEST(Answer, RowsThatStandSideBySideAreOnePiece) {
  const Page page = page_of("[{\"a\":1},{\"a\":2} ,\n\t{\"a\":3}]");
  const auto pieces = pieces_of(page.rows);
  ASSERT_EQ(pieces.size(), 1U);
  EXPECT_EQ(pieces[0].bytes, "{\"a\":1},{\"a\":2} ,\n\t{\"a\":3}");
  EXPECT_EQ(pieces[0].bytes.data(), page.body->data() + 1);
  EXPECT_EQ(pieces[0].owner, page.body);
}

TEST(Answer, RowsThatDoNotFollowEachOtherAreSeveralPieces) {
  const Page page = page_of("[{\"a\":1},{\"a\":2},{\"a\":3},{\"a\":4}]");
  Records rows;
  rows.add(page.rows, 0);
  rows.add(page.rows, 2);
  rows.add(page.rows, 3);
  rows.add(page.rows, 1);
  EXPECT_EQ(joined(pieces_of(rows)), R"({"a":1},{"a":3},{"a":4},{"a":2})");
  EXPECT_EQ(pieces_of(rows).size(), 5U);
  Records twice;
  twice.add(page.rows, 0);
  twice.add(page.rows, 0);
  EXPECT_EQ(joined(pieces_of(twice)), R"({"a":1},{"a":1})");
}

TEST(Answer, OtherThingsBetweenRowsAreLeftOut) {
  EXPECT_EQ(joined(pieces_of(page_of("[{\"a\":1},5,{\"a\":2}]").rows)), R"({"a":1},{"a":2})");
  EXPECT_EQ(joined(pieces_of(page_of("[{\"a\":1},,{\"a\":2}]").rows)), R"({"a":1},{"a":2})");
  EXPECT_EQ(joined(pieces_of(page_of("{\"a\":1}{\"a\":2}").rows)), R"({"a":1},{"a":2})");
  EXPECT_EQ(joined(pieces_of(page_of("{\"a\":1}  {\"a\":2}").rows)), R"({"a":1},{"a":2})");
}

TEST(Answer, PiecesOutliveTheAnswer) {
  std::vector<DataPiece> pieces;
  std::string text;
  {
    Answer answer;
    answer.records = page_of("[{\"a\":1},{\"a\":2}]").rows;
    answer.append_pieces(pieces);
    answer.append_data(text);
  }
  EXPECT_EQ(joined(pieces), R"([{"a":1},{"a":2}])");
  EXPECT_EQ(text, joined(pieces));
  pieces.clear();
  {
    Answer answer;
    answer.document = R"({"status":"healthy"})";
    answer.append_pieces(pieces);
  }
  EXPECT_EQ(joined(pieces), R"({"status":"healthy"})");
  pieces.clear();
  Answer().append_pieces(pieces);
  EXPECT_EQ(joined(pieces), "[]");
}

TEST(Answer, AWholePageIsOnePieceBetweenItsBrackets) {
  ConnectorFixture door({.campaigns = 1000});
  for (const std::string entity : {"campaigns", "campaigns_reports_daily"}) {
    const auto answer = door.list(entity, R"({"advertiser_id":"1"})");
    ASSERT_TRUE(answer) << answer.error().message;
    ASSERT_EQ(answer->records.size(), 1000U);
    std::vector<DataPiece> pieces;
    answer->append_pieces(pieces);
    EXPECT_EQ(pieces.size(), 3U) << entity;
    EXPECT_TRUE(Json::parse(joined(pieces)));
  }
}

CallOptions options_with(std::vector<std::string> select, std::vector<std::string> exclude,
                         std::size_t max_text_bytes = 0) {
  CallOptions options;
  options.select_fields = std::move(select);
  options.exclude_fields = std::move(exclude);
  options.max_text_bytes = max_text_bytes;
  return options;
}

std::string first_row(const ConnectorFixture& door, std::string_view entity, CallOptions options,
                      std::string_view params = R"({"advertiser_id":"1"})") {
  const auto answer = door.list(entity, params, std::move(options));
  if (!answer) return answer.error().message;
  return answer->records.empty() ? std::string("no row") : std::string(answer->records.json(0));
}

TEST(CallOptions, SelectAndExcludeFields) {
  ConnectorFixture door({.campaigns = 2});
  EXPECT_EQ(first_row(door, "campaigns", options_with({"budget", "campaign_name", "nonsense"}, {"budget"})),
            R"({"campaign_name":"Campaign 0","budget":100.00})");
  EXPECT_EQ(first_row(door, "campaigns",
                      options_with(
                          {}, {"adgroup_id", "ad_id", "image_id", "video_id", "custom_audience_id", "x.y"})),
            R"({"campaign_id":"1790000000000000000","campaign_name":"Campaign 0","budget":100.00})");
  EXPECT_EQ(first_row(door, "campaigns_reports_daily", options_with({"spend", "impressions"}, {})),
            R"({"spend":"0.50","impressions":null})");
  EXPECT_EQ(first_row(door, "campaigns_reports_daily",
                      options_with({"metrics.spend", "dimensions.campaign_id"}, {}),
                      R"({"advertiser_id":"1","shape":"nested"})"),
            R"({"dimensions":{"campaign_id":"1790000000000000000"},"metrics":{"spend":"0.50"}})");
  EXPECT_EQ(first_row(door, "advertisers", options_with({}, {"currency", "timezone"}),
                      R"({"advertiser_ids":["1"]})"),
            R"({"advertiser_id":"1","name":"Account 1"})");
  EXPECT_EQ(first_row(door, "campaigns", options_with({"nonsense"}, {})), "{}");
}

TEST(CallOptions, ComeAfterTheParamFields) {
  ConnectorFixture door({.campaigns = 1});
  EXPECT_EQ(first_row(door, "campaigns", options_with({"budget", "campaign_id"}, {}),
                      R"({"advertiser_id":"1","fields":["campaign_id","campaign_name"]})"),
            R"({"campaign_id":"1790000000000000000"})");
}

TEST(CallOptions, RowsWithNothingToLeaveOutAreNotCopied) {
  ConnectorFixture door({.campaigns = 3});
  const auto plain = door.list("campaigns", R"({"advertiser_id":"1"})");
  ASSERT_TRUE(plain);
  for (const auto& options : {options_with({}, {"nonsense", "budget.x"}), options_with({}, {}, 1000),
                              options_with({"campaign_id", "adgroup_id", "ad_id", "custom_audience_id",
                                            "image_id", "video_id", "campaign_name", "budget"},
                                           {})}) {
    const auto answer = door.list("campaigns", R"({"advertiser_id":"1"})", options);
    ASSERT_TRUE(answer);
    std::vector<DataPiece> pieces;
    answer->append_pieces(pieces);
    EXPECT_EQ(pieces.size(), 3U);
    // A slice of a page has the page's beginning before it.
    EXPECT_EQ(std::string_view(pieces[1].bytes.data() - 8, 8), R"("list":[)");
    EXPECT_EQ(answer->to_json().substr(0, 200), plain->to_json().substr(0, 200));
    EXPECT_TRUE(answer->meta.truncated.empty());
  }
}

TEST(CallOptions, OnlyRowsWithALongTextAreCopied) {
  FakeTikTok world{.campaigns = 12};
  ConnectorFixture door(world);
  // `Campaign 10` and `Campaign 11` are one byte longer than the others.
  const auto answer =
      door.list("campaigns", R"({"advertiser_id":"1","fields":["campaign_name"]})", options_with({}, {}, 10));
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->records.json(9), R"({"campaign_name":"Campaign 9"})");
  EXPECT_EQ(answer->records.json(10), R"({"campaign_name":"Campaign 1… [cut, 1 characters]"})");
  std::vector<DataPiece> pieces;
  answer->append_pieces(pieces);
  EXPECT_EQ(pieces.size(), 5U) << "bracket, ten rows, comma, two rows, bracket";
  ASSERT_EQ(answer->meta.truncated.size(), 1U);
  EXPECT_NE(answer->meta.truncated[0].find("10 bytes"), std::string::npos);
  EXPECT_TRUE(answer->meta.complete) << "every row is there";
}

TEST(CallOptions, HoldForStreamsToo) {
  ConnectorFixture door({.campaigns = 30});
  auto stream = door.connector->stream("campaigns", R"({"advertiser_id":"1","page_size":10})",
                                       options_with({"campaign_name"}, {}, 8));
  ASSERT_TRUE(stream);
  int pages = 0;
  for (auto page = stream->next(); page && *page; page = stream->next()) {
    EXPECT_TRUE((*page)->records.json(0).starts_with(R"({"campaign_name":"Campaign… [cut, )"));
    EXPECT_EQ((*page)->meta.truncated.size(), 1U);
    ++pages;
  }
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(stream->summary().truncated.size(), 1U);
}

}  // namespace
}  // namespace tiktok_marketing
