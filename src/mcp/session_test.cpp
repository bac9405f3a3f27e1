#include "mcp/session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mcp/test_features.hpp"

namespace tiktok_marketing::mcp {
namespace {

using ::testing::HasSubstr;

class SessionTest : public ::testing::Test {
 protected:
  std::shared_ptr<KeptMessages> receive(std::string_view text) {
    auto messages = std::make_shared<KeptMessages>();
    session->receive(parse_message(text), messages);
    return messages;
  }
  void initialize() { receive(kInitialize); }
  std::shared_ptr<KeptMessages> call(std::string_view id, std::string_view params = "{}") {
    std::string text = R"({"jsonrpc":"2.0","method":"do","id":)";
    text.append(id).append(R"(,"params":)").append(params).append("}");
    return receive(text);
  }

  std::shared_ptr<KeptCalls> features = std::make_shared<KeptCalls>();
  std::shared_ptr<Session> session = std::make_shared<Session>(features, SessionLimits{.running_calls = 2});
};

std::string initialize_with(std::string_view version) {
  return R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":")" +
         std::string(version) + R"(","capabilities":{},"clientInfo":{"name":"n","version":"1"}}})";
}

TEST_F(SessionTest, NegotiatesTheVersion) {
  for (const auto& [asked, answered] : {std::pair{"2025-06-18", "2025-06-18"},
                                        {"2025-11-25", "2025-11-25"},
                                        {"2026-07-28", "2025-11-25"},
                                        {"2024-11-05", "2025-11-25"},
                                        {"nonsense", "2025-11-25"}}) {
    session = std::make_shared<Session>(features);
    const Json answer = receive(initialize_with(asked))->answered();
    ASSERT_NE(answer.find("result"), nullptr) << answer.dump();
    EXPECT_EQ(answer.find("result")->text_of("protocolVersion"), answered) << asked;
    EXPECT_NE(answer.find("result")->find("serverInfo"), nullptr);
    EXPECT_TRUE(session->is_initialized());
  }
}

TEST_F(SessionTest, WantsAVersionAndInitializesOnce) {
  EXPECT_EQ(receive(R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{}})")->error_code(),
            kInvalidParams);
  EXPECT_FALSE(session->is_initialized());
  initialize();
  EXPECT_EQ(receive(kInitialize)->error_code(), kInvalidRequest);
}

TEST_F(SessionTest, AnswersOnlyPingBeforeInitialize) {
  EXPECT_EQ(receive(R"({"jsonrpc":"2.0","id":9,"method":"ping"})")->answer,
            R"({"jsonrpc":"2.0","id":9,"result":{}})");
  EXPECT_EQ(call("1")->error_code(), kInvalidRequest);
  // A client of a later era asks this first, and goes on with initialize when it is unknown.
  EXPECT_EQ(receive(R"({"jsonrpc":"2.0","id":9,"method":"server/discover"})")->error_code(), kMethodNotFound);
}

TEST_F(SessionTest, AnswersWithTheIdOfTheRequest) {
  initialize();
  for (const std::string_view id : {"7", "\"seven\"", "-1"}) {
    const auto messages = call(id);
    features->take()->answer(R"({"done":true})");
    EXPECT_EQ(messages->answer,
              R"({"jsonrpc":"2.0","id":)" + std::string(id) + R"(,"result":{"done":true}})");
  }
  EXPECT_EQ(session->running(), 0);
}

TEST_F(SessionTest, OneSlowCallDoesNotHoldUpAnother) {
  initialize();
  const auto slow = call("1");
  const auto kept = features->take();
  const auto quick = call("2");
  features->take()->answer("{}");
  EXPECT_FALSE(quick->answer.empty());
  EXPECT_TRUE(slow->answer.empty());
  kept->answer("{}");
  EXPECT_FALSE(slow->answer.empty());
}

TEST_F(SessionTest, RefusesWhatItCannotRun) {
  initialize();
  EXPECT_EQ(receive(R"({"jsonrpc":"2.0","id":1,"method":"nothing"})")->error_code(), kMethodNotFound);
  EXPECT_EQ(receive("{")->error_code(), kParseError);
  const auto first = call("1");
  EXPECT_EQ(call("1")->error_code(), kOverloaded) << "the id is taken";
  const auto second = call("2");
  EXPECT_EQ(call("3")->error_code(), kOverloaded) << "too many";
}

