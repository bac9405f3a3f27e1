#include "mcp/ads_server.hpp"

#include <condition_variable>
#include <mutex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mcp/session.hpp"
#include "mcp/test_features.hpp"
#include "sandbox/sandbox.hpp"
#include "sandbox_options.hpp"

namespace tiktok_marketing::mcp {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// Waits for the answer, which comes from another thread.
class AwaitedMessages : public Outlet {
 public:
  void send(std::string message) override {
    const std::lock_guard lock(mutex_);
    sent_.push_back(std::move(message));
  }
  void finish(std::string message) override {
    {
      const std::lock_guard lock(mutex_);
      answer_ = std::move(message);
    }
    changed_.notify_all();
  }
  void abandon() override { finish("abandoned"); }
  std::string answer() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !answer_.empty(); });
    return answer_;
  }
  std::vector<std::string> sent() {
    const std::lock_guard lock(mutex_);
    return sent_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> sent_;
  std::string answer_;
};

/// The server over a virtual TikTok, spoken to through a session.
class AdsServerTest : public ::testing::Test {
 protected:
  AdsServerTest() {
    sandbox::SandboxOptions wished;
    wished.unlimited = true;
    tiktok = *sandbox::Sandbox::start(std::move(wished));
    const auto& access = tiktok->access();
    advertiser = access.advertiser_ids.front();
    ads.connector = std::make_shared<Connector>(*Connector::open(options_for(access)));
    ads.version = "1";
    ads.first_unsettled = [](catalog::Settling, Date read_on) { return read_on - std::chrono::days{3}; };
    start("test");
  }

  void start(std::string_view client) {
    session = std::make_shared<Session>(make_ads_server(ads));
    std::string hello(kInitialize);
    hello.replace(hello.find("\"test\""), 6, "\"" + std::string(client) + "\"");
    ask_text(hello);
  }
  Json ask_text(std::string_view text) {
    last = std::make_shared<AwaitedMessages>();
    session->receive(parse_message(text), last);
    return Json::parse(last->answer()).value_or(Json());
  }
  Json ask(std::string_view method, const Json& params) {
    return ask_text(request_message(++number, method, params));
  }
  /// The result of a tool.
  Json call(std::string_view tool, std::string_view arguments) {
    Json params;
    params.set("name", tool);
    std::string text(arguments);
    const auto at = text.find("$1");
    if (at != text.npos) text.replace(at, 2, advertiser);
    params.set("arguments", Json::parse(text).value_or(Json()));
    const Json answer = ask("tools/call", params);
    const Json* result = answer.find("result");
    return result == nullptr ? answer : *result;
  }
  static std::string text_of(const Json& result) {
    return std::string(result.find("content")->as_array()->front().text_of("text"));
  }
  static Json error_of(const Json& result) {
    EXPECT_EQ(*result.find("isError"), Json(true)) << result.dump();
    return *Json::parse(text_of(result)).value_or(Json()).find("error");
  }

  std::unique_ptr<sandbox::Sandbox> tiktok;
  std::string advertiser;
  AdsOptions ads;
  std::shared_ptr<Session> session;
  std::shared_ptr<AwaitedMessages> last;
  int number = 0;
};

TEST_F(AdsServerTest, OffersWhatThereIs) {
  const std::string without = ask("tools/list", Json(Json::Object{})).dump();
  EXPECT_THAT(without, HasSubstr(R"("name":"execute")"));
  EXPECT_THAT(without, HasSubstr("outputSchema"));
  EXPECT_THAT(without, Not(HasSubstr(R"("name":"aggregate")")));
  ads.has_store = true;
  start("claude-ai");
  const std::string with = ask("tools/list", Json(Json::Object{})).dump();
  EXPECT_THAT(with, HasSubstr(R"("name":"aggregate")"));
  EXPECT_THAT(with, Not(HasSubstr(R"("name":"sync")"))) << "nobody here fills the store";
  EXPECT_THAT(call("sync", "{}").dump(), HasSubstr("no tool sync here"));
  EXPECT_THAT(with, Not(HasSubstr("outputSchema"))) << "this client reads the text";
  EXPECT_THAT(ask("tools/list", Json(Json::Object{{"cursor", Json("x")}})).dump(), HasSubstr("-32602"));
}

