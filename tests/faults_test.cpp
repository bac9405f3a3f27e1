#include <algorithm>
#include <atomic>
#include <future>
#include <latch>
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <tiktok_marketing/connector.hpp>

#include "base/json.hpp"
#include "http/server/raw_client.hpp"
#include "http/server/server.hpp"

/// A TikTok that misbehaves, over real sockets: whatever it does, the answer is right or an error.
namespace tiktok_marketing {
namespace {

using namespace std::chrono_literals;
using http::Misbehaviour;
using http::Responder;
using http::ServerRequest;
using http::ServerResponse;

constexpr std::string_view kToken = "act.SECRET-TOKEN-7731";

// The envelope of one campaign, gzipped.
constexpr unsigned char kGzippedEnvelope[] = {
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x2d, 0x8d, 0x3b, 0x0e, 0xc3, 0x20, 0x10,
    0x44, 0xef, 0x32, 0x35, 0x05, 0x2e, 0xd2, 0x70, 0x85, 0x14, 0xe9, 0x63, 0x45, 0x68, 0x63, 0x36, 0x16,
    0x92, 0xf9, 0xc4, 0x8b, 0x9b, 0x20, 0xee, 0x1e, 0xfc, 0xe9, 0x66, 0x9f, 0xde, 0xce, 0x54, 0x4c, 0xc9,
    0x31, 0x8c, 0x56, 0x08, 0x2c, 0x42, 0x73, 0xcf, 0x78, 0xdc, 0xa1, 0xb0, 0xf2, 0x77, 0x63, 0x29, 0xd6,
    0xbb, 0x4e, 0x9e, 0x1d, 0x38, 0x2a, 0x04, 0x53, 0xb1, 0x78, 0x29, 0x30, 0x63, 0xc5, 0x44, 0x21, 0x93,
    0x9f, 0xe3, 0xa9, 0xdc, 0xd0, 0x5e, 0x0a, 0xb9, 0x37, 0x58, 0x1f, 0x3f, 0x69, 0x37, 0xf3, 0x51, 0x37,
    0x5c, 0x54, 0xfc, 0x6f, 0xbf, 0xb4, 0xee, 0x5b, 0x25, 0x15, 0x5a, 0x6c, 0xdc, 0xc2, 0x9b, 0xd7, 0xc3,
    0x38, 0xc1, 0xf5, 0xd0, 0x5a, 0xfb, 0x03, 0x03, 0x8b, 0x61, 0xc4, 0x98, 0x00, 0x00, 0x00};

std::string envelope(std::string_view records, std::int64_t total = 1) {
  return fmt::format(
      R"({{"code":0,"message":"OK","request_id":"R","data":{{"list":[{}],"page_info":{{"page":1,"page_size":1000,)"
      R"("total_number":{},"total_page":{}}}}}}})",
      records, total, total > 0 ? 1 : 0);
}

std::string campaign(std::string_view id) {
  return fmt::format(R"({{"campaign_id":"{}","campaign_name":"Größe 日本","budget":100.00}})", id);
}

std::string error_envelope(int code, std::string_view message) {
  return fmt::format(R"({{"code":{},"message":"{}","request_id":"R","data":{{}}}})", code, message);
}

ServerResponse response_with(std::string body, int status = 200) {
  ServerResponse response;
  response.status = status;
  response.body = std::make_shared<const std::string>(std::move(body));
  return response;
}

ServerResponse misbehaving(Misbehaviour misbehaviour) {
  ServerResponse response = response_with(envelope(campaign("1")));
  response.misbehaviour = misbehaviour;
  return response;
}

std::unique_ptr<http::Server> serve(http::Handler handler) {
  return http::Server::start({.threads = 2}, std::move(handler)).value();
}

std::unique_ptr<http::Server> always(const ServerResponse& response) {
  return serve([response](const ServerRequest&, const Responder& respond) { respond(response); });
}

Connector connector_to(const http::Server& server, ConnectorOptions options = {}) {
  options.access_token = Secret(std::string(kToken));
  options.api_url = server.url() + "/open_api/v1.3";
  if (options.qps == 0) options.qps = -1;
  options.engine = make_engine();
  return Connector::open(std::move(options)).value();
}

Result<Answer> campaigns(const Connector& connector, std::chrono::milliseconds deadline = 5s,
                         std::string_view advertiser = "1") {
  return connector.execute("campaigns", "list",
                           fmt::format(R"({{"advertiser_id":"{}","all":true}})", advertiser),
                           {.deadline = deadline});
}

void expect_error(const Result<Answer>& answer, std::initializer_list<ErrorType> types) {
  ASSERT_FALSE(answer) << "an error must never look like an answer: " << answer->to_json();
  const Error& error = answer.error();
  EXPECT_NE(std::ranges::find(types, error.type), types.end())
      << name_of(error.type) << ": " << error.message;
  EXPECT_FALSE(error.message.empty());
  EXPECT_FALSE(error.hint.empty()) << error.message;
  EXPECT_TRUE(Json::parse(to_json(error)));
  EXPECT_EQ(to_json(error).find(kToken), std::string::npos);
}

TEST(Faults, AnAnswerCutAnywhereIsAnError) {
  // The advertiser's id says after how many bytes the connection is cut.
  auto server = serve([](const ServerRequest& request, const Responder& respond) {
    respond(misbehaving({.cut_after_bytes = std::stoul(std::string(*request.query_value("advertiser_id")))}));
  });
  http::RawClient raw(server->port());
  const std::string whole = raw.ask("GET /x?advertiser_id=1000000 HTTP/1.1\r\nHost: x\r\n\r\n");
  ASSERT_TRUE(whole.find("Größe") != std::string::npos) << whole;

  const Connector connector = connector_to(*server);
  std::latch open(static_cast<std::ptrdiff_t>(whole.size()));
  std::atomic<int> answers{0};
  std::atomic<int> strange{0};
  for (std::size_t cut = 0; cut < whole.size(); ++cut) {
    connector.execute_async(
        "campaigns", "list", fmt::format(R"({{"advertiser_id":"{}"}})", cut), {.deadline = 2s},
        [&](const Result<Answer>& answer) {
          if (answer) {
            ++answers;
          } else if (answer.error().type != ErrorType::upstream_error || answer.error().hint.empty()) {
            ++strange;
          }
          open.count_down();
        });
  }
  open.wait();
  EXPECT_EQ(answers, 0) << "a cut answer was taken for a whole one";
  EXPECT_EQ(strange, 0);
  EXPECT_TRUE(campaigns(connector, 5s, "1000000")) << "and afterwards all is well";
}

TEST(Faults, CutJsonInAWholeAnswerIsAnError) {
  const std::string whole = envelope(campaign("1"));
  auto server = serve([whole](const ServerRequest& request, const Responder& respond) {
    respond(response_with(whole.substr(0, std::stoul(std::string(*request.query_value("advertiser_id"))))));
  });
  const Connector connector = connector_to(*server);
  std::latch open(static_cast<std::ptrdiff_t>(whole.size()));
  std::atomic<int> answers{0};
  for (std::size_t size = 0; size < whole.size(); ++size) {
    connector.execute_async("campaigns", "list", fmt::format(R"({{"advertiser_id":"{}"}})", size),
                            {.deadline = 2s}, [&](const Result<Answer>& answer) {
                              if (answer || answer.error().type != ErrorType::upstream_unreadable) ++answers;
                              open.count_down();
                            });
  }
  open.wait();
  EXPECT_EQ(answers, 0);
}

TEST(Faults, ASlowBodyEndsAtTheDeadline) {
  auto server = always(misbehaving({.bytes_per_second = 40}));
  const Connector connector = connector_to(*server);
  const auto start = std::chrono::steady_clock::now();
  expect_error(campaigns(connector, 300ms), {ErrorType::upstream_timeout});
  EXPECT_LT(std::chrono::steady_clock::now() - start, 3s);
}

TEST(Faults, NoAnswerEndsAtTheDeadline) {
  auto server = always(misbehaving({.no_answer = true}));
  const Connector connector = connector_to(*server);
  expect_error(campaigns(connector, 300ms), {ErrorType::upstream_timeout});
}

TEST(Faults, StopEndsARequestThatHangs) {
  auto server = always(misbehaving({.no_answer = true}));
  const Connector connector = connector_to(*server);
  std::stop_source stop;
  std::promise<Result<Answer>> promise;
  connector.execute_async("campaigns", "list", R"({"advertiser_id":"1"})",
                          {.deadline = 30s, .stop = stop.get_token()},
                          [&](Result<Answer> answer) { promise.set_value(std::move(answer)); });
  stop.request_stop();
  const auto answer = promise.get_future().get();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().type, ErrorType::cancelled);
}

TEST(Faults, AnHtml502ThenAGoodAnswer) {
  std::atomic<int> asked{0};
  auto server = serve([&](const ServerRequest&, const Responder& respond) {
    ServerResponse html = response_with("<html>Bad gateway</html>", 502);
    html.content_type = "text/html";
    respond(asked++ == 0 ? html : response_with(envelope(campaign("1"))));
  });
  const auto answer = campaigns(connector_to(*server));
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->records.size(), 1U);
  EXPECT_EQ(answer->meta.requests, 2);
}

