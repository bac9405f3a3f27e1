// store_bench fill STORE ROWS: writes ROWS report rows of ads into a new store: four accounts, two years.
// store_bench ask STORE QUESTIONS: asks it pages of a search, filtered and sorted, and an aggregate by
// campaign and month; each also as SQL written by hand on the same tables, in turns.
// Prints one JSON object, times in milliseconds.
#include <algorithm>
#include <chrono>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "bench.hpp"
#include "context/queries.hpp"
#include "context/store.hpp"

namespace {

using namespace tiktok_marketing;
using Clock = std::chrono::steady_clock;

constexpr int kAccounts = 4;
constexpr int kCampaigns = 50;  // of an account
constexpr int kDays = 730;
constexpr int kPageSize = 50;
constexpr int kAggregates = 7;
const Date kFirst{std::chrono::year{2024} / 9 / 1};
const SystemTime kNow = std::chrono::sys_days{std::chrono::year{2026} / 10 / 31};

template <typename T>
T good(Result<T> result) {
  if (!result) bench::fail(result.error().message);
  return *std::move(result);
}
void good(const Result<void>& result) {
  if (!result) bench::fail(result.error().message);
}

std::string account_id(int account) {
  return fmt::format("731000000000000{}", 1'000 + account);
}
std::string campaign_id(int account, int campaign) {
  return fmt::format("179000000000{:02}{:02}", account, campaign);
}

std::string record_of(std::mt19937_64& random, int account, std::int64_t ad, Date day) {
  const auto impressions = random() % 20'000;
  const auto clicks = impressions * (random() % 30) / 1'000;
  const auto cents = clicks * (20 + random() % 80);
  const auto conversions = clicks / 20;
  return fmt::format(
      R"({{"ad_id":"18{:02}{:012}","stat_time_day":"{} 00:00:00","campaign_id":"{}","adgroup_id":"17{:02}{:012}",)"
      R"("campaign_name":"Campaign {}","ad_name":"Ad {}","spend":"{}.{:02}","impressions":"{}","clicks":"{}",)"
      R"("ctr":"{}.{:02}","conversion":"{}","reach":"{}","likes":"{}","video_play_actions":"{}"}})",
      account, ad, format_date(day), campaign_id(account, static_cast<int>(ad % kCampaigns)), account, ad / 4,
      ad % kCampaigns, ad, cents / 100, cents % 100, impressions, clicks, clicks * 100 / (impressions + 1),
      random() % 100, conversions, impressions * 7 / 10, clicks / 3, impressions / 2);
}

/// In the order a replication brings them: window by window, newest first, ad by ad.
void fill(const char* file, std::int64_t rows) {
  auto store = good(context::Store::open({.file = file, .backups = {}}));
  std::vector<context::AdvertiserInfo> infos;
  for (int account = 0; account < kAccounts; ++account)
    infos.push_back({.id = account_id(account), .currency = "EUR", .time_zone = "UTC"});
  good(store->put_advertisers(infos));
  const auto run = good(store->begin_run("bench", kNow));
  const std::int64_t ads = rows / kAccounts / kDays;
  std::mt19937_64 random(7);
  for (int last = kDays - 1; last >= 0; last -= 30) {
    const int first = std::max(last - 29, 0);
    for (int account = 0; account < kAccounts; ++account) {
      context::Commit commit{
          .stream = {"ads_reports_daily", account_id(account)}, .run = run, .read_at = kNow};
      auto page = std::make_shared<std::string>();
      std::vector<std::size_t> starts;
      for (std::int64_t ad = 0; ad < ads; ++ad) {
        for (int day = first; day <= last; ++day) {
          starts.push_back(page->size());
          *page += record_of(random, account, ad, kFirst + std::chrono::days{day});
        }
      }
      starts.push_back(page->size());
      Records records;
      for (std::size_t i = 0; i + 1 < starts.size(); ++i)
        records.add(page, std::string_view(*page).substr(starts[i], starts[i + 1] - starts[i]));
      commit.pages.push_back(std::move(records));
      commit.window_done = {kFirst + std::chrono::days{first}, kFirst + std::chrono::days{last}};
      good(store->commit(commit));
      good(store->set_state(commit.stream, context::StreamState::ready, {}, kFirst));
    }
  }
}

double ms(Clock::duration took) {
  return std::chrono::duration<double, std::milli>(took).count();
}

double at(std::vector<double> values, double share) {
  std::ranges::sort(values);
  const auto place = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5);
  return values[place];
}

/// Steps through all rows and looks at every value, as whoever writes SQL would; the number of rows.
std::size_t by_hand(context::Store& store, const std::string& sql) {
  return good(store.database().read([&](database::Connection& connection) -> Result<std::size_t> {
    auto query = connection.prepare(sql);
    if (!query) return std::move(query).error();
    std::size_t rows = 0;
    std::size_t bytes = 0;
    for (;; ++rows) {
      auto row = query->step();
      if (!row) return std::move(row).error();
      if (!*row) break;
      for (int i = 0; i < 6; ++i) bytes += query->text(i).size();
    }
    if (rows > 0 && bytes == 0) bench::fail("SQL written by hand gives no values: " + sql);
    return rows;
  }));
}

std::size_t ask(context::Store& store, StoreAction action, const std::string& params) {
  const auto answer = good(
      context::answer(store, {.action = action, .entity = "ads_reports_daily", .params_json = params}, kNow));
  const auto document = good(Json::parse(answer.document));
  return document.find("data")->as_array()->size();
}

/// Pages as an agent asks for them: one month of one campaign or of all, above a sum, the largest first.
struct Question {
  std::string params;
  std::string sql;
};
Question random_question(std::mt19937_64& random) {
  const Date first = kFirst + std::chrono::days{static_cast<int>(random() % (kDays - 31))};
  const std::string from = format_date(first);
  const std::string to = format_date(first + std::chrono::days{30});
  const auto least = random() % 100;
  const bool one = random() % 2 == 0;
  const auto campaign =
      campaign_id(static_cast<int>(random() % kAccounts), static_cast<int>(random() % kCampaigns));
  Question question;
  question.params = fmt::format(
      R"({{"query":{{"filter":{{"gte":{{"stat_time_day":"{}"}},"lt":{{"stat_time_day":"{}"}},"gt":{{"spend":{}}}{}}},)"
      R"("sort":[{{"spend":"desc"}}]}},"limit":{},)"
      R"("fields":["ad_id","stat_time_day","campaign_id","spend","clicks","conversion"]}})",
      from, to, least, one ? fmt::format(R"(,"eq":{{"campaign_id":"{}"}})", campaign) : "", kPageSize);
  question.sql = fmt::format(
      "SELECT ad_id, stat_time_day, campaign_id, spend, clicks, conversion FROM ads_reports_daily WHERE "
      "stat_time_day >= '{} 00:00:00' AND stat_time_day < '{} 00:00:00' AND spend_micros > {}{} ORDER BY "
      "spend_micros DESC, ad_id, stat_time_day LIMIT {}",
      from, to, least * 1'000'000, one ? " AND campaign_id = " + campaign : "", kPageSize);
  return question;
}

std::string times_of(const std::vector<double>& times) {
  return fmt::format(R"({{"p50":{:.3f},"p99":{:.3f}}})", at(times, 0.5), at(times, 0.99));
}

void ask_all(const char* file, int questions) {
  auto store = good(context::Store::open({.file = file, .backups = {}}));
  std::mt19937_64 random(11);
  std::vector<double> search;
  std::vector<double> search_sql;
  for (int i = -10; i < questions; ++i) {
    const Question question = random_question(random);
    const auto start = Clock::now();
    const auto found = ask(*store, StoreAction::search, question.params);
    const auto middle = Clock::now();
    const auto expected = by_hand(*store, question.sql);
    const auto end = Clock::now();
    if (found != expected)
      bench::fail(fmt::format("{} rows instead of {}: {}", found, expected, question.params));
    if (i < 0) continue;
    search.push_back(ms(middle - start));
    search_sql.push_back(ms(end - middle));
  }
  std::vector<double> aggregate;
  std::vector<double> aggregate_sql;
  std::size_t groups = 0;
  for (int i = -1; i < kAggregates; ++i) {
    const auto start = Clock::now();
    groups =
        ask(*store, StoreAction::aggregate,
            R"({"metrics":["spend","conversion","ctr"],"group_by":["campaign_id","month"],"limit":1000})");
    const auto middle = Clock::now();
    (void)by_hand(*store,
                  "SELECT campaign_id, substr(stat_time_day, 1, 7), sum(spend_micros), sum(conversion), "
                  "100.0 * sum(clicks) / sum(impressions), count(*) FROM ads_reports_daily GROUP BY 1, 2");
    const auto end = Clock::now();
    if (i < 0) continue;
    aggregate.push_back(ms(middle - start));
    aggregate_sql.push_back(ms(end - middle));
  }
  const auto rows = good(store->database().read([](database::Connection& connection) -> Result<std::int64_t> {
    auto query = connection.prepare("SELECT count(*) FROM ads_reports_daily");
    if (!query) return std::move(query).error();
    if (auto row = query->step(); !row) return std::move(row).error();
    return query->integer(0);
  }));
  fmt::print(
      R"({{"rows":{},"questions":{},"search":{},"search_sql":{},"groups":{},"aggregate":{},"aggregate_sql":{}}})"
      "\n",
      rows, questions, times_of(search), times_of(search_sql), groups, times_of(aggregate),
      times_of(aggregate_sql));
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  if (what == "fill" && argc == 4) {
    fill(argv[2], std::stoll(argv[3]));
  } else if (what == "ask" && argc == 4) {
    ask_all(argv[2], std::atoi(argv[3]));
  } else {
    bench::fail("usage: store_bench fill STORE ROWS | store_bench ask STORE QUESTIONS");
  }
}