TEST_F(AdsServerTest, ReadsAList) {
  const Json result =
      call("execute", R"({"entity":"campaigns","params":{"advertiser_id":"$1","page_size":3}})");
  const Json& content = *result.find("structuredContent");
  EXPECT_EQ(content.find("data")->as_array()->size(), 3);
  const Json& next = *content.find("meta")->find("next");
  EXPECT_EQ(next.text_of("entity"), "campaigns");
  const Json second = call("execute", next.dump());
  EXPECT_EQ(second.find("structuredContent")->find("data")->as_array()->size(), 3);
  EXPECT_NE(*second.find("structuredContent")->find("data"), *content.find("data"));
}

TEST_F(AdsServerTest, KeepsToTheBudgetInWholeRows) {
  constexpr std::string_view kAsked =
      R"({"entity":"ads_reports_daily","max_tokens":1500,"params":{"advertiser_id":"$1","date_range":"last_7_days","all":true}})";
  const Json first = *call("execute", kAsked).find("structuredContent");
  const Json& meta = *first.find("meta");
  const auto shown = static_cast<std::int64_t>(first.find("data")->as_array()->size());
  const std::int64_t all = *meta.find("totals")->int_of("rows");
  EXPECT_GT(all, shown);
  EXPECT_EQ(meta.find("other")->int_of("rows"), all - shown);
  EXPECT_EQ(*meta.find("complete"), Json(false));
  EXPECT_NE(meta.find("totals")->find("spend"), nullptr);
  EXPECT_NE(meta.find("finality"), nullptr);
  EXPECT_EQ(meta.find("next")->int_of("skip"), shown);
  const Json second = *call("execute", meta.find("next")->dump()).find("structuredContent");
  EXPECT_EQ(second.find("meta")->int_of("skipped"), shown);
  EXPECT_NE(second.find("data")->as_array()->front(), first.find("data")->as_array()->back());
}

TEST_F(AdsServerTest, HelpsWithWrongCalls) {
  Json error = error_of(call("execute", R"({"entity":"campains"})"));
  EXPECT_EQ(error.text_of("type"), "unknown_entity");
  EXPECT_GT(error.find("allowed")->as_array()->size(), 5);
  EXPECT_NE(error.find("example"), nullptr);
  error = error_of(call("execute", R"({"entity":"campaigns","params":{"pagesize":3}})"));
  EXPECT_THAT(error.dump(), HasSubstr("page_size"));
  error = error_of(call("execute", R"({"entity":"campaigns","format":"xml"})"));
  EXPECT_EQ(error.find("allowed")->dump(), R"(["rows","columns","csv"])");
  error = error_of(call("execute", R"({"entty":"campaigns"})"));
  EXPECT_THAT(error.text_of("hint"), HasSubstr("entity"));
  error = error_of(call("execute", R"({})"));
  EXPECT_EQ(error.text_of("type"), "missing_parameter");
  error = error_of(call("execute", R"({"entity":"ads","action":"context_store_search"})"));
  EXPECT_EQ(error.text_of("hint"), "Call the tool search.");
  error = error_of(call("execute", R"({"entity":"ads","action":"delete"})"));
  EXPECT_EQ(error.find("example")->dump(), R"({"entity":"ads"})");
  EXPECT_THAT(call("nothing", "{}").dump(), HasSubstr("-32602"));
}

TEST_F(AdsServerTest, CorrectsTheCallThatWasMade) {
  const auto example = [this](std::string_view arguments) {
    return error_of(call("execute", arguments)).find("example")->dump();
  };
  EXPECT_EQ(example(R"({"entity":"ads","format":"xml"})"), R"({"entity":"ads"})");
  EXPECT_EQ(example(R"({"entity":"ads","params":7})"), R"({"entity":"ads","params":{"page_size":10}})");
  EXPECT_EQ(example(R"({"skip":3})"), R"({"skip":3,"entity":"campaigns"})");
}

/// Notes what is wished for, and is done at once.
struct NotedSync : StoreSync {
  bool begin(const SyncWish& wish, Watcher watcher) override {
    wishes.push_back(wish);
    watcher({.stage = "done", .finished = true});
    return true;
  }
  void stop() override {}
  std::vector<SyncWish> wishes;
};

