#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "context/aggregate.hpp"
#include "context/aggregate_groups.hpp"
#include "context/dice.hpp"
#include "context/test_store.hpp"

// Random aggregates over random rows, against the same question answered by plain loops.
namespace tiktok_marketing::context {
namespace {

/// A row as the evaluator knows it: money in cents; absent numbers are nullopt.
struct Row {
  std::string advertiser;
  int ad_group = 0;
  int day = 0;  ///< of September 2026
  std::optional<std::int64_t> spend;
  std::optional<std::int64_t> impressions;
  std::optional<std::int64_t> clicks;
  std::optional<std::int64_t> conversion;
};

constexpr int kAdGroups = 8;
constexpr int kDays = 20;

int campaign_of(int ad_group) {
  return ad_group / 3;
}
/// The last ad group's campaign is not stored.
std::optional<std::string> objective_of(int ad_group) {
  if (campaign_of(ad_group) == (kAdGroups - 1) / 3) return std::nullopt;
  return campaign_of(ad_group) % 2 == 0 ? "TRAFFIC" : "REACH";
}
std::string currency_of(const std::string& advertiser) {
  return advertiser == "11" ? "USD" : "EUR";
}
std::string id_of(int number) {
  return fmt::format("70000000000000{:05}", number);
}

std::string number_text(const std::optional<std::int64_t>& value, bool cents) {
  if (!value) return "\"-\"";
  return cents ? fmt::format("\"{}.{:02}\"", *value / 100, *value % 100) : fmt::format("\"{}\"", *value);
}

std::string record_of(const Row& row) {
  return fmt::format(
      R"({{"adgroup_id":"{}","campaign_id":"{}","stat_time_day":"2026-09-{:02} 00:00:00","spend":{},)"
      R"("impressions":{},"clicks":{},"conversion":{}}})",
      id_of(row.ad_group), id_of(campaign_of(row.ad_group)), row.day, number_text(row.spend, true),
      number_text(row.impressions, false), number_text(row.clicks, false),
      number_text(row.conversion, false));
}

/// Rows of two accounts with different currencies, in a store that lives as long as the program.
class World {
 public:
  World() {
    EXPECT_TRUE(store_.store->put_advertisers({{.id = "11", .currency = "USD", .time_zone = "UTC"},
                                               {.id = "22", .currency = "EUR", .time_zone = "UTC"}}));
    Dice dice(20260914);
    for (const std::string advertiser : {"11", "22"}) {
      std::vector<std::string> records;
      for (int ad_group = 0; ad_group < kAdGroups; ++ad_group) {
        for (int day = 1; day <= kDays; ++day) {
          if (dice.chance(30)) continue;
          // Objects of the second account have other numbers, as everywhere at TikTok.
          rows.push_back(random_row(dice, advertiser, advertiser == "11" ? ad_group : ad_group + 12, day));
          records.push_back(record_of(rows.back()));
        }
      }
      store_.window("ad_groups_reports_daily", advertiser, "2026-09-01", "2026-09-20", records,
                    "2026-10-20T00:00:00Z");
      std::vector<std::string> campaigns;
      for (int i = 0; i < kAdGroups; ++i) {
        const int ad_group = advertiser == "11" ? i : i + 12;
        if (!objective_of(i)) continue;
        campaigns.push_back(fmt::format(R"({{"campaign_id":"{}","objective_type":"{}"}})",
                                        id_of(campaign_of(ad_group)), *objective_of(i)));
      }
      store_.list("campaigns", advertiser, campaigns);
    }
  }

  [[nodiscard]] Result<Json> ask(const Json& params) const {
    return store_.store->database().read([&](database::Connection& connection) {
      return aggregate(connection, *find_layout("ad_groups_reports_daily"), params, std::nullopt,
                       at("2026-10-20T00:00:00Z"));
    });
  }

  std::vector<Row> rows;

