#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.hpp"
#include "catalog/model.hpp"

namespace tiktok_marketing::catalog {
namespace {

using ::testing::ElementsAre;

template <typename Row>
std::set<std::string_view> names_of(std::span<const Row> rows) {
  std::set<std::string_view> names;
  for (const Row& row : rows) names.insert(row.name);
  return names;
}

void expect_description(std::string_view owner, std::string_view name, std::string_view description) {
  EXPECT_FALSE(description.empty()) << owner << "." << name;
  EXPECT_LE(description.size(), 160U) << owner << "." << name;
  EXPECT_TRUE(description.empty() || description.back() == '.')
      << owner << "." << name << ": " << description;
  EXPECT_EQ(description.find('\n'), std::string_view::npos) << owner << "." << name;
}

struct Counts {
  std::size_t fields;
  std::size_t search_fields;
  std::size_t original_params;
};

TEST(Catalog, HoldsTheElevenEntitiesWithEveryFieldAndOriginalParameter) {
  const std::map<std::string_view, Counts> expected = {
      {"advertisers", {29, 29, 3}},
      {"campaigns", {29, 23, 3}},
      {"ad_groups", {96, 13, 3}},
      {"ads", {49, 15, 3}},
      {"audiences", {11, 7, 3}},
      {"creative_assets_images", {13, 9, 3}},
      {"creative_assets_videos", {20, 10, 3}},
      {"advertisers_reports_daily", {31, 31, 10}},
      {"campaigns_reports_daily", {30, 30, 10}},
      {"ad_groups_reports_daily", {48, 48, 10}},
      {"ads_reports_daily", {51, 51, 10}},
  };
  ASSERT_EQ(entities().size(), expected.size());
  for (const Entity* entity : entities()) {
    ASSERT_TRUE(expected.contains(entity->name)) << entity->name;
    const Counts& counts = expected.at(entity->name);
    EXPECT_EQ(entity->fields.size(), counts.fields) << entity->name;
    EXPECT_EQ(entity->search_fields.size(), counts.search_fields) << entity->name;
    EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(entity->params, Origin::original, &Param::origin)),
              counts.original_params)
        << entity->name;
  }
}

TEST(Catalog, SuggestsEightEntitiesAndChecksWithOne) {
  EXPECT_EQ(std::ranges::count_if(entities(), &Entity::suggested), 8);
  std::vector<std::string_view> for_check;
  for (const Entity* entity : entities()) {
    if (entity->preferred_for_check) for_check.push_back(entity->name);
  }
  EXPECT_THAT(for_check, ElementsAre("advertisers"));
}

TEST(Catalog, FindsEntitiesAndParametersByName) {
  for (const Entity* entity : entities()) {
    EXPECT_EQ(find_entity(entity->name), entity);
    for (const Param& param : entity->params) EXPECT_EQ(find_param(*entity, param.name), &param);
  }
  EXPECT_EQ(find_entity("campaign"), nullptr);
  EXPECT_EQ(find_entity(""), nullptr);
  EXPECT_EQ(find_param(*find_entity("campaigns"), "start_date"), nullptr);
}

TEST(Catalog, DescribesEverythingInOneLine) {
  for (const Entity* entity : entities()) {
    expect_description(entity->name, "", entity->description);
    EXPECT_FALSE(entity->scope.empty()) << entity->name;
    for (const Param& row : entity->params) expect_description(entity->name, row.name, row.description);
    for (const FilterKey& row : entity->filter_keys)
      expect_description(entity->name, row.name, row.description);
    for (const Field& row : entity->fields) expect_description(entity->name, row.name, row.description);
    for (std::string_view line : entity->differences) EXPECT_FALSE(line.empty()) << entity->name;
  }
  for (const Metric& row : metrics()) expect_description("metric", row.name, row.description);
  for (const Dimension& row : dimensions()) expect_description("dimension", row.name, row.description);
  for (const Code& row : codes()) expect_description("code", row.name, row.meaning);
}

