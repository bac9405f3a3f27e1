#include "context/aggregate_customers.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.hpp"

namespace tiktok_marketing::context {
namespace {

constexpr std::array<std::string_view, 6> kNotHere = {"group_by", "having", "order_by",
                                                      "sort",     "limit",  "compare"};

Error bad_rates(std::string_view pointer, std::string message) {
  Error error = invalid_query(pointer, std::move(message), "Give what one unit of each currency is worth.");
  error.example = R"({"rates":{"to":"USD","rates":{"EUR":1.08}}})";
  return error;
}

Result<Rates> parse_rates(const Json& given) {
  const auto* list = given.find("rates") != nullptr ? given.find("rates")->as_object() : nullptr;
  Rates rates{.to = std::string(given.text_of("to")), .given = given};
  if (rates.to.empty() || list == nullptr) {
    return bad_rates("/rates", "A rate table names the currency it leads to and the rates.");
  }
  for (const auto& [currency, value] : *list) {
    const auto* number = value.as_number();
    const auto* text = number != nullptr ? &number->text : value.as_string();
    const auto rate = text != nullptr ? parse_amount(*text) : std::nullopt;
    if (!rate || rate->micros <= 0) {
      return bad_rates(below("/rates/rates", currency),
                       fmt::format("{} is no rate.", shortened(value.dump(), 60)));
    }
    rates.rates[currency] = *rate;
  }
  rates.rates[rates.to] = {kMicros, true};
  return rates;
}

/// A figure of a row some store gave.
struct Cell {
  std::optional<Amount> amount;
  std::string absence;
  std::int64_t rows_without = 0;
};

Cell cell_of(const Json& row, std::string_view name) {
  Cell cell;
  const Json* value = row.find(name);
  if (value != nullptr && value->as_number() != nullptr) cell.amount = parse_amount(value->as_number()->text);
  if (const Json* absent = row.find("absent")) cell.absence = absent->text_of(name);
  if (const Json* without = row.find("without_value")) cell.rows_without = without->int_of(name).value_or(0);
  return cell;
}

/// Row of a store and what its money is multiplied by.
struct Part {
  const Json* row;
  Amount rate{kMicros, true};
};

/// How money stands in a metric: 1 as amount or price, 0 not at all, -1 as what something is divided by.
/// nullopt: its parts are not known, so it can not be converted.
std::optional<int> money_in(const AskedMetric& metric) {
  const auto is_amount = [](const ColumnLayout* column) {
    return column != nullptr && column->in_micros() && column->nature == catalog::Nature::sum ? 1 : 0;
  };
  if (metric.rule == Rule::single) return metric.money ? std::nullopt : std::optional(0);
  if (metric.numerator != nullptr) return is_amount(metric.numerator) - is_amount(metric.denominator);
  return is_amount(metric.column);
}

/// Rounded half away from zero to six decimals.
Amount converted(const Amount& amount, const Amount& rate, int power) {
  if (power == 0 || rate.micros == kMicros) return amount;
  if (power < 0) return *ratio_of(amount, rate, 1);
  return product_of(amount, rate);
}

Cell sum_of(const std::vector<Part>& parts, std::string_view name, int power) {
  Cell sum{.absence = "not_reported"};
  for (const Part& part : parts) {
    const Cell cell = cell_of(*part.row, name);
    sum.rows_without += cell.rows_without;
    if (!cell.amount) {
      sum.absence = cell.absence;
      sum.amount.reset();
      return sum;
    }
    Amount total = sum.amount.value_or(Amount{});
    total += converted(*cell.amount, part.rate, power);
    sum.amount = total;
  }
  return sum;
}

Cell quotient_of(const std::vector<Part>& parts, const AskedMetric& metric) {
  const auto power = [](const ColumnLayout& column) {
    return column.in_micros() && column.nature == catalog::Nature::sum ? 1 : 0;
  };
  const Cell numerator = sum_of(parts, metric.numerator->name, power(*metric.numerator));
  const Cell denominator = sum_of(parts, metric.denominator->name, power(*metric.denominator));
  Cell out;
  if (!numerator.amount || !denominator.amount) {
    out.absence = numerator.amount ? denominator.absence : numerator.absence;
  } else if (numerator.rows_without + denominator.rows_without > 0) {
    // The sums are over different rows; only the stores know those that have both.
    out.absence = "not_reported";
  } else {
    out.amount = ratio_of(*numerator.amount, *denominator.amount, metric.scale);
    if (!out.amount) out.absence = "zero_denominator";
  }
  return out;
}

/// One metric of several rows as one.
Cell together(const std::vector<Part>& parts, const AskedMetric& metric) {
  const auto power = money_in(metric);
  if (parts.size() == 1) {
    Cell cell = cell_of(*parts.front().row, metric.name);
    const bool convert = cell.amount && parts.front().rate.micros != kMicros;
    if (convert && !power) return {.absence = "not_convertible"};
    if (convert) cell.amount = converted(*cell.amount, parts.front().rate, *power);
    return cell;
  }
  switch (metric.rule) {
    case Rule::rows:
    case Rule::sum:
      return sum_of(parts, metric.name, power.value_or(0));
    case Rule::ratio:
      return quotient_of(parts, metric);
    case Rule::goal_sum:
    case Rule::goal_ratio:
      return {.absence = "unknown_goal"};
    case Rule::single:
      break;
  }
  return {.absence = "not_additive"};
}

struct Line {
  std::optional<Amount> rank;
  std::string customer;
  Json json;
};

class Merger {
 public:
  explicit Merger(const CustomersRequest& request) : request_(request) {}

