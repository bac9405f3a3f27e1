#include "server/json_schema.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tiktok_marketing::server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Json json(std::string_view text) {
  return Json::parse(text).value();
}

// `field code` of each mistake.
std::vector<std::string> mistakes(std::string_view schema, std::string_view value) {
  static std::deque<Schemas> kept;
  Schemas& schemas = kept.emplace_back(json(R"({"components": {"schemas": {
    "Entity": {"type": "object", "required": ["entity"], "properties": {"entity": {"type": "string"}}},
    "Mode": {"type": "string", "enum": ["all", "any"]}}}})"));
  const Schema* compiled = schemas.compile(json(schema));
  EXPECT_THAT(schemas.unsupported(), IsEmpty());
  std::vector<std::string> out;
  for (const Violation& each : check(*compiled, json(value)))
    out.push_back(each.field + " " + each.error_code);
  return out;
}

TEST(JsonSchema, NamesTheFieldOfAWrongType) {
  constexpr std::string_view kSchema = R"({"type": "object", "properties": {
    "replication_config": {"type": ["object", "null"], "properties": {"start_date": {"type": "string"}}}}})";
  EXPECT_THAT(mistakes(kSchema, R"({"replication_config": {"start_date": 7}})"),
              ElementsAre("replication_config.start_date value_error.type"));
  EXPECT_THAT(mistakes(kSchema, R"({"replication_config": null})"), IsEmpty());
  EXPECT_THAT(mistakes(kSchema, R"({"other": [1, {}]})"), IsEmpty());
  EXPECT_THAT(mistakes(kSchema, R"([])"), ElementsAre("body value_error.type"));
}

TEST(JsonSchema, TellsIntegersFromNumbers) {
  EXPECT_THAT(mistakes(R"({"type": "integer"})", "7"), IsEmpty());
  EXPECT_THAT(mistakes(R"({"type": "integer"})", "7.5"), ElementsAre("body value_error.type"));
  EXPECT_THAT(mistakes(R"({"type": "number"})", "7"), IsEmpty());
  EXPECT_THAT(mistakes(R"({"type": "boolean"})", "1"), ElementsAre("body value_error.type"));
  EXPECT_THAT(mistakes(R"({"type": ["integer", "null"], "minimum": 1, "maximum": 100})", "0"),
              ElementsAre("body value_error.range"));
  EXPECT_THAT(mistakes(R"({"type": "integer", "minimum": 1, "maximum": 100})", "101"),
              ElementsAre("body value_error.range"));
  EXPECT_THAT(mistakes(R"({"type": "integer", "minimum": 1, "maximum": 100})", "100"), IsEmpty());
}

TEST(JsonSchema, FindsWhatIsMissingAndWhatIsTooMuch) {
  constexpr std::string_view kSchema = R"({"type": "object", "required": ["a", "b"],
    "properties": {"a": {"type": "string"}, "b": {}}, "additionalProperties": false})";
  EXPECT_THAT(mistakes(kSchema, R"({"a": "x", "c": 1})"), ElementsAre("b missing", "c value_error.extra"));
  EXPECT_THAT(mistakes(kSchema, R"({"a": null, "b": null})"), ElementsAre("a value_error.type"));
}

TEST(JsonSchema, FollowsReferencesItemsAndChoices) {
  constexpr std::string_view kSchema =
      R"({"type": "array", "maxItems": 2, "items": {"$ref": "#/components/schemas/Entity"}})";
  EXPECT_THAT(mistakes(kSchema, R"([{"entity": "ads"}, {}])"), ElementsAre("1.entity missing"));
  EXPECT_THAT(mistakes(kSchema, "[1, 2, 3]"), ElementsAre("body value_error.items"));
  constexpr std::string_view kNullable =
      R"({"anyOf": [{"$ref": "#/components/schemas/Mode"}, {"type": "null"}]})";
  EXPECT_THAT(mistakes(kNullable, "null"), IsEmpty());
  EXPECT_THAT(mistakes(kNullable, R"("any")"), IsEmpty());
  EXPECT_THAT(mistakes(kNullable, R"("none")"), ElementsAre("body value_error.enum"));
}

TEST(JsonSchema, CountsCharactersAndKnowsFormats) {
  EXPECT_THAT(mistakes(R"({"type": "string", "maxLength": 2})", R"("äö")"), IsEmpty());
  EXPECT_THAT(mistakes(R"({"type": "string", "maxLength": 2})", R"("äöü")"),
              ElementsAre("body value_error.length"));
  EXPECT_THAT(mistakes(R"({"type": "string", "minLength": 1})", R"("")"),
              ElementsAre("body value_error.length"));
  for (const std::string_view good :
       {R"("4bfac00d-ce15-44ff-95b9-9e3c3e8fbd35")", R"("4BFAC00D-CE15-44FF-95B9-9E3C3E8FBD35")"})
    EXPECT_THAT(mistakes(R"({"type": "string", "format": "uuid"})", good), IsEmpty());
  for (const std::string_view bad : {R"("4bfac00d")", R"("4bfac00dxce15-44ff-95b9-9e3c3e8fbd35")",
                                     R"("gbfac00d-ce15-44ff-95b9-9e3c3e8fbd35")"})
    EXPECT_THAT(mistakes(R"({"type": "string", "format": "uuid"})", bad),
                ElementsAre("body value_error.format"));
  EXPECT_THAT(mistakes(R"({"type": "string", "format": "date"})", R"("2026-02-30")"),
              ElementsAre("body value_error.format"));
  EXPECT_THAT(mistakes(R"({"type": "string", "format": "date-time"})", R"("2026-04-20T21:57:20.991787Z")"),
              IsEmpty());
  EXPECT_THAT(mistakes(R"({"type": "string", "format": "date-time"})", R"("yesterday")"),
              ElementsAre("body value_error.format"));
  EXPECT_THAT(mistakes(R"({"type": "string", "format": "uri"})", R"("https://a.example/x?y=1")"), IsEmpty());
  EXPECT_THAT(mistakes(R"({"type": "string", "format": "uri"})", R"("a.example/x")"),
              ElementsAre("body value_error.format"));
}

TEST(JsonSchema, StopsAfterTwentyMistakes) {
  std::string many = "[";
  for (int i = 0; i < 50; ++i) many += i == 0 ? "1" : ",1";
  EXPECT_EQ(mistakes(R"({"type": "array", "items": {"type": "string"}})", many + "]").size(), 20U);
}

TEST(JsonSchema, ReportsWhatItWouldIgnore) {
  Schemas schemas{Json()};
  (void)schemas.compile(
      json(R"({"oneOf": [], "pattern": "x", "format": "ipv4", "$ref": "#/components/schemas/No"})"));
  EXPECT_EQ(schemas.unsupported().size(), 4U);
}

TEST(JsonSchema, ReadsValuesThatCameAsText) {
  Schemas schemas{Json()};
  const Schema* integer = schemas.compile(json(R"({"type": "integer"})"));
  EXPECT_EQ(value_from_text(*integer, "20"), Json(20));
  EXPECT_EQ(value_from_text(*integer, "2x"), Json("2x"));
  EXPECT_EQ(value_from_text(*schemas.compile(json(R"({"type": "boolean"})")), "false"), Json(false));
  EXPECT_EQ(value_from_text(*schemas.compile(json(R"({"type": "string"})")), "20"), Json("20"));
}

}  // namespace
}  // namespace tiktok_marketing::server
