// flood_bench STORE ROWS PASSES: peak memory while report rows pass through a replication. The virtual TikTok
// of this process answers everything but the ads' report; its pages of 1,000 rows are made up here, ROWS in
// each of PASSES runs over the same 90 days, a quarter of them with other figures each time. Prints one JSON
// object.
#include <sys/resource.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "bench.hpp"
#include "context/store.hpp"
#include "replication/sync.hpp"
#include "sandbox/virtual_tiktok.hpp"

namespace {

using namespace tiktok_marketing;
using Clock = std::chrono::steady_clock;
using Query = std::vector<std::pair<std::string, std::string>>;

constexpr int kDays = 90;
constexpr int kWindows = 3;
constexpr std::int64_t kPageSize = 1'000;

std::string decoded(std::string_view text) {
  const auto hex = [](char c) { return c <= '9' ? c - '0' : (c | 32) - 'a' + 10; };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

http::ServerRequest request_of(const HttpRequest& from) {
  http::ServerRequest request;
  request.method = from.method;
  for (const auto& [name, value] : from.headers) request.headers.emplace_back(name, value);
  for (const auto& [name, value] : from.secret_headers) request.headers.emplace_back(name, value.reveal());
  for (auto& [name, value] : request.headers) {
    for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  const auto path = from.url.find('/', from.url.find("//") + 2);
  const auto query = std::min(from.url.find('?', path), from.url.size());
  request.path = from.url.substr(path, query - path);
  std::string_view rest = std::string_view(from.url).substr(std::min(query + 1, from.url.size()));
  while (!rest.empty()) {
    const auto pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    const auto equals = std::min(pair.find('='), pair.size());
    request.query.emplace_back(decoded(pair.substr(0, equals)),
                               decoded(pair.substr(std::min(equals + 1, pair.size()))));
  }
  return request;
}

/// Answers on the engine thread, without a socket.
class Flood : public Transport {
 public:
  Flood(std::shared_ptr<Runtime> runtime, sandbox::VirtualTikTok& tiktok, std::int64_t rows_of_window)
      : runtime_(std::move(runtime)), tiktok_(tiktok), rows_of_window_(rows_of_window) {}

  void send(HttpRequest request, std::stop_token, Done done) override {
    runtime_->post([this, request = request_of(request), done = std::move(done)] {
      HttpResponse response;
      response.status = 200;
      std::string body;
      if (request.query_value("data_level") == "AUCTION_AD") {
        body = page(request);
      } else {
        auto answer = tiktok_.handle(request);
        response.status = answer.status;
        for (auto& header : answer.headers) response.headers.push_back(header);
        if (answer.body) body = *answer.body;
      }
      body.reserve(body.size() + kBodyPaddingBytes);
      response.body = std::make_shared<const std::string>(std::move(body));
      done(std::move(response));
    });
  }

  int pass = 0;

 private:
  std::string page(const http::ServerRequest& request) const {
    const auto value = [&](std::string_view name) { return request.query_value(name).value_or(""); };
    const auto names = Json::parse(value("metrics"));
    const auto first = parse_date(value("start_date"));
    const auto last = parse_date(value("end_date"));
    if (!names || !first || !last) bench::fail("a report request without metrics or days");
    const std::string_view text = value("page");
    const std::int64_t number = text.empty() ? 1 : std::stoll(std::string(text));
    const std::int64_t days = (*last - *first).count() + 1;
    std::string body = R"({"code":0,"message":"OK","request_id":"flood","data":{"list":[)";
    body.reserve(1 << 21);
    auto out = std::back_inserter(body);
    const auto end = std::min(number * kPageSize, rows_of_window_);
    for (std::int64_t row = (number - 1) * kPageSize; row < end; ++row) {
      if (body.back() == '}') body += ',';
      const auto day = format_date(*first + std::chrono::days{row % days});
      fmt::format_to(out,
                     R"({{"dimensions":{{"ad_id":"18{:014}","stat_time_day":"{} 00:00:00"}},"metrics":{{)",
                     row / days * 7 + 1'000'003, day);
      append_metrics(body, *names->as_array(), row);
      body += "}}";
    }
    const auto pages = (rows_of_window_ + kPageSize - 1) / kPageSize;
    fmt::format_to(out, R"(],"page_info":{{"page":{},"page_size":{},"total_number":{},"total_page":{}}}}}}})",
                   number, kPageSize, rows_of_window_, pages);
    return body;
  }

  void append_metrics(std::string& body, const Json::Array& names, std::int64_t row) const {
    auto out = std::back_inserter(body);
    const auto changed = row % 4 == pass % 4 ? pass : 0;
    std::int64_t number = row * 31 + changed;
    for (const Json& name : names) {
      if (body.back() != '{') body += ',';
      number = (number * 6'364'136 + 1'442'695) % 99'991;
      fmt::format_to(out, R"("{}":"{}.{:02}")", *name.as_string(), number / 100, number % 100);
    }
  }

  std::shared_ptr<Runtime> runtime_;
  sandbox::VirtualTikTok& tiktok_;
  std::int64_t rows_of_window_;
};

std::int64_t peak_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) bench::fail("usage: flood_bench STORE ROWS PASSES");
  const std::int64_t rows = std::stoll(argv[2]);
  const int passes = std::atoi(argv[3]);
  sandbox::SandboxOptions world;
  world.unlimited = true;
  const auto tiktok = sandbox::VirtualTikTok::create(world);
  if (!tiktok) bench::fail(tiktok.error().message);
  const auto access = (*tiktok)->access("http://127.0.0.1:1");
  ConnectorOptions connector;
  connector.access_token = Secret(access.access_token);
  connector.api_url = access.api_url;
  connector.advertiser_ids = access.advertiser_ids;
  connector.qps = -1;
  connector.engine = make_engine();
  const auto windows = static_cast<std::int64_t>(access.advertiser_ids.size()) * kWindows;
  auto flood = std::make_shared<Flood>(connector.engine.runtime, **tiktok, rows / windows);
  connector.engine.transport = flood;
  auto store = context::Store::open({.file = argv[1], .backups = {}});
  if (!store) bench::fail(store.error().message);
  replication::SyncOptions options;
  options.entities = {"advertisers", "advertisers_reports_daily", "ads_reports_daily"};
  options.lookback_days = kDays;
  options.start_date = std::chrono::floor<std::chrono::days>((*tiktok)->now()) - std::chrono::days{kDays - 1};
  const std::int64_t before = peak_kib();
  const auto start = Clock::now();
  std::int64_t passed = 0;
  for (flood->pass = 0; flood->pass < passes; ++flood->pass) {
    const auto sync = replication::Sync::open(connector, *store, options);
    if (!sync) bench::fail(sync.error().message);
    const auto report = sync->run();
    if (!report || report->status != "succeeded")
      bench::fail(report ? report->details.dump() : report.error().message);
    passed += report->rows;
  }
  fmt::print(R"({{"rows":{},"wall_s":{:.3f},"before_kib":{},"peak_kib":{},"mib":{}}})"
             "\n",
             passed, std::chrono::duration<double>(Clock::now() - start).count(), before, peak_kib(),
             std::filesystem::file_size(argv[1]) >> 20);
}
