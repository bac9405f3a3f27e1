#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tiktok_marketing/base/runtime.hpp>

/// The hosted domain: who may call, for which customer, with which account. No HTTP types here.
///
/// Ids are UUIDs in lower case. Times are `SystemTime` (UTC, milliseconds). Functions that take a `Scope` see
/// and touch rows of that organization (and workspace) only: the condition stands in their SQL.
namespace tiktok_marketing::platform {

/// The one kind of connector this server offers.
inline constexpr std::string_view kDefinitionId = "4bfac00d-ce15-44ff-95b9-9e3c3e8fbd35";
inline constexpr std::string_view kConnectorName = "Tiktok-Marketing";
inline constexpr std::string_view kConnectorSlug = "tiktok-marketing";
/// The one global source template; derived from the definition, the same on every server.
inline constexpr std::string_view kTemplateId = "7a1c0de0-71c7-5a4b-8d3e-6f0b5a9c2e41";
inline constexpr std::string_view kDefaultStartDate = "2016-09-01";
inline constexpr std::string_view kDefaultWorkspace = "default";

/// What an application may do in an organization. Each role includes those before it.
enum class Role {
  reader,     ///< read, execute
  operator_,  ///< and create, change and delete connectors and workspaces, mint tokens, OAuth
  admin,      ///< and applications' allow lists, TikTok apps, webhooks, the audit log
};
[[nodiscard]] std::string_view name_of(Role role);  ///< `reader`, `operator`, `admin`
[[nodiscard]] std::optional<Role> role_of(std::string_view name);

/// Entities and actions that may be executed. An empty list permits everything.
struct AllowList {
  std::vector<std::string> entities;
  std::vector<std::string> actions;  ///< canonical names: `list`, `context_store_search`, …
  [[nodiscard]] bool permits(std::string_view entity, std::string_view action) const;
};

enum class TokenKind { application, scoped };

/// The organization, and for scoped callers the workspace, whose rows a call may see.
struct Scope {
  std::string organization_id;
  std::optional<std::string> workspace_id;
};

/// Who calls, as proven by a token.
struct Principal {
  std::string application_id;
  std::string application_name;
  Scope scope;
  Role role = Role::reader;
  TokenKind kind = TokenKind::application;
  AllowList allow;  ///< of the application
};

/// How a caller names the tenant: at most one of both is needed, contradictions are refused before.
struct WorkspaceSelector {
  std::optional<std::string> id;
  std::optional<std::string> name;  ///< any of workspace_name, customer_name, external_user_id
  [[nodiscard]] bool empty() const { return !id && !name; }
};

[[nodiscard]] std::int64_t to_millis(SystemTime time);
[[nodiscard]] SystemTime from_millis(std::int64_t millis);
/// `2026-04-20T21:57:20.991000Z`.
[[nodiscard]] std::string iso_text(SystemTime time);

}  // namespace tiktok_marketing::platform
