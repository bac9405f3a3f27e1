#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.hpp"
#include "catalog/model.hpp"
#include "catalog/render_describe.hpp"
#include "catalog/render_handles.hpp"
#include "catalog/render_json.hpp"
#include "catalog/render_reference.hpp"
#include "catalog/render_schema.hpp"
#include "catalog/rendered_files.hpp"

namespace tiktok_marketing::catalog {
namespace {

using ::testing::HasSubstr;

Json parsed(std::string_view text) {
  const auto json = Json::parse(text);
  EXPECT_TRUE(json) << text.substr(0, 200);
  return json.value_or(Json());
}

const Json& at(const Json& json, std::initializer_list<std::string_view> path) {
  static const Json missing;
  const Json* value = &json;
  for (std::string_view name : path) {
    value = value->find(name);
    if (value == nullptr) {
      ADD_FAILURE() << "no member " << name;
      return missing;
    }
  }
  return *value;
}

TEST(Pretty, KeepsTheValueAndBreaksLines) {
  const Json value = parsed(R"({"a":[1,"b",null],"c":{"d":{}},"e":[{"f":1}],"g":[]})");
  EXPECT_EQ(pretty(value), R"({
  "a": [1, "b", null],
  "c": {
    "d": {}
  },
  "e": [
    {
      "f": 1
    }
  ],
  "g": []
}
)");
  EXPECT_EQ(parsed(pretty(value)), value);
}

TEST(RecordSchema, SaysWhatIsDelivered) {
  const Json schema = parsed(record_schema(*find_entity("campaigns_reports_daily")));
  EXPECT_EQ(at(schema, {"title"}), Json("CampaignsReportDaily"));
  EXPECT_EQ(at(schema, {"properties", "campaign_id", "type"}).dump(), R"(["string","null"])");
  EXPECT_EQ(at(schema, {"properties", "spend", "type"}).dump(), R"(["string","number","null"])");
  EXPECT_EQ(at(schema, {"properties", "campaign_name", "type"}).dump(), R"(["string","null"])");
  EXPECT_EQ(at(schema, {"x-primary-key"}).dump(), R"(["campaign_id","stat_time_day"])");
  EXPECT_EQ(at(schema, {"additionalProperties"}), Json(true));

  const Json groups = parsed(record_schema(*find_entity("ad_groups")));
  EXPECT_EQ(at(groups, {"properties", "budget", "type"}), Json("number"));
  EXPECT_EQ(at(groups, {"properties", "location_ids", "type"}).dump(), R"(["array","null"])");
  EXPECT_EQ(at(groups, {"properties", "actions", "items", "type"}).dump(), R"(["object","null"])");
}

TEST(RecordSchema, HasEveryField) {
  for (const Entity* entity : entities()) {
    const Json schema = parsed(record_schema(*entity));
    EXPECT_EQ(at(schema, {"properties"}).as_object()->size(), entity->fields.size()) << entity->name;
  }
}

TEST(ParamsSchema, CarriesDefaultsLimitsAndValues) {
  const Json schema = parsed(params_schema(*find_entity("ads")));
  EXPECT_EQ(at(schema, {"properties", "page_size", "maximum"}).as_int(), 1000);
  EXPECT_EQ(at(schema, {"properties", "page_size", "default"}).as_int(), 1000);
  EXPECT_EQ(at(schema, {"properties", "advertiser_id", "type"}).dump(), R"(["string","integer"])");
  EXPECT_EQ(at(schema, {"properties", "filtering", "properties", "ad_ids", "maxItems"}).as_int(), 100);
  EXPECT_EQ(at(schema, {"properties", "filtering", "properties", "creative_material_mode", "enum"}).dump(),
            R"(["CUSTOM","DYNAMIC","SMART_CREATIVE"])");
  EXPECT_EQ(at(schema, {"additionalProperties"}), Json(false));
  for (const Entity* entity : entities()) {
    const Json each = parsed(params_schema(*entity));
    EXPECT_EQ(at(each, {"properties"}).as_object()->size(), entity->params.size()) << entity->name;
  }
}

TEST(ParamsSchema, DescribesReportConditions) {
  const Json schema = parsed(params_schema(*find_entity("ads_reports_daily")));
  const Json& item = at(schema, {"properties", "filtering", "items"});
  EXPECT_EQ(at(item, {"required"}).dump(), R"(["field_name","filter_type","filter_value"])");
  EXPECT_EQ(at(item, {"properties", "filter_type", "enum"}).as_array()->size(), report_filter_types().size());
}

TEST(Describe, ShowsOneEntityInFull) {
  const Json json = parsed(describe_json(find_entity("campaigns")));
  EXPECT_EQ(at(json, {"default_read_action"}), Json("list"));
  ASSERT_EQ(at(json, {"entities"}).as_array()->size(), 1U);
  const Json& entity = at(json, {"entities"}).as_array()->front();
  EXPECT_EQ(at(entity, {"name"}), Json("campaigns"));
  EXPECT_EQ(at(entity, {"entity_name"}), Json("campaigns"));
  EXPECT_EQ(at(entity, {"stream_name"}), Json("campaigns"));
  EXPECT_EQ(at(entity, {"available_actions"}).dump(), R"(["list","describe","check"])");
  EXPECT_EQ(at(entity, {"context_store"}).dump(), R"({"supported":true,"suggested":true,"ready":null})");

  const Json& list = at(entity, {"actions"}).as_array()->front();
  EXPECT_EQ(at(list, {"name"}), Json("list"));
  EXPECT_EQ(at(list, {"params"}), at(entity, {"parameters", "list"}));
  const Json& page_size = at(list, {"params"}).as_array()->at(2);
  EXPECT_EQ(page_size.dump(),
            R"({"name":"page_size","in":"query","type":"integer","required":false,"default":1000,"min":1,)"
            R"("max":1000,"description":"Records per page."})");

  const Json& field = at(entity, {"fields"}).as_array()->front();
  EXPECT_EQ(
      field.dump(),
      R"({"name":"campaign_id","type":"string","description":"Id of the campaign.","searchable":true})");
}

TEST(Describe, TellsOurParametersFromTikToks) {
  const Json json = parsed(describe_json(find_entity("ads_reports_daily")));
  const Json& entity = at(json, {"entities"}).as_array()->front();
  for (const Json& param : *at(entity, {"parameters", "list"}).as_array()) {
    const bool local = param.text_of("in") == "local";
    EXPECT_EQ(local,
              find_param(*find_entity("ads_reports_daily"), param.text_of("name"))->wire == Wire::none);
  }
  EXPECT_EQ(at(entity, {"report", "data_level"}), Json("AUCTION_AD"));
  EXPECT_EQ(at(entity, {"report", "default_metrics"}).as_array()->size(), 49U);
}

TEST(Describe, ShowsEveryEntityWithoutAName) {
  EXPECT_EQ(at(parsed(describe_json(nullptr)), {"entities"}).as_array()->size(), entities().size());
  const std::string text = describe_text(nullptr);
  const std::string markdown = describe_markdown(nullptr);
  for (const Entity* entity : entities()) {
    EXPECT_THAT(text, HasSubstr(entity->description));
    EXPECT_THAT(markdown, HasSubstr("## " + std::string(entity->name) + "\n"));
  }
}

TEST(Describe, TextNamesParametersFiltersAndFields) {
  const std::string text = describe_text(find_entity("ad_groups"));
  for (const Param& param : find_entity("ad_groups")->params) EXPECT_THAT(text, HasSubstr(param.name));
  for (const FilterKey& key : find_entity("ad_groups")->filter_keys) EXPECT_THAT(text, HasSubstr(key.name));
  for (const Field& field : find_entity("ad_groups")->fields) EXPECT_THAT(text, HasSubstr(field.name));
  EXPECT_THAT(text, HasSubstr("optional, default 1000, 1 to 1000"));
}

TEST(ListEntities, HasTheOriginalsShape) {
  const Json json = parsed(list_entities_json());
  ASSERT_EQ(json.as_array()->size(), 11U);
  for (const Json& entity : *json.as_array()) {
    for (auto key : {"entity_name", "description", "available_actions", "parameters"}) {
      EXPECT_NE(entity.find(key), nullptr) << key;
    }
    for (const Json& param : *at(entity, {"parameters", "list"}).as_array()) {
      for (auto key : {"name", "in", "required", "type", "description"}) {
        EXPECT_NE(param.find(key), nullptr) << key;
      }
      EXPECT_FALSE(param.text_of("description").empty());
    }
  }
}

TEST(Reference, HoldsEveryTable) {
  const std::string text = reference_markdown();
  for (const Metric& metric : metrics())
    EXPECT_THAT(text, HasSubstr("| `" + std::string(metric.name) + "` |"));
  for (const Code& code : codes()) EXPECT_THAT(text, HasSubstr("| " + std::to_string(code.code) + " |"));
  EXPECT_THAT(text, HasSubstr("`100 * clicks / impressions`"));
  EXPECT_THAT(text, HasSubstr("## Differences"));
}

TEST(Reference, TablesHaveTheSameNumberOfCellsInEachRow) {
  std::size_t cells = 0;
  const std::string text = reference_markdown();
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = text.find('\n', start);
    const std::string line = text.substr(start, end - start);
    start = end + 1;
    if (!line.starts_with("|")) {
      cells = 0;
      continue;
    }
    std::size_t here = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (line[i] == '|' && (i == 0 || line[i - 1] != '\\')) ++here;
    }
    if (cells != 0) {
      EXPECT_EQ(here, cells) << line;
    }
    cells = here;
  }
}

