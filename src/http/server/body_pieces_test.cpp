#include <atomic>
#include <future>

#include <gtest/gtest.h>

#include "http/server/gather.hpp"
#include "http/server/raw_client.hpp"
#include "http/server/test_support.hpp"

namespace tiktok_marketing::http {
namespace {

std::string joined(const Gather& gather) {
  std::string out;
  for (const iovec& slice : gather.slices())
    out.append(static_cast<const char*>(slice.iov_base), slice.iov_len);
  return out;
}

Gather three_slices() {
  Gather gather;
  gather.add("abc");
  gather.add("");
  gather.add("de");
  gather.add("f");
  return gather;
}

TEST(Gather, AdvancesAcrossSlices) {
  for (std::size_t bytes = 0; bytes <= 7; ++bytes) {
    Gather gather = three_slices();
    gather.advance(bytes);
    EXPECT_EQ(joined(gather), std::string("abcdef").substr(std::min<std::size_t>(bytes, 6)));
    EXPECT_EQ(gather.empty(), bytes >= 6);
  }
}

TEST(Gather, FrontIsACopyOfTheFirstBytes) {
  for (std::size_t bytes = 0; bytes <= 7; ++bytes) {
    Gather gather = three_slices();
    gather.advance(1);
    EXPECT_EQ(joined(gather.front(bytes)), std::string("bcdef").substr(0, bytes));
    EXPECT_EQ(joined(gather), "bcdef");
  }
}

/// A page whose records are cut out of it, between a head and a tail of their own.
ServerResponse cut_page(const std::shared_ptr<const std::string>& page, std::size_t pieces) {
  ServerResponse response = response_with("[");
  const std::size_t size = page->size() / pieces;
  for (std::size_t i = 0; i < pieces; ++i) {
    response.pieces.push_back({page, std::string_view(*page).substr(i * size, size)});
    response.pieces.push_back({nullptr, i + 1 < pieces ? "," : "]"});
  }
  return response;
}

std::string text_of(const ServerResponse& response) {
  std::string out = *response.body;
  for (const BodyPiece& piece : response.pieces) out += piece.bytes;
  return out;
}

std::shared_ptr<const std::string> page_of(std::size_t bytes) {
  std::string out(bytes, 'x');
  for (std::size_t i = 0; i < bytes; i += 997) out[i] = static_cast<char>('a' + i / 997 % 26);
  return text(std::move(out));
}

TEST(BodyPieces, LeaveInOrderBehindTheBody) {
  // Two pieces, more than one call of the kernel may take, and none.
  for (const std::size_t pieces : {1U, 700U, 3'000U}) {
    const auto page = page_of(3'000'000);
    const std::string expected = text_of(cut_page(page, pieces));
    auto server = start(
        [&page, pieces](const ServerRequest&, const Responder& respond) { respond(cut_page(page, pieces)); });
    RawClient client(server->port());
    for (int round = 0; round < 2; ++round) {
      const std::string answer = client.ask(get("/"));
      EXPECT_NE(answer.find("Content-Length: " + std::to_string(expected.size()) + "\r\n"),
                std::string::npos);
      EXPECT_TRUE(RawClient::body_of(answer) == expected);
    }
  }
}

TEST(BodyPieces, NeedNoBodyAndMayBeEmpty) {
  auto server = start([](const ServerRequest&, const Responder& respond) {
    ServerResponse response;
    response.pieces = {{nullptr, ""}, {nullptr, "ab"}, {nullptr, ""}, {nullptr, "c"}};
    respond(std::move(response));
  });
  RawClient client(server->port());
  for (int i = 0; i < 2; ++i) EXPECT_EQ(RawClient::body_of(client.ask(get("/"))), "abc");
}

TEST(BodyPieces, AreNotCopied) {
  // The bytes change after the answer was given and before it goes out: the client sees the change.
  auto bytes = std::make_shared<std::string>("old");
  std::promise<void> gone;
  std::shared_ptr<const void> owner(bytes.get(), [&gone](const void*) { gone.set_value(); });
  auto server = start([&bytes, &owner](const ServerRequest&, const Responder& respond) {
    ServerResponse response;
    response.pieces.push_back({std::move(owner), *bytes});
    respond(std::move(response));
    *bytes = "new";
  });
  EXPECT_EQ(RawClient::body_of(RawClient(server->port()).ask(get("/"))), "new");
  gone.get_future().get();
}

TEST(BodyPieces, AreCountedForHeadAndDroppedWithoutABody) {
  auto server = start([](const ServerRequest& request, const Responder& respond) {
    ServerResponse response = response_with("12");
    response.pieces.push_back({nullptr, "345"});
    if (request.path == "/204") response.status = 204;
    if (request.path == "/304") response.status = 304;
    respond(std::move(response));
  });
  RawClient client(server->port());
  client.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n" + get("/204") + get("/304") + get("/"));
  EXPECT_NE(client.read_response(false).find("Content-Length: 5\r\n"), std::string::npos);
  EXPECT_EQ(RawClient::status_of(client.read_response(false)), 204);
  EXPECT_EQ(RawClient::status_of(client.read_response(false)), 304);
  EXPECT_EQ(RawClient::body_of(client.read_response()), "12345");
}

Handler misbehaving(const Misbehaviour& misbehaviour) {
  return [misbehaviour](const ServerRequest&, const Responder& respond) {
    ServerResponse response = response_with(std::string(100, 'a'));
    response.pieces = {{nullptr, std::string_view("bbbbb")}, {nullptr, std::string_view("ccccc")}};
    response.misbehaviour = misbehaviour;
    respond(std::move(response));
  };
}

TEST(BodyPieces, AreCutWhereAskedFor) {
  const std::string whole = [] {
    auto server = start(misbehaving({}));
    return RawClient(server->port()).ask(get("/"));
  }();
  for (std::size_t missing = 0; missing <= 12; ++missing) {
    Misbehaviour cut;
    cut.cut_after_bytes = whole.size() - missing;
    auto server = start(misbehaving(cut));
    RawClient client(server->port());
    client.send(get("/"));
    bool closed = false;
    const std::string answer = client.read_all(&closed);
    EXPECT_TRUE(closed);
    EXPECT_EQ(answer.size(), whole.size() - missing);
    EXPECT_EQ(RawClient::body_of(answer), RawClient::body_of(whole).substr(0, 110 - missing));
  }
}

TEST(BodyPieces, DribbleWhole) {
  Misbehaviour slow;
  slow.bytes_per_second = 2'000;
  auto server = start(misbehaving(slow));
  const std::string answer = RawClient(server->port()).ask(get("/"));
  EXPECT_EQ(RawClient::body_of(answer), std::string(100, 'a') + "bbbbbccccc");
}

}  // namespace
}  // namespace tiktok_marketing::http
