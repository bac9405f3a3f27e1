#include "server/tenant.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "server/text_formats.hpp"

namespace tiktok_marketing::server {
namespace {

constexpr std::string_view kNames[] = {"workspace_name", "customer_name", "external_user_id"};

Error contradiction(std::string_view field, std::string_view one, std::string_view other) {
  return {.type = ErrorType::value_error,
          .message = fmt::format("the request names two workspaces: {} and {}", shortened(one, 60),
                                 shortened(other, 60)),
          .hint = "Name one workspace, once.",
          .param = std::string(field)};
}

// Takes a value, or says that it contradicts one that is there.
Result<void> merge(std::optional<std::string>& into, std::string_view field,
                   std::optional<std::string> value) {
  if (!value) return {};
  if (into && lower(*into) != lower(*value)) return contradiction(field, *into, *value);
  if (!into) into = std::move(*value);
  return {};
}

}  // namespace

Result<platform::WorkspaceSelector> tenant_of(const Call& call, platform::Workspaces& workspaces) {
  platform::WorkspaceSelector out;
  for (const auto& value : {call.text("workspace_id"), call.query("workspace_id")}) {
    if (auto merged = merge(out.id, "workspace_id", value); !merged) return std::move(merged).error();
  }
  for (const std::string_view name : kNames) {
    for (const auto& value : {call.text(name), call.query(name)}) {
      if (auto merged = merge(out.name, name, value); !merged) return std::move(merged).error();
    }
  }
  if (!out.id || !out.name) return out;
  auto named = workspaces.get(call.principal.scope, *out.id);
  if (!named) return std::move(named).error();
  if (lower(named->name) != lower(*out.name)) return contradiction("workspace_name", named->name, *out.name);
  out.name.reset();
  return out;
}

}  // namespace tiktok_marketing::server