TEST_F(AdsServerTest, SyncsFromADay) {
  const auto sync = std::make_shared<NotedSync>();
  ads.sync = sync;
  start("test");
  call("sync", R"({"entities":["ads"],"start_date":"2026-09-14"})");
  ASSERT_EQ(sync->wishes.size(), 1);
  EXPECT_EQ(sync->wishes.front().start_date, parse_date("2026-09-14"));
  for (const char* wrong : {R"("last week")", R"("2026-02-30")", "20260914", R"("")"}) {
    const Json error =
        error_of(call("sync", R"({"entities":["ads"],"start_date":)" + std::string(wrong) + "}"));
    EXPECT_EQ(error.text_of("param"), "start_date");
    EXPECT_EQ(error.find("example")->dump(), R"({"entities":["ads"],"start_date":"2026-09-14"})") << wrong;
  }
  EXPECT_EQ(sync->wishes.size(), 1) << "nothing begins with a day that cannot be read";
}

TEST_F(AdsServerTest, DescribesAndChecks) {
  EXPECT_THAT(text_of(call("describe", "{}")), HasSubstr("campaigns_reports_daily"));
  EXPECT_THAT(text_of(call("describe", R"({"entity":"campaigns"})")), HasSubstr("primary_status"));
  EXPECT_THAT(text_of(call("describe", R"({"entity":"campaigns_reports_daily","names":["ctr","nothing"]})")),
              HasSubstr("formula"));
  EXPECT_THAT(text_of(call("check", "{}")), HasSubstr(R"("status":"healthy")"));
}

TEST_F(AdsServerTest, HasResourcesPromptsAndCompletion) {
  const auto read = [this](std::string_view uri) {
    return ask("resources/read", Json(Json::Object{{"uri", Json(uri)}})).dump();
  };
  const Json listed = ask("resources/list", Json(Json::Object{}));
  for (const Json& each : *listed.find("result")->find("resources")->as_array()) {
    EXPECT_THAT(read(each.text_of("uri")), HasSubstr("contents")) << each.text_of("uri");
  }
  EXPECT_THAT(read("tiktok://fields/campaigns_reports_daily/ctr"), HasSubstr("ratio"));
  EXPECT_THAT(read("tiktok://account"), HasSubstr(advertiser));
  for (const char* uri :
       {"tiktok://nothing", "file:///etc/passwd", "tiktok://schemas/../x", "tiktok://fields/ads/x", ""}) {
    EXPECT_THAT(read(uri), HasSubstr("-32002")) << uri;
  }
  EXPECT_THAT(
      ask("prompts/get", *Json::parse(R"({"name":"total_spend","arguments":{"date_range":"yesterday"}})"))
          .dump(),
      HasSubstr("yesterday"));
  EXPECT_THAT(ask("prompts/get", *Json::parse(R"({"name":"campaign_review"})")).dump(), HasSubstr("-32602"));
  EXPECT_THAT(ask("prompts/get", *Json::parse(R"({"name":"nothing"})")).dump(), HasSubstr("-32602"));
  const auto complete = [this](std::string_view argument, std::string_view value) {
    const std::string text = R"({"ref":{"type":"ref/prompt","name":"campaign_review"},"argument":{"name":")" +
                             std::string(argument) + R"(","value":")" + std::string(value) +
                             R"("},"context":{"arguments":{"advertiser_id":")" + advertiser + R"("}}})";
    return ask("completion/complete", *Json::parse(text)).dump();
  };
  EXPECT_THAT(complete("advertiser_id", advertiser.substr(0, 8)), HasSubstr(advertiser));
  EXPECT_THAT(complete("date_range", "last"), HasSubstr("last_7_days"));
  EXPECT_THAT(complete("campaign", ""), Not(HasSubstr(R"("total":0)")));
}

TEST_F(AdsServerTest, HoldsNoSecret) {
  const std::string token = tiktok->access().access_token;
  for (const char* tool : {"check", "describe"}) EXPECT_THAT(call(tool, "{}").dump(), Not(HasSubstr(token)));
  EXPECT_THAT(call("execute", R"({"entity":"campaigns","params":{"advertiser_id":"1"}})").dump(),
              Not(HasSubstr(token)));
}

}  // namespace
}  // namespace tiktok_marketing::mcp
