#include <string>

#include <gtest/gtest.h>

#include "http/server/framing.hpp"
#include "http/server/raw_client.hpp"
#include "http/server/server.hpp"

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

std::string post(std::string_view headers, std::string_view body) {
  return "POST / HTTP/1.1\r\nHost: h\r\n" + std::string(headers) + "\r\n" + std::string(body);
}

std::string many_headers(int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += "X" + std::to_string(i) + ": v\r\n";
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
  auto server = Server::start({}, [&handled](const ServerRequest&, const Responder& respond) {
    ++handled;
    respond({});
  });
  ASSERT_TRUE(server);
  RawClient client((*server)->port());
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

  RawClient good((*server)->port());
  EXPECT_EQ(RawClient::status_of(good.ask("GET / HTTP/1.1\r\nHost: h\r\n\r\n")), 200);
}

INSTANTIATE_TEST_SUITE_P(Table, HostileTest, testing::ValuesIn(hostile_requests()),
                         [](const auto& test) { return test.param.name; });

TEST(HarmlessTest, AnAbsoluteTargetIsItsPath) {
  std::string seen;
  auto server = Server::start({}, [&seen](const ServerRequest& request, const Responder& respond) {
    seen = request.path + "?" + request.raw_query;
    respond({});
  });
  ASSERT_TRUE(server);
  RawClient client((*server)->port());
  EXPECT_EQ(RawClient::status_of(client.ask("GET http://h/a?b=c HTTP/1.1\r\nHost: h\r\n\r\n")), 200);
  EXPECT_EQ(seen, "/a?b=c");
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
