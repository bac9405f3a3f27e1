#include "sandbox/faults.hpp"

#include <fmt/format.h>
#include <algorithm>

#include "sandbox/pure.hpp"

namespace tiktok_marketing::sandbox {
namespace {

Error refuse(std::size_t rule, std::string_view what) {
  Error error;
  error.type = ErrorType::value_error;
  error.message = fmt::format("Fault rule {}: {}", rule, what);
  error.hint = "docs/sandbox.md lists the members of a fault rule.";
  return error;
}

std::string with_slash(std::string_view path) {
  std::string normal(path);
  if (normal != "*" && !normal.ends_with('/')) normal += '/';
  return normal;
}

template <typename T>
bool read_number(const Json& value, std::optional<T>& into) {
  const auto number = value.as_int();
  if (!number || *number < 0) return false;
  into = static_cast<T>(*number);
  return true;
}

bool read_flag(const Json& value, bool& into) {
  if (value.as_bool() == nullptr) return false;
  into = *value.as_bool();
  return true;
}

bool read_text(const Json& value, std::string& into) {
  if (value.as_string() == nullptr) return false;
  into = *value.as_string();
  return true;
}

bool read_replace(const Json& value, FaultAction& a) {
  a.find = value.text_of("find");
  a.with = value.text_of("with");
  return !a.find.empty();
}

bool read_action(const std::string& name, const Json& value, FaultAction& a) {
  if (name == "code") return read_number(value, a.code);
  if (name == "message") return read_text(value, a.message);
  if (name == "http") return read_number(value, a.http) && *a.http >= 100 && *a.http <= 599;
  if (name == "html") return read_flag(value, a.html);
  if (name == "body") return value.as_string() != nullptr && (a.body = *value.as_string(), true);
  if (name == "content_type") return read_text(value, a.content_type);
  if (name == "truncate_bytes") return read_number(value, a.truncate_bytes);
  if (name == "cut_after_bytes") return read_number(value, a.cut_after_bytes);
  if (name == "bytes_per_second") return read_number(value, a.bytes_per_second) && *a.bytes_per_second > 0;
  if (name == "delay_ms") return read_number(value, a.delay_ms);
  if (name == "no_answer") return read_flag(value, a.no_answer);
  if (name == "data_null") return read_flag(value, a.data_null);
  if (name == "huge_integer") return read_flag(value, a.huge_integer);
  if (name == "shrink_total") return read_number(value, a.shrink_total);
  if (name == "replace") return read_replace(value, a);
  return false;
}

}  // namespace

Result<FaultPlan::Rule> FaultPlan::read_rule(const Json& json, std::size_t number) {
  if (json.as_object() == nullptr) return refuse(number, "must be an object.");
  Rule rule;
  std::optional<std::uint64_t> count;
  for (const auto& [name, value] : *json.as_object()) {
    bool good = true;
    if (name == "path") {
      good = read_text(value, rule.path);
      rule.path = with_slash(rule.path);
    } else if (name == "nth") {
      if ((good = read_number(value, count))) rule.from = rule.to = *count;
    } else if (name == "from") {
      if ((good = read_number(value, count))) rule.from = *count;
    } else if (name == "to") {
      if ((good = read_number(value, count))) rule.to = *count;
    } else if (name == "times") {
      if ((good = read_number(value, count))) rule.times = *count;
    } else if (name == "probability") {
      rule.probability = value.as_double();
      good = rule.probability && *rule.probability >= 0 && *rule.probability <= 1;
    } else if (name == "action") {
      if (value.as_object() == nullptr || value.as_object()->empty())
        return refuse(number, "`action` must be an object with a member.");
      for (const auto& [action, argument] : *value.as_object()) {
        if (!read_action(action, argument, rule.action)) {
          return refuse(number, fmt::format("action `{}` is unknown or has a wrong value.", action));
        }
      }
    } else {
      return refuse(number, fmt::format("`{}` is unknown.", name));
    }
    if (!good) return refuse(number, fmt::format("`{}` has a wrong value.", name));
  }
  if (json.find("action") == nullptr) return refuse(number, "`action` is missing.");
  return rule;
}

Result<void> FaultPlan::load(std::string_view text) {
  std::vector<Rule> rules;
  if (!text.empty()) {
    auto json = Json::parse(text);
    if (!json) return std::move(json).error();
    if (json->as_array() == nullptr) {
      Error error;
      error.type = ErrorType::value_error;
      error.message = "A fault plan must be a JSON array of rules.";
      error.hint = "docs/sandbox.md describes it; an empty array removes all faults.";
      return error;
    }
    for (const Json& item : *json->as_array()) {
      auto rule = read_rule(item, rules.size() + 1);
      if (!rule) return std::move(rule).error();
      rules.push_back(*std::move(rule));
    }
  }
  const std::lock_guard lock(mutex_);
  rules_ = std::move(rules);
  removed_.clear();
  return {};
}

std::vector<FaultAction> FaultPlan::next(std::string_view path) {
  const std::lock_guard lock(mutex_);
  std::vector<FaultAction> actions;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    Rule& rule = rules_[i];
    if (rule.path != "*" && rule.path != path) continue;
    ++rule.seen;
    if (rule.seen < rule.from || rule.seen > rule.to || rule.fired >= rule.times) continue;
    if (rule.probability &&
        static_cast<double>(below(mix(seed_, i), rule.seen, 1'000'000)) >= *rule.probability * 1'000'000) {
      continue;
    }
    ++rule.fired;
    actions.push_back(rule.action);
  }
  return actions;
}

std::size_t FaultPlan::removed(std::string_view path) const {
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find(removed_, path, &std::pair<std::string, std::size_t>::first);
  return found == removed_.end() ? 0 : found->second;
}

void FaultPlan::remove(std::string_view path, std::size_t objects) {
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find(removed_, path, &std::pair<std::string, std::size_t>::first);
  if (found == removed_.end()) {
    removed_.emplace_back(std::string(path), objects);
  } else {
    found->second += objects;
  }
}

}  // namespace tiktok_marketing::sandbox
