#include "mcp/http_endpoint.hpp"

#include <atomic>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/server/raw_client.hpp"
#include "mcp/test_features.hpp"

namespace tiktok_marketing::mcp {
namespace {

using http::RawClient;
using ::testing::HasSubstr;
using ::testing::Not;

/// An endpoint on a real socket; its calls are answered by the test.
class HttpEndpointTest : public ::testing::Test {
 protected:
  HttpEndpointTest() { start({}); }
  ~HttpEndpointTest() override {
    endpoint->close();
    server->stop(std::chrono::milliseconds{0});
  }

  void start(HttpEndpoint::Options options) {
    if (server) server->stop(std::chrono::milliseconds{0});
    options.sessions.make_id = [this] { return fmt::format("session-{}", ++ids); };
    endpoint = std::make_unique<HttpEndpoint>(features, std::move(options));
    http::ServerOptions server_options;
    server_options.max_body_bytes = 100'000;
    auto started = http::Server::start(std::move(server_options),
                                       [this](const http::ServerRequest& request, http::Responder respond) {
                                         endpoint->handle(request, std::move(respond));
                                       });
    ASSERT_TRUE(started);
    server = *std::move(started);
  }

  static std::string post(std::string_view body, std::string_view headers = {},
                          std::string_view host = "127.0.0.1") {
    return fmt::format(
        "POST /mcp HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nAccept: application/json, "
        "text/event-stream\r\n{}Content-Length: {}\r\n\r\n{}",
        host, headers, body.size(), body);
  }
  int status(std::string_view request) {
    RawClient client(server->port());
    return RawClient::status_of(client.ask(request));
  }
  std::string open() {
    RawClient client(server->port());
    const std::string answer = client.ask(post(kInitialize));
    EXPECT_THAT(answer, HasSubstr("Mcp-Session-Id: session-"));
    return fmt::format("Mcp-Session-Id: session-{}\r\n", ids.load());
  }
  std::shared_ptr<Call> next_call() {
    std::shared_ptr<Call> call;
    while (!(call = features->take())) std::this_thread::yield();
    return call;
  }
  static std::string until(RawClient& client, std::string_view end) {
    std::string text;
    while (text.find(end) == text.npos) {
      const std::string more = client.read_bytes();
      if (more.empty()) break;
      text += more;
    }
    return text;
  }

  std::shared_ptr<KeptCalls> features = std::make_shared<KeptCalls>();
  std::unique_ptr<HttpEndpoint> endpoint;
  std::unique_ptr<http::Server> server;
  std::atomic<int> ids = 0;
};

constexpr std::string_view kPing = R"({"jsonrpc":"2.0","id":1,"method":"ping"})";
constexpr std::string_view kDo =
    R"({"jsonrpc":"2.0","id":1,"method":"do","params":{"_meta":{"progressToken":7}}})";

TEST_F(HttpEndpointTest, AnswersJsonWhenNothingComesBefore) {
  const std::string session = open();
  RawClient client(server->port());
  client.send(post(kDo, session));
  next_call()->answer("{}");
  const std::string answer = client.read_response();
  EXPECT_THAT(answer, HasSubstr("Content-Type: application/json"));
  EXPECT_EQ(RawClient::body_of(answer), R"({"jsonrpc":"2.0","id":1,"result":{}})");
}

TEST_F(HttpEndpointTest, BecomesAStreamOnceSomethingDoes) {
  const std::string session = open();
  RawClient client(server->port());
  client.send(post(kDo, session));
  const auto call = next_call();
  call->progress(1, 2, "half");
  EXPECT_THAT(until(client, "half"), HasSubstr("Content-Type: text/event-stream"));
  call->answer("{}");
  EXPECT_THAT(until(client, "0\r\n\r\n"),
              HasSubstr("event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\n\n"));
  EXPECT_EQ(RawClient::status_of(client.ask(post(kPing, session))), 200) << "the connection goes on";
}

TEST_F(HttpEndpointTest, ASilentCallSaysThatItStillLives) {
  const std::string session = open();
  RawClient client(server->port());
  client.send(post(kDo, session));
  const auto call = next_call();
  endpoint->sweep(HttpEndpoint::Clock::now() + std::chrono::seconds{11});
  EXPECT_THAT(until(client, "\n\n\r\n"), HasSubstr(": still working"));
  call->answer("{}");
  EXPECT_THAT(until(client, "0\r\n\r\n"), HasSubstr(R"("result":{})"));
}

TEST_F(HttpEndpointTest, ACancelledCallEndsWithoutAnAnswer) {
  const std::string session = open();
  RawClient client(server->port());
  client.send(post(kDo, session));
  const auto call = next_call();
  EXPECT_EQ(status(post(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}})",
                        session)),
            202);
  EXPECT_TRUE(call->stop().stop_requested());
  EXPECT_THAT(until(client, "0\r\n\r\n"), Not(HasSubstr("result")));
}

TEST_F(HttpEndpointTest, OneSlowCallDoesNotHoldUpAnother) {
  const std::string session = open();
  RawClient slow(server->port());
  slow.send(post(kDo, session));
  const auto call = next_call();
  EXPECT_EQ(status(post(kPing, session)), 200);
  EXPECT_EQ(status(post(kPing, open())), 200);
  call->answer("{}");
  EXPECT_EQ(RawClient::status_of(slow.read_response()), 200);
}

