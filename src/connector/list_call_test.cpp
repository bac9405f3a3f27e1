#include "connector/list_call.hpp"

#include <gtest/gtest.h>

namespace tiktok_marketing {
namespace {

Result<ListCall> call(std::string_view entity, std::string_view params) {
  return validate_list(*catalog::find_entity(entity), *Json::parse(params));
}

std::string sent(const ListCall& call, std::string_view name) {
  for (const auto& [param, value] : call.query) {
    if (param == name) return value.dump();
  }
  return {};
}

TEST(Params, AreAnObjectOrNothing) {
  for (const char* text : {"", " ", "null", "{}", " {} "}) {
    const auto params = parse_params(text);
    ASSERT_TRUE(params) << text;
    EXPECT_EQ(params->dump(), "{}");
  }
  for (const char* text : {"[]", "5", "\"x\"", "{", "{}{}", "{'a':1}", "{\"a\":1,}", "nul"}) {
    const auto params = parse_params(text);
    ASSERT_FALSE(params) << text;
    EXPECT_EQ(params.error().type, ErrorType::value_error) << text;
    EXPECT_EQ(params.error().param, "params") << text;
  }
}

TEST(ListCall, EveryEntitysExampleIsACall) {
  for (const auto* entity : catalog::entities()) {
    const auto params = Json::parse(entity->example_json);
    ASSERT_TRUE(params) << entity->name;
    EXPECT_TRUE(validate_list(*entity, *params)) << entity->name;
    EXPECT_TRUE(validate_list(*entity, Json(Json::Object{}))) << entity->name;
  }
}

TEST(ListCall, EveryParametersExampleIsAccepted) {
  for (const auto* entity : catalog::entities()) {
    for (const auto& param : entity->params) {
      if (param.name == "cursor" || param.example_json.empty()) continue;
      Json value = *Json::parse(param.example_json);
      Json params;
      params.set(param.name, value);
      if (param.name == "start_date") params.set("end_date", "2026-09-02");
      if (param.name == "end_date") params.set("start_date", "2026-09-30");
      if (param.name == "order_type") params.set("order_field", "spend");
      const auto outcome = validate_list(*entity, params);
      EXPECT_TRUE(outcome) << entity->name << " " << params.dump() << ": "
                           << (outcome ? "" : outcome.error().message);
    }
  }
}

TEST(ListCall, OneLongPageByDefault) {
  const auto plain = call("campaigns", "{}");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->page, 1);
  EXPECT_EQ(plain->page_size, 1000);
  EXPECT_FALSE(plain->all);
  EXPECT_FALSE(plain->limit);
}

TEST(ListCall, AShortLimitAsksForAShortPage) {
  EXPECT_EQ(call("campaigns", R"({"limit":50})")->page_size, 50);
  EXPECT_EQ(call("campaigns", R"({"limit":5000})")->page_size, 1000);
  EXPECT_EQ(call("campaigns", R"({"limit":50,"page_size":20})")->page_size, 20);
}

TEST(ListCall, FieldsForTikTokKeepTheKeyAndWholeMembers) {
  const auto fields = call("campaigns", R"({"fields":["campaign_name","budget","objektive.sub"]})");
  ASSERT_TRUE(fields);
  EXPECT_EQ(sent(*fields, "fields"), R"(["campaign_name","budget","objektive","campaign_id"])");
  EXPECT_EQ(fields->shape.fields, (std::vector<std::string>{"campaign_name", "budget", "objektive.sub"}));
  ASSERT_EQ(fields->warnings.size(), 1U);
  EXPECT_NE(fields->warnings.front().find("objektive"), std::string::npos);
}

TEST(ListCall, FieldsOfReportsStayHere) {
  const auto fields = call("campaigns_reports_daily", R"({"fields":["spend","campaign_id","dimensions"]})");
  ASSERT_TRUE(fields);
  EXPECT_EQ(sent(*fields, "fields"), "");
  EXPECT_TRUE(fields->warnings.empty());
}

TEST(ListCall, OurOwnParametersAreNotSent) {
  const auto own = call(
      "campaigns_reports_daily",
      R"({"all":true,"limit":5,"numbers":true,"shape":"nested","date_range":"yesterday","fields":["spend"]})");
  ASSERT_TRUE(own);
  for (const auto& [name, value] : own->query) {
    EXPECT_TRUE(name == "service_type" || name == "report_type" || name == "data_level" ||
                name == "dimensions" || name == "metrics")
        << name;
  }
}

TEST(ListCall, TenantsAreNobodysParameterHere) {
  EXPECT_TRUE(call("campaigns", R"({"workspace_name":"a","customer_name":"b","external_user_id":"c"})"));
}

TEST(ListCall, ACursorBringsItsPlace) {
  const Json params = *Json::parse(R"({"filtering":{"campaign_name":"a"}})");
  const Cursor cursor{.advertiser_id = "5", .page = 3, .page_size = 20, .skip = 7};
  Json next = params;
  next.set("cursor", encode_cursor(cursor, cursor_binding("campaigns", params)));
  const auto outcome = validate_list(*catalog::find_entity("campaigns"), next);
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->page, 3);
  EXPECT_EQ(outcome->page_size, 20);
  EXPECT_EQ(outcome->advertiser_id, "5");
  EXPECT_EQ(outcome->cursor->skip, 7);

  next.set("advertiser_id", "6");
  const auto other = validate_list(*catalog::find_entity("campaigns"), next);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().type, ErrorType::invalid_cursor);

  next.set("advertiser_id", "5");
  next.set("page", 2);
  EXPECT_EQ(validate_list(*catalog::find_entity("campaigns"), next).error().param, "page");

  next.erase("page");
  next.set("filtering", *Json::parse(R"({"campaign_name":"b"})"));
  EXPECT_EQ(validate_list(*catalog::find_entity("campaigns"), next).error().type, ErrorType::invalid_cursor);
}

TEST(ListCall, DatesMustHoldTheCursorsPlace) {
  const auto day = [](const char* text) { return *parse_date(text); };
  const Cursor cursor{.advertiser_id = "5",
                      .window = tiktok::DateRange{day("2026-02-01"), day("2026-02-28")},
                      .last_day = day("2026-03-31")};
  const auto with_dates = [&](std::string_view dates) {
    Json params = *Json::parse(dates);
    params.set("cursor", encode_cursor(cursor, cursor_binding("campaigns_reports_daily", params)));
    return validate_list(*catalog::find_entity("campaigns_reports_daily"), params);
  };
  EXPECT_TRUE(with_dates("{}"));
  EXPECT_TRUE(with_dates(R"({"start_date":"2026-01-01","end_date":"2026-03-31"})"));
  EXPECT_TRUE(with_dates(R"({"date_range":"last_month"})"))
      << "the first call's word stays what it meant then";
  for (const char* dates : {R"({"start_date":"2026-01-01","end_date":"2026-04-30"})",
                            R"({"start_date":"2026-02-02","end_date":"2026-03-31"})",
                            R"({"start_date":"2025-01-01","end_date":"2025-01-31"})"}) {
    const auto outcome = with_dates(dates);
    ASSERT_FALSE(outcome) << dates;
    EXPECT_EQ(outcome.error().type, ErrorType::invalid_cursor) << dates;
  }
}

}  // namespace
}  // namespace tiktok_marketing
