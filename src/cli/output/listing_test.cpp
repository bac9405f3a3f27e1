#include "cli/output/listing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/server/connector_row.hpp"

namespace tiktok_marketing::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

Json row(const char* json) {
  return *Json::parse(json);
}

TEST(Listing, IsATableOfTheColumns) {
  const Listing listing{.columns = {"id", "list", "grants", "note"},
                        .rows = {row(R"({"id":"a","list":["x","y"],"hidden":1,"note":null})"),
                                 row(R"({"id":"b","grants":[{"o":"1","r":"admin"}],"note":"n\u001b[31m"})")},
                        .nothing = "nothing"};
  EXPECT_EQ(listing_text(listing, false),
            "id  list  grants   note\n"
            "a   x, y\n"
            "b         1:admin  n [31m\n");
}

TEST(Listing, LastColumnIsNeverCut) {
  const std::string command(90, 'c');
  Json one;
  one.set("id", std::string(60, 'i'));
  one.set("cure", command);
  const std::string text = listing_text({.columns = {"id", "cure"}, .rows = {one}, .nothing = {}}, false);
  EXPECT_THAT(text, HasSubstr(command));
  EXPECT_THAT(text, Not(HasSubstr(std::string(60, 'i'))));
}

TEST(Listing, NothingIsSaid) {
  EXPECT_EQ(listing_text({.columns = {"id"}, .rows = {}, .nothing = "no keys"}, true), "no keys\n");
}

TEST(Listing, KnowsTwoFormats) {
  Terminal terminal;
  EXPECT_FALSE(*wants_table("", terminal));
  EXPECT_TRUE(*wants_table("table", terminal));
  terminal.out_is_terminal = true;
  EXPECT_TRUE(*wants_table("", terminal));
  EXPECT_FALSE(*wants_table("json", terminal));
  EXPECT_THAT(wants_table("csv", terminal).error().allowed, testing::ElementsAre("json", "table"));
}

TEST(ConnectorRow, NamesTheCureOfEachState) {
  using platform::ConnectorState;
  platform::Connector connector;
  connector.id = "0000";
  connector.workspace_name = "acme & sons";
  connector.state = ConnectorState::ok;
  EXPECT_EQ(cure_command(connector), "");
  connector.state = ConnectorState::paused;
  EXPECT_EQ(cure_command(connector), "tiktok-marketing admin connector resume 0000");
  connector.state = ConnectorState::needs_advertisers;
  EXPECT_THAT(cure_command(connector), HasSubstr("connectors update 0000 --advertisers"));
  for (const auto state : {ConnectorState::needs_reauthorization, ConnectorState::permission_missing}) {
    connector.state = state;
    EXPECT_THAT(cure_command(connector),
                AllOf(HasSubstr("--connector-id 0000"), HasSubstr("--workspace 'acme & sons'")));
  }
  for (const auto state :
       {ConnectorState::pending, ConnectorState::quota_blocked, ConnectorState::sync_late}) {
    connector.state = state;
    EXPECT_NE(cure_command(connector), "") << platform::name_of(state);
  }
}

TEST(ConnectorRow, HasNoSecret) {
  platform::Connector connector;
  connector.id = "i";
  connector.known_advertisers = {"71"};
  const Json json = connector_row(connector);
  EXPECT_EQ(json.text_of("id"), "i");
  EXPECT_EQ(json.find("advertisers")->dump(), R"(["71"])");
  EXPECT_EQ(json.find("replication_config")->text_of("start_date"), "2016-09-01");
}

}  // namespace
}  // namespace tiktok_marketing::cli