TEST_F(SessionTest, ACallThatIsDroppedIsAnswered) {
  initialize();
  const auto messages = call("1");
  features->take().reset();
  EXPECT_EQ(messages->error_code(), kInternalError);
  EXPECT_EQ(session->running(), 0);
}

TEST_F(SessionTest, CancellationStopsTheCallAndSilencesIt) {
  initialize();
  const auto messages = call("5", R"({"_meta":{"progressToken":1}})");
  const auto kept = features->take();
  receive(
      R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":5,"reason":"enough"}})");
  EXPECT_TRUE(kept->stop().stop_requested());
  EXPECT_TRUE(messages->abandoned);
  EXPECT_EQ(session->running(), 0);
  kept->progress(1, {}, "");
  kept->answer("{}");
  EXPECT_TRUE(messages->answer.empty());
  EXPECT_TRUE(messages->sent.empty());
  // Of what is unknown or has ended nothing is said.
  receive(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":77}})");
  receive(R"({"jsonrpc":"2.0","method":"notifications/cancelled"})");
}

TEST_F(SessionTest, ProgressOnlyGrowsAndOnlyWhenWanted) {
  initialize();
  const auto silent = call("1");
  auto kept = features->take();
  EXPECT_FALSE(kept->wants_progress());
  kept->progress(1, 2, "half");
  EXPECT_TRUE(silent->sent.empty());
  kept->answer("{}");

  const auto told = call("2", R"({"_meta":{"progressToken":"t"}})");
  kept = features->take();
  kept->progress(1, 2, "half");
  kept->progress(1, 2, "again");
  kept->progress(0.5, 2, "back");
  kept->progress(2, {}, "");
  kept->answer("{}");
  kept->progress(3, {}, "");
  ASSERT_EQ(told->sent.size(), 2);
  EXPECT_THAT(told->sent[0], HasSubstr(R"("progressToken":"t","progress":1)"));
  EXPECT_THAT(told->sent[0], HasSubstr(R"("message":"half")"));
}

TEST_F(SessionTest, LogsFromTheChosenSeverityOn) {
  initialize();
  const auto messages = call("1");
  const auto kept = features->take();
  kept->log(Severity::debug, "l", "no");
  kept->log(Severity::info, "l", "yes");
  EXPECT_EQ(messages->sent.size(), 1);
  EXPECT_EQ(
      receive(R"({"jsonrpc":"2.0","id":2,"method":"logging/setLevel","params":{"level":"error"}})")->answer,
      R"({"jsonrpc":"2.0","id":2,"result":{}})");
  kept->log(Severity::warning, "l", "no");
  kept->log(Severity::error, "l", "yes");
  EXPECT_EQ(messages->sent.size(), 2);
  EXPECT_EQ(receive(R"({"jsonrpc":"2.0","id":2,"method":"logging/setLevel","params":{"level":"loud"}})")
                ->error_code(),
            kInvalidParams);
}

TEST_F(SessionTest, AsksTheClient) {
  initialize();
  const auto messages = call("1");
  const auto kept = features->take();
  std::vector<std::string> replies;
  const auto note = [&replies](const Result<Json>& reply) {
    replies.push_back(reply ? reply->dump() : reply.error().message);
  };
  kept->ask("elicitation/create", Json(Json::Object{}), note);
  kept->ask("elicitation/create", Json(Json::Object{}), note);
  kept->ask("elicitation/create", Json(Json::Object{}), note);
  EXPECT_EQ(messages->sent.size(), 3);
  receive(R"({"jsonrpc":"2.0","id":2,"error":{"code":-1,"message":"no"}})");
  receive(R"({"jsonrpc":"2.0","id":1,"result":{"a":1}})");
  receive(R"({"jsonrpc":"2.0","id":1,"result":{"a":1}})");
  receive(R"({"jsonrpc":"2.0","id":"foreign","result":{}})");
  session->close();
  EXPECT_EQ(replies, (std::vector<std::string>{"no", R"({"a":1})", "The session has ended."}));
}

TEST_F(SessionTest, ClosingStopsWhatRuns) {
  initialize();
  const auto messages = call("1");
  const auto kept = features->take();
  session->close();
  EXPECT_TRUE(kept->stop().stop_requested());
  kept->answer("{}");
  EXPECT_TRUE(messages->answer.empty());
  EXPECT_EQ(call("2")->error_code(), kOverloaded);
}

}  // namespace
}  // namespace tiktok_marketing::mcp
