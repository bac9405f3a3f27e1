#include "connector/report_rules.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.hpp"
#include "connector/json_texts.hpp"
#include "connector/param_check.hpp"

namespace tiktok_marketing {
namespace {

using catalog::Dimension;
using catalog::DimensionKind;
using catalog::Metric;
using catalog::Nature;

class Rules {
 public:
  Rules(const Json& values, const Json& explicitly, ListCall& call)
      : values_(values),
        explicitly_(explicitly),
        call_(call),
        entity_(*call.entity),
        report_(*call.entity->report),
        audience_(values.text_of("report_type") == "AUDIENCE"),
        lifetime_(flag("query_lifetime")) {}

  Result<void> apply() {
    for (auto step : {&Rules::check_level, &Rules::check_dimensions, &Rules::check_metrics,
                      &Rules::check_order, &Rules::check_totals, &Rules::check_dates}) {
      if (auto outcome = (this->*step)(); !outcome) return outcome;
    }
    call_.lifetime = lifetime_;
    call_.shape.report = true;
    call_.shape.nested = values_.text_of("shape") == "nested";
    call_.shape.numbers = flag("numbers");
    return {};
  }

 private:
  [[nodiscard]] bool flag(std::string_view name) const {
    const Json* value = values_.find(name);
    return value != nullptr && value->as_bool() != nullptr && *value->as_bool();
  }
  [[nodiscard]] bool given(std::string_view name) const { return explicitly_.find(name) != nullptr; }
  [[nodiscard]] Error refuse(std::string_view param, std::string message, std::string hint) const {
    const Json* value = values_.find(param);
    return invalid_param(entity_, param, value != nullptr ? *value : Json(), std::move(message),
                         std::move(hint));
  }

  Result<void> check_level() {
    const auto level = values_.text_of("data_level");
    if (catalog::level_of(level) == report_.level) return {};
    std::string other;
    for (const auto* entity : catalog::entities()) {
      if (entity->report != nullptr && catalog::level_of(level) == entity->report->level)
        other = entity->name;
    }
    return refuse(
        "data_level", fmt::format("{} reads {} only", entity_.name, report_.data_level),
        other.empty() ? "Leave data_level out." : fmt::format("Use the entity {} for {}.", other, level));
  }

  Result<void> check_dimensions() {
    call_.dimensions = texts_of(values_.find("dimensions"));
    if (lifetime_ && !given("dimensions")) call_.dimensions = {std::string(report_.id_dimension)};
    int ids = 0;
    int times = 0;
    bool breaks_down_people = false;
    for (const auto& name : call_.dimensions) {
      const Dimension* dimension = catalog::find_dimension(name);
      if (dimension == nullptr) {
        const auto near = nearest(name, catalog::report_dimensions());
        Error error = refuse(
            "dimensions", fmt::format("there is no dimension '{}'", shortened(name, 60)),
            near.empty() ? std::string("Use names of allowed.") : fmt::format("Did you mean {}?", near));
        const auto all = catalog::report_dimensions();
        error.allowed.assign(all.begin(), all.end());
        return error;
      }
      if (audience_ ? !dimension->audience : !dimension->basic) {
        return refuse(
            "dimensions",
            fmt::format("{} cannot be used with report_type {}", name, values_.text_of("report_type")),
            audience_ ? "Leave it out, or use report_type BASIC." : "Use report_type AUDIENCE for it.");
      }
      ids += dimension->kind == DimensionKind::id ? 1 : 0;
      times += dimension->kind == DimensionKind::time ? 1 : 0;
      breaks_down_people =
          breaks_down_people || (dimension->audience && dimension->kind != DimensionKind::id &&
                                 dimension->kind != DimensionKind::time);
      const bool own_id =
          name == report_.id_dimension || (report_.id_dimension == "ad_id" && name == "ad_id_v2");
      if (dimension->kind == DimensionKind::id && !own_id) {
        return refuse("dimensions", fmt::format("{} does not fit {}", name, report_.data_level),
                      fmt::format("Use {} here; parents such as campaign_id are metrics, not dimensions.",
                                  report_.id_dimension));
      }
    }
    auto sorted = call_.dimensions;
    std::ranges::sort(sorted);
    if (std::ranges::adjacent_find(sorted) != sorted.end()) {
      return refuse("dimensions", "a dimension is named twice", "Name each dimension once.");
    }
    if (ids > 1) return refuse("dimensions", "TikTok takes one id dimension", "Keep one of the ids.");
    if (times > 1) {
      return refuse("dimensions", "TikTok takes one time dimension",
                    "Use stat_time_day or stat_time_hour, not both.");
    }
    if (lifetime_ && audience_) {
      return refuse("query_lifetime", "query_lifetime allows no audience report",
                    "Ask for dates instead of query_lifetime.");
    }
    if (lifetime_ && (times > 0 || breaks_down_people)) {
      return refuse("dimensions", "query_lifetime allows no time, audience or country dimension",
                    "Leave that dimension out, or ask for dates instead of query_lifetime.");
    }
    hourly_ = std::ranges::find(call_.dimensions, "stat_time_hour") != call_.dimensions.end();
    only_id_and_day_ =
        ids == 1 && call_.dimensions.size() == 1U + static_cast<std::size_t>(times) && !hourly_;
    set_query("dimensions", array_of(call_.dimensions));
    return {};
  }

