#include "http/server/body_stream.hpp"

#include <future>
#include <thread>

#include <gtest/gtest.h>

#include "http/server/raw_client.hpp"
#include "http/server/test_support.hpp"

namespace tiktok_marketing::http {
namespace {

/// A server whose answer is a stream that the test holds in its hand.
struct Streaming {
  std::promise<std::shared_ptr<BodyStream>> made;
  std::unique_ptr<Server> server;

  explicit Streaming(std::size_t max_waiting_bytes = 1024 * 1024) {
    server = start([this, max_waiting_bytes](const ServerRequest& request, const Responder& respond) {
      if (request.path != "/stream") return respond(response_with("plain"));
      auto stream = BodyStream::make(max_waiting_bytes);
      ServerResponse response;
      response.content_type = "text/event-stream";
      response.stream = stream->for_response();
      respond(std::move(response));
      made.set_value(std::move(stream));
    });
  }
  std::shared_ptr<BodyStream> stream() { return made.get_future().get(); }
};

std::string read_until(RawClient& client, std::string_view end) {
  std::string text;
  while (!text.ends_with(end)) {
    const std::string more = client.read_bytes();
    if (more.empty()) break;
    text += more;
  }
  return text;
}

TEST(BodyStream, ArrivesPieceByPieceAndTheConnectionGoesOn) {
  Streaming at;
  RawClient client(at.server->port());
  client.send(get("/stream"));
  const auto stream = at.stream();
  const std::string head = read_until(client, "\r\n\r\n");
  EXPECT_NE(head.find("Transfer-Encoding: chunked"), head.npos) << head;
  EXPECT_EQ(head.find("Content-Length"), head.npos) << head;
  EXPECT_TRUE(stream->write("one"));
  EXPECT_EQ(read_until(client, "\r\none\r\n"), "3\r\none\r\n");
  EXPECT_TRUE(stream->write("two, which is longer"));
  EXPECT_EQ(read_until(client, "longer\r\n"), "14\r\ntwo, which is longer\r\n");
  stream->end();
  EXPECT_FALSE(stream->write("too late"));
  EXPECT_EQ(read_until(client, "0\r\n\r\n"), "0\r\n\r\n");
  EXPECT_EQ(RawClient::body_of(client.ask(get("/"))), "plain");
}

TEST(BodyStream, WhatWasWrittenBeforeTheHeadIsSentToo) {
  auto server = start([](const ServerRequest& request, const Responder& respond) {
    const auto stream = BodyStream::make();
    stream->write(request.path);
    stream->end();
    ServerResponse response = response_with("body ");
    response.stream = stream->for_response();
    respond(std::move(response));
  });
  RawClient client(server->port());
  client.send(get("/x"));
  EXPECT_TRUE(read_until(client, "0\r\n\r\n").ends_with("5\r\nbody \r\n2\r\n/x\r\n0\r\n\r\n"));
  client.send("GET /old HTTP/1.0\r\nHost: h\r\n\r\n");
  bool closed = false;
  const std::string old = client.read_all(&closed);
  EXPECT_TRUE(old.ends_with("\r\n\r\nbody /old")) << old;
  EXPECT_TRUE(closed);
}

TEST(BodyStream, AskedForMeanwhileIsAnsweredBehindIt) {
  Streaming at;
  RawClient client(at.server->port());
  client.send(get("/stream"));
  const auto stream = at.stream();
  client.send(get("/next"));
  stream->write("one");
  stream->end();
  const std::string all = read_until(client, "plain");
  EXPECT_LT(all.find("0\r\n\r\n"), all.find("plain")) << all;
}

TEST(BodyStream, TellsWhenThePeerGoes) {
  Streaming at;
  std::promise<void> gone;
  std::shared_ptr<BodyStream> stream;
  {
    RawClient client(at.server->port());
    client.send(get("/stream"));
    stream = at.stream();
    stream->when_gone([&gone] { gone.set_value(); });
    read_until(client, "\r\n\r\n");
  }
  gone.get_future().wait();
  EXPECT_FALSE(stream->write("nobody there"));
}

TEST(BodyStream, DoesNotTellAfterAGoodEnd) {
  Streaming at;
  RawClient client(at.server->port());
  client.send(get("/stream"));
  const auto stream = at.stream();
  bool told = false;
  stream->when_gone([&told] { told = true; });
  stream->end();
  read_until(client, "0\r\n\r\n");
  EXPECT_EQ(RawClient::body_of(client.ask(get("/"))), "plain");
  EXPECT_FALSE(told);
}

TEST(BodyStream, APeerThatDoesNotReadIsClosed) {
  Streaming at(64 * 1024);
  RawClient client(at.server->port());
  client.send(get("/stream"));
  const auto stream = at.stream();
  std::promise<void> gone;
  stream->when_gone([&gone] { gone.set_value(); });
  const std::string piece(32 * 1024, 'x');
  while (stream->write(piece)) std::this_thread::yield();
  // Some of it lies in the kernel's buffers; reading it lets the connection find out.
  bool closed = false;
  client.read_all(&closed);
  EXPECT_TRUE(closed);
  gone.get_future().wait();
}

TEST(BodyStream, StoppingTheServerEndsIt) {
  Streaming at;
  RawClient client(at.server->port());
  client.send(get("/stream"));
  const auto stream = at.stream();
  std::promise<void> gone;
  stream->when_gone([&gone] { gone.set_value(); });
  at.server->stop(std::chrono::milliseconds{0});
  gone.get_future().wait();
  bool closed = false;
  client.read_all(&closed);
  EXPECT_TRUE(closed);
}

}  // namespace
}  // namespace tiktok_marketing::http
