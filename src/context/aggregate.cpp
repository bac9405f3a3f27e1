#include "context/aggregate.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "context/aggregate_answer.hpp"
#include "context/aggregate_refusal.hpp"
#include "context/aggregate_scope.hpp"
#include "context/sql_functions.hpp"

namespace tiktok_marketing::context {
namespace {

using database::Connection;
using Fence = std::optional<std::vector<std::string>>;

Json range_json(Days days) {
  Json json;
  json.set("start_date", format_date(days.first));
  json.set("end_date", format_date(days.last));
  return json;
}

/// One range, or one for each group of zones in which the words mean other days.
void add_ranges(Json& meta, const AggregateScope& scope, std::string_view name) {
  if (scope.parts.size() == 1) {
    if (scope.parts.front().days) meta.set(name, range_json(*scope.parts.front().days));
    return;
  }
  Json::Array ranges;
  for (const auto& part : scope.parts) {
    if (!part.days) continue;
    Json range = range_json(*part.days);
    std::set<std::string> zones;
    for (const Share& share : part.standing.shares) zones.insert(share.advertiser.time_zone);
    range.set("time_zones", Json(Json::Array(zones.begin(), zones.end())));
    ranges.push_back(std::move(range));
  }
  meta.set(fmt::format("{}s", name), Json(std::move(ranges)));
}

Json metrics_json(const AggregateRequest& request, const Standing& standing) {
  Json json;
  for (const AskedMetric& metric : request.metrics) {
    Json about;
    const auto nature = metric.metric != nullptr ? metric.metric->nature : catalog::Nature::attribute;
    about.set("nature", metric.rule == Rule::rows ? "sum" : name_of(nature));
    const auto settling = metric.metric != nullptr ? metric.metric->settling : catalog::Settling::delivery;
    if (const auto finality = finality_in(standing, settling)) about.set("finality", *finality);
    if (metric.money) about.set("money", true);
    json.set(metric.name, std::move(about));
  }
  return json;
}

Json rows_json(const std::vector<AnswerRow>& rows, const AggregateRequest& request) {
  Json::Array list;
  for (const AnswerRow& row : rows) list.push_back(json_of(row, request));
  return Json(std::move(list));
}

bool is_inexact(const std::vector<AnswerRow>& rows) {
  return std::ranges::any_of(rows, [](const AnswerRow& row) {
    return std::ranges::any_of(row.figures, [](const Figure& f) { return f.amount && !f.amount->exact; });
  });
}

/// One question on its way.
class Aggregation {
 public:
  Aggregation(Connection& connection, const AggregateRequest& request, const Json& params, const Fence& fence,
              SystemTime now)
      : connection_(connection), request_(request), params_(params), fence_(fence), now_(now) {}

  Result<Json> answer() && {
    auto scope = scope_of(connection_, request_, fence_, now_, false);
    if (!scope) return std::move(scope).error();
    scope_ = *std::move(scope);
    if (auto done = look_at_period_before(); !done) return std::move(done).error();
    by_currency_ = scope_.currencies.size() > 1 && request_.key_of("currency") == nullptr &&
                   std::ranges::any_of(request_.metrics, &AskedMetric::money);
    if (auto done = read(); !done) return std::move(done).error();
    const Refusals refusals{.request = request_,
                            .params = params_,
                            .days = scope_.parts.front().days,
                            .advertiser_id = first_advertiser()};
    if (auto refused = refusal_of(rows_, refusals)) return *std::move(refused);
    return finish();
  }

 private:
  /// It may be unread as a whole; its figures then are absent and `missing` says why.
  Result<void> look_at_period_before() {
    if (!request_.compare) return {};
    auto before = scope_of(connection_, request_, fence_, now_, true);
    if (before) {
      before_ = *std::move(before);
    } else if (before.error().type == ErrorType::context_store_not_ready) {
      unread_before_ = before.error().message;
    } else {
      return std::move(before).error();
    }
    return {};
  }

