// sync_bench sync STORE START_DATE [URLS]: one replication of the virtual TikTok of the environment into
// STORE; the URLs that were asked for go to the file URLS.
// sync_bench spend STORE START_DATE: the same until yesterday's spend of every advertiser can be asked of the
// store; then compared with TikTok's own answer.
// Prints one JSON object. TIKTOK_MARKETING_QPS is the app's budget; `unlimited` or a number.
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "bench.hpp"
#include "context/queries.hpp"
#include "context/store.hpp"
#include "replication/plan.hpp"
#include "replication/streams.hpp"
#include "replication/sync.hpp"

namespace {

using namespace tiktok_marketing;
using replication::Sync;
using Clock = std::chrono::steady_clock;

SystemTime now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Passes requests on and remembers their URLs.
class Recorder : public Transport {
 public:
  explicit Recorder(std::shared_ptr<Transport> next) : next_(std::move(next)) {}
  void send(HttpRequest request, std::stop_token stop, Done done) override {
    urls_.push_back(request.url);
    next_->send(std::move(request), std::move(stop), std::move(done));
  }
  void write_to(const char* file) const {
    std::ofstream out(file);
    for (const auto& url : urls_) out << url << '\n';
    if (!out.flush()) bench::fail(std::string("cannot write ") + file);
  }

