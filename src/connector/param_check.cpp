#include "connector/param_check.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/date.hpp"
#include "base/text.hpp"
#include "tiktok/query.hpp"

namespace tiktok_marketing {
namespace {

using catalog::Entity;
using catalog::FilterKey;
using catalog::Param;
using catalog::Type;

std::string text_of(const Json& value) {
  const std::string* text = value.as_string();
  return shortened(text != nullptr ? *text : value.dump());
}

std::vector<std::string> strings(std::span<const std::string_view> views) {
  return {views.begin(), views.end()};
}

// The entity's example call with the one parameter replaced by its own example.
std::string corrected_example(const Entity& entity, std::string_view param_name) {
  auto example = Json::parse(entity.example_json.empty() ? "{}" : entity.example_json);
  Json params = example ? std::move(*example) : Json(Json::Object{});
  const Param* param = catalog::find_param(entity, param_name);
  if (param != nullptr && !param->example_json.empty() && params.find(param_name) == nullptr) {
    if (auto value = Json::parse(param->example_json)) params.set(param_name, std::move(*value));
  }
  // These exclude the example's date_range, and dates come in pairs.
  const bool is_date = param_name == "start_date" || param_name == "end_date";
  if (is_date || param_name == "query_lifetime") params.erase("date_range");
  if (param_name == "order_type") params.set("order_field", "spend");
  if (is_date) {
    params.set("start_date", "2026-09-01");
    params.set("end_date", "2026-09-30");
  }
  Json call;
  call.set("entity", entity.name);
  call.set("action", "list");
  call.set("params", std::move(params));
  return call.dump();
}

Json from_text(Json value, Type wanted) {
  const std::string* text = value.as_string();
  if (text == nullptr) return value;
  const std::string_view trimmed = trim(*text);
  const bool looks_native = (wanted == Type::array && trimmed.starts_with('[')) ||
                            (wanted == Type::object && trimmed.starts_with('{'));
  if (looks_native) {
    auto parsed = Json::parse(trimmed);
    return parsed ? std::move(*parsed) : value;
  }
  if (wanted == Type::boolean && (trimmed == "true" || trimmed == "false")) return Json(trimmed == "true");
  if (wanted == Type::integer || wanted == Type::number) {
    auto parsed = Json::parse(trimmed);
    if (parsed && parsed->as_number() != nullptr) return std::move(*parsed);
  }
  return value;
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view name_of_wanted(Type type, bool is_id) {
  if (is_id) return type == Type::array ? "a list of ids (text of digits)" : "an id (text of digits)";
  switch (type) {
    case Type::string:
      return "text";
    case Type::integer:
      return "a whole number";
    case Type::number:
      return "a number";
    case Type::boolean:
      return "true or false";
    case Type::array:
      return "a list";
    case Type::object:
      return "an object";
  }
  return "a value";
}

struct Rule {
  Type type;
  Type item_type;
  bool is_id;
  std::int64_t min;
  std::int64_t max;
  std::string_view format;
  std::span<const std::string_view> allowed;
};

bool has_type(const Json& value, Type type) {
  switch (type) {
    case Type::string:
      return value.as_string() != nullptr;
    case Type::integer:
      return value.as_int().has_value();
    case Type::number:
      return value.as_number() != nullptr;
    case Type::boolean:
      return value.as_bool() != nullptr;
    case Type::array:
      return value.as_array() != nullptr;
    case Type::object:
      return value.as_object() != nullptr;
  }
  return false;
}

class Checker {
 public:
  Checker(const Entity& entity, std::string_view param, const Rule& rule)
      : entity_(entity), param_(param), rule_(rule) {}

  Result<Json> check(Json given) const {
    Json value = from_text(std::move(given), rule_.type);
    if (rule_.is_id) {
      const bool one_for_many = rule_.type == Type::array && value.as_array() == nullptr && !value.is_null();
      if (one_for_many) value = Json(Json::Array{std::move(value)});
      auto ids = tiktok::ids_as_strings(value);
      if (!ids) return refuse(value, wrong_type(value));
      value = std::move(*ids);
    }
    if (!has_type(value, rule_.type)) return refuse(value, wrong_type(value));
    if (auto error = out_of_bounds(value)) return *error;
    if (value.as_array() == nullptr) {
      if (auto error = bad_item(value, rule_.type)) return *error;
    } else {
      for (const Json& item : *value.as_array()) {
        if (!has_type(item, rule_.item_type)) {
          return refuse(item, fmt::format("{} must hold {}, but one item is {}", param_,
                                          name_of_wanted(rule_.item_type, rule_.is_id), item.type_name()));
        }
        if (auto error = bad_item(item, rule_.item_type)) return *error;
      }
    }
    return value;
  }

 private:
  Error refuse(const Json& given, std::string message, std::string hint = {}) const {
    return invalid_param(entity_, param_, given, std::move(message), std::move(hint));
  }

  std::string wrong_type(const Json& value) const {
    return fmt::format("{} must be {}, not {}", param_, name_of_wanted(rule_.type, rule_.is_id),
                       value.type_name());
  }

  std::optional<Error> out_of_bounds(const Json& value) const {
    if (rule_.type != Type::integer && rule_.type != Type::array) return std::nullopt;
    const std::int64_t amount = rule_.type == Type::array
                                    ? static_cast<std::int64_t>(value.as_array()->size())
                                    : value.as_int().value_or(0);
    if (amount >= rule_.min && amount <= rule_.max) return std::nullopt;
    const std::string_view unit = rule_.type == Type::array ? " items" : "";
    if (rule_.max == INT64_MAX) {
      return refuse(value, fmt::format("{} must be at least {}{}", param_, rule_.min, unit));
    }
    if (rule_.min == INT64_MIN) {
      return refuse(value, fmt::format("{} must be at most {}{}, not {}", param_, rule_.max, unit, amount));
    }
    return refuse(
        value, fmt::format("{} must be from {} to {}{}, not {}", param_, rule_.min, rule_.max, unit, amount));
  }

  std::optional<Error> bad_item(const Json& value, Type type) const {
    const std::string* text = value.as_string();
    if (text == nullptr || type != Type::string) return std::nullopt;
    if (rule_.is_id && !is_digits(*text)) {
      return refuse(value, fmt::format("{} must be digits only", param_),
                    "Ids are numbers such as 7312000000000000101.");
    }
    if (rule_.format == "date" && !parse_date(*text)) {
      return refuse(value, fmt::format("{} must be a day as YYYY-MM-DD", param_),
                    "For today, yesterday, last_7_days and the like use date_range.");
    }
    if (rule_.allowed.empty() || std::ranges::find(rule_.allowed, *text) != rule_.allowed.end())
      return std::nullopt;
    const auto near = nearest(*text, rule_.allowed);
    Error error =
        refuse(value, fmt::format("{} does not take '{}'", param_, shortened(*text, 60)),
               near.empty() ? std::string("Use one of allowed.") : fmt::format("Did you mean {}?", near));
    error.allowed = strings(rule_.allowed);
    return error;
  }

  const Entity& entity_;
  std::string_view param_;
  Rule rule_;
};

Result<Json> checked_entity_filter(const Entity& entity, Json value) {
  value = from_text(std::move(value), Type::object);
  if (value.as_object() == nullptr) {
    return invalid_param(entity, "filtering", value,
                         fmt::format("filtering must be an object, not {}", value.type_name()));
  }
  std::vector<std::string_view> names;
  for (const FilterKey& key : entity.filter_keys) names.push_back(key.name);
  for (auto& [name, member] : *value.as_object()) {
    const auto key = std::ranges::find(entity.filter_keys, name, &FilterKey::name);
    if (key == entity.filter_keys.end()) {
      const auto near = nearest(name, names);
      Error error = invalid_param(
          entity, "filtering", Json(name),
          fmt::format("{} cannot be filtered by '{}'", entity.name, shortened(name, 60)),
          near.empty() ? std::string("Use one of allowed.") : fmt::format("Did you mean {}?", near));
      error.allowed = strings(names);
      return error;
    }
    const std::string path = fmt::format("filtering.{}", name);
    const Rule rule{
        key->type, key->item_type, key->is_id, key->type == Type::array ? 1 : INT64_MIN, key->max_items,
        {},        key->allowed};
    auto checked = Checker(entity, path, rule).check(std::move(member));
    if (!checked) return checked;
    member = std::move(*checked);
  }
  return value;
}

Result<Json> checked_report_filter(const Entity& entity, Json value) {
  value = from_text(std::move(value), Type::array);
  const auto refuse = [&](const Json& given, std::string message) {
    return invalid_param(entity, "filtering", given, std::move(message),
                         "Each condition is {\"field_name\":…,\"filter_type\":…,\"filter_value\":…}.");
  };
  if (value.as_array() == nullptr) {
    return refuse(
        value, fmt::format("filtering of a report must be a list of conditions, not {}", value.type_name()));
  }
  for (Json& condition : *value.as_array()) {
    if (condition.as_object() == nullptr) return refuse(condition, "a condition must be an object");
    for (const char* name : {"field_name", "filter_type", "filter_value"}) {
      if (condition.find(name) == nullptr)
        return refuse(condition, fmt::format("a condition lacks {}", name));
    }
    for (const auto& [name, member] : *condition.as_object()) {
      if (name != "field_name" && name != "filter_type" && name != "filter_value") {
        return refuse(condition, fmt::format("a condition does not take '{}'", shortened(name, 60)));
      }
    }
    if (condition.text_of("field_name").empty()) return refuse(condition, "field_name must be text");
    const auto type = condition.text_of("filter_type");
    const auto types = catalog::report_filter_types();
    if (std::ranges::find(types, type) == types.end()) {
      Error error = refuse(condition, fmt::format("filter_type does not take '{}'", shortened(type, 60)));
      error.allowed = strings(types);
      return error;
    }
    // TikTok wants text even for lists: a JSON array inside a string.
    Json filter_value = *condition.find("filter_value");
    if (filter_value.as_array() != nullptr) {
      Json::Array texts;
      for (const Json& item : *filter_value.as_array()) {
        texts.push_back(item.as_number() != nullptr ? Json(item.as_number()->text) : item);
      }
      condition.set("filter_value", Json(std::move(texts)).dump());
    } else if (filter_value.as_number() != nullptr) {
      condition.set("filter_value", filter_value.as_number()->text);
    } else if (filter_value.as_string() == nullptr) {
      return refuse(condition, "filter_value must be text, a number or a list");
    }
  }
  return value;
}

// Callers tend to pass a filter as a parameter of its own: `status=…`, `campaign_ids=[…]`.
const FilterKey* filter_meant_by(const Entity& entity, std::string_view name) {
  if (name.size() < 4) return nullptr;
  for (const FilterKey& key : entity.filter_keys) {
    if (key.name == name || key.name.ends_with(name) || key.name.starts_with(name)) return &key;
  }
  return nullptr;
}

}  // namespace

Error invalid_param(const Entity& entity, std::string_view param, const Json& given, std::string message,
                    std::string hint) {
  Error error;
  error.type = ErrorType::invalid_parameter;
  error.message = std::move(message);
  error.hint = hint.empty()
                   ? fmt::format("Correct {}; `describe {}` shows what it takes.", param, entity.name)
                   : std::move(hint);
  error.param = param;
  error.given = text_of(given);
  error.example = corrected_example(entity, param.substr(0, param.find('.')));
  return error;
}

Error unknown_param(const Entity& entity, std::string_view name) {
  std::vector<std::string_view> names;
  for (const Param& param : entity.params) names.push_back(param.name);
  if (const FilterKey* key = filter_meant_by(entity, name)) {
    Error error = invalid_param(entity, "filtering", Json(name),
                                fmt::format("{} has no parameter '{}'", entity.name, shortened(name, 60)),
                                fmt::format("To filter, put it into filtering: {{\"{}\": …}}.", key->name));
    error.param = name;
    error.allowed.assign(key->allowed.begin(), key->allowed.end());
    return error;
  }
  const auto near = nearest(name, names);
  Error error = invalid_param(
      entity, name, Json(), fmt::format("{} has no parameter '{}'", entity.name, shortened(name, 60)),
      near.empty() ? std::string("Use the names in allowed.") : fmt::format("Did you mean {}?", near));
  error.given.clear();
  error.allowed = strings(names);
  return error;
}

Result<Json> checked_filtering(const Entity& entity, Json value) {
  return entity.report != nullptr ? checked_report_filter(entity, std::move(value))
                                  : checked_entity_filter(entity, std::move(value));
}

Result<Json> checked_value(const Entity& entity, const Param& param, Json value) {
  if (param.name == "filtering") return checked_filtering(entity, std::move(value));
  const Rule rule{param.type, param.item_type, param.is_id,  param.min,
                  param.max,  param.format,    param.allowed};
  return Checker(entity, param.name, rule).check(std::move(value));
}

}  // namespace tiktok_marketing
