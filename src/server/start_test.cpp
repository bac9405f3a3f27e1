#include "server/start.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/server/test_certificate.hpp"
#include "server/test_server.hpp"

namespace tiktok_marketing::server {
namespace {

using testing::HasSubstr;

using Start = Hosted;

Error refused(TestServer& hosted, const HostedServerOptions& options) {
  // Platform and stores are the fixture's; only the second server's options matter here.
  auto server = start(std::shared_ptr<platform::Platform>(&hosted.platform(), [](platform::Platform*) {}),
                      std::shared_ptr<stores::Stores>(&hosted.stores(), [](stores::Stores*) {}), options);
  EXPECT_FALSE(server.has_value());
  return server ? Error{} : server.error();
}

TEST_F(Start, RefusesToBeReadByOthersWithoutTls) {
  const Error error = refused(hosted(), {.host = "0.0.0.0", .port = 0});
  EXPECT_EQ(error.type, ErrorType::value_error);
  EXPECT_THAT(error.hint, HasSubstr("--behind-proxy"));
}

TEST_F(Start, RefusesHalfOfTlsAndAPortInUse) {
  EXPECT_EQ(refused(hosted(), {.port = 0, .tls_certificate = "x.pem"}).param, "tls_key");
  EXPECT_EQ(refused(hosted(), {.port = hosted().server().port()}).param, "listen");
}

TEST(StartLimits, EndRequestsThatAreTooMuch) {
  TestServer server({.server = [](HostedServerOptions& options) { options.max_body_bytes = 1000; }});
  const Answered large = server.call("POST", "/api/v1/integrations/connectors", Json(std::string(2000, 'x')));
  EXPECT_EQ(large.status, 413);
  EXPECT_EQ(large.error_code(), "payload_too_large");
  const Answered long_head =
      server.send("GET", server.server().url() + "/healthz", "", {{"X-Long", std::string(40'000, 'x')}});
  EXPECT_EQ(long_head.status, 431);
  EXPECT_FALSE(long_head.text_of("message").empty());
  EXPECT_EQ(server.call("GET", "/healthz").status, 200);
}

TEST(StartTls, AnswersOverTls) {
  const http::TestCertificate certificate;
  TestServer server({.server =
                         [&](HostedServerOptions& options) {
                           options.tls_certificate = certificate.files().certificate_chain_file;
                           options.tls_key = certificate.files().private_key_file;
                         },
                     .ca_file = certificate.files().certificate_chain_file});
  EXPECT_THAT(server.server().url(), testing::StartsWith("https://127.0.0.1:"));
  EXPECT_EQ(server.call("GET", "/api/v1/workspaces").status, 200);
}

TEST(StartStop, LeavesNothingBehind) {
  TestServer server;
  server.server().stop();
  server.server().stop();
}

}  // namespace
}  // namespace tiktok_marketing::server