  Result<void> read() {
    auto groups = read_groups(connection_, request_, scope_.rows, by_currency_);
    if (!groups) return std::move(groups).error();
    std::vector<Group> earlier;
    if (before_) {
      auto more = read_groups(connection_, request_, before_->rows, by_currency_);
      if (!more) return std::move(more).error();
      earlier = std::move(more->groups);
    }
    arithmetic_ = {.request = &request_,
                   .metrics = std::move(groups->metrics),
                   .covered = scope_.complete(),
                   .covered_before = before_ && before_->complete()};
    rows_ = joined(std::move(groups->groups), std::move(earlier));
    add_empty_currencies();
    for (AnswerRow& row : rows_) arithmetic_.fill(row);
    return {};
  }

  /// Without keys there is a row for each currency, as there would be one if there were no currencies.
  void add_empty_currencies() {
    if (!by_currency_ || !request_.group_by.empty()) return;
    for (const std::string& currency : scope_.currencies) {
      if (std::ranges::find(rows_, currency, &AnswerRow::currency) == rows_.end()) {
        rows_.push_back({.currency = currency});
      }
    }
  }

  Result<Json> finish() {
    const bool inexact = is_inexact(rows_);
    std::vector<AnswerRow> totals;
    if (request_.totals) totals = added_up(rows_, 0, arithmetic_);
    for (AnswerRow& row : totals) row.groups = 0;
    auto chosen = selected(connection_, request_, std::move(rows_));
    if (!chosen) return std::move(chosen).error();
    const auto shown = std::min(chosen->size(), static_cast<std::size_t>(request_.limit));
    const auto others = added_up(*chosen, shown, arithmetic_);

    Json meta = standing_meta();
    meta.set("groups", static_cast<std::int64_t>(chosen->size()));
    meta.set("has_more", shown < chosen->size());
    if (shown < chosen->size()) meta.set("other", rows_json(others, request_));
    if (request_.totals) meta.set("totals", rows_json(totals, request_));
    if (inexact) {
      meta.set("warnings",
               Json(Json::Array{"Some values have more than six decimals or do not fit; sums with them "
                                "are the nearest double."}));
    }
    chosen->resize(shown);
    Json answer;
    answer.set("data", rows_json(*chosen, request_));
    answer.set("meta", std::move(meta));
    return answer;
  }

  [[nodiscard]] Json standing_meta() const {
    Standing standing = scope_.together();
    if (before_) {
      const Standing earlier = before_->together();
      standing.missing.insert(standing.missing.end(), earlier.missing.begin(), earlier.missing.end());
    }
    if (!unread_before_.empty()) standing.missing.push_back({"range", "previous_period", unread_before_});
    Json meta;
    standing.add_to(meta);
    if (request_.table->is_report()) add_ranges(meta, scope_, "date_range");
    if (before_) add_ranges(meta, *before_, "previous_date_range");
    meta.set("metrics", metrics_json(request_, standing));
    return meta;
  }

  [[nodiscard]] std::string first_advertiser() const {
    for (const RowScope::Part& part : scope_.rows.parts) {
      if (!part.advertisers.empty()) return part.advertisers.front();
    }
    return {};
  }

  Connection& connection_;
  const AggregateRequest& request_;
  const Json& params_;
  const Fence& fence_;
  SystemTime now_;
  bool by_currency_ = false;
  AggregateScope scope_;
  std::optional<AggregateScope> before_;
  std::string unread_before_;
  Arithmetic arithmetic_;
  std::vector<AnswerRow> rows_;
};

}  // namespace

Result<Json> aggregate(Connection& connection, const TableLayout& table, const Json& params,
                       const Fence& fence, SystemTime now) {
  auto request = parse_aggregate(table, params);
  if (!request) return std::move(request).error();
  if (auto added = add_functions(connection); !added) return std::move(added).error();
  return Aggregation(connection, *request, params, fence, now).answer();
}

}  // namespace tiktok_marketing::context