  // The restrictions TikTok documents besides a metric's levels.
  [[nodiscard]] std::string why_refused(const Metric& metric) const {
    if (!catalog::metric_allowed(metric, report_.level)) {
      return fmt::format("{} is not available at {}", metric.name, report_.data_level);
    }
    const bool cash = metric.name == "cash_spend" || metric.name == "voucher_spend";
    if (cash && (lifetime_ || hourly_))
      return fmt::format("{} is not available lifetime or hourly", metric.name);
    if (audience_ && metric.name.find("secondary_goal") != std::string_view::npos) {
      return fmt::format("{} is not available in audience reports", metric.name);
    }
    return {};
  }

  Result<void> check_metrics() {
    std::vector<std::string> wanted = texts_of(values_.find("metrics"));
    std::vector<std::string> kept;
    for (const auto& name : wanted) {
      const Metric* metric = catalog::find_metric(name);
      if (metric == nullptr) return unknown_metric(name);
      const std::string reason = why_refused(*metric);
      if (reason.empty()) {
        if (std::ranges::find(kept, name) == kept.end()) kept.push_back(name);
      } else if (given("metrics")) {
        return refuse("metrics", reason, "Leave it out; docs/reference.md lists each metric's levels.");
      }
    }
    call_.shape.metrics = kept;
    set_query("metrics", array_of(kept));
    return {};
  }

  [[nodiscard]] Error unknown_metric(const std::string& name) const {
    std::vector<std::string_view> names;
    for (const auto& metric : catalog::metrics()) {
      if (catalog::metric_allowed(metric, report_.level)) names.push_back(metric.name);
    }
    const auto near = nearest(name, names);
    const bool dimension = catalog::find_dimension(name) != nullptr;
    std::string hint = "docs/reference.md lists all metrics.";
    if (!near.empty()) hint = fmt::format("Did you mean {}?", near);
    if (dimension) hint = fmt::format("{} is a dimension; put it into dimensions.", name);
    Error error =
        refuse("metrics", fmt::format("there is no metric '{}'", shortened(name, 60)), std::move(hint));
    error.given = shortened(name);
    error.allowed.assign(report_.default_metrics.begin(), report_.default_metrics.end());
    return error;
  }

  Result<void> check_order() {
    const auto field = values_.text_of("order_field");
    if (field.empty()) {
      if (given("order_type"))
        return refuse("order_type", "order_type needs order_field", "Add order_field.");
      return {};
    }
    const Metric* metric = catalog::find_metric(field);
    if (metric == nullptr || metric->nature == Nature::attribute) {
      return refuse("order_field",
                    fmt::format("order_field must be a numeric metric, not '{}'", shortened(field, 60)),
                    "Use for example spend.");
    }
    bind_to_page("order_field");
    return {};
  }