  Json merge(const std::vector<CustomerAnswer>& answers) {
    std::vector<std::string> order;
    std::map<std::string, std::vector<const CustomerAnswer*>> by_customer;
    for (const CustomerAnswer& answer : answers) {
      auto& list = by_customer[answer.customer];
      if (list.empty()) order.push_back(answer.customer);
      list.push_back(&answer);
    }
    for (const std::string& customer : order) add(customer, by_customer[customer]);
    std::ranges::stable_sort(lines_, [](const Line& left, const Line& right) {
      if (left.rank && right.rank && left.rank->micros != right.rank->micros)
        return left.rank->micros > right.rank->micros;
      if (left.rank.has_value() != right.rank.has_value()) return left.rank.has_value();
      return left.customer < right.customer;
    });
    Json::Array data;
    for (Line& line : lines_) data.push_back(std::move(line.json));
    Json answer;
    answer.set("data", Json(std::move(data)));
    answer.set("meta", meta(order.size()));
    return answer;
  }

 private:
  void add(const std::string& customer, const std::vector<const CustomerAnswer*>& answers) {
    std::map<std::string, std::vector<Part>> by_currency;
    std::vector<const Json*> metas;
    for (const CustomerAnswer* each : answers) {
      if (!each->answer) {
        miss("customer", customer, each->answer.error().message);
        continue;
      }
      const Json* rows = each->answer->find("data");
      const Json* meta = each->answer->find("meta");
      if (rows == nullptr || rows->as_array() == nullptr || meta == nullptr) continue;
      metas.push_back(meta);
      note_missing(customer, *meta);
      for (const Json& row : *rows->as_array()) {
        auto [currency, rate] = target_of(currency_of(row, *meta), customer);
        by_currency[currency].push_back({&row, rate});
      }
    }
    for (const auto& [currency, parts] : by_currency) {
      Line line{.customer = customer};
      line.json.set("customer", customer);
      fill(line.json, currency, parts);
      line.rank = cell_of(line.json, request_.request.metrics.front().name).amount;
      add_age(line.json, metas, metas.size() == answers.size());
      lines_.push_back(std::move(line));
      auto& all = totals_[currency];
      all.insert(all.end(), parts.begin(), parts.end());
    }
  }

  static std::string currency_of(const Json& row, const Json& meta) {
    const auto own = row.text_of("currency");
    return std::string(own.empty() ? meta.text_of("currency") : own);
  }

  std::pair<std::string, Amount> target_of(const std::string& currency, const std::string& customer) {
    const Amount one{kMicros, true};
    if (!request_.rates) return {currency, one};
    const auto rate = request_.rates->rates.find(currency);
    if (rate != request_.rates->rates.end()) return {request_.rates->to, rate->second};
    miss("rate", currency, fmt::format("customer {}: the rate table does not have the currency", customer));
    return {currency, one};
  }

  void fill(Json& row, const std::string& currency, const std::vector<Part>& parts) const {
    row.set("currency", currency.empty() ? Json() : Json(currency));
    Json absent;
    Json without;
    for (const AskedMetric& metric : request_.request.metrics) {
      const Cell cell = together(parts, metric);
      row.set(metric.name, cell.amount ? Json(Json::Number{decimal_text(*cell.amount)}) : Json());
      if (!cell.amount) absent.set(metric.name, cell.absence);
      if (cell.rows_without > 0) without.set(metric.name, cell.rows_without);
    }
    if (!absent.is_null()) row.set("absent", std::move(absent));
    if (!without.is_null()) row.set("without_value", std::move(without));
  }

