#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/secret.hpp>

#include "platform/context.hpp"
#include "platform/directory.hpp"
#include "platform/published.hpp"
#include "platform/token_text.hpp"
#include "platform/types.hpp"
#include "platform/workspaces.hpp"

namespace tiktok_marketing::platform {

struct IssuedToken {
  Secret token;
  std::chrono::seconds expires_in{0};
  std::optional<std::string> organization_id;  ///< the one it is bound to
};

/// Issues and checks bearer tokens. Keys are random, sealed in the database, kept in memory.
class Tokens {
 public:
  Tokens(std::shared_ptr<Context> context, Directory& directory, Workspaces& workspaces)
      : context_(std::move(context)), directory_(directory), workspaces_(workspaces) {}

  /// Loads the signing keys; makes the first one. Called at start, before anything else, and after changes by
  /// another process. Errors: `value_error` when the key file does not open them, `storage_unavailable`.
  [[nodiscard]] Result<void> reload();

  /// The application token of `POST …/applications/token`. `organization_id` empty: the application's only
  /// organization, or a token without one. Errors: `invalid_client`, `forbidden` (no grant there),
  /// `ip_not_allowed`.
  [[nodiscard]] Result<IssuedToken> issue_application_token(std::string_view client_id,
                                                            const Secret& client_secret,
                                                            std::string_view organization_id,
                                                            std::string_view peer) const;
  /// A token for one workspace, which is made if it is unknown. Needs an application token of an operator.
  /// Errors: `forbidden`, `workspace_not_found`, `workspace_inactive`, `value_error`. Blocks on the disk.
  [[nodiscard]] Result<IssuedToken> issue_scoped_token(const Principal& principal,
                                                       const WorkspaceSelector& workspace);

  /// Who calls. `organization_id` is the X-Organization-Id header, may be empty. Never blocks.
  /// Errors: `unauthorized`, `token_expired`, `organization_ambiguous` (message contains `specify target
  /// organization`, allowed lists them), `forbidden` (another organization), `ip_not_allowed`.
  [[nodiscard]] Result<Principal> authenticate(std::string_view bearer, std::string_view organization_id,
                                               std::string_view peer) const;

 private:
  struct Keys;
  [[nodiscard]] Result<IssuedToken> issue(TokenClaims claims, std::chrono::seconds life) const;
  [[nodiscard]] Result<std::shared_ptr<const TokenClaims>> proven(std::string_view bearer) const;

  std::shared_ptr<Context> context_;
  Directory& directory_;
  Workspaces& workspaces_;
  Published<Keys> keys_;
};

}  // namespace tiktok_marketing::platform