TEST(Faults, AStormOf40100FromManyThreadsCalmsDown) {
  std::atomic<int> asked{0};
  auto server = serve([&](const ServerRequest&, const Responder& respond) {
    respond(response_with(asked++ < 8 ? error_envelope(40100, "App reaches the QPS limit.")
                                      : envelope(campaign("1"))));
  });
  const Connector connector = connector_to(*server, {.qps = 500});
  std::atomic<int> good{0};
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&connector, &good] {
      for (int call = 0; call < 4; ++call) good += campaigns(connector, 30s) ? 1 : 0;
    });
  }
  threads.clear();
  EXPECT_EQ(good, 32);
  EXPECT_EQ(asked, 40) << "each refused request is repeated once, after one pause for all";
}

TEST(Faults, AnOversizedBodyIsRefused) {
  auto server = always(response_with(envelope(campaign(std::string(200'000, '7')))));
  const Connector connector = connector_to(*server, {.max_body_bytes = 100'000});
  expect_error(campaigns(connector), {ErrorType::result_too_large});
}

TEST(Faults, HugeIntegersKeepTheirDigits) {
  auto server = always(response_with(envelope(
      R"({"campaign_id":123456789012345678901234567890,"budget":-99999999999999999999,"x":1e999})")));
  const auto answer = campaigns(connector_to(*server));
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->records[0].text("campaign_id"), "123456789012345678901234567890");
  EXPECT_FALSE(answer->records[0].integer("campaign_id"));
  EXPECT_TRUE(Json::parse(answer->to_json()));
}

TEST(Faults, ARedirectDoesNotCarryTheTokenAway) {
  std::atomic<int> stolen{0};
  auto thief = serve([&](const ServerRequest&, const Responder& respond) {
    ++stolen;
    respond(response_with(envelope(campaign("1"))));
  });
  for (const int status : {301, 302, 307, 308}) {
    ServerResponse redirect = response_with("", status);
    redirect.headers.emplace_back(
        "Location", fmt::format("http://localhost:{}/open_api/v1.3/campaign/get/", thief->port()));
    auto server = always(redirect);
    const Connector connector = connector_to(*server);
    expect_error(campaigns(connector), {ErrorType::upstream_error});
  }
  EXPECT_EQ(stolen, 0);
}

TEST(Faults, TheTokenArrivesAsAHeaderOnly) {
  std::promise<ServerRequest> seen;
  auto server = serve([&](ServerRequest request, const Responder& respond) {
    seen.set_value(std::move(request));
    respond(response_with(envelope(campaign("1"))));
  });
  ASSERT_TRUE(campaigns(connector_to(*server)));
  const ServerRequest request = seen.get_future().get();
  EXPECT_EQ(request.header("access-token"), kToken);
  EXPECT_EQ(request.raw_query.find(kToken), std::string::npos);
  EXPECT_EQ(request.path, "/open_api/v1.3/campaign/get/");
}

TEST(Faults, GzipIsRead) {
  ServerResponse zipped =
      response_with(std::string(std::begin(kGzippedEnvelope), std::end(kGzippedEnvelope)));
  zipped.headers.emplace_back("Content-Encoding", "gzip");
  auto server = always(zipped);
  const auto answer = campaigns(connector_to(*server));
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->records[0].text("campaign_id"), "5");

  ServerResponse broken = response_with(zipped.body->substr(0, zipped.body->size() / 2));
  broken.headers = zipped.headers;
  auto other = always(broken);
  expect_error(campaigns(connector_to(*other), 2s),
               {ErrorType::upstream_error, ErrorType::upstream_unreadable});
}

TEST(Faults, BodiesThatAreNoEnvelopeAreErrors) {
  const std::string deep(5'000, '[');
  const std::string bodies[] = {"",
                                "null",
                                "[]",
                                "\"text\"",
                                "{}",
                                R"({"code":"0","data":{"list":[]}})",
                                R"({"code":0})",
                                R"({"code":0,"data":null})",
                                R"({"code":0,"data":{"list":null}})",
                                R"({"code":0,"data":{"list":[1]}})",
                                R"({"code":0,"data":{"list":["x"]}})",
                                R"({"code":0,"data":{"list":[{}]}} trailing)",
                                "{\"code\":0,\"data\":{\"list\":[{\"a\":\"\xff\xfe\"}]}}",
                                std::string("{\"code\":0,\"data\":{\"list\":[{\"a\":\"\0\"}]}}", 39),
                                deep,
                                R"({"code":0,"data":{"list":[)" + deep};
  auto server = serve([&](const ServerRequest& request, const Responder& respond) {
    respond(response_with(bodies[std::stoul(std::string(*request.query_value("advertiser_id")))]));
  });
  const Connector connector = connector_to(*server);
  std::vector<Result<Answer>> answers(std::size(bodies), Error{});
  std::latch open(static_cast<std::ptrdiff_t>(answers.size()));
  for (std::size_t i = 0; i < answers.size(); ++i) {
    connector.execute_async("campaigns", "list", fmt::format(R"({{"advertiser_id":"{}"}})", i),
                            {.deadline = 2s}, [&, i](Result<Answer> answer) {
                              answers[i] = std::move(answer);
                              open.count_down();
                            });
  }
  open.wait();
  for (std::size_t i = 0; i < answers.size(); ++i) {
    SCOPED_TRACE(bodies[i].substr(0, 60));
    expect_error(answers[i], {ErrorType::upstream_unreadable});
  }
}

TEST(Faults, AClosedPortSaysSo) {
  auto server = always(response_with(""));
  const Connector connector = connector_to(*server);
  server.reset();
  expect_error(campaigns(connector, 2s), {ErrorType::upstream_error});
}

TEST(Faults, ManyThreadsGetTheirOwnAnswers) {
  auto server = serve([](const ServerRequest& request, const Responder& respond) {
    ServerResponse response = response_with(envelope(campaign(*request.query_value("advertiser_id"))));
    response.delay = 1ms;
    respond(std::move(response));
  });
  const Connector connector = connector_to(*server);
  std::atomic<int> right{0};
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([copy = connector, thread, &right] {
      for (int call = 0; call < 25; ++call) {
        const std::string id = std::to_string(1000 * thread + call);
        const auto answer = campaigns(copy, 20s, id);
        if (answer && answer->records.size() == 1 && answer->records[0].text("campaign_id") == id) ++right;
      }
    });
  }
  threads.clear();
  EXPECT_EQ(right, 200);
}

TEST(Faults, AStreamMayBeLeftInTheMiddle) {
  auto server = serve([](const ServerRequest& request, const Responder& respond) {
    const std::string page(*request.query_value("page"));
    ServerResponse response = response_with(fmt::format(
        R"({{"code":0,"message":"OK","request_id":"R","data":{{"list":[{}],"page_info":{{"page":{},"page_size":1,"total_number":500,"total_page":500}}}}}})",
        campaign(page), page));
    response.delay = 5ms;
    respond(std::move(response));
  });
  for (int i = 0; i < 5; ++i) {
    auto stream = connector_to(*server).stream("campaigns", R"({"advertiser_id":"1","page_size":1})");
    ASSERT_TRUE(stream);
    for (int page = 1; page <= 3; ++page) {
      const auto answer = stream->next();
      ASSERT_TRUE(answer && *answer);
      EXPECT_EQ((*answer)->records[0].text("campaign_id"), std::to_string(page));
      (void)stream->summary();
    }
  }
}

TEST(Faults, AConnectorMayGoWhileItsCallRuns) {
  auto server = always(misbehaving({.no_answer = true}));
  std::promise<Result<Answer>> promise;
  {
    const Connector connector = connector_to(*server);
    connector.execute_async("campaigns", "list", R"({"advertiser_id":"1"})", {.deadline = 200ms},
                            [&](Result<Answer> answer) { promise.set_value(std::move(answer)); });
  }
  EXPECT_FALSE(promise.get_future().get());
}

}  // namespace
}  // namespace tiktok_marketing
