#include "context/aggregate_refusal.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace tiktok_marketing::context {
namespace {

using catalog::Entity;

constexpr std::string_view kGoalKey = "ad_group.optimization_goal";
constexpr std::string_view kGoalEntity = "ad_groups_reports_daily";

/// The report whose rows are as fine as the finest id that rows are grouped by.
const Entity& report_for(const AggregateRequest& request) {
  const Entity* found = nullptr;
  const Entity* coarsest = nullptr;
  for (const Entity* entity : catalog::entities()) {
    if (entity->report == nullptr) continue;
    const auto level = entity->report->level;
    if (coarsest == nullptr || level < coarsest->report->level) coarsest = entity;
    if (request.key_of(entity->report->id_dimension) == nullptr) continue;
    if (found == nullptr || level > found->report->level) found = entity;
  }
  return found != nullptr ? *found : *coarsest;
}

bool has_days(const AggregateRequest& request) {
  const auto is_day = [](const GroupKey& key) {
    return key.bucket == Bucket::day || key.name == "stat_time_day";
  };
  return std::ranges::any_of(request.group_by, is_day);
}

std::string live_call(const Refusals& context, const AskedMetric& metric) {
  const Entity& report = report_for(context.request);
  Json params;
  params.set("advertiser_id", context.advertiser_id.empty() ? std::string(catalog::kExampleAdvertiser)
                                                            : context.advertiser_id);
  if (context.days) {
    params.set("start_date", format_date(context.days->first));
    params.set("end_date", format_date(context.days->last));
  } else {
    params.set("date_range", "last_30_days");
  }
  Json::Array dimensions{report.report->id_dimension};
  if (has_days(context.request)) dimensions.emplace_back("stat_time_day");
  params.set("dimensions", Json(std::move(dimensions)));
  params.set("metrics", Json(Json::Array{metric.name}));
  Json call;
  call.set("entity", report.name);
  call.set("action", "list");
  call.set("params", std::move(params));
  return call.dump();
}

std::string pointer_of(const AskedMetric& metric, const Refusals& context) {
  const auto& metrics = context.request.metrics;
  const std::string_view prefix = context.params.find("metrics") != nullptr ? "" : "/query";
  const auto place = static_cast<std::size_t>(&metric - metrics.data());
  return below(fmt::format("{}/metrics", prefix), place);
}

Error not_additive(const AskedMetric& metric, const Refusals& context) {
  const bool report = context.request.table->is_report();
  Error error = invalid_query(
      pointer_of(metric, context),
      fmt::format("{} can not be computed from several rows: a group has more than one.", metric.name),
      report ? "TikTok itself can count it over a range: make the list call of the example. A range with "
               "weeks or "
               "months takes one such call for each. Or group so that each group is one row."
             : "Group by the object's own id, or search for the objects and read it there.");
  error.given = metric.name;
  if (report) error.example = live_call(context, metric);
  return error;
}

/// The same question, one group for each goal.
std::string by_goal(const Refusals& context) {
  const TableLayout& table = *context.request.table;
  const bool knows_ad_groups = std::ranges::any_of(context.request.parents, [](const ParentTable& parent) {
    return kGoalKey.starts_with(parent.word + ".");
  });
  Json params = context.params;
  Json* holder = &params;
  for (auto& [name, value] : *params.as_object()) {
    if (name == "query" && params.find("metrics") == nullptr) holder = &value;
  }
  Json::Array keys;
  for (const GroupKey& key : context.request.group_by) keys.emplace_back(key.name);
  keys.emplace_back(kGoalKey);
  holder->set("group_by", Json(std::move(keys)));
  Json call;
  call.set("entity", knows_ad_groups ? table.name : std::string(kGoalEntity));
  call.set("action", "context_store_aggregate");
  call.set("params", std::move(params));
  return call.dump();
}

Error different_goals(const AskedMetric& metric, const Refusals& context) {
  Error error = invalid_query(
      pointer_of(metric, context),
      fmt::format("{} means something else for each optimization goal; a group has several of them.",
                  metric.name),
      fmt::format("Add {} to group_by, as in the example; or ask for conversion.", kGoalKey));
  error.given = metric.name;
  error.example = by_goal(context);
  return error;
}

}  // namespace

std::optional<Error> refusal_of(const std::vector<AnswerRow>& rows, const Refusals& context) {
  for (const AnswerRow& row : rows) {
    for (std::size_t i = 0; i < row.figures.size(); ++i) {
      const AskedMetric& metric = context.request.metrics[i];
      if (row.figures[i].absence == Absence::not_additive) return not_additive(metric, context);
      if (row.figures[i].absence == Absence::different_goals) return different_goals(metric, context);
    }
  }
  return std::nullopt;
}

}  // namespace tiktok_marketing::context
