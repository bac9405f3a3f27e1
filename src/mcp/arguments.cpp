#include "mcp/arguments.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"

namespace tiktok_marketing::mcp {

Arguments::Arguments(const Json& arguments, std::span<const std::string_view> names, std::string_view example)
    : arguments_(&arguments), example_(example) {
  const auto* object = arguments.as_object();
  if (object == nullptr) {
    if (!arguments.is_null())
      note(error("arguments", "The arguments of a tool are an object.", "See the example."));
    return;
  }
  for (const auto& [name, value] : *object) {
    if (names.empty() || std::ranges::find(names, name) != names.end()) continue;
    const auto meant = nearest(name, names);
    Error unknown = error(name, fmt::format("There is no argument '{}'.", shortened(name, 60)),
                          meant.empty() ? "Use one of allowed." : fmt::format("Did you mean {}?", meant));
    unknown.allowed.assign(names.begin(), names.end());
    note(std::move(unknown));
  }
}

const Json* Arguments::find(std::string_view name) const {
  const Json* value = arguments_->find(name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

std::string Arguments::text(std::string_view name) {
  const Json* value = find(name);
  if (value == nullptr) return {};
  if (value->as_string() == nullptr) {
    refuse(name, "a text");
    return {};
  }
  return *value->as_string();
}

std::string Arguments::word(std::string_view name, std::span<const std::string_view> allowed) {
  std::string given = text(name);
  if (given.empty()) return std::string(allowed.front());
  if (std::ranges::find(allowed, given) == allowed.end()) {
    const auto meant = nearest(given, allowed);
    Error unknown = error(name, fmt::format("{} cannot be '{}'.", name, shortened(given, 60)),
                          meant.empty() ? "Use one of allowed." : fmt::format("Did you mean {}?", meant));
    unknown.given = shortened(given);
    unknown.allowed.assign(allowed.begin(), allowed.end());
    note(std::move(unknown));
  }
  return given;
}

std::optional<std::int64_t> Arguments::integer(std::string_view name, std::int64_t least, std::int64_t most) {
  const Json* value = find(name);
  if (value == nullptr) return std::nullopt;
  const auto number = value->as_int();
  if (!number || *number < least || *number > most) {
    refuse(name, fmt::format("a whole number from {} to {}", least, most));
    return std::nullopt;
  }
  return number;
}

std::optional<Date> Arguments::date(std::string_view name) {
  const Json* value = find(name);
  if (value == nullptr) return std::nullopt;
  const auto day = value->as_string() == nullptr ? std::nullopt : parse_date(*value->as_string());
  if (!day) refuse(name, "a day, written 2026-09-14");
  return day;
}

std::vector<std::string> Arguments::texts(std::string_view name) {
  const Json* value = find(name);
  if (value == nullptr) return {};
  if (value->as_string() != nullptr) return {*value->as_string()};
  std::vector<std::string> out;
  const auto* list = value->as_array();
  if (list == nullptr) {
    refuse(name, "a list of texts");
    return {};
  }
  for (const Json& each : *list) {
    if (each.as_string() == nullptr) {
      refuse(name, "a list of texts");
      return {};
    }
    out.push_back(*each.as_string());
  }
  return out;
}

Json Arguments::object(std::string_view name) {
  const Json* value = find(name);
  if (value == nullptr) return Json(Json::Object{});
  if (value->as_object() != nullptr) return *value;
  if (value->as_string() != nullptr) {
    auto parsed = Json::parse(*value->as_string());
    if (parsed && parsed->as_object() != nullptr) return *std::move(parsed);
  }
  refuse(name, "an object");
  return Json(Json::Object{});
}

void Arguments::require(std::string_view name) {
  if (find(name) != nullptr) return;
  Error missing = error(name, fmt::format("{} is missing.", name), "See the example.");
  missing.type = ErrorType::missing_parameter;
  note(std::move(missing));
}

Error Arguments::error(std::string_view name, std::string message, std::string hint) const {
  Error error{.type = ErrorType::invalid_parameter, .message = std::move(message), .hint = std::move(hint)};
  error.param = shortened(name);
  error.example = example_;
  return error;
}

void Arguments::note(Error error) {
  if (!fault_) fault_ = std::move(error);
}

void Arguments::refuse(std::string_view name, std::string_view what) {
  const Json* value = find(name);
  Error wrong = error(name, fmt::format("{} must be {}.", name, what), "See the example.");
  if (value != nullptr) wrong.given = shortened(value->dump());
  note(std::move(wrong));
}

}  // namespace tiktok_marketing::mcp
