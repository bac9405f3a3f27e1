#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/test_server.hpp"

namespace tiktok_marketing::server {
namespace {

using DefinitionRoutes = Hosted;

constexpr std::string_view kDefinitions = "/api/v1/integrations/definitions";
constexpr std::string_view kTemplates = "/api/v1/integrations/templates";
constexpr std::string_view kNobody = "00000000-0000-4000-8000-000000000000";

std::size_t size_of(const Answered& answer, std::string_view key) {
  return answer.at(key).as_array()->size();
}

TEST_F(DefinitionRoutes, KnowOneDefinition) {
  const Answered all = hosted().call("GET", fmt::format("{}/sources", kDefinitions));
  ASSERT_EQ(size_of(all, "definitions"), 1U);
  EXPECT_EQ(all.at("definitions").as_array()->front().text_of("sourceDefinitionId"), platform::kDefinitionId);
  EXPECT_EQ(size_of(hosted().call("GET", fmt::format("{}/sources?name=TIKTOK", kDefinitions)), "definitions"),
            1U);
  EXPECT_EQ(size_of(hosted().call("GET", fmt::format("{}/sources?name=github", kDefinitions)), "definitions"),
            0U);
  const Answered one =
      hosted().call("GET", fmt::format("{}/sources/{}", kDefinitions, platform::kDefinitionId));
  EXPECT_NE(one.at("definition").find("spec")->find("connectionSpecification"), nullptr);
  EXPECT_EQ(hosted().call("GET", fmt::format("{}/sources/{}", kDefinitions, kNobody)).error_code(),
            "definition_not_found");
  EXPECT_EQ(size_of(hosted().call(
                        "GET", fmt::format("{}/destinations?actorDefinitionIds={}", kDefinitions, kNobody)),
                    "destinations"),
            0U);
  EXPECT_EQ(hosted().call("GET", fmt::format("{}/destinations/{}", kDefinitions, kNobody)).status, 404);
}

TEST_F(DefinitionRoutes, KnowOneTemplate) {
  for (const std::string_view path :
       {"/sources", "/sources/global", "/sources?use_global=true&tags_mode=any"}) {
    const Answered all = hosted().call("GET", fmt::format("{}{}", kTemplates, path));
    ASSERT_EQ(size_of(all, "data"), 1U) << path;
    EXPECT_EQ(all.at("data").as_array()->front().text_of("name"), "Tiktok-Marketing");
    EXPECT_TRUE(all.at("data").as_array()->front().find("organization_id")->is_null());
  }
  EXPECT_EQ(size_of(hosted().call("GET", fmt::format("{}/sources?tags=a&tags=b", kTemplates)), "data"), 0U);
  std::string many = fmt::format("{}/sources?tags=x", kTemplates);
  for (int i = 0; i < 100; ++i) many += "&tags=x";
  EXPECT_EQ(hosted().call("GET", many).error_code(), "value_error.items");
  const Answered one = hosted().call("GET", fmt::format("{}/sources/{}", kTemplates, platform::kTemplateId));
  EXPECT_EQ(one.text_of("source_definition_id"), platform::kDefinitionId);
  EXPECT_EQ(hosted().call("GET", fmt::format("{}/sources/{}", kTemplates, kNobody)).error_code(),
            "template_not_found");
  EXPECT_EQ(size_of(hosted().call("GET", fmt::format("{}/connections", kTemplates)), "data"), 0U);
  EXPECT_EQ(hosted().call("GET", fmt::format("{}/connections/{}", kTemplates, kNobody)).status, 404);
}

TEST_F(DefinitionRoutes, SayWhatIsNotOffered) {
  for (const auto& [method, path] :
       std::vector<std::pair<std::string, std::string>>{{"POST", "/sources"},
                                                        {"PATCH", fmt::format("/sources/{}", kNobody)},
                                                        {"DELETE", fmt::format("/sources/{}", kNobody)},
                                                        {"POST", "/connections"}}) {
    const Answered answer = hosted().call(method, std::string(kTemplates) + path);
    EXPECT_EQ(answer.status, 501) << path;
    EXPECT_EQ(answer.error_code(), "not_implemented");
  }
}

TEST_F(DefinitionRoutes, SayWhatACronExpressionMeans) {
  const std::string path = fmt::format("{}/connections/cron/describe", kTemplates);
  const auto described = [&](std::string_view expression) {
    Json body;
    body.set("cron_expression", expression);
    return hosted().call("POST", path, body);
  };
  const Answered good = described("0 15 2 * * *");
  ASSERT_EQ(good.status, 200) << good.text;
  EXPECT_EQ(good.text_of("description"), "At 02:15, UTC");
  EXPECT_TRUE(*good.at("is_valid").as_bool());
  const Answered bad = described("0 99 2 * * *");
  ASSERT_EQ(bad.status, 200) << bad.text;
  EXPECT_FALSE(*bad.at("is_valid").as_bool());
  EXPECT_NE(bad.text_of("description").find("minute"), std::string::npos) << bad.text;
  EXPECT_EQ(hosted().call("POST", path, Json(Json::Object{})).status, 422);
}

}  // namespace
}  // namespace tiktok_marketing::server
