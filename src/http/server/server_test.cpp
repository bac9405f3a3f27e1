#include "http/server/server.hpp"

#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "base/batch.hpp"
#include "http/server/raw_client.hpp"
#include "http/server/test_support.hpp"

namespace tiktok_marketing::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

TEST(Server, PassesTheWholeRequest) {
  std::promise<ServerRequest> seen;
  auto server = start([&seen](ServerRequest request, const Responder& respond) {
    seen.set_value(std::move(request));
    respond({});
  });
  RawClient client(server->port());
  const std::string answer = client.ask(
      "POST /a%20b/?x=1&x=%5B2%5D&y=a+b HTTP/1.1\r\nHost: h\r\nAccess-Token: t\r\nContent-Length: "
      "5\r\n\r\nhello");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << answer;
  const ServerRequest request = seen.get_future().get();
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.path, "/a b/");
  EXPECT_EQ(request.raw_query, "x=1&x=%5B2%5D&y=a+b");
  EXPECT_EQ(request.query_value("x"), "1");
  EXPECT_EQ(request.query[1].second, "[2]");
  EXPECT_EQ(request.query_value("y"), "a b");
  EXPECT_FALSE(request.query_value("z").has_value());
  EXPECT_EQ(request.header("access-token"), "t");
  EXPECT_EQ(request.body, "hello");
  EXPECT_EQ(request.peer, "127.0.0.1");
  EXPECT_FALSE(request.secure);
}

TEST(Server, ReadsAChunkedBodyAndIgnoresTrailers) {
  auto server = start([](const ServerRequest& request, const Responder& respond) {
    respond(response_with(request.body + "|" + std::string(request.header("evil"))));
  });
  RawClient client(server->port());
  const std::string answer = client.ask(
      "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=y\r\n "
      "world\r\n0\r\nEvil: "
      "1\r\n\r\n");
  EXPECT_EQ(RawClient::body_of(answer), "hello world|");
  EXPECT_EQ(RawClient::status_of(client.ask(get("/"))), 200);
}

TEST(Server, AsksForABodyThatWaits) {
  auto server = start(echo);
  RawClient client(server->port());
  client.send("POST /p HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_TRUE(client.read_response(false).starts_with("HTTP/1.1 100 "));
  EXPECT_EQ(RawClient::body_of(client.ask("ok")), "POST /p ok");
}

TEST(Server, KeepsTheConnectionAndItsOrder) {
  auto server = start(echo);
  RawClient client(server->port());
  for (int i = 0; i < 3; ++i) EXPECT_EQ(RawClient::body_of(client.ask(get("/again"))), "GET /again ");
  std::string many;
  for (int i = 0; i < 50; ++i) many += get("/" + std::to_string(i));
  client.send(many);
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(RawClient::body_of(client.read_response()), "GET /" + std::to_string(i) + " ");
  }
}

TEST(Server, PipelinedAnswersStayInOrderWhenTheFirstIsSlow) {
  auto server = start([](const ServerRequest& request, const Responder& respond) {
    ServerResponse response = response_with(request.path);
    if (request.path == "/slow") response.delay = milliseconds{50};
    respond(std::move(response));
  });
  RawClient client(server->port());
  client.send(get("/slow") + get("/fast"));
  EXPECT_EQ(RawClient::body_of(client.read_response()), "/slow");
  EXPECT_EQ(RawClient::body_of(client.read_response()), "/fast");
}

TEST(Server, ClosesWhenAsked) {
  auto server = start(echo);
  bool closed = false;
  RawClient one(server->port());
  one.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_NE(one.read_all(&closed).find("Connection: close\r\n"), std::string::npos);
  EXPECT_TRUE(closed);
  RawClient old(server->port());
  old.send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_EQ(RawClient::status_of(old.read_all(&closed)), 200);
  EXPECT_TRUE(closed);
  RawClient old_keeping(server->port());
  for (int i = 0; i < 2; ++i) {
    const std::string answer = old_keeping.ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_NE(answer.find("Connection: keep-alive\r\n"), std::string::npos) << answer;
  }
}

TEST(Server, HeadAndEmptyStatusesHaveNoBody) {
  auto server = start([](const ServerRequest& request, const Responder& respond) {
    ServerResponse response = response_with("12345");
    if (request.path == "/204") response.status = 204;
    respond(std::move(response));
  });
  RawClient client(server->port());
  client.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n" + get("/204") + get("/"));
  EXPECT_NE(client.read_response(false).find("Content-Length: 5\r\n"), std::string::npos);
  const std::string empty = client.read_response(false);
  EXPECT_EQ(RawClient::status_of(empty), 204);
  EXPECT_EQ(empty.find("Content-Length"), std::string::npos);
  EXPECT_EQ(RawClient::body_of(client.read_response()), "12345");
}

