#include "replication/streams.hpp"

#include <algorithm>

#include "base/date.hpp"
#include "context/tables.hpp"

namespace tiktok_marketing::replication {
namespace {

using catalog::Entity;
using catalog::Level;

constexpr std::string_view kEverything = R"({"primary_status":"STATUS_ALL"})";
constexpr std::string_view kBoostedPosts =
    R"({"primary_status":"STATUS_ALL","campaign_system_origins":["PROMOTE"]})";
constexpr std::string_view kTopView =
    R"({"primary_status":"STATUS_ALL","buying_types":["RESERVATION_TOP_VIEW"]})";

bool has_filter(const Entity& entity, std::string_view key) {
  return std::ranges::find(entity.filter_keys, key, &catalog::FilterKey::name) != entity.filter_keys.end();
}

std::int64_t largest_page(const Entity& entity) {
  const auto* param = catalog::find_param(entity, "page_size");
  return param == nullptr ? 1000 : param->max;
}

std::int64_t default_page(const Entity& entity) {
  const auto* param = catalog::find_param(entity, "page_size");
  const auto value = param == nullptr ? Result<Json>(Json()) : Json::parse(param->default_json);
  return value ? value->as_int().value_or(100) : 100;
}

// How many lists stand between the advertiser and these rows.
int depth_of(const Entity& entity) {
  int depth = 0;
  for (const Entity* each = &entity; each != nullptr && !each->parent.empty(); ++depth) {
    each = catalog::find_entity(each->parent);
  }
  return depth;
}

int rank_of_report(Level level) {
  switch (level) {
    case Level::advertiser:
      return 1;
    case Level::campaign:
      return 3;
    case Level::adgroup:
      return 5;
    case Level::ad:
      return 7;
  }
  return 7;
}

std::string status_filter_of(Level level) {
  switch (level) {
    case Level::advertiser:
      return {};
    case Level::campaign:
      return "campaign_status";
    case Level::adgroup:
      return "adgroup_status";
    case Level::ad:
      return "ad_status";
  }
  return {};
}

void describe_report(const Entity& entity, Stream& stream) {
  stream.kind = StreamKind::report;
  stream.rank = rank_of_report(entity.report->level);
  stream.status_filter = status_filter_of(entity.report->level);
  for (const auto metric : context::stored_metrics(entity)) stream.metrics.emplace_back(metric);
}

void describe_list(const Entity& entity, Stream& stream) {
  if (has_filter(entity, "primary_status")) {
    // 2, 4, 6: each list between the reports of its level and the next.
    stream.rank = 2 * depth_of(entity);
    stream.filtering = kEverything;
    if (has_filter(entity, "campaign_system_origins")) stream.rare.emplace_back(kBoostedPosts);
    if (has_filter(entity, "buying_types")) stream.rare.emplace_back(kTopView);
    stream.modified_after = has_filter(entity, "modified_after");
  } else {
    stream.rank = 8;
    stream.newest_first = true;
    const auto* sort = catalog::find_param(entity, "sort_field");
    if (sort != nullptr && std::ranges::find(sort->allowed, "MODIFY_TIME") != sort->allowed.end())
      stream.sort_field = "MODIFY_TIME";
  }
}

Stream describe(const Entity& entity) {
  Stream stream;
  stream.entity = &entity;
  stream.page_size = largest_page(entity);
  stream.safe_page_size = std::min(default_page(entity), stream.page_size);
  if (!entity.id_batch_param.empty()) {
    stream.kind = StreamKind::accounts;
  } else if (entity.report != nullptr) {
    describe_report(entity, stream);
  } else {
    describe_list(entity, stream);
  }
  return stream;
}

Json filter_condition(std::string_view field, const Json& values) {
  Json condition;
  condition.set("field_name", field);
  condition.set("filter_type", "IN");
  condition.set("filter_value", values.dump());
  return condition;
}

Json texts(std::span<const std::string> items) {
  return Json(Json::Array(items.begin(), items.end()));
}

}  // namespace

std::span<const Stream> streams() {
  static const std::vector<Stream> all = [] {
    std::vector<Stream> made;
    for (const auto* entity : catalog::entities()) made.push_back(describe(*entity));
    for (auto& stream : made) {
      stream.status_reaches_down = std::ranges::any_of(made, [&](const Stream& other) {
        return stream.kind == StreamKind::list && other.modified_after && is_above(stream, other);
      });
      stream.tells_attribution = std::ranges::any_of(made, [&](const Stream& other) {
        return other.modified_after && other.entity->parent == stream.entity->name;
      });
    }
    std::ranges::stable_sort(made, {}, &Stream::rank);
    return made;
  }();
  return all;
}

const Stream* find_stream(std::string_view entity) {
  const auto found =
      std::ranges::find(streams(), entity, [](const Stream& stream) { return stream.entity->name; });
  return found == streams().end() ? nullptr : &*found;
}

bool is_above(const Stream& stream, const Stream& below) {
  for (const auto* entity = below.entity; entity != nullptr && !entity->parent.empty();) {
    entity = catalog::find_entity(entity->parent);
    if (entity == stream.entity) return true;
  }
  return false;
}

std::string ids_filter(const Stream& stream) {
  return std::string(stream.entity->primary_key.front()) + 's';
}

const Stream& accounts_stream() {
  static const Stream& found = *std::ranges::find(streams(), StreamKind::accounts, &Stream::kind);
  return found;
}

const Stream& account_report() {
  static const Stream& found = *std::ranges::find_if(streams(), [](const Stream& stream) {
    return stream.kind == StreamKind::report && stream.entity->report->level == Level::advertiser;
  });
  return found;
}

std::string narrowed(const std::string& filtering, std::string_view key, Json value) {
  auto json = Json::parse(filtering.empty() ? "{}" : filtering);
  Json filter = json ? std::move(*json) : Json();
  filter.set(key, std::move(value));
  return filter.dump();
}

Json list_params(const Stream& stream, std::string_view advertiser_id, const std::string& filtering) {
  Json params;
  params.set("advertiser_id", advertiser_id);
  if (!filtering.empty()) {
    if (auto filter = Json::parse(filtering)) params.set("filtering", std::move(*filter));
  }
  if (!stream.sort_field.empty()) params.set("sort_field", stream.sort_field);
  params.set("page_size", stream.page_size);
  return params;
}

Json report_params(const Stream& stream, std::string_view advertiser_id, tiktok::DateRange window,
                   std::span<const std::string> refused, std::span<const std::string> campaign_ids) {
  Json::Array metrics;
  for (const auto& metric : stream.metrics) {
    if (std::ranges::find(refused, metric) == refused.end()) metrics.emplace_back(metric);
  }
  Json::Array conditions;
  if (!stream.status_filter.empty()) {
    const Json everything(Json::Array{"STATUS_ALL"});
    conditions.push_back(filter_condition(stream.status_filter, everything));
  }
  if (!campaign_ids.empty()) conditions.push_back(filter_condition("campaign_ids", texts(campaign_ids)));
  Json params;
  params.set("advertiser_id", advertiser_id);
  params.set("metrics", std::move(metrics));
  params.set("start_date", format_date(window.start));
  params.set("end_date", format_date(window.end));
  if (!conditions.empty()) params.set("filtering", std::move(conditions));
  params.set("page_size", stream.page_size);
  return params;
}

}  // namespace tiktok_marketing::replication
