#include "mcp/corrected_call.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <vector>

#include "base/text.hpp"

namespace tiktok_marketing::mcp {
namespace {

/// The member or item that one step of a JSON pointer names.
Json* step_into(Json& value, std::string_view step) {
  if (auto* object = value.as_object()) {
    const auto found = std::ranges::find(*object, step, &Json::Member::first);
    return found == object->end() ? nullptr : &found->second;
  }
  auto* array = value.as_array();
  std::size_t index = 0;
  const auto read = std::from_chars(step.data(), step.data() + step.size(), index);
  const bool is_item = array != nullptr && read.ec == std::errc() && read.ptr == step.data() + step.size() &&
                       index < array->size();
  return is_item ? &(*array)[index] : nullptr;
}

void rename(Json& object, std::string_view from, std::string_view to) {
  for (auto& [name, value] : *object.as_object()) {
    if (name == from) name = to;
  }
}

/// Puts the nearest allowed word where the error's `param` leads, a name or a JSON pointer: in place of a
/// value, or of a name.
std::optional<Json> with_nearest(Json whole, const Error& error) {
  std::string_view path = error.param;
  if (path.starts_with('/')) path.remove_prefix(1);
  const auto steps = split(path, '/');
  Json* parent = &whole;
  for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
    parent = step_into(*parent, steps[i]);
    if (parent == nullptr) return std::nullopt;
  }
  Json* wrong = step_into(*parent, steps.back());
  if (wrong == nullptr) return std::nullopt;
  const std::vector<std::string_view> allowed(error.allowed.begin(), error.allowed.end());
  const bool in_list = parent->as_array() != nullptr;
  const bool is_value = wrong->as_string() != nullptr && (in_list || *wrong->as_string() == error.given);
  if (in_list && !is_value) return std::nullopt;
  const std::string_view near = nearest(is_value ? *wrong->as_string() : steps.back(), allowed);
  if (near.empty()) return std::nullopt;
  if (is_value) {
    *wrong = Json(near);
  } else {
    rename(*parent, steps.back(), near);
  }
  return whole;
}

/// The given arguments with what of the tool's own example mends them: the one that is wrong, and those that
/// must not be missing.
Json mended(const Json& arguments, const ToolSpec& tool, std::string_view wrong) {
  const Json example = Json::parse(tool.example).value_or(Json());
  if (arguments.as_object() == nullptr) return example;
  const Json required = Json::parse(tool.required).value_or(Json());
  const auto is_required = [&](std::string_view name) {
    return std::ranges::find(*required.as_array(), Json(name)) != required.as_array()->end();
  };
  Json whole = arguments;
  whole.erase(wrong);
  for (const auto& [name, value] : *example.as_object()) {
    const bool is_missing = is_required(name) && whole.find(name) == nullptr;
    if (is_missing || name == wrong) whole.set(name, value);
  }
  return whole;
}

/// The first step of a JSON pointer, or the name as it is.
std::string_view argument_of(std::string_view param) {
  if (!param.starts_with('/')) return param;
  const auto end = param.find('/', 1);
  return param.substr(1, end == param.npos ? end : end - 1);
}

}  // namespace

std::string corrected_call(const Json& arguments, const ToolSpec& tool, const Error& error) {
  auto example = Json::parse(error.example);
  const bool has_example = example && example->as_object() != nullptr;
  // A call of the connector names its action; here the tool does.
  if (has_example && example->find("action") != nullptr) {
    example->erase("action");
    return example->dump();
  }
  if (arguments.as_object() != nullptr) {
    if (const auto near = with_nearest(arguments, error)) return near->dump();
  }
  if (!has_example || error.example == tool.example) {
    return mended(arguments, tool, argument_of(error.param)).dump();
  }
  Json whole = arguments.is_null() ? Json(Json::Object{}) : arguments;
  for (const auto& [name, value] : *example->as_object()) whole.set(name, value);
  if (!error.param.empty() && example->find(error.param) == nullptr) whole.erase(error.param);
  return whole.dump();
}

}  // namespace tiktok_marketing::mcp