TEST(Server, SendsItsHeadersButNotForeignFraming) {
  auto server = start([](const ServerRequest&, const Responder& respond) {
    ServerResponse response = response_with("abc");
    response.content_type = "text/html; charset=utf-8";
    response.headers = {{"X-Tt-Logid", "7"}, {"content-length", "99"}, {"Date", "then"}};
    respond(std::move(response));
  });
  RawClient client(server->port());
  const std::string answer = client.ask(get("/"));
  EXPECT_NE(answer.find("X-Tt-Logid: 7\r\n"), std::string::npos);
  EXPECT_NE(answer.find("Content-Type: text/html; charset=utf-8\r\n"), std::string::npos);
  EXPECT_NE(answer.find("Content-Length: 3\r\n"), std::string::npos);
  EXPECT_NE(answer.find("Date: then\r\n"), std::string::npos);
  EXPECT_EQ(answer.find("99"), std::string::npos);
}

TEST(Server, SendsABigBodyWhole) {
  std::string big(8 * 1024 * 1024, 'x');
  for (std::size_t i = 0; i < big.size(); i += 1000) big[i] = static_cast<char>('a' + i / 1000 % 26);
  const auto body = text(big);
  auto server = start([&body](const ServerRequest&, const Responder& respond) {
    ServerResponse response;
    response.body = body;
    respond(std::move(response));
  });
  RawClient client(server->port());
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(RawClient::body_of(client.ask(get("/"))) == big);
}

TEST(Server, AnswersFromAnotherThreadLater) {
  std::promise<Responder> waiting;
  auto server = start([&waiting](const ServerRequest& request, const Responder& respond) {
    if (request.path == "/later") return waiting.set_value(respond);
    echo(request, respond);
  });
  RawClient later(server->port());
  later.send(get("/later"));
  Responder respond = waiting.get_future().get();
  RawClient other(server->port());
  EXPECT_EQ(RawClient::status_of(other.ask(get("/"))), 200);
  respond(response_with("from afar"));
  respond(response_with("twice"));
  EXPECT_EQ(RawClient::body_of(later.read_response()), "from afar");
  EXPECT_EQ(RawClient::body_of(later.ask(get("/x"))), "GET /x ");
}

TEST(Server, AnswersOfABatchLeaveWhenItEnds) {
  std::mutex mutex;
  std::condition_variable came;
  std::vector<Responder> waiting;
  auto server = start([&](const ServerRequest&, Responder respond) {
    const std::lock_guard lock(mutex);
    waiting.push_back(std::move(respond));
    came.notify_one();
  });
  RawClient one(server->port());
  RawClient other(server->port());
  one.send(get("/"));
  other.send(get("/"));
  {
    std::unique_lock lock(mutex);
    came.wait(lock, [&] { return waiting.size() == 2; });
  }
  {
    const Batch batch;
    for (const Responder& respond : waiting) respond(response_with("both"));
    EXPECT_EQ(server->stats().bytes_out, 0U);
  }
  EXPECT_TRUE(one.read_response().ends_with("both"));
  EXPECT_TRUE(other.read_response().ends_with("both"));
}

TEST(Server, ADroppedResponderIsA500ThatCloses) {
  std::promise<Responder> waiting;
  auto server = start([&waiting](const ServerRequest& request, Responder respond) {
    if (request.path == "/later") waiting.set_value(std::move(respond));
  });
  bool closed = false;
  RawClient now(server->port());
  now.send(get("/"));
  EXPECT_EQ(RawClient::status_of(now.read_all(&closed)), 500);
  EXPECT_TRUE(closed);
  RawClient later(server->port());
  later.send(get("/later"));
  {
    const Responder dropped = waiting.get_future().get();
  }
  EXPECT_EQ(RawClient::status_of(later.read_all()), 500);
}

TEST(Server, AnExceptionIsA500) {
  auto server =
      start([](const ServerRequest&, const Responder&) { throw std::runtime_error("secret detail"); });
  RawClient client(server->port());
  client.send(get("/"));
  const std::string answer = client.read_all();
  EXPECT_EQ(RawClient::status_of(answer), 500);
  EXPECT_EQ(answer.find("secret"), std::string::npos);
}

