#include "connector/shape.hpp"

#include <gtest/gtest.h>

#include "base/json.hpp"

namespace tiktok_marketing {
namespace {

std::string shaped(const std::string& record, const Shape& shape) {
  auto body = std::make_shared<const std::string>(record);
  tiktok::ListPage page;
  page.envelope.body = body;
  page.envelope.records = {*body};
  page.records = page.envelope.records;
  const Records rows = shape_records(page, shape);
  EXPECT_EQ(rows.size(), 1U);
  const std::string out(rows.json(0));
  EXPECT_TRUE(Json::parse(out)) << out;
  return out;
}

Shape report(std::vector<std::string> metrics = {}) {
  return {.report = true, .metrics = std::move(metrics)};
}

const std::string kRow =
    R"({"dimensions":{"campaign_id":"17","stat_time_day":"2026-09-01 00:00:00"},"metrics":{"spend":"1.50","reach":"-"}})";

TEST(Shape, ListsLeaveAsTheyCame) {
  EXPECT_EQ(shaped(R"({ "a" : "-", "b":[1, 2] })", {}), R"({ "a" : "-", "b":[1, 2] })");
}

TEST(Shape, ReportsAreFlat) {
  EXPECT_EQ(shaped(kRow, report({"spend", "reach"})),
            R"({"campaign_id":"17","stat_time_day":"2026-09-01 00:00:00","spend":"1.50","reach":null})");
}

TEST(Shape, AskedForMetricsThatAreAbsentAreNull) {
  EXPECT_EQ(
      shaped(kRow, report({"spend", "reach", "clicks"})),
      R"({"campaign_id":"17","stat_time_day":"2026-09-01 00:00:00","spend":"1.50","reach":null,"clicks":null})");
  EXPECT_EQ(shaped(R"({"dimensions":{"campaign_id":"17"}})", report({"spend"})),
            R"({"campaign_id":"17","spend":null})");
  EXPECT_EQ(shaped(R"({"metrics":{},"dimensions":{}})", report({"spend"})), R"({"spend":null})");
}

TEST(Shape, AnAbsentMetricIsNullEvenWhenTheRowHoldsOthers) {
  EXPECT_EQ(shaped(R"({"dimensions":{"campaign_id":"17"},"metrics":{"currency":"EUR","spend":"1"}})",
                   report({"spend", "clicks"})),
            R"({"campaign_id":"17","currency":"EUR","spend":"1","clicks":null})");
}

TEST(Shape, NestedKeepsTikToksObjects) {
  Shape shape = report({"spend", "reach", "clicks"});
  shape.nested = true;
  EXPECT_EQ(
      shaped(kRow, shape),
      R"({"dimensions":{"campaign_id":"17","stat_time_day":"2026-09-01 00:00:00"},"metrics":{"spend":"1.50","reach":null,"clicks":null}})");
}

TEST(Shape, NumbersKeepTheirDigits) {
  Shape shape = report();
  shape.numbers = true;
  EXPECT_EQ(
      shaped(
          R"({"dimensions":{"campaign_id":"17"},"metrics":{"spend":"10.50","clicks":"0","reach":"<5","ctr":"12.5%","cpm":"-0.10","campaign_name":"42","impressions":"-","cpc":"007","frequency":""}})",
          shape),
      R"({"campaign_id":"17","spend":10.50,"clicks":0,"reach":"<5","ctr":"12.5%","cpm":-0.10,"campaign_name":"42","impressions":null,"cpc":"007","frequency":""})");
}

TEST(Shape, NumbersAreReadByNameWhenRowsDiffer) {
  auto body = std::make_shared<const std::string>(
      R"({"dimensions":{},"metrics":{"campaign_name":"1","spend":"2"}}{"dimensions":{},"metrics":{"spend":"3","campaign_name":"4"}})");
  tiktok::ListPage page;
  page.envelope.body = body;
  const auto middle = body->find("}{") + 1;
  page.records = {std::string_view(*body).substr(0, middle), std::string_view(*body).substr(middle)};
  Shape shape = report();
  shape.numbers = true;
  const Records rows = shape_records(page, shape);
  EXPECT_EQ(rows.json(0), R"({"campaign_name":"1","spend":2})");
  EXPECT_EQ(rows.json(1), R"({"spend":3,"campaign_name":"4"})");
}

TEST(Shape, AnIdThatIsDimensionAndMetricStandsOnce) {
  EXPECT_EQ(shaped(R"({"dimensions":{"ad_id":"9"},"metrics":{"ad_id":"9","campaign_id":"17"}})",
                   report({"ad_id", "campaign_id"})),
            R"({"ad_id":"9","campaign_id":"17"})");
}

TEST(Shape, OnlyTheLoneDashIsNull) {
  EXPECT_EQ(
      shaped(
          R"({"dimensions":{"campaign_id":"17"},"metrics":{"campaign_name":"say \"-\" twice","ad_name":"\"-\"","x":"--","y":" - "}})",
          report()),
      R"({"campaign_id":"17","campaign_name":"say \"-\" twice","ad_name":"\"-\"","x":"--","y":" - "})");
  EXPECT_EQ(shaped(R"({"dimensions":{"campaign_id":"-"},"metrics":{}})", report()), R"({"campaign_id":"-"})")
      << "a dimension is no number that could be unknown";
}

TEST(Shape, MembersBesideDimensionsAndMetricsStay) {
  EXPECT_EQ(shaped(R"({"metrics":{"spend":"1"},"dimensions":{"campaign_id":"17"},"new":{"a":1}})", report()),
            R"({"campaign_id":"17","spend":"1","new":{"a":1}})");
}

TEST(Shape, AMetricThatAnotherTookThePlaceOfIsNull) {
  EXPECT_EQ(shaped(R"({"dimensions":{},"metrics":{"spend":"1","clicks":"2"}})", report({"spend", "reach"})),
            R"({"spend":"1","clicks":"2","reach":null})");
}

TEST(Shape, ProjectionKeepsTheNamedFields) {
  Shape shape;
  shape.fields = {"b", "o.x.y", "o.z", "missing", "list.a"};
  EXPECT_EQ(shaped(R"({"a":1,"b":"t","o":{"x":{"y":1,"n":2},"z":[1],"q":0},"list":[{"a":1}]})", shape),
            R"({"b":"t","o":{"x":{"y":1},"z":[1]},"list":[{"a":1}]})");
  shape.fields = {"missing"};
  EXPECT_EQ(shaped(R"({"a":1})", shape), "{}");
  shape.fields = {"o", "o.x"};
  EXPECT_EQ(shaped(R"({"o":{"x":1,"y":2}})", shape), R"({"o":{"x":1,"y":2}})");
}

TEST(Shape, ProjectionOfReportsSeesFlatNames) {
  Shape shape = report({"spend", "reach"});
  shape.fields = {"spend", "stat_time_day"};
  EXPECT_EQ(shaped(kRow, shape), R"({"stat_time_day":"2026-09-01 00:00:00","spend":"1.50"})");
  shape.nested = true;
  shape.fields = {"metrics.spend"};
  EXPECT_EQ(shaped(kRow, shape), R"({"metrics":{"spend":"1.50"}})");
}

TEST(Shape, BlanksInTheRecordDoNoHarm) {
  EXPECT_EQ(
      shaped("{ \"dimensions\" : { \"campaign_id\" : \"17\" } ,\n \"metrics\" : { \"spend\" : \"-\" } }",
             report()),
      R"({"campaign_id":"17","spend":null})");
}

}  // namespace
}  // namespace tiktok_marketing
