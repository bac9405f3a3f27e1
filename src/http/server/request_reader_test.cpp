#include "http/server/request_reader.hpp"

#include <gtest/gtest.h>

#include "http/server/test_support.hpp"

namespace tiktok_marketing::http {
namespace {

using State = RequestReader::State;

// Feeds `bytes` in steps, as a connection would; what is left over stays in `bytes`.
State feed(RequestReader& reader, std::string& bytes, std::size_t step) {
  std::string pending;
  while (!bytes.empty() && (reader.state() == State::headers || reader.state() == State::body)) {
    pending += bytes.substr(0, step);
    bytes.erase(0, std::min(step, bytes.size()));
    pending.erase(0, reader.feed(pending));
    if (reader.state() == State::body && !pending.empty()) pending.erase(0, reader.feed(pending));
  }
  bytes.insert(0, pending);
  return reader.state();
}

TEST(RequestReader, ReadsTheSameInPiecesOfAnySize) {
  const std::string head = "POST /a?b=c HTTP/1.1\r\nHost: h\r\nX-Y: Z\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::string body = "5\r\nhello\r\n6;ext=\"q\"\r\n world\r\n0\r\nTrailer: t\r\n\r\n";
  for (std::size_t step = 1; step <= head.size() + body.size(); ++step) {
    RequestReader reader(1'000, 1'000);
    std::string bytes = head + body + "GET /next";
    ASSERT_EQ(feed(reader, bytes, step), State::complete) << step;
    EXPECT_TRUE(std::string_view("GET /next").ends_with(bytes) || bytes == "GET /next") << bytes;
    EXPECT_TRUE(reader.keep_alive());
    EXPECT_FALSE(reader.is_http10());
    const ServerRequest request = reader.take();
    EXPECT_EQ(request.method + " " + request.path + " " + request.raw_query, "POST /a b=c");
    EXPECT_EQ(request.headers, (Headers{{"host", "h"}, {"x-y", "Z"}, {"transfer-encoding", "chunked"}}));
    EXPECT_EQ(request.body, "hello world");
  }
}

TEST(RequestReader, ReadsAnEmptyChunkedBodyByteByByte) {
  RequestReader reader(1'000, 1'000);
  std::string bytes = post("Transfer-Encoding: chunked\r\n", "0\r\n\r\n");
  ASSERT_EQ(feed(reader, bytes, 1), State::complete);
  EXPECT_EQ(reader.take().body, "");
}

TEST(RequestReader, StopsBehindItsRequest) {
  RequestReader reader(1'000, 1'000);
  const std::string first = post("Content-Length: 2\r\n", "hi");
  std::string bytes = first + get("/next");
  ASSERT_EQ(feed(reader, bytes, bytes.size()), State::complete);
  EXPECT_EQ(bytes, get("/next"));
}

TEST(RequestReader, ComesBackWithTheHeaders) {
  RequestReader reader(1'000, 1'000);
  const std::string head = post("Content-Length: 2\r\nExpect: 100-Continue\r\n", "");
  EXPECT_EQ(reader.feed(head + "hi"), head.size());
  EXPECT_EQ(reader.state(), State::body);
  EXPECT_TRUE(reader.expects_continue());
  EXPECT_EQ(reader.feed("hi"), 2U);
  EXPECT_EQ(reader.state(), State::complete);
}

TEST(RequestReader, RefusesFoldsAndLongHeadersInPiecesOfAnySize) {
  const std::string folded = "GET / HTTP/1.1\r\nHost: h\r\nX: a\r\n b\r\n\r\n";
  const std::string line = "X: " + std::string(20, 'v') + "\r\n";
  std::string many = "GET / HTTP/1.1\r\nHost: h\r\n";
  for (int i = 0; i < 50; ++i) many += line;
  for (std::size_t step = 1; step <= 60; ++step) {
    RequestReader folds(1'000, 1'000);
    std::string bytes = folded;
    ASSERT_EQ(feed(folds, bytes, step), State::refused) << step;
    EXPECT_EQ(folds.refusal().status, 400);
    RequestReader longs(1'000, 1'000);
    bytes = many + "\r\n";
    ASSERT_EQ(feed(longs, bytes, step), State::refused) << step;
    EXPECT_EQ(longs.refusal().status, 431);
  }
  // In the steps of its lines, where Beast alone would count each line from zero.
  RequestReader by_lines(1'000, 1'000);
  std::string bytes = many;
  ASSERT_EQ(feed(by_lines, bytes, line.size()), State::refused);
  EXPECT_EQ(by_lines.refusal().status, 431);
}

TEST(RequestReader, TakesWhatTheLimitsAllow) {
  const std::string head = "GET / HTTP/1.1\r\nHost: h\r\nX: y\r\n\r\n";
  for (const std::size_t room : {0U, 1U}) {
    RequestReader reader(head.size() - room, 0);
    std::string bytes = head;
    EXPECT_EQ(feed(reader, bytes, bytes.size()), room == 0 ? State::complete : State::refused);
  }
  for (const std::size_t limit : {4U, 5U}) {
    for (const std::string& request :
         {post("Content-Length: 5\r\n", "hello"),
          post("Transfer-Encoding: chunked\r\n", "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n")}) {
      RequestReader reader(1'000, limit);
      std::string bytes = request;
      EXPECT_EQ(feed(reader, bytes, bytes.size()), limit == 5 ? State::complete : State::refused);
      if (limit == 4) {
        EXPECT_EQ(reader.refusal().status, 413);
      }
    }
  }
}

}  // namespace
}  // namespace tiktok_marketing::http