TEST(Catalog, NamesNothingTwice) {
  EXPECT_EQ(names_of(metrics()).size(), metrics().size());
  EXPECT_EQ(names_of(dimensions()).size(), dimensions().size());
  for (const Entity* entity : entities()) {
    EXPECT_EQ(names_of(entity->params).size(), entity->params.size()) << entity->name;
    EXPECT_EQ(names_of(entity->filter_keys).size(), entity->filter_keys.size()) << entity->name;
    EXPECT_EQ(names_of(entity->fields).size(), entity->fields.size()) << entity->name;
    EXPECT_EQ(names_of(entity->search_fields).size(), entity->search_fields.size()) << entity->name;
  }
}

TEST(Catalog, KeysAndSearchFieldsAreFields) {
  for (const Entity* entity : entities()) {
    const auto fields = names_of(entity->fields);
    ASSERT_FALSE(entity->primary_key.empty()) << entity->name;
    for (std::string_view key : entity->primary_key) EXPECT_TRUE(fields.contains(key)) << entity->name << key;
    if (!entity->cursor_field.empty()) {
      EXPECT_TRUE(fields.contains(entity->cursor_field)) << entity->name;
    }
    for (const SearchField& search : entity->search_fields) {
      EXPECT_TRUE(fields.contains(search.name)) << entity->name << " " << search.name;
      const auto field = std::ranges::find(entity->fields, search.name, &Field::name);
      const std::string path = (field->is_metric ? "metrics." : "") + std::string(search.name);
      EXPECT_EQ(search.source_path, path) << entity->name;
    }
    if (!entity->parent.empty()) {
      EXPECT_NE(find_entity(entity->parent), nullptr) << entity->name;
    }
  }
}

void expect_of_type(const Json& value, Type type, std::string_view what) {
  switch (type) {
    case Type::string:
      EXPECT_NE(value.as_string(), nullptr) << what;
      break;
    case Type::integer:
      EXPECT_TRUE(value.as_int().has_value()) << what;
      break;
    case Type::number:
      EXPECT_NE(value.as_number(), nullptr) << what;
      break;
    case Type::boolean:
      EXPECT_NE(value.as_bool(), nullptr) << what;
      break;
    case Type::array:
      EXPECT_NE(value.as_array(), nullptr) << what;
      break;
    case Type::object:
      EXPECT_NE(value.as_object(), nullptr) << what;
      break;
  }
}

void expect_valid_value(const Entity& entity, const Param& param, std::string_view json) {
  const std::string what = std::string(entity.name) + "." + std::string(param.name) + " " + std::string(json);
  const auto value = Json::parse(json);
  ASSERT_TRUE(value) << what;
  expect_of_type(*value, param.type, what);
  if (const auto number = value->as_int(); number && param.type == Type::integer) {
    EXPECT_GE(*number, param.min) << what;
    EXPECT_LE(*number, param.max) << what;
  }
  if (const auto* text = value->as_string(); text != nullptr && !param.allowed.empty()) {
    EXPECT_NE(std::ranges::find(param.allowed, *text), param.allowed.end()) << what;
  }
  if (const auto* items = value->as_array()) {
    for (const Json& item : *items) expect_of_type(item, param.item_type, what);
  }
}

TEST(Catalog, DefaultsAndExamplesAreValidValues) {
  for (const Entity* entity : entities()) {
    for (const Param& param : entity->params) {
      EXPECT_FALSE(param.example_json.empty()) << entity->name << "." << param.name;
      expect_valid_value(*entity, param, param.example_json);
      if (!param.default_json.empty()) expect_valid_value(*entity, param, param.default_json);
    }
    const auto example = Json::parse(entity->example_json);
    ASSERT_TRUE(example) << entity->name;
    ASSERT_NE(example->as_object(), nullptr) << entity->name;
    for (const auto& [name, value] : *example->as_object()) {
      const Param* param = find_param(*entity, name);
      ASSERT_NE(param, nullptr) << entity->name << "." << name;
      expect_valid_value(*entity, *param, value.dump());
    }
    for (const Param& param : entity->params) {
      if (param.required) {
        EXPECT_NE(example->find(param.name), nullptr) << entity->name << "." << param.name;
      }
    }
  }
}