TEST(Server, ADelayBlocksNobodyElse) {
  auto server = start([](const ServerRequest& request, const Responder& respond) {
    ServerResponse response = response_with(request.path);
    if (request.path == "/slow") response.delay = milliseconds{300};
    respond(std::move(response));
  });
  const auto before = steady_clock::now();
  std::vector<RawClient> slow;
  for (int i = 0; i < 20; ++i) {
    slow.emplace_back(server->port());
    slow.back().send(get("/slow"));
  }
  RawClient fast(server->port());
  EXPECT_EQ(RawClient::body_of(fast.ask(get("/fast"))), "/fast");
  EXPECT_LT(steady_clock::now() - before, milliseconds{290});
  for (RawClient& client : slow) EXPECT_EQ(RawClient::body_of(client.read_response()), "/slow");
  EXPECT_GE(steady_clock::now() - before, milliseconds{300});
  EXPECT_LT(steady_clock::now() - before, milliseconds{3'000});
}

Handler misbehaving(Misbehaviour misbehaviour, std::string body) {
  return
      [misbehaviour, body = text(std::move(body))](const ServerRequest& request, const Responder& respond) {
        ServerResponse response;
        response.body = body;
        if (request.path != "/good") response.misbehaviour = misbehaviour;
        respond(std::move(response));
      };
}

TEST(Misbehaviour, CutsAfterExactlySoManyBytes) {
  for (const std::size_t bytes : {0U, 1U, 20U, 200U}) {
    Misbehaviour cut;
    cut.cut_after_bytes = bytes;
    auto server = start(misbehaving(cut, std::string(1'000, 'b')));
    RawClient client(server->port());
    client.send(get("/"));
    bool closed = false;
    EXPECT_EQ(client.read_all(&closed).size(), bytes);
    EXPECT_TRUE(closed);
    EXPECT_EQ(RawClient::status_of(RawClient(server->port()).ask(get("/good"))), 200);
  }
}

TEST(Misbehaviour, DribblesTheBody) {
  Misbehaviour slow;
  slow.bytes_per_second = 10'000;
  auto server = start(misbehaving(slow, std::string(2'000, 'b')));
  RawClient client(server->port());
  const auto before = steady_clock::now();
  EXPECT_EQ(RawClient::body_of(client.ask(get("/"))).size(), 2'000U);
  EXPECT_GE(steady_clock::now() - before, milliseconds{190});
  EXPECT_EQ(RawClient::status_of(client.ask(get("/good"))), 200);
}

TEST(Misbehaviour, NeverAnswersUntilTheServerStops) {
  Misbehaviour silent;
  silent.no_answer = true;
  auto server = start(misbehaving(silent, "b"));
  RawClient client(server->port());
  client.send(get("/"));
  EXPECT_EQ(RawClient::status_of(RawClient(server->port()).ask(get("/good"))), 200);
  server->stop();
  bool closed = false;
  EXPECT_EQ(client.read_all(&closed), "");
  EXPECT_TRUE(closed);
}

TEST(Server, LimitsAreAnswered) {
  ServerOptions options;
  options.max_body_bytes = 1'000;
  options.max_header_bytes = 2'000;
  auto server = start(echo, options);
  const auto status = [&server](const std::string& request) {
    RawClient client(server->port());
    client.send(request);
    bool closed = false;
    const int out = RawClient::status_of(client.read_all(&closed));
    EXPECT_TRUE(closed);
    return out;
  };
  EXPECT_EQ(status("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1001\r\n\r\n" + std::string(1'001, 'x')),
            413);
  EXPECT_EQ(status("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n" +
                   std::string(2'000, 'x') + "\r\n0\r\n\r\n"),
            413);
  EXPECT_EQ(status("GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(3'000, 'x') + "\r\n\r\n"), 431);
  RawClient good(server->port());
  EXPECT_EQ(RawClient::status_of(good.ask("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n" +
                                          std::string(1'000, 'x'))),
            200);
}

TEST(Server, ClosesOnAHeaderThatNeverEnds) {
  ServerOptions options;
  options.header_timeout = milliseconds{100};
  auto server = start(echo, options);
  RawClient client(server->port());
  client.send("GET / HTTP/1.1\r\nHo");
  bool closed = false;
  EXPECT_EQ(client.read_all(&closed), "");
  EXPECT_TRUE(closed);
}

TEST(Server, FurtherConnectionsWaitTheirTurn) {
  ServerOptions options;
  options.max_connections = 1;
  auto server = start(echo, options);
  auto first = std::make_unique<RawClient>(server->port());
  EXPECT_EQ(RawClient::status_of(first->ask(get("/"))), 200);
  RawClient second(server->port());
  second.send(get("/second"));
  EXPECT_EQ(RawClient::status_of(first->ask(get("/"))), 200);
  first.reset();
  EXPECT_EQ(RawClient::body_of(second.read_response()), "GET /second ");
}

TEST(Server, TwoHundredConnectionsAtOnce) {
  for (const int threads : {1, 2}) {
    ServerOptions options;
    options.threads = threads;
    auto server = start(echo, options);
    std::vector<RawClient> clients;
    for (int i = 0; i < 200; ++i) clients.emplace_back(server->port());
    for (int round = 0; round < 3; ++round) {
      for (RawClient& client : clients) client.send(get("/r" + std::to_string(round)));
      for (RawClient& client : clients) {
        EXPECT_EQ(RawClient::body_of(client.read_response()), "GET /r" + std::to_string(round) + " ");
      }
    }
  }
}

TEST(Server, StopLetsARunningRequestFinish) {
  std::promise<Responder> waiting;
  auto server =
      start([&waiting](const ServerRequest&, const Responder& respond) { waiting.set_value(respond); });
  RawClient idle(server->port());
  RawClient busy(server->port());
  busy.send(get("/"));
  Responder respond = waiting.get_future().get();
  std::thread stopper([&server] { server->stop(milliseconds{5'000}); });
  bool closed = false;
  EXPECT_EQ(idle.read_all(&closed), "");
  EXPECT_TRUE(closed);
  respond(response_with("done"));
  const std::string answer = busy.read_all(&closed);
  EXPECT_EQ(RawClient::body_of(answer), "done");
  EXPECT_NE(answer.find("Connection: close"), std::string::npos);
  stopper.join();
  EXPECT_FALSE(RawClient(server->port()).connected());
}

TEST(Server, StopEndsWhatDoesNotFinish) {
  std::promise<Responder> waiting;
  auto server =
      start([&waiting](const ServerRequest&, const Responder& respond) { waiting.set_value(respond); });
  RawClient client(server->port());
  client.send(get("/"));
  Responder respond = waiting.get_future().get();
  server->stop(milliseconds{20});
  server->stop();
  bool closed = false;
  EXPECT_EQ(client.read_all(&closed), "");
  EXPECT_TRUE(closed);
  server.reset();
  respond(response_with("too late"));
}

TEST(Server, AnswersRacingWithStopAreSafe) {
  for (int round = 0; round < 20; ++round) {
    std::atomic<int> served = 0;
    auto server = start([&served](const ServerRequest& request, Responder respond) {
      ++served;
      std::thread([request, respond = std::move(respond)] { echo(request, respond); }).detach();
    });
    std::vector<RawClient> clients;
    for (int i = 0; i < 8; ++i) {
      clients.emplace_back(server->port());
      clients.back().send(get("/"));
    }
    clients.front().read_response();
    server->stop(milliseconds{0});
    EXPECT_GE(served, 1);
  }
}

TEST(Server, SaysWhyItCannotListen) {
  auto server = start(echo);
  ServerOptions taken;
  taken.port = server->port();
  const auto second = Server::start(taken, echo);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().type, ErrorType::value_error);
  EXPECT_NE(second.error().message.find(std::to_string(taken.port)), std::string::npos);
  EXPECT_FALSE(second.error().hint.empty());
  ServerOptions nonsense;
  nonsense.host = "not an address";
  EXPECT_FALSE(Server::start(nonsense, echo));
}

TEST(Server, ShowsAMappedPeerAsIpv4) {
  ServerOptions any;
  any.host = "::";
  const auto peer = [](const ServerRequest& request, const Responder& respond) {
    respond(response_with(request.peer));
  };
  auto server = Server::start(any, peer);
  if (!server) GTEST_SKIP() << server.error().message;
  EXPECT_EQ(RawClient::body_of(RawClient((*server)->port()).ask(get("/"))), "127.0.0.1");
}

TEST(Server, NamesItsUrl) {
  auto server = start(echo);
  EXPECT_EQ(server->url(), "http://127.0.0.1:" + std::to_string(server->port()));
  ServerOptions local;
  local.host = "localhost";
  EXPECT_TRUE(start(echo, local)->url().starts_with("http://127.0.0.1:"));
}

}  // namespace
}  // namespace tiktok_marketing::http
