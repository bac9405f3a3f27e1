#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/test_server.hpp"

namespace tiktok_marketing::server {
namespace {

using SkillRoutes = Hosted;

constexpr std::string_view kSkills = "/api/v1/skills";

Answered read(TestServer& server, std::string_view connector_id, std::string_view more = "") {
  return server.call("GET", fmt::format("{}/docs?id=connector-source:{}{}", kSkills, connector_id, more));
}

std::vector<std::string> ids_in(const Json& list) {
  std::vector<std::string> ids;
  for (const Json& each : *list.as_array()) ids.emplace_back(each.text_of("id"));
  return ids;
}

TEST_F(SkillRoutes, LeadFromInspectToASection) {
  const std::string id = hosted().create("reading");
  const Answered inspected = hosted().call("GET", "/api/v1/integrations/connectors/" + id + "/inspect");
  EXPECT_EQ(inspected.text_of("docs_skill_id"), "connector-source:" + id);
  const Answered outline = read(hosted(), id);
  ASSERT_EQ(outline.status, 200) << outline.text;
  EXPECT_TRUE(outline.at("section_id").is_null());
  EXPECT_EQ(outline.at("metadata").text_of("kind"), "connector_source");
  EXPECT_FALSE(outline.at("content").as_array()->empty());
  for (const std::string& section : ids_in(outline.at("outline"))) {
    const Answered answer = read(hosted(), id, "&section=" + section);
    EXPECT_EQ(answer.status, 200) << section;
    EXPECT_EQ(answer.text_of("section_id"), section);
    EXPECT_GE(answer.at("content").as_array()->size(), 2U) << section;
  }
  EXPECT_THAT(read(hosted(), id, "&section=campaigns").text, ::testing::HasSubstr("advertiser_id"));
}

TEST_F(SkillRoutes, SayWhatThereIsNot) {
  const std::string id = hosted().create("lacking");
  const Answered section = read(hosted(), id, "&section=campaign");
  EXPECT_EQ(section.status, 404);
  EXPECT_EQ(section.error_code(), "not_found");
  EXPECT_THAT(section.text, ::testing::HasSubstr("campaigns_reports_daily"));
  EXPECT_EQ(read(hosted(), "00000000-0000-4000-8000-000000000000").error_code(), "connector_not_found");
  EXPECT_EQ(hosted().call("GET", fmt::format("{}/docs?id=static:nothing", kSkills)).error_code(),
            "not_found");
  EXPECT_EQ(hosted().call("GET", fmt::format("{}/docs", kSkills)).error_code(), "missing");
  const std::string elsewhere = "&workspace_id=00000000-0000-4000-8000-000000000000";
  EXPECT_EQ(read(hosted(), id, elsewhere).error_code(), "not_found");
}

TEST_F(SkillRoutes, ShowOnlyWhatTheConnectorMayRead) {
  Json body = hosted().create_body("narrow");
  body.set("allowed_entities", Json(Json::Array{"ads"}));
  const std::string id = hosted().call("POST", "/api/v1/integrations/connectors", body).text_of("id");
  const Answered outline = read(hosted(), id);
  EXPECT_THAT(ids_in(outline.at("outline")), ::testing::ElementsAre("calling", "questions", "ads"));
  EXPECT_EQ(read(hosted(), id, "&section=campaigns").status, 404);
}

TEST_F(SkillRoutes, AreListedPageByPageAndFoundByTheirWords) {
  const std::string first = hosted().create("pages");
  const std::string second = hosted().create("pages");
  const std::string list = fmt::format("{}?workspace_name=pages&limit=1", kSkills);
  const Answered page = hosted().call("GET", list);
  EXPECT_THAT(ids_in(page.at("data")), ::testing::ElementsAre("connector-source:" + first));
  EXPECT_EQ(page.at("skills"), page.at("data"));
  const Answered rest = hosted().call("GET", list + "&cursor=" + page.text_of("next_cursor"));
  EXPECT_THAT(ids_in(rest.at("data")), ::testing::ElementsAre("connector-source:" + second));
  EXPECT_TRUE(rest.at("next_cursor").is_null());
  const auto found = [](std::string_view words) {
    const auto path = fmt::format("{}/search?workspace_name=pages&query={}", kSkills, words);
    return ids_in(hosted().call("GET", path).at("data")).size();
  };
  EXPECT_EQ(found("TikTok%20ad_groups"), 2U);
  EXPECT_EQ(found("invoices"), 0U);
  const std::string elsewhere = "?organization_id=00000000-0000-4000-8000-000000000000";
  EXPECT_EQ(hosted().call("GET", std::string(kSkills) + elsewhere).error_code(), "forbidden");
}

}  // namespace
}  // namespace tiktok_marketing::server
