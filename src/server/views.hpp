#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "platform/platform.hpp"
#include "stores/stores.hpp"

/// What the domain's objects look like in answers. Secrets are in none of them. Pure.
namespace tiktok_marketing::server {

[[nodiscard]] Json workspace_json(const platform::Workspace& workspace);
/// The whole connector, for create, get and update.
[[nodiscard]] Json connector_json(const platform::Connector& connector, const stores::SyncSummary& sync);
[[nodiscard]] Json connector_item_json(const platform::Connector& connector, const stores::SyncSummary& sync);
[[nodiscard]] Json job_json(const platform::Job& job);
[[nodiscard]] Json tool_call_json(const platform::ToolCall& call);
[[nodiscard]] Json application_json(const platform::Application& application,
                                    std::string_view organization_id);

/// The one source template, whole and as list item.
[[nodiscard]] Json source_template_json();
[[nodiscard]] Json source_template_item_json();
/// The one definition, for lists; `spec` is not in it.
[[nodiscard]] Json definition_json();
[[nodiscard]] Json connector_specification_json();

[[nodiscard]] Json texts_json(const std::vector<std::string>& texts);
[[nodiscard]] Json time_json(const std::optional<SystemTime>& time);
/// null for an empty text.
[[nodiscard]] Json text_or_null(std::string_view text);

}  // namespace tiktok_marketing::server
