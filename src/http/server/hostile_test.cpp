#include <atomic>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "http/server/framing.hpp"
#include "http/server/raw_client.hpp"
#include "http/server/test_support.hpp"

namespace tiktok_marketing::http {
namespace {

struct Hostile {
  std::string name;
  std::string request;
  std::string statuses;  ///< those allowed, "400 431"
};

void PrintTo(const Hostile& hostile, std::ostream* out) {
  *out << hostile.name;
}

std::string many_headers(int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += "X" + std::to_string(i) + ": v\r\n";
  return out;
}

std::string many_chunks(int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
  return out;
}

// A second request hides behind each body: were the two ends of the first read differently, it would be
// served.
const std::string kSmuggled = "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n";

std::vector<Hostile> hostile_requests() {
  const std::string chunks = "2\r\nhi\r\n0\r\n\r\n" + kSmuggled;
  using namespace std::string_literals;
  return {
      {"length_then_chunked", post("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", chunks), "400"},
      {"chunked_then_length", post("Transfer-Encoding: chunked\r\nContent-Length: 2\r\n", chunks), "400"},
      {"two_lengths", post("Content-Length: 2\r\nContent-Length: 3\r\n", "hi" + kSmuggled), "400"},
      {"same_length_twice", post("Content-Length: 2\r\nContent-Length: 2\r\n", "hi" + kSmuggled), "400"},
      {"gzip_coding", post("Transfer-Encoding: gzip\r\n", chunks), "400"},
      {"xchunked_coding", post("Transfer-Encoding: xchunked\r\n", chunks), "400"},
      {"coding_list", post("Transfer-Encoding: gzip, chunked\r\n", chunks), "400"},
      {"chunked_twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", chunks), "400"},
      {"chunked_http10", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks, "400"},
      {"no_host", "GET / HTTP/1.1\r\n\r\n", "400"},
      {"two_hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"},
      {"space_before_colon", "GET / HTTP/1.1\r\nHost: h\r\nX : y\r\n\r\n", "400"},
      {"nul_in_value", "GET / HTTP/1.1\r\nHost: h\r\nX: a\0b\r\n\r\n"s, "400"},
      {"signed_length", post("Content-Length: +2\r\n", "hi"), "400"},
      {"negative_length", post("Content-Length: -2\r\n", "hi"), "400"},
      {"hex_length", post("Content-Length: 0x2\r\n", "hi"), "400"},
      {"length_list", post("Content-Length: 2, 2\r\n", "hi"), "400"},
      {"huge_length", post("Content-Length: 99999999999\r\n", "hi"), "413"},
      {"length_beyond_64_bits", post("Content-Length: 99999999999999999999999\r\n", "hi"), "400 413"},
      {"hundred_thousand_headers", "GET / HTTP/1.1\r\nHost: h\r\n" + many_headers(100'000) + "\r\n",
       "400 431"},
      {"bad_chunk_size", post("Transfer-Encoding: chunked\r\n", "zz\r\nhi\r\n0\r\n\r\n"), "400"},
      {"endless_chunk_extension", post("Transfer-Encoding: chunked\r\n", "2;" + std::string(300'000, 'x')),
       "400 431"},
      {"endless_chunk_size", post("Transfer-Encoding: chunked\r\n", std::string(300'000, '0')), "400"},
      {"endless_trailers", post("Transfer-Encoding: chunked\r\n", "0\r\n" + many_headers(10'000)), "400"},
      {"framing_in_trailers",
       post("Transfer-Encoding: chunked\r\n", "0\r\nContent-Length: 2\r\n\r\n" + kSmuggled), "400"},
      {"no_line_end_behind_a_chunk", post("Transfer-Encoding: chunked\r\n", "2\r\nhiXX0\r\n\r\n" + kSmuggled),
       "400"},
      {"negative_chunk", post("Transfer-Encoding: chunked\r\n", "-2\r\nhi\r\n0\r\n\r\n"), "400"},
      {"chunk_beyond_64_bits", post("Transfer-Encoding: chunked\r\n", "fffffffffffffffff\r\nhi\r\n0\r\n\r\n"),
       "400 413"},
      {"hundred_mebibytes_declared", post("Content-Length: 104857600\r\n", ""), "413"},
      {"hundred_mebibytes_in_a_chunk", post("Transfer-Encoding: chunked\r\n", "6400000\r\n"), "413"},
      {"many_chunks_too_many", post("Transfer-Encoding: chunked\r\n", many_chunks(200)), "413"},
      {"very_long_target", "GET /" + std::string(100'000, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n", "431"},
      {"target_with_user", "GET http://u:p@h/ HTTP/1.1\r\nHost: h\r\n\r\n", "400"},
      {"target_of_another_scheme", "GET ftp://h/ HTTP/1.1\r\nHost: h\r\n\r\n", "400"},
      {"target_without_host", "GET http:///a HTTP/1.1\r\nHost: h\r\n\r\n", "400"},
      {"connect", "CONNECT h:443 HTTP/1.1\r\nHost: h\r\n\r\n", "400"},
      {"nul_in_target", "GET /a\0b HTTP/1.1\r\nHost: h\r\n\r\n"s, "400"},
      {"nul_in_name", "GET / HTTP/1.1\r\nHost: h\r\nX\0: y\r\n\r\n"s, "400"},
      {"nul_in_method", "G\0T / HTTP/1.1\r\nHost: h\r\n\r\n"s, "400"},
      {"bare_line_feed", "GET / HTTP/1.1\nHost: h\n\n\r\n\r\n", "400"},
      {"bare_carriage_return", "GET / HTTP/1.1\r\nHost: h\r\nX: a\rb\r\n\r\n", "400"},
      {"http9", "GET / HTTP/9.9\r\nHost: h\r\n\r\n", "400"},
      {"not_http", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 hello\r\n\r\n"s, "400"},
      {"http2_preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400"},
      {"bad_target", "GET nowhere HTTP/1.1\r\nHost: h\r\n\r\n", "400"},
      {"folded_line", "GET / HTTP/1.1\r\nHost: h\r\nX: a\r\n b: c\r\n\r\n", "400"},
      {"folded_by_tab", "GET / HTTP/1.1\r\nX: a\r\n\tContent-Length: 2\r\nHost: h\r\n\r\n", "400"},
      {"folded_first_line", "GET / HTTP/1.1\r\n X: a\r\nHost: h\r\n\r\n", "400"},
      {"nul_in_path", "GET /a%00b HTTP/1.1\r\nHost: h\r\n\r\n", "400"},
  };
}

class HostileTest : public testing::TestWithParam<Hostile> {};

TEST_P(HostileTest, IsRefusedAndTheServerLivesOn) {
  std::atomic<int> handled = 0;
  auto server = start([&handled](const ServerRequest&, const Responder& respond) {
    ++handled;
    respond({});
  });
  RawClient client(server->port());
  client.send(GetParam().request);
  bool closed = false;
  const std::string answer = client.read_all(&closed);
  EXPECT_TRUE(closed);
  const std::string status = std::to_string(RawClient::status_of(answer));
  EXPECT_EQ(status.size(), 3U) << answer;
  EXPECT_NE(GetParam().statuses.find(status), std::string::npos) << answer;
  EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos) << answer;
  EXPECT_EQ(answer.find("Date: "), answer.rfind("Date: ")) << "more than one answer: " << answer;
  EXPECT_EQ(handled, 0);

  RawClient good(server->port());
  EXPECT_EQ(RawClient::status_of(good.ask("GET / HTTP/1.1\r\nHost: h\r\n\r\n")), 200);
}

INSTANTIATE_TEST_SUITE_P(Table, HostileTest, testing::ValuesIn(hostile_requests()),
                         [](const auto& test) { return test.param.name; });

TEST(HarmlessTest, AnAbsoluteTargetIsItsPathOnItsHost) {
  auto server = start([](const ServerRequest& request, const Responder& respond) {
    respond(
        response_with(std::string(request.header("host")) + " " + request.path + "?" + request.raw_query));
  });
  RawClient client(server->port());
  const auto ask = [&client](const std::string& target) {
    const std::string answer = client.ask("GET " + target + " HTTP/1.1\r\nHost: other\r\n\r\n");
    return std::string(RawClient::body_of(answer));
  };
  EXPECT_EQ(ask("http://h:1/a?b=c"), "h:1 /a?b=c");
  EXPECT_EQ(ask("HTTPS://h"), "h /?");
  EXPECT_EQ(ask("/x?u=http://h/"), "other /x?u=http://h/");
}

TEST(HarmlessTest, BadPercentEncodingStaysText) {
  auto server = start(echo);
  RawClient client(server->port());
  EXPECT_EQ(RawClient::body_of(client.ask(get("/a%zz%4"))), "GET /a%zz%4 ");
  EXPECT_EQ(RawClient::body_of(client.ask(get("/%"))), "GET /% ");
  EXPECT_EQ(RawClient::body_of(client.ask(get("/%ff%0d%0a"))), "GET /\xff\r\n ");
}

TEST(HarmlessTest, ALongTargetWithinTheLimitIsServed) {
  auto server = start(echo);
  RawClient client(server->port());
  const std::string path = "/" + std::string(50'000, 'a');
  EXPECT_EQ(RawClient::body_of(client.ask(get(path))), "GET " + path + " ");
}

TEST(HarmlessTest, NothingOfTheHandlerBreaksOutOfItsHeader) {
  using namespace std::string_literals;
  const std::vector<std::string> values = {"a\r\nSet-Cookie: b", "a\nSet-Cookie: b", "a\rSet-Cookie: b",
                                           "a\r\n\r\n<html>", "a\0b"s};
  for (const std::string& value : values) {
    for (const std::string where : {"/name", "/value", "/type"}) {
      auto server = start([&value](const ServerRequest& request, const Responder& respond) {
        ServerResponse response = response_with("{}");
        if (request.path == "/name") response.headers.emplace_back("X" + value, "v");
        if (request.path == "/value") response.headers.emplace_back("Location", value);
        if (request.path == "/type") response.content_type = value;
        respond(std::move(response));
      });
      RawClient client(server->port());
      client.send(get(where));
      const std::string answer = client.read_all();
      EXPECT_EQ(RawClient::status_of(answer), 500) << where;
      EXPECT_EQ(answer.find("Set-Cookie"), std::string::npos) << answer;
      EXPECT_EQ(answer.find("<html>"), std::string::npos) << answer;
    }
  }
}

TEST(Framing, ChunkedIsComparedWithoutCase) {
  Framing framing;
  framing.host_count = 1;
  framing.transfer_encoding_count = 1;
  framing.transfer_encoding = "Chunked";
  EXPECT_EQ(framing_fault(framing), "");
  framing.transfer_encoding = "chunked ";
  EXPECT_NE(framing_fault(framing), "");
}

}  // namespace
}  // namespace tiktok_marketing::http
