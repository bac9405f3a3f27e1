#include "platform/webhooks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "platform/test_hosted.hpp"

namespace tiktok_marketing::platform {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

/// Somebody's program that takes messages.
class Receiver {
 public:
  Receiver() {
    auto server = http::Server::start({}, [this](http::ServerRequest request, http::Responder respond) {
      http::ServerResponse response;
      {
        std::lock_guard lock(mutex_);
        requests_.push_back(std::move(request));
        response.status = status_;
        if (status_ == 302) response.headers.emplace_back("Location", "/elsewhere");
      }
      respond(std::move(response));
    });
    if (!server) std::abort();
    server_ = *std::move(server);
  }
  void answer(int status) {
    std::lock_guard lock(mutex_);
    status_ = status;
  }
  [[nodiscard]] std::string url() const { return server_->url() + "/hook"; }
  [[nodiscard]] std::vector<http::ServerRequest> requests() const {
    std::lock_guard lock(mutex_);
    return requests_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<http::ServerRequest> requests_;
  int status_ = 200;
  std::unique_ptr<http::Server> server_;
};

class WebhooksTest : public HostedTest {
 protected:
  void SetUp() override {
    HostedTest::SetUp();
    webhooks_ = std::make_unique<Webhooks>(context_);
  }
  void TearDown() override { webhooks_.reset(); }
  Secret configure(const Principal& whose, const std::string& url) {
    auto secret = webhooks_->configure(whose.scope.organization_id, url);
    EXPECT_TRUE(secret) << secret.error().message;
    return secret ? *secret : Secret();
  }
  void queue(const Principal& whose, const std::string& what) {
    Json data;
    data.set("what", what);
    auto queued = context_->database->write([&](database::Connection& connection) {
      return queue_webhook(connection, whose.scope.organization_id, "test.happened", data, context_->now());
    });
    EXPECT_TRUE(queued);
  }
  int deliver() {
    auto sent = webhooks_->deliver_due();
    EXPECT_TRUE(sent) << sent.error().message;
    return sent.value_or(-1);
  }
  [[nodiscard]] static std::vector<std::string> told(const Receiver& receiver) {
    std::vector<std::string> what;
    for (const auto& request : receiver.requests())
      what.emplace_back(Json::parse(request.body)->find("data")->text_of("what"));
    return what;
  }
  std::unique_ptr<Webhooks> webhooks_;
  Receiver receiver_;
};

TEST_F(WebhooksTest, AreSignedSoThatTheReceiverCanProveThem) {
  const Secret secret = configure(ours_, receiver_.url());
  EXPECT_GE(secret.reveal().size(), 43U);
  queue(ours_, "one");
  EXPECT_EQ(deliver(), 1);
  ASSERT_THAT(receiver_.requests(), SizeIs(1));
  const auto request = receiver_.requests()[0];
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.header("content-type"), "application/json");
  const auto body = Json::parse(request.body);
  ASSERT_TRUE(body);
  EXPECT_EQ(body->text_of("type"), "test.happened");
  EXPECT_EQ(body->text_of("organization_id"), ours_.scope.organization_id);
  EXPECT_FALSE(body->text_of("id").empty());
  EXPECT_FALSE(body->text_of("created_at").empty());

