#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <future>
#include <latch>
#include <set>
#include <thread>

#include <gtest/gtest.h>
#include <tiktok_marketing/http/transport.hpp>

#include "http/server/server.hpp"

namespace tiktok_marketing::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// "ab" 50,000 times.
constexpr unsigned char kGzip[] = {
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xed, 0xc2, 0x31, 0x0d, 0x00, 0x00, 0x00,
    0x02, 0xa0, 0xac, 0xda, 0x3f, 0x84, 0x35, 0x3c, 0x18, 0xa4, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x4e, 0x0d, 0x23, 0xf0, 0xc9, 0x26, 0xa0, 0x86, 0x01, 0x00,
};

std::unique_ptr<Server> serve(Handler handler, ServerOptions options = {}) {
  Result<std::unique_ptr<Server>> server = Server::start(std::move(options), std::move(handler));
  if (!server) throw std::runtime_error(server.error().message);
  return std::move(*server);
}

ServerResponse response_with(std::string body) {
  ServerResponse response;
  response.body = std::make_shared<const std::string>(std::move(body));
  return response;
}

void echo(const ServerRequest& request, const Responder& respond) {
  respond(response_with(request.method + " " + request.path + "?" + request.raw_query + " " + request.body));
}

Handler misbehaving(Misbehaviour misbehaviour, std::string body) {
  return [misbehaviour, body](const ServerRequest&, const Responder& respond) {
    ServerResponse response = response_with(body);
    response.misbehaviour = misbehaviour;
    respond(std::move(response));
  };
}

HttpRequest request_to(const std::string& url) {
  HttpRequest request;
  request.url = url;
  request.deadline = std::chrono::steady_clock::now() + seconds{10};
  return request;
}

std::future<Result<HttpResponse>> begin(const Engine& engine, HttpRequest request,
                                        std::stop_token stop = {}) {
  auto promise = std::make_shared<std::promise<Result<HttpResponse>>>();
  engine.transport->send(std::move(request), std::move(stop),
                         [promise](Result<HttpResponse> result) { promise->set_value(std::move(result)); });
  return promise->get_future();
}

Result<HttpResponse> fetch(const Engine& engine, HttpRequest request) {
  return begin(engine, std::move(request)).get();
}

TEST(Engine, FetchesStatusHeadersAndBody) {
  auto server = serve([](const ServerRequest&, const Responder& respond) {
    ServerResponse response = response_with("a body");
    response.status = 502;
    response.headers = {{"X-Tt-Logid", " 7 "}, {"X-Twice", "a"}, {"X-Twice", "b"}};
    respond(std::move(response));
  });
  const Engine engine = make_engine();
  const auto response = fetch(engine, request_to(server->url() + "/"));
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->status, 502);
  EXPECT_EQ(response->header("x-tt-logid"), "7");
  EXPECT_EQ(response->header("x-twice"), "a");
  EXPECT_EQ(response->header("absent"), "");
  EXPECT_EQ(*response->body, "a body");
  EXPECT_GE(response->body->capacity(), response->body->size() + kBodyPaddingBytes);
}

TEST(Engine, SendsMethodQueryHeadersAndBody) {
  std::promise<ServerRequest> seen;
  auto server = serve([&seen](ServerRequest request, const Responder& respond) {
    seen.set_value(std::move(request));
    respond({});
  });
  HttpRequest request = request_to(server->url() + "/a/?ids=%5B%22%31%22%5D");
  request.method = "PUT";
  request.headers = {{"Content-Type", "application/json"}, {"X-Empty", ""}};
  request.secret_headers.emplace_back("Access-Token", Secret("hidden"));
  request.body = std::string("{\"a\":\"\0\"}", 9);
  ASSERT_TRUE(fetch(make_engine(), request));
  const ServerRequest got = seen.get_future().get();
  EXPECT_EQ(got.method, "PUT");
  EXPECT_EQ(got.path, "/a/");
  EXPECT_EQ(got.raw_query, "ids=%5B%22%31%22%5D");
  EXPECT_EQ(got.header("content-type"), "application/json");
  EXPECT_EQ(got.header("access-token"), "hidden");
  EXPECT_EQ(got.header("expect"), "");
  EXPECT_EQ(got.body, request.body);
}

