#include "server/contract.hpp"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tiktok_marketing::server {
namespace {

using testing::Contains;
using testing::IsEmpty;

void collect_references(const Json& value, std::set<std::string>& out) {
  if (value.as_object() != nullptr) {
    for (const auto& [name, member] : *value.as_object()) {
      if (name == "$ref") out.insert(*member.as_string());
      collect_references(member, out);
    }
  }
  if (value.as_array() != nullptr) {
    for (const Json& item : *value.as_array()) collect_references(item, out);
  }
}

TEST(Contract, UsesOnlyWhatIsChecked) {
  EXPECT_THAT(Contract::own().schemas().unsupported(), IsEmpty());
}

TEST(Contract, HasNoTwoOperationsOfOneNameOrPath) {
  std::set<std::string> ids;
  std::set<std::string> places;
  for (const Operation& operation : Contract::own().operations()) {
    EXPECT_TRUE(ids.insert(operation.id).second) << operation.id;
    for (const std::string& path : operation.paths)
      EXPECT_TRUE(places.insert(operation.method + " " + path).second) << path;
  }
  EXPECT_GT(ids.size(), 50U);
}

TEST(Contract, MountsEveryApiPathUnderTheShortPrefixToo) {
  for (const Operation& operation : Contract::own().operations()) {
    for (const std::string& path : operation.paths) {
      if (!path.starts_with("/api/v1/")) continue;
      EXPECT_THAT(operation.paths, Contains(path.substr(4))) << path;
    }
  }
  const Operation& execute = *Contract::own().find("executeConnector");
  EXPECT_THAT(execute.paths, Contains("/api/v1/connectors/instances/{id}/execute"));
  EXPECT_THAT(execute.paths, Contains("/v1/connectors/sources/{id}/execute"));
  EXPECT_THAT(Contract::own().find("createApplicationToken")->paths, Contains("/v1/applications/token"));
  EXPECT_THAT(Contract::own().find("createWidgetToken")->paths, Contains("/embedded/widget_token"));
}

TEST(Contract, DescribesEveryPathParameterAndWhatCanGoWrong) {
  for (const Operation& operation : Contract::own().operations()) {
    std::size_t in_path = 0;
    for (const Parameter& parameter : operation.parameters) {
      if (parameter.in != Parameter::In::path) continue;
      ++in_path;
      EXPECT_NE(operation.paths.front().find("{" + parameter.name + "}"), std::string::npos) << operation.id;
    }
    EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(operation.paths.front(), '{')), in_path)
        << operation.id;
    const auto& answers = operation.responses;
    if (operation.body != nullptr) {
      for (const int status : {400, 413, 415, 422}) EXPECT_TRUE(answers.contains(status)) << operation.id;
    }
    if (operation.token != TokenNeed::none) {
      for (const int status : {401, 403, 422, 429, 500})
        EXPECT_TRUE(answers.contains(status)) << operation.id;
    }
  }
}

TEST(Contract, LetsNobodyIn) {
  // Whoever adds an operation without a token must add it here too.
  std::set<std::string> open;
  for (const Operation& operation : Contract::own().operations()) {
    if (operation.token == TokenNeed::none) open.insert(operation.id);
  }
  EXPECT_EQ(open, (std::set<std::string>{"createApplicationToken", "finishOauth", "getHealth", "getMetrics",
                                         "getOpenApi", "getReadiness"}));
}

TEST(Contract, IsPublishedWithItsAddressAndNothingUnused) {
  const Json document = Json::parse(Contract::own().published("https://ads.example.com")).value();
  EXPECT_EQ(document.text_of("openapi"), "3.1.0");
  EXPECT_EQ(document.find("servers")->as_array()->front().text_of("url"), "https://ads.example.com");
  std::set<std::string> references;
  collect_references(document, references);
  for (const auto& [kind, components] : *document.find("components")->as_object()) {
    if (kind == "securitySchemes") continue;
    for (const auto& [name, component] : *components.as_object())
      EXPECT_THAT(references, Contains("#/components/" + kind + "/" + name));
  }
}

}  // namespace
}  // namespace tiktok_marketing::server