 private:
  static Row random_row(Dice& dice, const std::string& advertiser, int ad_group, int day) {
    const auto maybe = [&](int limit) -> std::optional<std::int64_t> {
      if (dice.chance(4)) return std::nullopt;
      return dice.chance(15) ? 0 : dice.below(limit);
    };
    return {advertiser, ad_group, day, maybe(1'000'000), maybe(100'000), maybe(500), maybe(20)};
  }

  TestStore store_;
};

World& world() {
  static World made;
  return made;
}

/// The question, as both sides understand it.
struct Question {
  std::vector<std::string> metrics;
  std::vector<std::string> keys;
  int first = 1;
  int last = kDays;
  std::optional<int> least_impressions;
  std::optional<std::string> objective;  ///< only rows of campaigns with it
  std::optional<std::int64_t> having_clicks;
  bool compare = false;
  int limit = 1'000;
  bool descending = true;

  [[nodiscard]] Json params() const {
    Json json;
    json.set("metrics", Json(Json::Array(metrics.begin(), metrics.end())));
    json.set("group_by", Json(Json::Array(keys.begin(), keys.end())));
    json.set("start_date", fmt::format("2026-09-{:02}", first));
    json.set("end_date", fmt::format("2026-09-{:02}", last));
    json.set("limit", limit);
    json.set("order_by",
             Json::parse(fmt::format(R"([{{"{}":"{}"}}])", metrics[0], descending ? "desc" : "asc")).value());
    std::string filter;
    if (least_impressions) filter = fmt::format(R"("gte":{{"impressions":{}}})", *least_impressions);
    if (objective) {
      filter +=
          fmt::format(R"({}"eq":{{"campaign.objective_type":"{}"}})", filter.empty() ? "" : ",", *objective);
    }
    if (!filter.empty()) json.set("filter", Json::parse("{" + filter + "}").value());
    if (compare) json.set("compare", "previous_period");
    if (having_clicks) {
      json.set("having", Json::parse(fmt::format(R"({{"gt":{{"clicks":{}}}}})", *having_clicks)).value());
    }
    return json;
  }
};

const std::vector<std::string> kMetrics = {"clicks", "spend", "impressions", "conversion",         "ctr",
                                           "cpc",    "cpm",   "rows",        "cost_per_conversion"};
const std::vector<std::string> kKeys = {"adgroup_id", "campaign_id", "advertiser_id",          "day",
                                        "week",       "month",       "campaign.objective_type"};

Question random_question(Dice& dice) {
  Question question{.metrics = {"clicks"}};
  for (const auto& metric : kMetrics) {
    if (metric != "clicks" && dice.chance(40)) question.metrics.push_back(metric);
  }
  std::ranges::rotate(question.metrics,
                      question.metrics.begin() + dice.below(static_cast<int>(question.metrics.size())));
  for (const auto& key : kKeys) {
    if (dice.chance(25)) question.keys.push_back(key);
  }
  question.first = 1 + dice.below(kDays);
  question.last = question.first + dice.below(kDays - question.first + 1);
  if (dice.chance(30)) question.least_impressions = dice.below(60'000);
  if (dice.chance(30)) question.having_clicks = dice.below(1'000);
  if (dice.chance(50)) question.limit = 1 + dice.below(5);
  question.descending = dice.chance(50);
  if (dice.chance(20)) question.objective = dice.chance(50) ? "TRAFFIC" : "REACH";
  const bool buckets = std::ranges::any_of(
      question.keys, [](const std::string& key) { return key == "day" || key == "week" || key == "month"; });
  // As many days before the first as there are in the period, all of them in the store.
  const int span = question.last - question.first + 1;
  question.compare = !buckets && question.first > span && dice.chance(60);
  return question;
}

std::string key_text(const Row& row, const std::string& key) {
  const std::string date = fmt::format("2026-09-{:02}", row.day);
  if (key == "adgroup_id") return id_of(row.ad_group);
  if (key == "campaign_id") return id_of(campaign_of(row.ad_group));
  if (key == "advertiser_id") return row.advertiser;
  if (key == "day") return date;
  if (key == "month") return "2026-09";
  if (key == "week") {  // the 31st of August was a Monday
    const int monday = (row.day / 7) * 7;
    return monday == 0 ? "2026-08-31" : fmt::format("2026-09-{:02}", monday);
  }
  return objective_of(row.ad_group >= 12 ? row.ad_group - 12 : row.ad_group).value_or("null");
}

/// Half away from zero, in millionths; all values are positive.
std::string quotient(std::int64_t numerator, std::int64_t denominator) {
  if (denominator == 0) return "null";
  const Int128 scaled = Int128{numerator} * 1'000'000;
  return decimal_text({(scaled * 2 + denominator) / (Int128{denominator} * 2), true});
}

std::string value_of(const std::string& metric, const std::vector<const Row*>& rows) {
  using Member = std::optional<std::int64_t> Row::*;
  const auto sum = [&](Member member) -> std::optional<std::int64_t> {
    std::optional<std::int64_t> total;
    for (const Row* row : rows) {
      if (row->*member) total = total.value_or(0) + *(row->*member);
    }
    return rows.empty() ? 0 : total;
  };
  const auto whole = [](const std::optional<std::int64_t>& value) {
    return value ? fmt::to_string(*value) : "null";
  };
  const auto ratio = [&](Member numerator, Member denominator, std::int64_t up, std::int64_t down) {
    std::int64_t a = 0;
    std::int64_t b = 0;
    for (const Row* row : rows) {
      if (!(row->*numerator) || !(row->*denominator)) continue;
      a += *(row->*numerator);
      b += *(row->*denominator);
    }
    return quotient(a * up, b * down);
  };
  if (metric == "rows") return fmt::to_string(rows.size());
  if (metric == "clicks") return whole(sum(&Row::clicks));
  if (metric == "impressions") return whole(sum(&Row::impressions));
  if (metric == "conversion") return whole(sum(&Row::conversion));
  if (metric == "ctr") return ratio(&Row::clicks, &Row::impressions, 100, 1);
  if (metric == "cpc") return ratio(&Row::spend, &Row::clicks, 1, 100);
  if (metric == "cpm") return ratio(&Row::spend, &Row::impressions, 1000, 100);
  if (metric == "cost_per_conversion") return ratio(&Row::spend, &Row::conversion, 1, 100);
  const auto spend = sum(&Row::spend);
  return spend ? decimal_text({Int128{*spend} * 10'000, true}) : "null";
}

using Answered = std::map<std::string, std::string>;  // keys → values

std::string values_of(const Question& question, const std::vector<const Row*>& rows) {
  std::string text;
  for (const auto& metric : question.metrics) text += value_of(metric, rows) + ";";
  return text;
}

std::string json_text(const Json* json) {
  if (json == nullptr || json->is_null()) return "null";
  return json->as_string() != nullptr ? *json->as_string() : json->dump();
}

std::string values_in(const Question& question, const Json& row) {
  std::string text;
  for (const auto& metric : question.metrics) text += json_text(row.find(metric)) + ";";
  return text;
}

bool has_money(const Question& question) {
  return std::ranges::any_of(question.metrics, [](const std::string& metric) {
    return metric == "spend" || metric == "cpc" || metric == "cpm" || metric == "cost_per_conversion";
  });
}

using Buckets = std::map<std::string, std::vector<const Row*>>;

/// By keys and, where money is asked for, by currency.
Buckets buckets_of(const Question& question, const std::vector<Row>& rows) {
  Buckets buckets;
  const bool split = has_money(question);
  if (question.keys.empty()) {
    buckets[split ? "USD|" : "|"];
    if (split) buckets["EUR|"];
  }
  for (const Row& row : rows) {
    if (row.day < question.first || row.day > question.last) continue;
    if (question.least_impressions && (!row.impressions || *row.impressions < *question.least_impressions))
      continue;
    if (question.objective && objective_of(row.ad_group % 12) != question.objective) continue;
    std::string name = split ? currency_of(row.advertiser) + "|" : "|";
    for (const auto& key : question.keys) name += key_text(row, key) + "|";
    buckets[name].push_back(&row);
  }
  return buckets;
}

std::string name_in(const Question& question, const Json& row) {
  std::string name = fmt::format("{}|", row.text_of("currency"));
  for (const auto& key : question.keys) name += json_text(row.find(key)) + "|";
  return name;
}

/// Rows of all buckets whose names are not in `shown`, as one for each currency.
Answered together(const Question& question, const Buckets& buckets, const Answered& shown) {
  std::map<std::string, std::vector<const Row*>> sums;
  for (const auto& [name, rows] : buckets) {
    if (shown.contains(name)) continue;
    auto& all = sums[name.substr(0, name.find('|') + 1)];
    all.insert(all.end(), rows.begin(), rows.end());
  }
  Answered out;
  for (const auto& [currency, rows] : sums) out[currency] = values_of(question, rows);
  return out;
}

Answered rows_in(const Question& question, const Json* list, bool with_keys) {
  Answered out;
  if (list == nullptr) return out;
  for (const Json& row : *list->as_array()) {
    const std::string name = with_keys ? name_in(question, row) : fmt::format("{}|", row.text_of("currency"));
    out[name] = values_in(question, row);
  }
  return out;
}

/// Nulls last, equal values in any order.
bool is_ordered(const Question& question, const Json& data) {
  std::optional<Int128> before;
  bool nulls = false;
  for (const Json& row : *data.as_array()) {
    const Json* value = row.find(question.metrics[0]);
    if (value->is_null()) {
      nulls = true;
      continue;
    }
    const Int128 now = parse_amount(value->as_number()->text)->micros;
    if (nulls || (before && (question.descending ? now > *before : now < *before))) return false;
    before = now;
  }
  return true;
}

/// The same groups in as many days before.
Buckets buckets_before(const Question& question) {
  Question before = question;
  before.last = question.first - 1;
  before.first = question.first - (question.last - question.first + 1);
  return buckets_of(before, world().rows);
}

void check_comparison(const Question& question, const Json& data) {
  Buckets all = buckets_before(question);
  for (const Json& row : *data.as_array()) {
    const Json* previous = row.find("previous");
    RC_ASSERT(previous != nullptr);
    RC_ASSERT(values_in(question, *previous) == values_of(question, all[name_in(question, row)]));
  }
}

void check(const Question& question) {
  RC_LOG() << question.params().dump() << '\n';
  const auto answer = world().ask(question.params());
  RC_ASSERT(answer.has_value());
  Buckets all = buckets_of(question, world().rows);
  if (question.compare) {
    for (const auto& [name, rows] : buckets_before(question)) all.try_emplace(name);
  }
  Buckets kept;
  for (const auto& [name, rows] : all) {
    const std::string clicks = value_of("clicks", rows);
    const bool holds =
        !question.having_clicks || (clicks != "null" && std::stoll(clicks) > *question.having_clicks);
    if (holds) kept[name] = rows;
  }
  const Json& data = *answer->find("data");
  const Json& meta = *answer->find("meta");
  const Answered shown = rows_in(question, &data, true);
  RC_ASSERT(shown.size() == std::min(kept.size(), static_cast<std::size_t>(question.limit)));
  for (const auto& [name, values] : shown) {
    RC_ASSERT(kept.contains(name));
    RC_ASSERT(values == values_of(question, kept[name]));
  }
  RC_ASSERT(is_ordered(question, data));
  RC_ASSERT(rows_in(question, meta.find("totals"), false) == together(question, all, {}));
  RC_ASSERT(rows_in(question, meta.find("other"), false) == together(question, kept, shown));
  if (question.compare) check_comparison(question, data);
}

/// rapidcheck runs a property a hundred times; each time asks this many questions.
constexpr int kQuestions = 20;

RC_GTEST_PROP(AggregateProperty, AnswersAsPlainLoopsDo, (std::uint64_t seed)) {
  Dice dice(seed);
  for (int i = 0; i < kQuestions; ++i) check(random_question(dice));
}

}  // namespace
}  // namespace tiktok_marketing::context
