#include "context/query.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "context/query_cursor.hpp"
#include "context/query_sql.hpp"
#include "context/search_call.hpp"

namespace tiktok_marketing::context {
namespace {

using testing::Contains;
using testing::HasSubstr;

const TableLayout& table(std::string_view entity) {
  return *find_layout(entity);
}

Result<FilterTree> parse(std::string_view filter, std::string_view entity = "campaigns") {
  static std::map<std::string, QueryFields> fields;  // the tree refers to them
  const auto [place, unused] = fields.try_emplace(std::string(entity), table(entity));
  return parse_filter(Json::parse(filter).value(), place->second, "/query/filter");
}

/// SQL with `?`, then the values.
std::string sql(std::string_view filter, std::string_view entity = "campaigns") {
  const auto tree = parse(filter, entity);
  if (!tree) return tree.error().param + ": " + tree.error().message;
  const SqlPart part = sql_of(*tree);
  std::string out = part.text;
  for (const Value& value : part.values) {
    out += " | ";
    if (const auto* whole = std::get_if<std::int64_t>(&value)) out += fmt::to_string(*whole);
    if (const auto* real = std::get_if<double>(&value)) out += fmt::format("~{}", *real);
    if (const auto* text = std::get_if<std::string>(&value)) out += "'" + *text + "'";
    if (const auto* bytes = std::get_if<Bytes>(&value)) out += "x'" + bytes->text + "'";
  }
  return out;
}

Error error_of(std::string_view filter, std::string_view entity = "campaigns") {
  const auto tree = parse(filter, entity);
  EXPECT_FALSE(tree) << filter;
  return tree ? Error{} : tree.error();
}

TEST(Query, OperandsBecomeWhatTheColumnHolds) {
  const std::string_view reports = "ads_reports_daily";
  EXPECT_EQ(sql(R"({"eq":{"campaign_id":"7000000000000000001"}})"),
            "t.campaign_id = ? | 7000000000000000001");
  EXPECT_EQ(sql(R"({"eq":{"campaign_id":7000000000000000001}})"), "t.campaign_id = ? | 7000000000000000001");
  EXPECT_EQ(sql(R"({"eq":{"campaign_id":"99999999999999999999"}})"),
            "t.campaign_id = ? | x'99999999999999999999'");
  EXPECT_EQ(sql(R"({"gt":{"spend":"9"}})", reports), "t.spend_micros > ? | 9000000");
  EXPECT_EQ(sql(R"({"gt":{"spend":9.000}})", reports), "t.spend_micros > ? | 9000000");
  EXPECT_EQ(sql(R"({"lte":{"impressions":"1e3"}})", reports), "t.impressions <= ? | 1000");
  EXPECT_EQ(sql(R"({"lt":{"impressions":0.5}})", reports), "t.impressions < ? | ~0.5");
  EXPECT_EQ(sql(R"({"gte":{"stat_time_day":"2026-09-01"}})", reports),
            "t.stat_time_day >= ? | '2026-09-01 00:00:00'");
  EXPECT_EQ(sql(R"({"eq":{"is_new_structure":true}})"), "t.is_new_structure = ? | 1");
  EXPECT_EQ(sql(R"({"eq":{"audience_id":123}})", "audiences"), "t.audience_id = ? | '123'");
  EXPECT_EQ(sql(R"({"like":{"spend":"%5"}})", reports), "ttm_like(t.spend, ?) = 1 | '%5'");
  EXPECT_EQ(sql(R"({"contains":{"campaign_id":12}})"),
            "ttm_contains(CAST(t.campaign_id AS TEXT), ?) = 1 | '12'");
  EXPECT_EQ(
      sql(R"({"contains":{"is_new_structure":true}})"),
      "ttm_contains(CASE t.is_new_structure WHEN 1 THEN 'true' WHEN 0 THEN 'false' END, ?) = 1 | 'true'");
}

TEST(Query, NullsAndNegationsAreTwoValued) {
  EXPECT_EQ(sql(R"({"eq":{"objective":null}})"), "t.objective IS NULL");
  EXPECT_EQ(sql(R"({"neq":{"objective":null}})"), "t.objective IS NOT NULL");
  EXPECT_EQ(sql(R"({"neq":{"objective":"a"}})"), "t.objective IS NOT ? | 'a'");
  EXPECT_EQ(sql(R"({"gt":{"objective":null}})"), "0");
  EXPECT_EQ(sql(R"({"not":{"gt":{"objective":null}}})"), "1");
  EXPECT_EQ(sql(R"({"not":{"gt":{"budget":5}}})"), "ifnull(t.budget_micros > ?, 0) = 0 | 5000000");
  EXPECT_EQ(sql(R"({"in":{"objective":[]}})"), "0");
  EXPECT_EQ(sql(R"({"in":{"objective":[null]}})"), "0");
  EXPECT_EQ(sql(R"({"not":{"in":{"objective":["a",null,"b"]}}})"),
            "(t.objective NOT IN (?, ?) OR t.objective IS NULL) | 'a' | 'b'");
  EXPECT_EQ(sql("{}"), "1");
  EXPECT_EQ(sql(R"({"and":[]})"), "1");
  EXPECT_EQ(sql(R"({"or":[]})"), "0");
  EXPECT_EQ(sql(R"({"not":{}})"), "0");
  EXPECT_EQ(sql(R"({"not":{"or":[{"eq":{"objective":"a"}},{"not":{"eq":{"objective":"b"}}}]}})"),
            "(t.objective IS NOT ? AND t.objective = ?) | 'a' | 'b'");
}

TEST(Query, SeveralOperatorsAndFieldsMustAllHold) {
  EXPECT_EQ(sql(R"({"eq":{"objective":"a","bid_type":"b"},"gt":{"budget":1}})"),
            "((t.objective = ? AND t.bid_type = ?) AND t.budget_micros > ?) | 'a' | 'b' | 1000000");
}

TEST(Query, LooksIntoListsAndObjects) {
  EXPECT_THAT(sql(R"({"array_contains":{"image_ids":"a"}})", "ads"),
              HasSubstr("json_each(t_raw.record, '$.\"image_ids\"')"));
  EXPECT_THAT(sql(R"({"contains":{"image_ids":"a"}})", "ads"), HasSubstr("EXISTS"));
  EXPECT_THAT(sql(R"({"any":{"carousel_image_labels":{"eq":{"a.b":"x"}}}})", "ads"),
              HasSubstr("'$.\"a\".\"b\"'"));
  EXPECT_THAT(sql(R"({"eq":{"image_ids.x":"y"}})", "ads"), HasSubstr("'$.\"image_ids\".\"x\"'"));
  EXPECT_EQ(sql(R"({"eq":{"image_ids":null}})", "ads"),
            "json_extract(t_raw.record, '$.\"image_ids\"') IS NULL");
  EXPECT_EQ(parse(R"({"eq":{"image_ids":null}})", "ads")->target.field->column->kind, ColumnKind::json);
}

TEST(Query, FaultsAreNamedByTheirPlace) {
  const Error field = error_of(R"({"and":[{"eq":{"campaign_id":"1"}},{"gt":{"budgett":5}}]})");
  EXPECT_EQ(field.type, ErrorType::invalid_query);
  EXPECT_EQ(field.param, "/query/filter/and/1/gt/budgett");
  EXPECT_THAT(field.hint, HasSubstr("budget"));
  EXPECT_THAT(field.allowed, Contains("campaign_name"));
  const Error op = error_of(R"({"equals":{"campaign_id":"1"}})");
  EXPECT_EQ(op.param, "/query/filter/equals");
  EXPECT_THAT(op.allowed, Contains("array_contains"));
  EXPECT_THAT(error_of(R"({"campaign_id":"1"})").hint, HasSubstr("operator stands outside"));
  EXPECT_EQ(error_of(R"({"eq":{"a/b~c":1}})").param, "/query/filter/eq/a~1b~0c");
  EXPECT_EQ(error_of(R"({"in":{"campaign_id":["1","x"]}})").param, "/query/filter/in/campaign_id/1");
}

TEST(Query, RefusesWhatDoesNotFit) {
  for (const auto* filter : {R"([])",
                             R"("x")",
                             R"({"eq":"x"})",
                             R"({"eq":[]})",
                             R"({"and":{}})",
                             R"({"or":[1]})",
                             R"({"not":[]})",
                             R"({"eq":{"campaign_id":"abc"}})",
                             R"({"eq":{"campaign_id":""}})",
                             R"({"eq":{"campaign_id":1.5}})",
                             R"({"eq":{"campaign_id":-1}})",
                             R"({"eq":{"campaign_id":true}})",
                             R"({"eq":{"campaign_id":{}}})",
                             R"({"eq":{"budget":"many"}})",
                             R"({"eq":{"budget":true}})",
                             R"({"eq":{"is_new_structure":1}})",
                             R"({"eq":{"is_new_structure":"true"}})",
                             R"({"eq":{"campaign_name":5}})",
                             R"({"eq":{"campaign_name":true}})",
                             R"({"eq":{"create_time":5}})",
                             R"({"like":{"campaign_name":5}})",
                             R"({"in":{"campaign_id":"1"}})",
                             R"({"any":{"campaign_name":{}}})",
                             R"({"array_contains":{"campaign_name":"x"}})",
                             R"({"contains":{"campaign_name":{}}})",
                             R"({"eq":{"nothing":1}})",
                             R"({"eq":{"campaign_name.x":1}})"}) {
    const Error error = error_of(filter);
    EXPECT_EQ(error.type, ErrorType::invalid_query) << filter;
    EXPECT_FALSE(error.message.empty() || error.hint.empty()) << filter;
    EXPECT_TRUE(error.param.starts_with("/query/filter")) << filter;
  }
  for (const auto* filter :
       {R"({"eq":{"image_ids":"x"}})", R"({"gt":{"image_ids":"x"}})", R"({"like":{"image_ids":"x"}})",
        R"({"any":{"image_ids":{"eq":{"a\"b":1}}}})", R"({"any":{"image_ids":"x"}})",
        R"({"any":{"image_ids":{"eq":{"":1}}}})", R"({"eq":{"image_ids.a b":1}})"}) {
    EXPECT_EQ(error_of(filter, "ads").type, ErrorType::invalid_query) << filter;
  }
}