  Result<void> check_totals() {
    if (!flag("enable_total_metrics")) return {};
    const auto type = values_.text_of("report_type");
    if (type != "BASIC" && type != "TT_SHOP") {
      return refuse("enable_total_metrics", fmt::format("totals are not available with report_type {}", type),
                    "Use report_type BASIC.");
    }
    if (!only_id_and_day_) {
      return refuse("enable_total_metrics",
                    "totals need exactly one id dimension, with or without stat_time_day",
                    fmt::format("Use dimensions [\"{}\"].", report_.id_dimension));
    }
    if (call_.page != 1)
      return refuse("enable_total_metrics", "totals come with page 1 only", "Ask for page 1.");
    bind_to_page("enable_total_metrics");
    return {};
  }

  Result<void> check_dates() {
    const bool word = given("date_range");
    const bool start = given("start_date");
    const bool end = given("end_date");
    if (lifetime_) {
      if (word || start || end) {
        return refuse("query_lifetime", "query_lifetime and dates exclude each other",
                      "Leave the dates out, or query_lifetime.");
      }
      return {};
    }
    if (word && (start || end)) {
      return refuse("date_range", "date_range and start_date/end_date exclude each other",
                    "Keep one of them.");
    }
    if (word) {
      call_.date_word = values_.text_of("date_range");
      return {};
    }
    if (start != end) {
      const std::string_view absent = start ? "end_date" : "start_date";
      Error error = refuse(
          absent, fmt::format("{} is missing", absent),
          "Give both start_date and end_date, or date_range, or neither for the last 7 complete days.");
      error.type = ErrorType::missing_parameter;
      return error;
    }
    if (!start) return {};
    call_.start_date = parse_date(values_.text_of("start_date"));
    call_.end_date = parse_date(values_.text_of("end_date"));
    const tiktok::DateRange range{*call_.start_date, *call_.end_date};
    auto windows = tiktok::windows_for(range, call_.dimensions);
    if (!windows) {
      Error error = windows.error();
      if (error.param.empty()) error.param = "end_date";
      if (error.example.empty()) error.example = refuse(error.param, {}, {}).example;
      return error;
    }
    if (windows->size() > 1 && call_.page_bound) {
      return several_windows(call_, range);
    }
    return {};
  }

  void bind_to_page(std::string_view by) {
    if (call_.page_bound) return;
    call_.page_bound = true;
    call_.page_bound_by = by;
  }

  void set_query(std::string_view name, Json value) {
    for (auto& [param, old] : call_.query) {
      if (param == name) {
        old = std::move(value);
        return;
      }
    }
    call_.query.emplace_back(std::string(name), std::move(value));
  }

  const Json& values_;
  const Json& explicitly_;
  ListCall& call_;
  const catalog::Entity& entity_;
  const catalog::Report& report_;
  bool audience_;
  bool lifetime_;
  bool hourly_ = false;
  bool only_id_and_day_ = false;
};

}  // namespace

Error several_windows(const ListCall& call, tiktok::DateRange range) {
  const int longest = tiktok::max_days_for(call.dimensions);
  const Json* given = call.given.find(call.page_bound_by);
  return invalid_param(
      *call.entity, call.page_bound_by, given != nullptr ? *given : Json(),
      fmt::format("{} works within one date window of at most {} day{}, but the range has {} days",
                  call.page_bound_by, longest, longest == 1 ? "" : "s", range.days()),
      call.page_bound_by == "page" ? "Use cursor or all to go through several windows, or shorten the range."
                                   : "Shorten the range, or leave the time dimension out (up to 365 days).");
}

Result<void> apply_report_rules(const Json& values, const Json& explicitly, ListCall& call) {
  return Rules(values, explicitly, call).apply();
}

}  // namespace tiktok_marketing