TEST(Catalog, FilteringExamplesUseKnownKeys) {
  for (const Entity* entity : entities()) {
    const Param* filtering = find_param(*entity, "filtering");
    EXPECT_EQ(filtering != nullptr, !entity->filter_keys.empty() || entity->report != nullptr)
        << entity->name;
    if (filtering == nullptr || entity->report != nullptr) continue;
    const auto example = Json::parse(filtering->example_json);
    ASSERT_TRUE(example) << entity->name;
    for (const auto& [name, value] : *example->as_object()) {
      const auto key = std::ranges::find(entity->filter_keys, name, &FilterKey::name);
      ASSERT_NE(key, entity->filter_keys.end()) << entity->name << "." << name;
      expect_of_type(value, key->type, entity->name);
    }
  }
}

TEST(Catalog, KnowsOurParametersInEveryList) {
  for (const Entity* entity : entities()) {
    for (std::string_view name : {"all", "limit", "cursor", "fields", "page", "page_size"}) {
      EXPECT_NE(find_param(*entity, name), nullptr) << entity->name << "." << name;
    }
    for (const Param& param : entity->params) {
      if (param.origin == Origin::ours) {
        EXPECT_EQ(param.wire, Wire::none) << entity->name << "." << param.name;
      }
      const bool structured = param.type == Type::array || param.type == Type::object;
      if (param.wire != Wire::none) {
        EXPECT_EQ(param.wire == Wire::json, structured) << entity->name << "." << param.name;
      }
    }
  }
}

TEST(Catalog, ReportsHaveConsistentDefaults) {
  for (const Entity* entity : entities()) {
    if (entity->report == nullptr) continue;
    const Report& report = *entity->report;
    EXPECT_EQ(level_of(report.data_level), report.level);
    EXPECT_EQ(report.default_dimensions.front(), report.id_dimension);
    for (std::string_view dimension : report.default_dimensions) {
      EXPECT_NE(find_dimension(dimension), nullptr) << dimension;
    }
    const auto fields = names_of(entity->fields);
    std::vector<std::string> texts;
    for (std::string_view name : report.default_metrics) {
      const Metric* metric = find_metric(name);
      ASSERT_NE(metric, nullptr) << name;
      EXPECT_TRUE(metric_allowed(*metric, report.level)) << entity->name << "." << name;
      EXPECT_TRUE(fields.contains(name)) << entity->name << "." << name;
    }
    EXPECT_EQ(entity->fields.size(), report.default_metrics.size() + report.default_dimensions.size());
    const auto expect_default = [&](std::string_view param, std::span<const std::string_view> names) {
      Json::Array items;
      for (std::string_view name : names) items.emplace_back(name);
      EXPECT_EQ(find_param(*entity, param)->default_json, Json(std::move(items)).dump()) << entity->name;
    };
    expect_default("dimensions", report.default_dimensions);
    expect_default("metrics", report.default_metrics);
  }
}

TEST(Catalog, LimitsFollowTikToksNewerPages) {
  EXPECT_EQ(find_param(*find_entity("creative_assets_images"), "page_size")->max, 1000);
  EXPECT_EQ(find_param(*find_entity("creative_assets_videos"), "page_size")->default_json, "100");
  EXPECT_EQ(find_entity("creative_assets_images")->reachable_rows, 10000);
  EXPECT_EQ(find_entity("advertisers")->id_batch_size, 100);
  EXPECT_TRUE(find_param(*find_entity("campaigns_reports_daily"), "start_date")->default_json.empty());
}

TEST(Metrics, AreTheDocumentedOnes) {
  EXPECT_EQ(metrics().size(), 1075U) << "the 1,074 of the metric list and timezone of the level rules";
  for (const Metric& metric : metrics()) EXPECT_EQ(find_metric(metric.name), &metric);
  EXPECT_EQ(find_metric("spendd"), nullptr);
  EXPECT_EQ(find_metric(""), nullptr);
}

TEST(Metrics, RatiosAreMadeOfSums) {
  for (const Metric& metric : metrics()) {
    if (metric.nature != Nature::ratio) {
      EXPECT_TRUE(metric.numerator.empty() && metric.denominator.empty()) << metric.name;
      continue;
    }
    EXPECT_GT(metric.scale, 0) << metric.name;
    if (metric.numerator.empty()) {
      EXPECT_TRUE(metric.denominator.empty()) << metric.name;
    }
    for (std::string_view part : {metric.numerator, metric.denominator}) {
      if (part.empty()) continue;
      const Metric* found = find_metric(part);
      ASSERT_NE(found, nullptr) << metric.name << " " << part;
      EXPECT_EQ(found->nature, Nature::sum) << metric.name << " " << part;
    }
  }
}