TEST(Examples, AreCallsThatCanBePasted) {
  EXPECT_EQ(shell_example(*find_entity("campaigns")),
            R"(tiktok-marketing execute campaigns list --params '{"advertiser_id":"7312000000000000101"}')");
  EXPECT_EQ(cpp_example(*find_entity("advertisers")),
            R"(connector.advertisers().list({.advertiser_ids = {"7312000000000000101"}}))");
  EXPECT_EQ(cpp_example(*find_entity("ads_reports_daily")),
            "connector.ads_reports_daily().list({.advertiser_id = \"7312000000000000101\", "
            ".date_range = \"last_7_days\"})");
}

TEST(Handles, HaveAStructAndAClassPerEntity) {
  const std::string header = handles_header();
  const std::string source = handles_source();
  for (const Entity* entity : entities()) {
    const std::string name(entity->list_name);
    EXPECT_THAT(header, HasSubstr("struct " + name + "ListParams {"));
    EXPECT_THAT(header, HasSubstr("class " + name + " {"));
    EXPECT_THAT(source, HasSubstr(name + " Connector::" + std::string(entity->name) + "() const"));
  }
  EXPECT_THAT(header, HasSubstr("std::vector<std::string> metrics = {};"));
  EXPECT_THAT(header, HasSubstr("std::optional<std::int64_t> page_size = {};"));
  EXPECT_THAT(header, HasSubstr("std::optional<bool> numbers = {};"));
  EXPECT_THAT(header, HasSubstr("std::optional<std::string> filtering = {};"));
}

TEST(RenderedFiles, AreNamedOnceAndStable) {
  const auto files = rendered_files();
  std::set<std::string> paths;
  for (const RenderedFile& file : files) {
    EXPECT_TRUE(paths.insert(file.path).second) << file.path;
    EXPECT_TRUE(file.text.ends_with('\n')) << file.path;
    if (file.path.ends_with(".json")) {
      EXPECT_TRUE(Json::parse(file.text)) << file.path;
    }
  }
  EXPECT_EQ(files.size(), 11 + 2 * entities().size());
  const auto again = rendered_files();
  EXPECT_TRUE(std::ranges::equal(files, again, {}, &RenderedFile::text, &RenderedFile::text));
}

}  // namespace
}  // namespace tiktok_marketing::catalog