TEST(Query, HasLimits) {
  std::string deep = R"({"eq":{"objective":"a"}})";
  for (int i = 1; i < kMostLevels; ++i) deep = R"({"not":)" + deep + "}";
  EXPECT_TRUE(parse(deep));
  EXPECT_THAT(error_of(R"({"not":)" + deep + "}").message, HasSubstr("32 levels"));

  const auto many = [](int conditions) {
    std::string list;
    for (int i = 0; i < conditions; ++i)
      list += (i > 0 ? "," : "") + std::string(R"({"eq":{"objective":"a"}})");
    return R"({"or":[)" + list + "]}";
  };
  EXPECT_TRUE(parse(many(kMostConditions)));
  EXPECT_THAT(error_of(many(kMostConditions + 1)).message, HasSubstr("1000 conditions"));

  const auto listed = [](int values) {
    std::string list;
    for (int i = 0; i < values; ++i) list += (i > 0 ? "," : "") + std::to_string(i);
    return R"({"in":{"campaign_id":[)" + list + "]}}";
  };
  EXPECT_TRUE(parse(listed(kMostListed)));
  EXPECT_FALSE(parse(listed(kMostListed + 1)));
  EXPECT_FALSE(parse(R"({"and":[)" + listed(kMostListed) + "," + listed(1) + "]}"));
}

