#include "sandbox/params.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>

#include "base/date.hpp"

namespace tiktok_marketing::sandbox {
namespace {

#include "sandbox/rules.inc"

ApiError refuse(std::string_view name, std::string_view what) {
  return {40002, fmt::format("{}: {}", name, what)};
}

bool allowed(const ParamRule& rule, std::string_view value) {
  return rule.values.empty() || std::ranges::find(rule.values, value) != rule.values.end();
}

ApiError refuse_value(const ParamRule& rule, std::string_view value) {
  return refuse(rule.name, fmt::format("'{}' is not one of the supported values: {}.", value,
                                       fmt::join(rule.values, ", ")));
}

std::optional<ApiError> check(const ParamRule& rule, const Json& value);

std::optional<ApiError> check_items(const ParamRule& rule, const Json::Array& items) {
  const auto count = static_cast<std::int64_t>(items.size());
  if (rule.greatest > 0 && count > rule.greatest) {
    return ApiError{40011, fmt::format("{}: the number of items is {}, the limit is {}.", rule.name, count,
                                       rule.greatest)};
  }
  if (count < rule.least) return refuse(rule.name, fmt::format("at least {} item is required.", rule.least));
  for (const Json& item : items) {
    if (rule.type == ParamType::number_list) {
      if (!item.as_number()) return refuse(rule.name, "every item must be a number.");
      continue;
    }
    if (rule.type == ParamType::object_list) {
      if (!item.as_object()) return refuse(rule.name, "every item must be a JSON object.");
      for (const ParamRule& member : rule.members) {
        const Json* found = item.find(member.name);
        if (found == nullptr) {
          if (member.required)
            return refuse(fmt::format("{}.{}", rule.name, member.name), "Missing data for required field.");
          continue;
        }
        if (auto error = check(member, *found)) return error;
      }
      continue;
    }
    const std::string* text = item.as_string();
    if (text == nullptr) return refuse(rule.name, "every item must be a string.");
    if (rule.type == ParamType::id_list && !is_id(*text)) {
      return refuse(rule.name, fmt::format("'{}' is not a valid id, it must be a string of digits.", *text));
    }
    if (!allowed(rule, *text)) return refuse_value(rule, *text);
  }
  return std::nullopt;
}

std::optional<ApiError> check_object(const ParamRule& rule, const Json& value) {
  if (!value.as_object()) return refuse(rule.name, "must be a JSON object.");
  for (const ParamRule& member : rule.members) {
    const Json* found = value.find(member.name);
    if (found == nullptr || found->is_null()) continue;
    if (auto error = check(member, *found)) {
      error->message = fmt::format("{}.{}", rule.name, error->message);
      return error;
    }
  }
  return std::nullopt;
}

std::optional<ApiError> check_text(const ParamRule& rule, const Json& value) {
  const std::string* text = value.as_string();
  if (text == nullptr) return refuse(rule.name, "must be a string.");
  if (rule.type == ParamType::id && !is_id(*text)) return refuse(rule.name, "must be a string of digits.");
  if (rule.type == ParamType::date && !parse_date(*text))
    return refuse(rule.name, "must be a date of the form YYYY-MM-DD.");
  if (rule.type == ParamType::datetime && (text->size() != 19 || !parse_datetime(*text))) {
    return refuse(rule.name, "must be a time of the form YYYY-MM-DD HH:MM:SS.");
  }
  if (!allowed(rule, *text)) return refuse_value(rule, *text);
  return std::nullopt;
}

std::optional<ApiError> check(const ParamRule& rule, const Json& value) {
  switch (rule.type) {
    case ParamType::text:
    case ParamType::id:
    case ParamType::date:
    case ParamType::datetime:
      return check_text(rule, value);
    case ParamType::boolean:
      if (!value.as_bool()) return refuse(rule.name, "must be true or false.");
      return std::nullopt;
    case ParamType::integer: {
      const auto number = value.as_int();
      if (!number) return refuse(rule.name, "must be an integer.");
      if (*number < rule.least || (rule.greatest > 0 && *number > rule.greatest)) {
        return refuse(rule.name, rule.greatest > 0
                                     ? fmt::format("must be between {} and {}.", rule.least, rule.greatest)
                                     : fmt::format("must be greater than or equal to {}.", rule.least));
      }
      return std::nullopt;
    }
    case ParamType::object:
      return check_object(rule, value);
    default:
      if (!value.as_array()) return refuse(rule.name, "must be a JSON array.");
      return check_items(rule, *value.as_array());
  }
}

/// The value a query text stands for; an error when it is not of the rule's type at all.
std::optional<ApiError> decode(const ParamRule& rule, std::string_view text, Json& value) {
  switch (rule.type) {
    case ParamType::text:
    case ParamType::id:
    case ParamType::date:
    case ParamType::datetime:
      value = Json(text);
      return std::nullopt;
    case ParamType::boolean:
      // The official Python SDK sends `True` and `False`.
      if (text == "true" || text == "True") {
        value = Json(true);
      } else if (text == "false" || text == "False") {
        value = Json(false);
      } else {
        return refuse(rule.name, "must be true or false.");
      }
      return std::nullopt;
    case ParamType::integer: {
      std::int64_t number = 0;
      const auto end = text.data() + text.size();
      const auto parsed = std::from_chars(text.data(), end, number);
      if (parsed.ec != std::errc{} || parsed.ptr != end) return refuse(rule.name, "must be an integer.");
      value = Json(number);
      return std::nullopt;
    }
    default: {
      auto parsed = Json::parse(text);
      if (!parsed) return refuse(rule.name, "is not valid JSON.");
      value = *std::move(parsed);
      return std::nullopt;
    }
  }
}

}  // namespace

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 20 &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<ApiError> Params::read(std::span<const ParamRule> rules, const http::ServerRequest& request) {
  Json body;
  if (!request.body.empty()) {
    if (auto parsed = Json::parse(request.body)) body = *std::move(parsed);
  }
  for (const ParamRule& rule : rules) {
    Json value;
    if (const auto text = request.query_value(rule.name); text && !text->empty()) {
      if (auto error = decode(rule, *text, value)) return error;
    } else if (const Json* member = body.find(rule.name)) {
      value = *member;
    }
    if (value.is_null()) {
      if (rule.required) return refuse(rule.name, "Missing data for required field.");
      continue;
    }
    if (auto error = check(rule, value)) return error;
    values_.set(rule.name, std::move(value));
  }
  return std::nullopt;
}

std::int64_t Params::integer(std::string_view name, std::int64_t fallback) const {
  return values_.int_of(name).value_or(fallback);
}

bool Params::flag(std::string_view name) const {
  const Json* value = values_.find(name);
  return value != nullptr && value->as_bool() != nullptr && *value->as_bool();
}

std::vector<std::string_view> Params::list(std::string_view name) const {
  return texts_of(values_.find(name));
}

const Json* Params::filter(std::string_view name) const {
  const Json* filtering = values_.find("filtering");
  const Json* value = filtering == nullptr ? nullptr : filtering->find(name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

std::vector<std::string_view> texts_of(const Json* value) {
  std::vector<std::string_view> texts;
  if (value == nullptr || value->as_array() == nullptr) return texts;
  for (const Json& item : *value->as_array()) {
    if (item.as_string()) texts.push_back(*item.as_string());
  }
  return texts;
}

std::span<const ParamRule> advertiser_rules() {
  return kAdvertiserParams;
}
std::span<const ParamRule> campaign_rules() {
  return kCampaignParams;
}
std::span<const ParamRule> adgroup_rules() {
  return kAdgroupParams;
}
std::span<const ParamRule> ad_rules() {
  return kAdParams;
}
std::span<const ParamRule> audience_rules() {
  return kAudienceParams;
}
std::span<const ParamRule> image_rules() {
  return kImageParams;
}
std::span<const ParamRule> video_rules() {
  return kVideoParams;
}
std::span<const ParamRule> report_rules() {
  return kReportParams;
}
std::span<const std::string_view> report_status_values() {
  const auto rule = std::ranges::find(kCampaignParamsFiltering, "primary_status", &ParamRule::name);
  return rule->values;
}

}  // namespace tiktok_marketing::sandbox
