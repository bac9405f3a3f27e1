#include "platform/store_reach.hpp"

#include <algorithm>
#include <string>

#include "base/json.hpp"

namespace tiktok_marketing::platform {
namespace {

bool is_of_another(std::string_view name) {
  return name.find('.') != std::string_view::npos;
}

/// Fields stand as names of members in filters, and as texts in `group_by`.
bool names_another(const Json& value, bool in_group_by) {
  if (const auto* text = value.as_string()) return in_group_by && is_of_another(*text);
  if (const auto* list = value.as_array())
    return std::ranges::any_of(*list, [&](const Json& each) { return names_another(each, in_group_by); });
  const auto* object = value.as_object();
  return object != nullptr && std::ranges::any_of(*object, [](const auto& member) {
           return is_of_another(member.first) || names_another(member.second, member.first == "group_by");
         });
}

}  // namespace

std::optional<Error> beyond_entities(const AllowList& allow, std::string_view action,
                                     std::string_view params_json) {
  if (allow.entities.empty() || action != "context_store_aggregate") return std::nullopt;
  const auto params = Json::parse(params_json);
  if (!params || !names_another(*params, false)) return std::nullopt;
  return Error{.type = ErrorType::forbidden,
               .message = "A field of another entity is named, and this is restricted to certain ones.",
               .hint = "Group and filter by the entity's own fields.",
               .param = "params",
               .allowed = allow.entities};
}

std::optional<std::vector<std::string>> sql_entities(const AllowList& one, const AllowList& other) {
  if (one.entities.empty() && other.entities.empty()) return std::nullopt;
  if (one.entities.empty()) return other.entities;
  if (other.entities.empty()) return one.entities;
  std::vector<std::string> both;
  for (const std::string& name : one.entities) {
    if (std::ranges::find(other.entities, name) != other.entities.end()) both.push_back(name);
  }
  return both;
}

}  // namespace tiktok_marketing::platform