TEST(Metrics, HaveTheNaturesArithmeticNeeds) {
  const auto nature = [](std::string_view name) { return find_metric(name)->nature; };
  for (auto name : {"spend", "impressions", "clicks", "conversion", "app_install", "total_purchase_value"}) {
    EXPECT_EQ(nature(name), Nature::sum) << name;
  }
  for (auto name : {"reach", "frequency", "cost_per_1000_reached", "onsite_unique_purchase"}) {
    EXPECT_EQ(nature(name), Nature::deduplicated) << name;
  }
  for (auto name : {"result", "cost_per_result", "secondary_goal_result_rate", "skan_result"}) {
    EXPECT_EQ(nature(name), Nature::goal_dependent) << name;
  }
  EXPECT_EQ(nature("average_video_play"), Nature::average);
  EXPECT_EQ(nature("campaign_name"), Nature::attribute);
  EXPECT_EQ(nature("budget"), Nature::attribute);
}

struct Formula {
  std::string_view name, numerator, denominator;
  double scale;
};

TEST(Metrics, RecomputeTheUsualRatios) {
  for (const Formula& formula : std::initializer_list<Formula>{
           {"ctr", "clicks", "impressions", 100},
           {"cpc", "spend", "clicks", 1},
           {"cpm", "spend", "impressions", 1000},
           {"cost_per_conversion", "spend", "conversion", 1},
           {"conversion_rate_v2", "conversion", "impressions", 100},
           {"real_time_app_install_cost", "spend", "real_time_app_install", 1},
           {"value_per_total_purchase", "total_purchase_value", "total_purchase", 1},
           {"total_active_pay_roas", "total_purchase_value", "spend", 1},
           {"cost_per_registration", "spend", "registration", 1},
           {"purchase_rate", "purchase", "", 100},
       }) {
    const Metric* metric = find_metric(formula.name);
    ASSERT_NE(metric, nullptr) << formula.name;
    EXPECT_EQ(metric->nature, Nature::ratio) << formula.name;
    EXPECT_EQ(metric->numerator, formula.numerator) << formula.name;
    EXPECT_EQ(metric->denominator, formula.denominator) << formula.name;
    EXPECT_EQ(metric->scale, formula.scale) << formula.name;
  }
}

TEST(Metrics, AreAllowedAtTheirLevelsOnly) {
  const auto allowed = [](std::string_view name, Level level) {
    return metric_allowed(*find_metric(name), level);
  };
  EXPECT_TRUE(allowed("cash_spend", Level::advertiser));
  EXPECT_FALSE(allowed("cash_spend", Level::campaign));
  EXPECT_FALSE(allowed("voucher_spend", Level::ad));
  EXPECT_FALSE(allowed("campaign_name", Level::advertiser));
  EXPECT_TRUE(allowed("campaign_name", Level::campaign));
  EXPECT_FALSE(allowed("campaign_id", Level::campaign));
  EXPECT_TRUE(allowed("campaign_id", Level::adgroup));
  EXPECT_FALSE(allowed("ad_name", Level::adgroup));
  EXPECT_TRUE(allowed("ad_name", Level::ad));
  EXPECT_FALSE(allowed("video_id", Level::ad));
  for (const Metric& metric : metrics()) {
    if (metric.nature == Nature::attribute || metric.name.ends_with("er_spend") ||
        metric.name == "cash_spend") {
      continue;
    }
    EXPECT_EQ(metric.levels, 15) << metric.name;
  }
}

TEST(Metrics, SettleWithDeliveryOrConversions) {
  EXPECT_EQ(find_metric("spend")->settling, Settling::delivery);
  EXPECT_EQ(find_metric("video_views_p100")->settling, Settling::delivery);
  EXPECT_EQ(find_metric("conversion")->settling, Settling::conversion);
  EXPECT_EQ(find_metric("result")->settling, Settling::conversion);
  EXPECT_EQ(find_metric("total_purchase_value")->settling, Settling::conversion);
  for (const Metric& metric : metrics()) {
    EXPECT_EQ(metric.settling == Settling::never, metric.nature == Nature::attribute) << metric.name;
  }
}