TEST(Query, TheLongestFilterIsSqlThatSqliteTakes) {
  std::string list;
  for (int i = 0; i < kMostConditions; ++i) {
    list += (i > 0 ? "," : "") + fmt::format(R"({{"eq":{{"campaign_id":"{}"}}}})", i);
  }
  auto memory = database::Connection::open({.path = ":memory:"}).value();
  ASSERT_TRUE(memory->run(create_sql(table("campaigns"))));
  for (const char* word : {"or", "and"}) {
    const auto tree = parse(fmt::format(R"({{"{}":[{}]}})", word, list));
    const auto query = memory->prepare("SELECT * FROM campaigns t WHERE " + sql_of(*tree).text);
    EXPECT_TRUE(query) << query.error().message;
  }
}

Result<SearchCall> call_of(std::string_view params, std::string_view entity = "campaigns") {
  return parse_search(table(entity), Json::parse(params).value(), 1'000);
}

TEST(SearchCallTest, ReadsLimitsFieldsAndFlags) {
  EXPECT_EQ(call_of("{}")->limit, 1'000);
  EXPECT_EQ(
      call_of(R"({"limit":null,"query":null,"cursor":null,"fields":null,"include_deleted":null})")->limit,
      1'000);
  EXPECT_EQ(call_of(R"({"limit":1})")->limit, 1);
  EXPECT_EQ(parse_search(table("ads"), Json(Json::Object{}), 10)->limit, 10);
  for (const auto* limit : {"0", "-1", "1001", "1.5", "\"5\"", "true", "99999999999999999999"}) {
    const auto call = call_of(fmt::format(R"({{"limit":{}}})", limit));
    ASSERT_FALSE(call) << limit;
    EXPECT_EQ(call.error().type, ErrorType::invalid_query);
    EXPECT_EQ(call.error().param, "/limit");
  }
  EXPECT_FALSE(call_of("{}")->include_deleted);
  EXPECT_TRUE(call_of(R"({"include_deleted":true})")->include_deleted);
  EXPECT_TRUE(call_of(R"({"query":{"filter":{"not":{"eq":{"deleted_at":null}}}}})")->include_deleted)
      << "who asks about it wants to see it";
  EXPECT_EQ(call_of(R"({"include_deleted":1})").error().param, "/include_deleted");
}

TEST(SearchCallTest, ReadsFieldsOfEveryEra) {
  const auto names = [](const Result<SearchCall>& call) {
    std::string out;
    if (!call) return call.error().param + ": " + call.error().message;
    for (const Output& output : call->outputs) {
      out += (out.empty() ? "" : ",") + output.field->name;
      for (const auto& part : output.path) out += "." + part;
    }
    return out;
  };
  EXPECT_EQ(names(call_of(R"({"fields":["campaign_id",["budget"],"campaign_id"]})")), "campaign_id,budget");
  EXPECT_EQ(names(call_of(R"({"fields":["image_ids.a",["carousel_image_labels","b","c"],"ad_id"]})", "ads")),
            "image_ids.a,carousel_image_labels.b.c,ad_id");
  EXPECT_EQ(names(call_of(R"({"fields":["campaing_id"]})")),
            "/fields/0: There is no field campaing_id to search by.");
  EXPECT_EQ(call_of(R"({"fields":[]})")->outputs.size(), call_of("{}")->outputs.size());
  for (const auto* fields : {R"("campaign_id")", R"([1])", R"([[]])", R"([["campaign_id",1]])", R"([""])",
                             R"([["campaign_id","x"]])", R"({})"}) {
    const auto call = call_of(fmt::format(R"({{"fields":{}}})", fields));
    ASSERT_FALSE(call) << fields;
    EXPECT_TRUE(call.error().param.starts_with("/fields")) << fields;
  }
}

TEST(SearchCallTest, ReadsSortsAndEndsThemWithTheKey) {
  const auto order = [](std::string_view sort, std::string_view entity) {
    const auto call = call_of(fmt::format(R"({{"query":{{"sort":{}}}}})", sort), entity);
    return call ? order_sql(call->order) : call.error().param;
  };
  EXPECT_EQ(order("null", "campaigns"), "t.campaign_id, t.advertiser_id");
  EXPECT_EQ(order(R"([{"budget":"desc"},{"campaign_id":"desc"}])", "campaigns"),
            "t.budget_micros DESC NULLS LAST, t.campaign_id DESC, t.advertiser_id");
  EXPECT_EQ(order(R"([{"budget":"up"}])", "campaigns"), "/query/sort/0/budget");
  EXPECT_EQ(order(R"([{"budget":"asc","roas_bid":"asc"}])", "campaigns"), "/query/sort/0");
  EXPECT_EQ(order(R"({"budget":"asc"})", "campaigns"), "/query/sort");
  EXPECT_EQ(order(R"([{"x":"asc"}])", "campaigns"), "/query/sort/0/x");
  EXPECT_EQ(order(R"([{"image_ids":"asc"}])", "ads"), "/query/sort/0/image_ids");
}

TEST(SearchCallTest, RefusesUnknownMembers) {
  const auto wrong = call_of(R"({"limits":5})");
  EXPECT_EQ(wrong.error().param, "/limits");
  EXPECT_THAT(wrong.error().hint, HasSubstr("limit"));
  EXPECT_THAT(call_of(R"({"query":{"eq":{"campaign_id":"1"}}})").error().hint, HasSubstr("filter"));
  EXPECT_FALSE(call_of(R"({"query":[]})"));
  EXPECT_FALSE(call_of("[]"));
}

TEST(QueryCursor, CarriesEveryKindOfValue) {
  const std::vector<Value> values = {Value(),
                                     Value(std::int64_t{-5}),
                                     Value(0.1),
                                     Value(std::string("a~b \"é")),
                                     Value(Bytes{"99999999999999999999"}),
                                     Value(std::string())};
  const auto text = encode_cursor(values, 0xabc);
  EXPECT_EQ(decode_cursor(text, 0xabc, values.size()).value(), values);
  for (const auto& wrong : {text + "0", text + "~n", std::string("s1~abc~x"), std::string("s2~abc"),
                            std::string(), std::string("s1~abc~i~n~n~n~n~n"),
                            std::string("s1~abc~t0~n~n~n~n~n"), std::string("s1~abc~rnan~n~n~n~n~n")}) {
    const auto refused = decode_cursor(wrong, 0xabc, values.size());
    ASSERT_FALSE(refused) << wrong;
    EXPECT_EQ(refused.error().type, ErrorType::invalid_cursor);
  }
  EXPECT_THAT(decode_cursor(text, 0xabd, values.size()).error().message, HasSubstr("another query"));
}

TEST(QueryCursor, IsBoundToTheQuery) {
  const auto binding = [](std::string_view params, std::string_view entity = "campaigns") {
    return call_of(params, entity)->binding;
  };
  const auto base = binding(R"({"query":{"filter":{"eq":{"budget":5}}}})");
  EXPECT_EQ(binding(R"({"query":{"filter":{"eq":{"budget":5}}},"limit":7})"), base)
      << "the page size may change";
  EXPECT_NE(binding(R"({"query":{"filter":{"eq":{"budget":6}}}})"), base);
  EXPECT_NE(binding(R"({"query":{"filter":{"eq":{"budget":5}},"sort":[{"budget":"asc"}]}})"), base);
  EXPECT_NE(binding(R"({"query":{"filter":{"eq":{"budget":5}}},"fields":["budget"]})"), base);
  EXPECT_NE(binding(R"({"query":{"filter":{"eq":{"budget":5}}},"include_deleted":true})"), base);
  EXPECT_NE(binding(R"({"query":{"filter":{"eq":{"budget":5}}}})", "ad_groups"), base);
}

}  // namespace
}  // namespace tiktok_marketing::context