  /// Of several stores the oldest reading and the least final word; they are one customer's figure.
  void add_age(Json& row, const std::vector<const Json*>& metas, bool all_answered) const {
    const Json* as_of = nullptr;
    bool complete = all_answered;
    for (const Json* meta : metas) {
      const Json* time = meta->find("as_of");
      const bool older = time != nullptr && time->as_string() != nullptr &&
                         (as_of == nullptr || *time->as_string() < *as_of->as_string());
      if (older) as_of = time;
      const Json* whole = meta->find("complete");
      complete = complete && whole != nullptr && whole->as_bool() != nullptr && *whole->as_bool();
    }
    row.set("as_of", as_of != nullptr ? *as_of : Json());
    row.set("complete", complete);
    for (const std::string_view name : {"date_range", "time_zone"}) {
      const Json* value = metas.front()->find(name);
      const bool same = std::ranges::all_of(metas, [&](const Json* meta) {
        const Json* other = meta->find(name);
        return value != nullptr && other != nullptr && other->dump() == value->dump();
      });
      if (same) row.set(name, *value);
    }
    Json finality;
    for (const AskedMetric& metric : request_.request.metrics) {
      const auto word = least_final(metas, metric.name);
      if (!word.empty()) finality.set(metric.name, word);
    }
    row.set("finality", std::move(finality));
  }

  static std::string_view least_final(const std::vector<const Json*>& metas, std::string_view metric) {
    constexpr std::array<std::string_view, 3> kFromLeast = {"partial", "moving", "final"};
    std::size_t least = kFromLeast.size();
    for (const Json* meta : metas) {
      const Json* about = meta->find("metrics") != nullptr ? meta->find("metrics")->find(metric) : nullptr;
      if (about == nullptr) continue;
      const auto found = std::ranges::find(kFromLeast, about->text_of("finality"));
      least = std::min(least, static_cast<std::size_t>(found - kFromLeast.begin()));
    }
    return least < kFromLeast.size() ? kFromLeast[least] : std::string_view();
  }

  void miss(std::string_view what, const std::string& id, const std::string& reason) {
    Json entry;
    entry.set("what", what);
    entry.set("id", id);
    entry.set("reason", reason);
    missing_.push_back(std::move(entry));
  }

  void note_missing(const std::string& customer, const Json& meta) {
    const Json* missing = meta.find("missing");
    if (missing == nullptr || missing->as_array() == nullptr) return;
    for (Json entry : *missing->as_array()) {
      entry.set("customer", customer);
      missing_.push_back(std::move(entry));
    }
  }

  Json meta(std::size_t asked) {
    Json meta;
    meta.set("source", "context_store");
    meta.set("customers", static_cast<std::int64_t>(asked));
    meta.set("complete", missing_.empty());
    if (request_.rates) meta.set("rates", request_.rates->given);
    if (request_.request.totals) {
      Json::Array totals;
      for (const auto& [currency, parts] : totals_) fill(totals.emplace_back(), currency, parts);
      meta.set("totals", Json(std::move(totals)));
    }
    meta.set("missing", Json(std::move(missing_)));
    return meta;
  }

  const CustomersRequest& request_;
  std::vector<Line> lines_;
  std::map<std::string, std::vector<Part>> totals_;
  Json::Array missing_;
};

/// The metrics that were asked for, and the sums their ratios are made of.
Json with_parts(const AggregateRequest& request) {
  Json::Array names;
  std::vector<std::string_view> known;
  const auto add = [&](std::string_view name) {
    if (std::ranges::find(known, name) != known.end()) return;
    known.push_back(name);
    names.emplace_back(name);
  };
  for (const AskedMetric& metric : request.metrics) add(metric.name);
  for (const AskedMetric& metric : request.metrics) {
    if (metric.rule != Rule::ratio) continue;
    add(metric.numerator->name);
    add(metric.denominator->name);
  }
  return Json(std::move(names));
}

}  // namespace

Result<CustomersRequest> parse_customers(const TableLayout& table, const Json& params) {
  for (const std::string_view name : kNotHere) {
    if (params.find(name) == nullptr) continue;
    return invalid_query(below("", name),
                         fmt::format("{} has no place where each customer is one row.", name),
                         "Leave it out, or ask one customer's connector.");
  }
  CustomersRequest out{.store_params = params};
  if (const Json* given = params.find("rates")) {
    auto rates = parse_rates(*given);
    if (!rates) return std::move(rates).error();
    out.rates = *std::move(rates);
    out.store_params.erase("rates");
  }
  auto request = parse_aggregate(table, out.store_params);
  if (!request) return std::move(request).error();
  out.request = *std::move(request);
  if (!out.request.group_by.empty() || out.request.having || out.request.compare) {
    return invalid_query("/query", "Each customer is one row; groups have no place here.",
                         "Leave group_by, having and compare out, or ask one customer's connector.");
  }
  if (Json* query = nullptr; out.store_params.find("metrics") == nullptr) {
    for (auto& [name, value] : *out.store_params.as_object()) {
      if (name == "query") query = &value;
    }
    query->set("metrics", with_parts(out.request));
  } else {
    out.store_params.set("metrics", with_parts(out.request));
  }
  return out;
}

Json merge_customers(const CustomersRequest& request, const std::vector<CustomerAnswer>& answers) {
  return Merger(request).merge(answers);
}

}  // namespace tiktok_marketing::context