TEST_F(HttpEndpointTest, KeepsForeignPagesOut) {
  for (const char* host : {"evil.example", "evil.example:80", "127.0.0.1.evil.example",
                           "localhost.evil.example", "127.evil.example", "[::2]", "localhost:80:80", ""}) {
    EXPECT_EQ(status(post(kInitialize, {}, host)), 403) << host;
  }
  for (const char* origin : {"http://evil.example", "https://127.0.0.1.evil.example", "null", "file://",
                             "http://localhost@evil.example", "ftp://localhost"}) {
    EXPECT_EQ(status(post(kInitialize, fmt::format("Origin: {}\r\n", origin))), 403) << origin;
  }
  for (const char* host : {"localhost", "LOCALHOST:1", "127.0.0.1:9", "127.1.2.3", "[::1]", "[::1]:7"}) {
    EXPECT_EQ(status(post(kInitialize, {}, host)), 200) << host;
  }
  EXPECT_EQ(status(post(kInitialize, "Origin: http://localhost:6274\r\n")), 200);
  EXPECT_EQ(endpoint->sessions(), 7);
}

TEST_F(HttpEndpointTest, OtherOriginsCanBeAllowed) {
  HttpEndpoint::Options options;
  options.allowed_hosts = {"ads.example"};
  options.allowed_origins = {"https://app.example"};
  start(std::move(options));
  EXPECT_EQ(status(post(kInitialize, "Origin: https://app.example\r\n", "ads.example")), 200);
  EXPECT_EQ(status(post(kInitialize, "Origin: https://app.example.evil\r\n", "ads.example")), 403);
}

TEST_F(HttpEndpointTest, WantsTheSessionOfTheCaller) {
  EXPECT_EQ(status(post(kPing)), 400);
  EXPECT_EQ(status(post(kPing, "Mcp-Session-Id: unknown\r\n")), 404);
  const std::string session = open();
  EXPECT_EQ(status(post(kPing, session)), 200);
  EXPECT_EQ(status(post(kPing, session + "Origin: http://localhost\r\n")), 404)
      << "a session of somebody else";
  const std::string remove = "DELETE /mcp HTTP/1.1\r\nHost: localhost\r\n";
  EXPECT_EQ(status(remove + "\r\n"), 400);
  EXPECT_EQ(status(remove + "Mcp-Session-Id: unknown\r\n\r\n"), 404);
  EXPECT_EQ(status(remove + session + "\r\n"), 204);
  EXPECT_EQ(status(post(kPing, session)), 404);
  EXPECT_EQ(endpoint->sessions(), 0);
}

TEST_F(HttpEndpointTest, KeepsNoSessionOfAFailedHandshake) {
  EXPECT_EQ(status(post(R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{}})")), 200);
  EXPECT_EQ(endpoint->sessions(), 0);
}

TEST_F(HttpEndpointTest, ChecksTheRequest) {
  const std::string session = open();
  EXPECT_EQ(
      status("GET /mcp HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n" + session + "\r\n"),
      405);
  EXPECT_EQ(status("PUT /mcp HTTP/1.1\r\nHost: localhost\r\n\r\n"), 405);
  EXPECT_EQ(status("POST /other HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"), 404);
  EXPECT_EQ(
      status(
          "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n"),
      415);
  EXPECT_EQ(status("POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: "
                   "application/json\r\nContent-Length: 0\r\n\r\n"),
            406);
  EXPECT_EQ(status(post(kPing, session + "MCP-Protocol-Version: 2025-06-18\r\n")), 200);
  EXPECT_EQ(status(post(kPing, session + "MCP-Protocol-Version: 1999-01-01\r\n")), 400);
  EXPECT_EQ(status(post("{", session)), 400);
  EXPECT_EQ(status(post("[" + std::string(kPing) + "]", session)), 400);
  EXPECT_EQ(status(post(std::string(50'000, '['), session)), 400);
  EXPECT_EQ(status(post(std::string(100'001, ' '), session)), 413);
  EXPECT_EQ(status(post(R"({"jsonrpc":"2.0","method":"notifications/initialized"})", session)), 202);
  EXPECT_EQ(status(post(R"({"jsonrpc":"2.0","id":5,"result":{}})", session)), 202);
}

TEST_F(HttpEndpointTest, BoundsItsSessions) {
  HttpEndpoint::Options options;
  options.sessions.max_sessions = 2;
  options.sessions.idle_time = std::chrono::minutes{5};
  start(std::move(options));
  const std::string first = open();
  const std::string second = open();
  EXPECT_EQ(status(post(kPing, first)), 200) << "so the second is unused for longest";
  const std::string third = open();
  EXPECT_EQ(status(post(kPing, second)), 404);
  EXPECT_EQ(status(post(kPing, first)), 200);

  RawClient client(server->port());
  client.send(post(kDo, first));
  const auto call = next_call();
  endpoint->sweep(HttpEndpoint::Clock::now() + std::chrono::minutes{6});
  EXPECT_EQ(endpoint->sessions(), 1) << "a session with a running call is in use";
  call->answer("{}");
  client.read_response();
}

}  // namespace
}  // namespace tiktok_marketing::mcp