TEST(Engine, EveryMethodArrivesAsItself) {
  auto server = serve(echo);
  const Engine engine = make_engine();
  for (const char* method : {"GET", "POST", "PUT", "PATCH", "DELETE", "POST", "GET"}) {
    for (const char* body : {"", "b"}) {
      HttpRequest request = request_to(server->url() + "/");
      request.method = method;
      request.body = body;
      const auto response = fetch(engine, request);
      ASSERT_TRUE(response) << response.error().message;
      EXPECT_EQ(*response->body, std::string(method) + " /? " + body);
    }
  }
  HttpRequest head = request_to(server->url() + "/");
  head.method = "HEAD";
  const auto response = fetch(engine, head);
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(*response->body, "");
  EXPECT_EQ(response->header("content-length"), "8");
}

// The server serves one connection only: a second one would never get its answer.
TEST(Engine, ReusesItsConnection) {
  ServerOptions options;
  options.max_connections = 1;
  auto server = serve(echo, options);
  const Engine engine = make_engine();
  for (int i = 0; i < 20; ++i) {
    const auto response = fetch(engine, request_to(server->url() + "/"));
    ASSERT_TRUE(response) << response.error().message;
  }
}

TEST(Engine, UnpacksGzip) {
  std::string packed;
  for (const unsigned char byte : kGzip) packed.push_back(static_cast<char>(byte));
  std::string accepted;
  auto server = serve([&](const ServerRequest& request, const Responder& respond) {
    accepted = request.header("accept-encoding");
    ServerResponse response = response_with(packed);
    response.headers = {{"Content-Encoding", "gzip"}};
    respond(std::move(response));
  });
  const Engine engine = make_engine();
  const auto response = fetch(engine, request_to(server->url() + "/"));
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_NE(accepted.find("gzip"), std::string::npos);
  ASSERT_EQ(response->body->size(), 100'000U);
  EXPECT_EQ(response->body->substr(99'990), "ababababab");
  EXPECT_GE(response->body->capacity(), response->body->size() + kBodyPaddingBytes);

  HttpRequest small = request_to(server->url() + "/");
  small.max_body_bytes = 99'999;
  EXPECT_EQ(fetch(engine, small).error().type, ErrorType::result_too_large);
}

TEST(Engine, ASlowAnswerIsATimeout) {
  Misbehaviour silent;
  silent.no_answer = true;
  Misbehaviour dribble;
  dribble.bytes_per_second = 50;
  for (const Misbehaviour& misbehaviour : {silent, dribble}) {
    auto server = serve(misbehaving(misbehaviour, std::string(1'000, 'x')));
    HttpRequest request = request_to(server->url() + "/slow");
    request.deadline = std::chrono::steady_clock::now() + milliseconds{60};
    const auto response = fetch(make_engine(), request);
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().type, ErrorType::upstream_timeout);
    EXPECT_TRUE(response.error().retryable);
    EXPECT_GE(std::chrono::steady_clock::now(), request.deadline);
  }
}

TEST(Engine, ADeadlineThatHasPassedSendsNothing) {
  std::atomic<int> served = 0;
  auto server = serve([&served](const ServerRequest&, const Responder& respond) {
    ++served;
    respond({});
  });
  HttpRequest request = request_to(server->url() + "/");
  request.deadline = std::chrono::steady_clock::now();
  EXPECT_EQ(fetch(make_engine(), request).error().type, ErrorType::upstream_timeout);
  EXPECT_EQ(served, 0);
}

TEST(Engine, TheDeadlineHoldsForRequestsThatWaitForAConnection) {
  Misbehaviour silent;
  silent.no_answer = true;
  auto server = serve(misbehaving(silent, ""));
  EngineOptions options;
  options.max_connections_per_host = 1;
  const Engine engine = make_engine(options);
  auto first = begin(engine, request_to(server->url() + "/first"));
  HttpRequest request = request_to(server->url() + "/second");
  request.deadline = std::chrono::steady_clock::now() + milliseconds{60};
  auto second = begin(engine, request);
  EXPECT_EQ(second.get().error().type, ErrorType::upstream_timeout);
  EXPECT_EQ(first.wait_for(seconds{0}), std::future_status::timeout);
}

// Every byte of the head and the first bytes of the body, and a few further on.
TEST(Engine, ACutAnswerIsAnErrorNeverAShortBody) {
  auto server = serve([](const ServerRequest& request, const Responder& respond) {
    ServerResponse response = response_with(std::string(20'000, 'x'));
    response.misbehaviour.emplace();
    response.misbehaviour->cut_after_bytes = std::stoul(request.path.substr(1));
    respond(std::move(response));
  });
  const Engine engine = make_engine();
  std::vector<std::size_t> cuts = {10'000, 19'999};
  for (std::size_t i = 0; i < 200; ++i) cuts.push_back(i);
  for (const std::size_t bytes : cuts) {
    const auto response = fetch(engine, request_to(server->url() + "/" + std::to_string(bytes)));
    ASSERT_FALSE(response) << bytes;
    EXPECT_EQ(response.error().type, ErrorType::upstream_error) << bytes << response.error().message;
    EXPECT_TRUE(response.error().retryable) << bytes;
    EXPECT_FALSE(response.error().hint.empty());
  }
}

TEST(Engine, ATooLargeAnswerIsAnError) {
  auto server = serve([](const ServerRequest&, const Responder& respond) {
    respond(response_with(std::string(1'000'000, 'x')));
  });
  const Engine engine = make_engine();
  HttpRequest request = request_to(server->url() + "/");
  request.max_body_bytes = 999'999;
  const auto response = fetch(engine, request);
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().type, ErrorType::result_too_large);
  request.max_body_bytes = 1'000'000;
  EXPECT_TRUE(fetch(engine, request));
}

TEST(Engine, StopsWhenAsked) {
  Misbehaviour silent;
  silent.no_answer = true;
  std::promise<void> arrived;
  auto server = serve([&](const ServerRequest& request, const Responder& respond) {
    arrived.set_value();
    misbehaving(silent, "")(request, respond);
  });
  const Engine engine = make_engine();
  std::stop_source stop;
  auto response = begin(engine, request_to(server->url() + "/"), stop.get_token());
  arrived.get_future().wait();
  stop.request_stop();
  EXPECT_EQ(response.get().error().type, ErrorType::cancelled);
  EXPECT_EQ(begin(engine, request_to(server->url() + "/"), stop.get_token()).get().error().type,
            ErrorType::cancelled);
}

TEST(Engine, AStopAfterTheAnswerChangesNothing) {
  auto server = serve(echo);
  const Engine engine = make_engine();
  for (int i = 0; i < 50; ++i) {
    std::stop_source stop;
    auto response = begin(engine, request_to(server->url() + "/"), stop.get_token());
    stop.request_stop();
    const auto result = response.get();
    EXPECT_TRUE(result.has_value() || result.error().type == ErrorType::cancelled);
  }
}

TEST(Engine, AHundredAtOnce) {
  auto server = serve([](const ServerRequest& request, const Responder& respond) {
    ServerResponse response = response_with(request.path);
    response.delay = milliseconds{5};
    respond(std::move(response));
  });
  const Engine engine = make_engine();
  std::vector<std::future<Result<HttpResponse>>> all;
  for (int i = 0; i < 100; ++i)
    all.push_back(begin(engine, request_to(server->url() + "/" + std::to_string(i))));
  for (int i = 0; i < 100; ++i) {
    const auto response = all[static_cast<std::size_t>(i)].get();
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(*response->body, "/" + std::to_string(i));
  }
}

TEST(Engine, HandsARedirectBack) {
  auto server = serve([](const ServerRequest&, const Responder& respond) {
    ServerResponse response;
    response.status = 302;
    response.headers = {{"Location", "/elsewhere"}};
    respond(std::move(response));
  });
  const auto response = fetch(make_engine(), request_to(server->url() + "/"));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 302);
  EXPECT_EQ(response->header("location"), "/elsewhere");
  EXPECT_EQ(*response->body, "");
}

TEST(Engine, AClosedPortSaysSoWithoutSecrets) {
  std::string url = serve(echo)->url();
  HttpRequest request = request_to(url + "/path/?token=in-the-query");
  request.secret_headers.emplace_back("Access-Token", Secret("in-the-header"));
  const auto response = fetch(make_engine(), request);
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().type, ErrorType::upstream_error);
  EXPECT_TRUE(response.error().retryable);
  EXPECT_EQ(response.error().message, "could not connect to 127.0.0.1/path/");
  EXPECT_EQ(to_json(response.error()).find("in-the-"), std::string::npos);
}

TEST(Engine, PlainHttpIsNotTrustedTls) {
  auto server = serve(echo);
  const std::string url = "https" + server->url().substr(4) + "/";
  const auto response = fetch(make_engine(), request_to(url));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().type, ErrorType::upstream_error);
  EXPECT_FALSE(response.error().retryable);
  EXPECT_NE(response.error().message.find("TLS"), std::string::npos);
}

TEST(Engine, RefusesWhatIsNoRequest) {
  const Engine engine = make_engine();
  for (const char* url :
       {"", "nonsense", "ftp://h/", "file:///etc/passwd", "http://", "http://u:p@h/", "http://h/ x"}) {
    EXPECT_EQ(fetch(engine, request_to(url)).error().type, ErrorType::value_error) << url;
  }
  HttpRequest request = request_to("http://127.0.0.1:1/");
  request.secret_headers.emplace_back("Access-Token", Secret("abc\r\nX-Evil: 1"));
  const Error error = fetch(engine, request).error();
  EXPECT_EQ(error.type, ErrorType::value_error);
  EXPECT_EQ(to_json(error).find("abc"), std::string::npos);
}

TEST(Engine, LoopbackNeverGoesThroughAProxy) {
  auto server = serve(echo);
  ::setenv("http_proxy", "http://127.0.0.1:1", 1);
  EXPECT_TRUE(fetch(make_engine(), request_to(server->url() + "/")));
  const auto other = fetch(make_engine(), request_to("http://host.invalid/"));
  ::unsetenv("http_proxy");
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().message, "could not connect to host.invalid/");
}

TEST(Engine, TasksRunInOrderAndOnOneThread) {
  const Engine engine = make_engine();
  std::vector<int> order;
  std::set<std::thread::id> threads;
  std::latch done(1);
  for (int i = 0; i < 100; ++i) {
    engine.runtime->post([&, i] {
      order.push_back(i);
      threads.insert(std::this_thread::get_id());
    });
  }
  engine.runtime->post([&] { engine.runtime->post([&] { done.count_down(); }); });
  done.wait();
  ASSERT_EQ(order.size(), 100U);
  EXPECT_TRUE(std::ranges::is_sorted(order));
  EXPECT_EQ(threads.size(), 1U);
  EXPECT_FALSE(threads.contains(std::this_thread::get_id()));
}

TEST(Engine, TimersRunWhenDueAndNotWhenCancelled) {
  const Engine engine = make_engine();
  const SteadyTime start = engine.runtime->now();
  std::string order;
  Event done;
  const auto note = [&order](char c) { return [&order, c] { order.push_back(c); }; };
  engine.runtime->post_at(start + milliseconds{30}, [&] {
    order.push_back('d');
    done.set();
  });
  engine.runtime->post_at(start + milliseconds{20}, note('c'));
  const auto cancelled = engine.runtime->post_at(start + milliseconds{10}, note('x'));
  engine.runtime->post_at(start - seconds{1}, note('a'));
  engine.runtime->post_at(start + milliseconds{5}, note('b'));
  engine.runtime->post_at(SteadyTime::max(), note('y'));
  engine.runtime->cancel(cancelled);
  engine.runtime->cancel(123'456);
  engine.runtime->wait(done);
  EXPECT_EQ(order, "abcd");
  EXPECT_GE(engine.runtime->now(), start + milliseconds{30});
}

TEST(Engine, TimersRunWhileRequestsAreUnderWay) {
  Misbehaviour silent;
  silent.no_answer = true;
  auto server = serve(misbehaving(silent, ""));
  const Engine engine = make_engine();
  auto open = begin(engine, request_to(server->url() + "/"));
  Event timer;
  engine.runtime->post_at(engine.runtime->now() + milliseconds{10}, [&] { timer.set(); });
  engine.runtime->wait(timer);
  Event task;
  engine.runtime->post([&] { task.set(); });
  engine.runtime->wait(task);
  EXPECT_EQ(open.wait_for(seconds{0}), std::future_status::timeout);
}

TEST(Engine, DoneIsCalledOnTheEngineThread) {
  auto server = serve(echo);
  const Engine engine = make_engine();
  std::promise<std::thread::id> of_task;
  std::promise<std::thread::id> of_done;
  engine.runtime->post([&] { of_task.set_value(std::this_thread::get_id()); });
  engine.transport->send(request_to(server->url() + "/"), {},
                         [&](const Result<HttpResponse>&) { of_done.set_value(std::this_thread::get_id()); });
  EXPECT_EQ(of_task.get_future().get(), of_done.get_future().get());
}

TEST(Engine, LettingGoCancelsWhatIsOpen) {
  Misbehaviour silent;
  silent.no_answer = true;
  auto server = serve(misbehaving(silent, ""));
  std::atomic<int> cancelled = 0;
  Engine engine = make_engine();
  for (int i = 0; i < 10; ++i) {
    engine.transport->send(request_to(server->url() + "/"), {},
                           [&cancelled](const Result<HttpResponse>& result) {
                             if (!result && result.error().type == ErrorType::cancelled) ++cancelled;
                           });
  }
  engine.runtime.reset();
  EXPECT_EQ(cancelled, 0);
  engine.transport.reset();
  EXPECT_EQ(cancelled, 10);
}

TEST(Engine, TheLastOwnerMayBeOnTheEngineThread) {
  Misbehaviour silent;
  silent.no_answer = true;
  auto server = serve(misbehaving(silent, ""));
  auto engine = std::make_shared<Engine>(make_engine());
  auto open = begin(*engine, request_to(server->url() + "/"));
  std::latch released(1);
  Runtime* runtime = engine->runtime.get();
  runtime->post([engine, &released]() mutable {
    released.wait();
    engine.reset();
  });
  engine.reset();
  released.count_down();
  EXPECT_EQ(open.get().error().type, ErrorType::cancelled);
}

TEST(Engine, AnUnusedEngineIsCheap) {
  for (int i = 0; i < 100; ++i) EXPECT_NE(make_engine().runtime, nullptr);
}

TEST(SharedEngine, IsOneUntilItsLastUserGoes) {
  auto server = serve(echo);
  Engine one = shared_engine();
  const Engine two = shared_engine();
  EXPECT_EQ(one.runtime, two.runtime);
  EXPECT_NE(make_engine().runtime, one.runtime);
  EXPECT_TRUE(fetch(one, request_to(server->url() + "/")));
}

}  // namespace
}  // namespace tiktok_marketing::http