 private:
  std::shared_ptr<Transport> next_;
  std::vector<std::string> urls_;
};

std::shared_ptr<context::Store> open_store(const char* file) {
  auto store = context::Store::open({.file = file, .backups = {}});
  if (!store) bench::fail(store.error().message);
  return *std::move(store);
}

replication::SyncOptions options_from(const char* start_date) {
  const auto start = parse_date(start_date);
  if (!start) bench::fail("START_DATE is YYYY-MM-DD");
  replication::SyncOptions options;
  options.start_date = *start;
  return options;
}

std::int64_t count_rows(context::Store& store, const std::string& sql) {
  auto count = store.database().read([&](database::Connection& connection) -> Result<std::int64_t> {
    auto query = connection.prepare(sql);
    if (!query) return std::move(query).error();
    if (auto row = query->step(); !row) return std::move(row).error();
    return query->integer(0);
  });
  if (!count) bench::fail(count.error().message);
  return *count;
}

/// Discovery, and max(1, ⌈rows / page size⌉) for every listing and every window of every report that the
/// account's own report calls for.
std::int64_t fewest_requests(context::Store& store, Date start_date) {
  constexpr std::int64_t kDiscovery = 3;  // whose token, which advertisers, what they are
  std::int64_t fewest = kDiscovery;
  const auto advertisers = store.advertisers();
  if (!advertisers) bench::fail(advertisers.error().message);
  const auto pages = [](std::int64_t rows, std::int64_t size) {
    return std::max<std::int64_t>(1, (rows + size - 1) / size);
  };
  for (const auto& info : *advertisers) {
    const auto rows_of = [&](const replication::Stream& stream, const std::string& condition) {
      return count_rows(store, fmt::format("SELECT count(*) FROM {} WHERE advertiser_id = {}{}",
                                           stream.entity->name, info.id, condition));
    };
    const auto today = local_date(now(), info.time_zone);
    if (!today || !info.created) bench::fail("an account without zone or creation");
    const auto work =
        replication::plan_report({.today = *today, .from = std::max(start_date, *info.created), .read = {}});
    auto windows = work.recent;
    windows.insert(windows.end(), work.history.begin(), work.history.end());
    for (const auto& stream : replication::streams()) {
      if (stream.kind == replication::StreamKind::list)
        fewest += pages(rows_of(stream, ""), stream.page_size);
      if (stream.kind != replication::StreamKind::report) continue;
      for (const auto& window : windows) {
        const auto days =
            fmt::format(" AND stat_time_day >= '{}' AND stat_time_day < '{}'", format_date(window.start),
                        format_date(window.end + std::chrono::days{1}));
        const bool own = &stream == &replication::account_report();
        if (own || rows_of(replication::account_report(), days) > 0)
          fewest += pages(rows_of(stream, days), stream.page_size);
      }
    }
  }
  return fewest;
}

double cpu_s(const rusage& usage) {
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void sync_once(const char* file, const char* start_date, const char* urls) {
  ConnectorOptions connector = bench::connector_options();
  connector.engine = make_engine();
  auto recorder = std::make_shared<Recorder>(connector.engine.transport);
  connector.engine.transport = recorder;
  const auto options = options_from(start_date);
  auto store = open_store(file);
  const auto start = Clock::now();
  auto sync = Sync::open(connector, store, options);
  if (!sync) bench::fail(sync.error().message);
  const auto report = sync->run();
  if (!report) bench::fail(report.error().message);
  const double wall = seconds_since(start);
  if (report->status != "succeeded") bench::fail(report->status + ": " + report->details.dump());
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  if (urls != nullptr) recorder->write_to(urls);
  fmt::print(
      R"({{"rows":{},"requests":{},"fewest":{},"wall_s":{:.3f},"cpu_s":{:.3f},"peak_kib":{},"mib":{}}})"
      "\n",
      report->rows, report->requests, fewest_requests(*store, options.start_date), wall, cpu_s(usage),
      usage.ru_maxrss, std::filesystem::file_size(file) >> 20);
}

using Spend = std::map<std::string, Decimal>;  // advertiser → yesterday's

/// nullopt while the store does not say that it is complete.
std::optional<Spend> spend_in(context::Store& store) {
  const StoreQuery question{
      .action = StoreAction::aggregate,
      .entity = "advertisers_reports_daily",
      .params_json = R"({"metrics":["spend"],"group_by":["advertiser_id"],"date_range":"yesterday"})"};
  const auto answer = context::answer(store, question, now());
  if (!answer) return std::nullopt;
  const auto document = Json::parse(answer->document);
  if (!document || !answer->meta.missing.empty()) return std::nullopt;
  Spend spend;
  for (const Json& row : *document->find("data")->as_array()) {
    spend[std::string(row.text_of("advertiser_id"))] =
        Decimal::parse(row.find("spend")->dump()).value_or(Decimal{});
  }
  return spend;
}

/// What TikTok says, asked one advertiser after the other.
Spend spend_live(const Connector& connector, const std::vector<context::AdvertiserInfo>& advertisers) {
  Spend spend;
  for (const auto& info : advertisers) {
    const auto answer = connector.execute(
        "advertisers_reports_daily", "list",
        fmt::format(R"({{"advertiser_id":"{}","date_range":"yesterday","metrics":["spend"]}})", info.id));
    if (!answer) bench::fail(answer.error().message);
    for (const auto& row : answer->records) spend[info.id] = row.decimal("spend").value_or(Decimal{});
  }
  return spend;
}

bool same(const Spend& a, const Spend& b) {
  const auto cents = [](const Spend& spend) {
    std::map<std::string, double> out;
    for (const auto& [id, amount] : spend) {
      if (amount.unscaled != 0) out[id] = std::stod(amount.text());
    }
    return out;
  };
  return cents(a) == cents(b);
}

void spend_of_yesterday(const char* file, const char* start_date) {
  const auto start = Clock::now();
  auto store = open_store(file);
  auto sync = Sync::open(bench::connector_options(), store, options_from(start_date));
  if (!sync) bench::fail(sync.error().message);
  std::stop_source stop;
  std::optional<Spend> found;
  double found_after = 0;
  std::thread asking([&] {
    while (!found && !stop.stop_requested()) {
      found = spend_in(*store);
      found_after = seconds_since(start);
      std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    stop.request_stop();
  });
  const auto report = sync->run({}, stop.get_token());
  stop.request_stop();
  asking.join();
  if (!report) bench::fail(report.error().message);
  if (!found) bench::fail("the run ended before yesterday's spend was known: " + report->status);
  const auto advertisers = store->advertisers();
  if (!advertisers) bench::fail(advertisers.error().message);
  const bool correct = same(*found, spend_live(bench::open_connector(), *advertisers));
  fmt::print(R"({{"seconds":{:.3f},"correct":{},"advertisers":{},"requests":{}}})"
             "\n",
             found_after, correct, advertisers->size(), report->requests);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  if (what == "sync" && (argc == 4 || argc == 5)) {
    sync_once(argv[2], argv[3], argc == 5 ? argv[4] : nullptr);
  } else if (what == "spend" && argc == 4) {
    spend_of_yesterday(argv[2], argv[3]);
  } else {
    bench::fail("usage: sync_bench sync STORE START_DATE [URLS] | sync_bench spend STORE START_DATE");
  }
}
