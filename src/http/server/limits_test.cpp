#include <sys/resource.h>

#include <atomic>
#include <fstream>
#include <future>
#include <thread>

#include <gtest/gtest.h>

#include "http/server/raw_client.hpp"
#include "http/server/test_support.hpp"

namespace tiktok_marketing::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kPaceMs = 5;

struct SlowRequest {
  std::string name;
  std::string at_once;
  std::string dribbled;
};

void PrintTo(const SlowRequest& slow, std::ostream* out) {
  *out << slow.name;
}

std::vector<SlowRequest> slow_requests() {
  const std::string length = "Content-Length: 100000\r\n";
  const std::string chunked = "Transfer-Encoding: chunked\r\n";
  return {
      {"stops_in_the_request_line", "GET / HT", ""},
      {"stops_in_the_headers", "GET / HTTP/1.1\r\nHo", ""},
      {"stops_in_the_body", post(length, "abc"), ""},
      {"stops_in_a_chunk", post(chunked, "5\r\nhe"), ""},
      {"stops_in_a_chunks_size", post(chunked, "5"), ""},
      {"dribbles_a_header", "GET / HTTP/1.1\r\nHost: ", std::string(10'000, 'h')},
      {"dribbles_the_body", post(length, ""), std::string(10'000, 'x')},
      {"dribbles_chunks", post(chunked, ""), "1\r\nx\r\n1\r\nx\r\n" + std::string(10'000, '0')},
      {"opens_a_quote_in_a_chunk_extension", post(chunked, "2;a=\"b\r\nhi\r\n0\r\n\r\n"), ""},
      {"dribbles_a_quote_in_a_chunk_extension", post(chunked, "2;a=\""), std::string(4'000, 'q')},
  };
}

class SlowRequestTest : public testing::TestWithParam<SlowRequest> {
 protected:
  static ServerOptions options() {
    ServerOptions options;
    options.header_timeout = milliseconds{60};
    options.request_timeout = milliseconds{100};
    return options;
  }
};

TEST_P(SlowRequestTest, IsEndedInTimeThoughBytesKeepComing) {
  auto server = start(echo, options());
  RawClient client(server->port());
  client.send(GetParam().at_once);
  const std::size_t sent = client.dribble(GetParam().dribbled, kPaceMs);
  EXPECT_TRUE(GetParam().dribbled.empty() || sent < GetParam().dribbled.size());
  bool closed = false;
  EXPECT_EQ(client.read_all(&closed), "");
  EXPECT_TRUE(closed);
  EXPECT_EQ(server->stats().timed_out, 1U);
  EXPECT_EQ(server->stats().requests, 0U);
  EXPECT_EQ(RawClient::status_of(RawClient(server->port()).ask(get("/"))), 200);
}

TEST_P(SlowRequestTest, IsToldSoByTheHook) {
  ServerOptions hooked = options();
  hooked.refusal = marked_refusal;
  auto server = start(echo, hooked);
  RawClient client(server->port());
  client.send(GetParam().at_once);
  client.dribble(GetParam().dribbled, kPaceMs);
  const std::string answer = client.read_response();
  EXPECT_EQ(RawClient::status_of(answer), 408) << answer;
  EXPECT_TRUE(RawClient::body_of(answer).starts_with("marked 408 ")) << answer;
  EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos);
  EXPECT_EQ(server->stats().refused_4xx, 1U);
}

INSTANTIATE_TEST_SUITE_P(Table, SlowRequestTest, testing::ValuesIn(slow_requests()),
                         [](const auto& test) { return test.param.name; });

TEST(Limits, ASlowHandlerIsNoSlowRequest) {
  ServerOptions options;
  options.header_timeout = options.request_timeout = options.idle_timeout = milliseconds{20};
  auto server = start(
      [](const ServerRequest&, const Responder& respond) {
        ServerResponse response = response_with("late");
        response.delay = milliseconds{100};
        respond(std::move(response));
      },
      options);
  EXPECT_EQ(RawClient::body_of(RawClient(server->port()).ask(get("/"))), "late");
}

TEST(Limits, AnIdleConnectionIsClosedSilently) {
  ServerOptions options;
  options.idle_timeout = milliseconds{40};
  options.refusal = marked_refusal;
  auto server = start(echo, options);
  RawClient client(server->port());
  EXPECT_EQ(RawClient::status_of(client.ask(get("/"))), 200);
  bool closed = false;
  EXPECT_EQ(client.read_all(&closed), "");
  EXPECT_TRUE(closed);
  EXPECT_EQ(server->stats().timed_out, 0U);
}

TEST(Limits, APeerThatDoesNotReadIsClosed) {
  ServerOptions options;
  options.idle_timeout = milliseconds{100};
  auto server =
      start([](const ServerRequest&,
               const Responder& respond) { respond(response_with(std::string(32 * 1024 * 1024, 'x'))); },
            options);
  RawClient client(server->port());
  client.send(get("/"));
  const auto until = steady_clock::now() + std::chrono::seconds{5};
  while (server->stats().accepted == 0 || server->stats().open_connections > 0) {
    ASSERT_LT(steady_clock::now(), until);
    std::this_thread::yield();
  }
}

TEST(Limits, HeadersAreCountedHoweverTheyArePacked) {
  ServerOptions options;
  options.max_header_bytes = 2'000;
  auto server = start(echo, options);
  RawClient client(server->port());
  client.send("GET / HTTP/1.1\r\nHost: h\r\n");
  bool refused = false;
  for (int i = 0; i < 200 && !refused; ++i) {
    client.send("X: " + std::string(30, 'v') + "\r\n");
    // A packet of its own for each line: the server has taken it before the next goes out.
    refused = client.dribble("X", 1) == 0;
    client.send(": v\r\n");
  }
  EXPECT_TRUE(refused);
  EXPECT_EQ(RawClient::status_of(client.read_response()), 431);
}

TEST(Limits, ManyRequestsOnOneConnectionEndIt) {
  ServerOptions options;
  options.max_requests_per_connection = 2;
  auto server = start(echo, options);
  RawClient client(server->port());
  EXPECT_EQ(client.ask(get("/1")).find("Connection: close"), std::string::npos);
  client.send(get("/2") + get("/3"));
  bool closed = false;
  const std::string rest = client.read_all(&closed);
  EXPECT_TRUE(closed);
  EXPECT_EQ(RawClient::body_of(rest), "GET /2 ");
  EXPECT_NE(rest.find("Connection: close\r\n"), std::string::npos);
}

// What a client has that goes on sending whatever it is told.
void send_until_closed(RawClient& client, const std::string& piece, std::size_t total) {
  for (std::size_t sent = 0; sent < total && client.send(piece); sent += piece.size()) {
  }
}

TEST(Limits, AHundredMebibytesAreNotRead) {
  constexpr std::size_t kTotal = 100 * 1024 * 1024;
  const std::string block(64 * 1024, 'x');
  struct Upload {
    std::string head;
    std::string piece;
    std::size_t most;  ///< bytes the server may have taken: its limit, and what it hears out while closing
  };
  const std::vector<Upload> uploads = {
      {post("Content-Length: 104857600\r\n", ""), block, 2 * 1024 * 1024},
      {post("Transfer-Encoding: chunked\r\n", "6400000\r\n"), block, 2 * 1024 * 1024},
      {post("Transfer-Encoding: chunked\r\n", ""), "10000\r\n" + block + "\r\n", 3 * 1024 * 1024},
  };
  for (const Upload& upload : uploads) {
    ServerOptions options;
    options.max_body_bytes = 1024 * 1024;
    auto server = start(echo, options);
    RawClient client(server->port());
    client.send(upload.head);
    send_until_closed(client, upload.piece, kTotal);
    EXPECT_EQ(RawClient::status_of(client.read_response()), 413);
    EXPECT_LT(server->stats().bytes_in, upload.most);
    EXPECT_EQ(server->stats().requests, 0U);
    EXPECT_EQ(RawClient::status_of(RawClient(server->port()).ask(get("/"))), 200);
  }
}

TEST(Limits, TheBodyLimitIsEachServersOwn) {
  ServerOptions small;
  small.max_body_bytes = 10;
  auto narrow = start(echo, small);
  auto wide = start(echo);
  const std::string request = post("Content-Length: 11\r\n", "hello world");
  EXPECT_EQ(RawClient::status_of(RawClient(narrow->port()).ask(request)), 413);
  EXPECT_EQ(RawClient::status_of(RawClient(wide->port()).ask(request)), 200);
}

TEST(Refusal, TheHookMakesEveryRefusal) {
  ServerOptions options;
  options.max_body_bytes = 10;
  options.max_header_bytes = 2'000;
  options.refusal = marked_refusal;
  auto server = start(
      [](const ServerRequest& request, const Responder& respond) {
        if (request.path == "/throw") throw std::runtime_error("secret detail");
        if (request.path == "/bad") {
          ServerResponse response;
          response.status = 99;
          respond(std::move(response));
        }
      },
      options);
  const std::vector<std::pair<std::string, int>> cases = {
      {"GET / HTTP/1.1\r\n\r\n", 400},
      {"nonsense\r\n\r\n", 400},
      {post("Content-Length: 11\r\n", ""), 413},
      {"GET / HTTP/1.1\r\nX: " + std::string(3'000, 'x') + "\r\n\r\n", 431},
      {get("/throw"), 500},
      {get("/bad"), 500},
      {get("/dropped"), 500},
  };
  for (const auto& [request, status] : cases) {
    RawClient client(server->port());
    client.send(request);
    bool closed = false;
    const std::string answer = client.read_all(&closed);
    EXPECT_TRUE(closed);
    EXPECT_EQ(RawClient::status_of(answer), status);
    EXPECT_TRUE(RawClient::body_of(answer).starts_with("marked " + std::to_string(status))) << answer;
    EXPECT_NE(answer.find("X-Marked: yes\r\n"), std::string::npos);
    EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos);
    EXPECT_EQ(answer.find("secret"), std::string::npos);
  }
  EXPECT_EQ(server->stats().refused_4xx, 4U);
  EXPECT_EQ(server->stats().refused_5xx, 3U);
}

TEST(Refusal, AFailingHookGivesThePlainAnswer) {
  const auto throws = [](int, std::string_view) -> ServerResponse { throw std::runtime_error("hook"); };
  const auto nonsense = [](int status, std::string_view) {
    ServerResponse response;
    response.status = status;
    response.headers.emplace_back("X", "a\r\nb: c");
    return response;
  };
  for (const RefusalHook& hook : {RefusalHook(throws), RefusalHook(nonsense), RefusalHook()}) {
    ServerOptions options;
    options.refusal = hook;
    auto server = start(echo, options);
    const std::string answer = RawClient(server->port()).ask("GET / HTTP/1.1\r\n\r\n");
    EXPECT_EQ(RawClient::status_of(answer), 400);
    EXPECT_EQ(RawClient::body_of(answer), R"({"error":"HTTP/1.1 needs a Host header"})");
  }
}

TEST(Stats, CountWhatHappened) {
  ServerOptions options;
  options.threads = 2;
  auto server = start(echo, options);
  const std::string request = get("/");
  std::size_t received = 0;
  {
    std::vector<RawClient> clients;
    for (int i = 0; i < 4; ++i) clients.emplace_back(server->port());
    for (RawClient& client : clients) received += client.ask(request).size();
    received += clients.front().ask(request).size();
    const ServerStats stats = server->stats();
    EXPECT_EQ(stats.open_connections, 4U);
    EXPECT_EQ(stats.accepted, 4U);
    EXPECT_EQ(stats.requests, 5U);
    EXPECT_EQ(stats.refused_4xx + stats.refused_5xx + stats.timed_out + stats.failed_handshakes, 0U);
  }
  server->stop();
  EXPECT_EQ(server->stats().open_connections, 0U);
  EXPECT_EQ(server->stats().accepted, 4U);
  EXPECT_EQ(server->stats().bytes_in, 5 * request.size());
  EXPECT_EQ(server->stats().bytes_out, received);
}

std::size_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::size_t pages = 0;
  statm >> pages >> pages;
  return pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

// How many connections both ends of which this process can hold.
std::size_t connections_possible(std::size_t wanted) {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
  return std::min<std::size_t>(wanted, (files.rlim_cur - 100) / 2);
}

TEST(Limits, TwoThousandIdleConnectionsCostLittle) {
  const std::size_t count = connections_possible(2'000);
  auto server = start(echo);
  std::vector<RawClient> clients;
  clients.reserve(count);
  EXPECT_EQ(RawClient::status_of(RawClient(server->port()).ask(get("/"))), 200);
  const std::size_t before = resident_bytes();
  const std::string request = post("Content-Length: 20000\r\n", std::string(20'000, 'x'));
  for (std::size_t i = 0; i < count; ++i) {
    clients.emplace_back(server->port());
    clients.back().send(request);
  }
  for (RawClient& client : clients) EXPECT_EQ(RawClient::status_of(client.read_response()), 200);
  EXPECT_EQ(server->stats().open_connections, count);
  const std::size_t grown = resident_bytes() - std::min(before, resident_bytes());
  RecordProperty("bytes_per_connection", static_cast<int>(grown / count));
  std::cout << "bytes per idle connection: " << grown / count << '\n';
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  EXPECT_LT(grown / count, 12'000U);
#endif
  EXPECT_EQ(RawClient::status_of(RawClient(server->port()).ask(get("/"))), 200);
  for (std::size_t i = 0; i < count; i += 100) {
    EXPECT_EQ(RawClient::status_of(clients[i].ask(get("/"))), 200);
  }
}

}  // namespace
}  // namespace tiktok_marketing::http