  const std::string signature(request.header("webhook-signature"));
  ASSERT_EQ(signature.rfind("t=", 0), 0U);
  const std::string time = signature.substr(2, signature.find(',') - 2);
  EXPECT_EQ(signature, "t=" + time + ",v1=" +
                           crypto::to_hex(crypto::hmac_sha256(secret.reveal(), time + "." + request.body)));
  EXPECT_EQ(signature, webhook_signature(secret, std::stoll(time), request.body));
  EXPECT_EQ(deliver(), 0) << "delivered once";
}

TEST_F(WebhooksTest, AreQueuedForOrganizationsThatWantThem) {
  queue(ours_, "nobody listens");
  EXPECT_EQ(text("SELECT count(*) FROM webhook_outbox"), "0");
  configure(ours_, receiver_.url());
  queue(theirs_, "not theirs");
  EXPECT_EQ(deliver(), 0);
  EXPECT_THAT(receiver_.requests(), SizeIs(0));
}

TEST_F(WebhooksTest, ComeInOrderAndWaitForAnEarlierOneThatFailed) {
  configure(ours_, receiver_.url());
  for (const auto* what : {"one", "two", "three"}) queue(ours_, what);
  receiver_.answer(500);
  EXPECT_EQ(deliver(), 0);
  EXPECT_EQ(told(receiver_), (std::vector<std::string>{"one"}));
  receiver_.answer(204);
  EXPECT_EQ(deliver(), 0) << "it is not due yet";
  clock_->advance(std::chrono::seconds{10});
  EXPECT_EQ(deliver(), 3);
  EXPECT_EQ(told(receiver_), (std::vector<std::string>{"one", "one", "two", "three"}));
}

TEST_F(WebhooksTest, AreRepeatedLessAndLessOftenAndThenDropped) {
  configure(ours_, receiver_.url());
  queue(ours_, "lost");
  queue(ours_, "next");
  receiver_.answer(302);
  using std::chrono::seconds;
  for (const seconds wait : {seconds{10}, seconds{60}, seconds{600}, seconds{3'600}, seconds{21'600}}) {
    EXPECT_EQ(deliver(), 0);
    clock_->advance(wait - seconds{2});
    const std::size_t so_far = receiver_.requests().size();
    EXPECT_EQ(deliver(), 0);
    EXPECT_THAT(receiver_.requests(), SizeIs(so_far)) << "too early, waiting " << wait.count();
    clock_->advance(seconds{2});
  }
  EXPECT_EQ(deliver(), 0);
  EXPECT_THAT(log_->lines(), testing::Contains(HasSubstr("webhook_dropped")));
  receiver_.answer(200);
  clock_->advance(seconds{10});
  EXPECT_EQ(deliver(), 1);
  EXPECT_EQ(told(receiver_).back(), "next");
  for (const auto& request : receiver_.requests())
    EXPECT_EQ(request.path, "/hook") << "redirects are not followed";
}

TEST_F(WebhooksTest, OneOrganizationsTroubleIsNotTheOthers) {
  configure(ours_, "http://127.0.0.1:1/nobody");
  configure(theirs_, receiver_.url());
  queue(ours_, "a");
  queue(theirs_, "b");
  queue(theirs_, "c");
  EXPECT_EQ(deliver(), 2);
  EXPECT_EQ(told(receiver_), (std::vector<std::string>{"b", "c"}));
  EXPECT_THAT(log_->lines(), testing::Contains(HasSubstr("webhook_failed")));
}

TEST_F(WebhooksTest, GoOnlyToAddressesThatAreSafe) {
  for (const auto* url : {"http://hook.example/x", "ftp://hook.example", "hook.example",
                          "https://u:p@hook.example/", "https://hook.example/\r\nX: y", "file:///etc/passwd"})
    TTM_EXPECT_ERROR(webhooks_->configure(ours_.scope.organization_id, url), value_error);
  EXPECT_TRUE(webhooks_->configure(ours_.scope.organization_id, "https://hook.example/x"));
  TTM_EXPECT_ERROR(webhooks_->configure("nobody", "https://hook.example"), not_found);
}

TEST_F(WebhooksTest, CanBeSwitchedOffAndGetANewSecret) {
  const Secret first = configure(ours_, receiver_.url());
  queue(ours_, "never sent");
  EXPECT_TRUE(configure(ours_, "").empty());
  EXPECT_EQ(text("SELECT count(*) FROM webhook_outbox"), "0");
  queue(ours_, "not even queued");
  EXPECT_EQ(deliver(), 0);
  EXPECT_NE(configure(ours_, receiver_.url()), first);
  EXPECT_EQ(
      text("SELECT count(*) FROM organizations WHERE webhook_secret = '" + std::string(first.reveal()) + "'"),
      "0");
}

}  // namespace
}  // namespace tiktok_marketing::platform
