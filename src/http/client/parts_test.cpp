#include <algorithm>

#include <gtest/gtest.h>
#include <tiktok_marketing/base/fakes.hpp>
#include <tiktok_marketing/http/fakes.hpp>

#include "http/client/curl_error.hpp"
#include "http/client/curl_library.hpp"
#include "http/client/task_queue.hpp"
#include "http/client/url_parts.hpp"

namespace tiktok_marketing::http {
namespace {

using std::chrono::milliseconds;

TEST(UrlParts, ShowsHostAndPathOnly) {
  EXPECT_EQ(parse_url("https://Business-API.tiktok.com:443/open_api/v1.3/?a=b#c")->shown(),
            "business-api.tiktok.com/open_api/v1.3/");
  EXPECT_EQ(parse_url("http://h?x=1")->shown(), "h/");
  EXPECT_EQ(parse_url("http://[::1]:80/a")->host, "::1");
  EXPECT_EQ(parse_url("HTTP://h/")->host, "h");
}

TEST(UrlParts, RefusesWhatTwoReadersCouldReadDifferently) {
  for (const char* url :
       {"http://127.0.0.1@evil/", "http://h\\@evil/", "http://h/\n", "//h/", "http:///p", "http://[::1"}) {
    EXPECT_FALSE(parse_url(url)) << url;
  }
}

TEST(UrlParts, Loopback) {
  for (const char* host : {"localhost", "a.localhost", "127.0.0.1", "127.1.2.3", "::1"}) {
    EXPECT_TRUE(is_loopback(host)) << host;
  }
  for (const char* host : {"localhost.evil.com", "127.evil.com", "10.0.0.1", "::2"}) {
    EXPECT_FALSE(is_loopback(host)) << host;
  }
}

TEST(CurlError, TableOfCodes) {
  struct Row {
    CURLcode code;
    ErrorType type;
    bool retryable;
  };
  const Row rows[] = {
      {CURLE_OPERATION_TIMEDOUT, ErrorType::upstream_timeout, true},
      {CURLE_COULDNT_RESOLVE_HOST, ErrorType::upstream_error, true},
      {CURLE_COULDNT_CONNECT, ErrorType::upstream_error, true},
      {CURLE_SEND_ERROR, ErrorType::upstream_error, true},
      {CURLE_RECV_ERROR, ErrorType::upstream_error, true},
      {CURLE_GOT_NOTHING, ErrorType::upstream_error, true},
      {CURLE_PARTIAL_FILE, ErrorType::upstream_error, true},
      {CURLE_PEER_FAILED_VERIFICATION, ErrorType::upstream_error, false},
      {CURLE_SSL_CONNECT_ERROR, ErrorType::upstream_error, false},
      {CURLE_SSL_CACERT_BADFILE, ErrorType::upstream_error, false},
      {CURLE_URL_MALFORMAT, ErrorType::value_error, false},
  };
  for (const Row& row : rows) {
    const Error error = error_of(row.code, {"h/p", "detail", true});
    EXPECT_EQ(error.type, row.type) << row.code;
    EXPECT_EQ(error.retryable, row.retryable) << row.code;
    EXPECT_NE(error.message.find("h/p"), std::string::npos) << row.code;
    EXPECT_FALSE(error.hint.empty()) << row.code;
  }
  EXPECT_EQ(error_of(CURLE_OPERATION_TIMEDOUT, {"h/p", "", false}).type, ErrorType::upstream_error);
}

TEST(CurlLibrary, AMissingLibraryNamesThePackage) {
  const auto library = load_curl("libcurl-that-does-not-exist.so.4");
  ASSERT_FALSE(library);
  EXPECT_EQ(library.error().type, ErrorType::internal_error);
  EXPECT_NE(library.error().hint.find("libcurl4"), std::string::npos);
}

TEST(TaskQueue, TimersQueueBehindWaitingTasksAndCanStillBeCancelled) {
  TaskQueue queue;
  std::string order;
  const auto note = [&order](char c) { return [&order, c] { order.push_back(c); }; };
  const SteadyTime start{};
  (void)queue.push_at(start + milliseconds{2}, note('c'));
  (void)queue.push_at(start + milliseconds{1}, note('b'));
  const auto late = queue.push_at(start + milliseconds{3}, note('x'));
  (void)queue.push_at(start + milliseconds{9}, note('d'));
  queue.push(note('a'));
  queue.collect_due(start + milliseconds{3});
  EXPECT_TRUE(queue.cancel(late));
  EXPECT_FALSE(queue.cancel(late));
  ASSERT_EQ(queue.size(), 4U);
  while (queue.size() > 0) {
    if (const auto task = queue.pop()) task();
  }
  EXPECT_EQ(order, "abc");
  EXPECT_EQ(queue.next_due(), start + milliseconds{9});
}

struct FakeCall {
  std::shared_ptr<VirtualRuntime> runtime = std::make_shared<VirtualRuntime>();
  FakeTransport transport{runtime, [](const HttpRequest& request) { return json_response(request.url); }};
  std::optional<Result<HttpResponse>> result;

  void send(HttpRequest request, std::stop_token stop = {}) {
    transport.send(std::move(request), std::move(stop),
                   [this](Result<HttpResponse> r) { result = std::move(r); });
  }
};

TEST(FakeTransport, AnswersLaterNeverFromInsideSend) {
  FakeCall call;
  HttpRequest request;
  request.url = "http://h/";
  call.send(request);
  EXPECT_FALSE(call.result);
  call.runtime->run_ready();
  ASSERT_TRUE(call.result);
  EXPECT_EQ(*call.result->value().body, "http://h/");
  EXPECT_GE(call.result->value().body->capacity(), 9 + kBodyPaddingBytes);
  EXPECT_EQ(call.result->value().header("content-type"), "application/json");
  ASSERT_EQ(call.transport.seen.size(), 1U);
  EXPECT_EQ(call.transport.seen[0].url, "http://h/");
}

TEST(FakeTransport, TakesItsLatencyAndHoldsTheDeadline) {
  FakeCall call;
  call.transport.latency = milliseconds{200};
  HttpRequest request;
  request.deadline = call.runtime->now() + milliseconds{300};
  call.send(request);
  call.runtime->advance(milliseconds{199});
  EXPECT_FALSE(call.result);
  call.runtime->advance(milliseconds{1});
  ASSERT_TRUE(call.result);
  EXPECT_TRUE(call.result->has_value());

  call.result.reset();
  request.deadline = call.runtime->now() + milliseconds{100};
  call.send(request);
  call.runtime->advance(milliseconds{100});
  ASSERT_TRUE(call.result);
  EXPECT_EQ(call.result->error().type, ErrorType::upstream_timeout);
}

TEST(FakeTransport, StopsWhenAsked) {
  FakeCall call;
  call.transport.latency = milliseconds{200};
  std::stop_source stop;
  call.send({}, stop.get_token());
  stop.request_stop();
  EXPECT_FALSE(call.result);
  call.runtime->run_ready();
  ASSERT_TRUE(call.result);
  EXPECT_EQ(call.result->error().type, ErrorType::cancelled);
  call.result.reset();
  call.runtime->advance(milliseconds{500});
  EXPECT_FALSE(call.result);
}

}  // namespace
}  // namespace tiktok_marketing::http