TEST(Dimensions, ListTheirNamesInOrder) {
  ASSERT_EQ(report_dimensions().size(), dimensions().size());
  for (std::size_t i = 0; i < dimensions().size(); ++i)
    EXPECT_EQ(report_dimensions()[i], dimensions()[i].name);
  EXPECT_TRUE(find_dimension("stat_time_hour")->basic);
  EXPECT_FALSE(find_dimension("stat_time_hour")->audience);
  EXPECT_FALSE(find_dimension("gender")->basic);
  EXPECT_EQ(find_dimension("spend"), nullptr);
}

TEST(Dimensions, FilterTablesHoldTheDocumentedNames) {
  EXPECT_THAT(report_filter_types(), ::testing::IsSupersetOf({"IN", "MATCH", "BETWEEN", "RANGE", "NOT_IN"}));
  EXPECT_THAT(report_filter_fields(), ::testing::IsSupersetOf({"campaign_ids", "ad_status", "country_code"}));
}

TEST(Levels, ReadFromTikToksText) {
  EXPECT_EQ(level_of("AUCTION_AD"), Level::ad);
  EXPECT_EQ(level_of("RESERVATION_ADGROUP"), Level::adgroup);
  EXPECT_EQ(level_of("AUCTION_"), std::nullopt);
  EXPECT_EQ(level_of("auction_ad"), std::nullopt);
}

TEST(Codes, AreAllKnownSortedAndUnique) {
  ASSERT_EQ(codes().size(), 169U);
  for (std::size_t i = 1; i < codes().size(); ++i) EXPECT_LT(codes()[i - 1].code, codes()[i].code);
  for (const Code& code : codes()) {
    EXPECT_EQ(find_code(code.code), &code);
    EXPECT_EQ(code.retryable, code.max_retries != 0) << code.code;
    EXPECT_EQ(hint_of(code).empty(), code.code_class == CodeClass::ok) << code.code;
  }
  EXPECT_EQ(find_code(1), nullptr);
  EXPECT_EQ(find_code(99999), nullptr);
}

TEST(Codes, AreClassedAsAClientMustTreatThem) {
  const auto code_class = [](std::int64_t code) { return find_code(code)->code_class; };
  EXPECT_EQ(code_class(0), CodeClass::ok);
  EXPECT_EQ(code_class(20001), CodeClass::partial);
  EXPECT_EQ(code_class(40002), CodeClass::parameter);
  EXPECT_EQ(code_class(40001), CodeClass::permission);
  EXPECT_EQ(code_class(40067), CodeClass::shrink);
  EXPECT_EQ(code_class(40300), CodeClass::not_found);
  EXPECT_EQ(code_class(40201), CodeClass::task);
  EXPECT_EQ(code_class(41000), CodeClass::blocked);
  EXPECT_EQ(code_class(60001), CodeClass::maintenance);
  for (std::int64_t code : {40016, 40100, 40132, 40133, 51021, 61000}) {
    EXPECT_EQ(code_class(code), CodeClass::quota) << code;
    EXPECT_TRUE(find_code(code)->retryable) << code;
  }
  for (std::int64_t code : {40101, 40102, 40104, 40105, 40107}) {
    EXPECT_EQ(code_class(code), CodeClass::authentication) << code;
    EXPECT_FALSE(find_code(code)->retryable) << code;
  }
  for (std::int64_t code : {50000, 50002, 51001, 51099}) {
    EXPECT_EQ(code_class(code), CodeClass::server) << code;
    EXPECT_TRUE(find_code(code)->retryable) << code;
  }
  EXPECT_EQ(find_code(51008)->max_retries, 2);
  for (std::int64_t code : {40102, 40105}) {
    EXPECT_NE(hint_of(*find_code(code)).find("tiktok-marketing login"), std::string_view::npos) << code;
    EXPECT_NE(hint_of(*find_code(code)).find("TIKTOK_MARKETING_ACCESS_TOKEN"), std::string_view::npos)
        << code;
  }
}

}  // namespace
}  // namespace tiktok_marketing::catalog
