#include <filesystem>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <tiktok_marketing/base/fakes.hpp>

#include "server/test_server.hpp"

namespace tiktok_marketing::server {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Everything secret that a server sees in its day, once.
std::vector<std::string> use_secrets(TestServer& server) {
  std::vector<std::string> secrets{server.access().access_token,
                                   server.access().app_secret,
                                   server.token(),
                                   std::string(server.set_up().client_secret.reveal()),
                                   server.scoped_token("secret"),
                                   "secret-of-an-app"};
  const std::string id = server.create("secret");
  server.execute(id, server.list_body("campaigns"));
  server.call("PUT", "/api/v1/oauth/credentials", json(R"({"connector_type": "tiktok-marketing",
      "configuration": {"app_id": "7", "secret": "secret-of-an-app"}})"));
  server.call("DELETE", "/api/v1/oauth/credentials/connector_type/tiktok-marketing");
  const Answered hook =
      server.call("PUT", fmt::format("/api/v1/organizations/{}/webhook", server.set_up().organization_id),
                  json(R"({"url": "http://127.0.0.1:9/"})"));
  secrets.push_back(hook.text_of("signing_secret"));

  const std::string consent =
      server
          .call("POST", "/api/v1/integrations/connectors/oauth/initiate",
                json(R"({"customer_name": "secret", "connector_type": "Tiktok-Marketing",
                                                   "redirect_url": "https://app.example.com/"})"))
          .text_of("consent_url");
  const auto question = consent.find('?');
  const std::string callback = server
                                   .send("POST", consent.substr(0, question),
                                         consent.substr(question + 1) + "&decision=authorize&advertiser_id=" +
                                             server.access().advertiser_ids.front(),
                                         {})
                                   .header("location");
  const std::string back =
      server.call_as("", "GET", callback.substr(server.server().url().size())).header("location");
  for (const std::string& url : {callback, back}) {
    for (const auto& [name, value] : http::parse_query(url.substr(url.find('?') + 1))) {
      if (name == "auth_code" || name == "state" || name == "secret_id") secrets.push_back(value);
    }
  }
  // Refusals are where secrets like to turn up.
  server.call_as(server.token() + "x", "GET", "/api/v1/workspaces");
  server.token_of(server.set_up().client_id, "a-wrong-client-secret");
  secrets.emplace_back("a-wrong-client-secret");
  Json wrong = server.create_body("secret");
  wrong.set("credentials", json(R"({"access_token": "a-wrong-access-token-of-tiktok-0123456789"})"));
  server.call("POST", "/api/v1/integrations/connectors", wrong);
  secrets.emplace_back("a-wrong-access-token-of-tiktok-0123456789");
  server.call("GET", "/api/v1/workspaces?name_contains=a-secret-in-a-query");
  secrets.emplace_back("a-secret-in-a-query");
  return secrets;
}

TEST(Secrets, StandNeitherInTheLogNorInFiles) {
  const auto log = std::make_shared<MemoryLog>();
  TestServer server({.platform = [&](platform::PlatformOptions& options) { options.log = log; }});
  const std::vector<std::string> secrets = use_secrets(server);
  EXPECT_EQ(secrets.size(), 13U);
  ASSERT_TRUE(server.platform().audit().flush().has_value());

  std::string written;
  for (const std::string& line : log->lines()) written += line + "\n";
  EXPECT_THAT(written, HasSubstr("operation=executeConnector"));
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(server.folder())) {
    if (!entry.is_regular_file() || entry.path().filename() == "master.key") continue;
    written += read_file(entry.path());
    ++files;
  }
  EXPECT_GE(files, 1U);
  for (const std::string& secret : secrets) {
    ASSERT_GE(secret.size(), 10U);
    EXPECT_EQ(written.find(secret), std::string::npos) << secret;
  }
}

}  // namespace
}  // namespace tiktok_marketing::server
