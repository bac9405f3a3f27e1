#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/secret.hpp>

#include "platform/connectors.hpp"
#include "platform/context.hpp"
#include "platform/directory.hpp"
#include "platform/tiktok_apps.hpp"
#include "platform/types.hpp"

namespace tiktok_marketing::platform {

struct OauthStart {
  WorkspaceSelector workspace;
  std::string redirect_url;  ///< the caller's page; its own query survives
  std::optional<std::string> name;
  std::optional<ReplicationConfig> replication;
  std::string connector_id;  ///< not empty: authorize this one anew
};

/// What TikTok's redirect brought.
struct OauthReturn {
  std::string state;
  Secret auth_code;   ///< empty when the user refused
  std::string error;  ///< TikTok's word, if any
};

/// Where the browser goes next. A redirect URL, or, when the state is unknown and no URL can be trusted, none
/// and the error to show as a page.
struct OauthEnd {
  std::string redirect_url;
  std::optional<Error> error;
};

/// TikTok's consent for a customer's account: initiate → TikTok → `/api/v1/oauth/callback` → the caller's
/// page.
///
/// States are random, stored as hashes, bound to organization and workspace, work once and for ten minutes.
/// Blocks (disk, TikTok); thread-safe.
class Oauth {
 public:
  Oauth(std::shared_ptr<Context> context, Directory& directory, Workspaces& workspaces, TiktokApps& apps,
        Connectors& connectors)
      : context_(std::move(context)),
        directory_(directory),
        workspaces_(workspaces),
        apps_(apps),
        connectors_(connectors) {}

  /// The consent URL. Errors: `no_source_template` (no TikTok app configured anywhere; the hint says how),
  /// `value_error` on `redirect_url` (not absolute, not permitted), `connector_not_found`.
  [[nodiscard]] Result<std::string> initiate(const Principal& principal, const OauthStart& start);

  /// Exchanges the code, learns user and advertisers, makes or updates the connector and the one-time secret
  /// in one transaction. A login for a `connector_id` by another TikTok user is `creation_failed`: an id must
  /// not come to stand for somebody else's accounts. The redirect carries `connector_id` and/or `secret_id`
  /// (the application's setting), or `error` of {access_denied, session_expired, invalid_state,
  /// token_exchange_failed, creation_failed} and `error_description`. Zero granted advertisers still make a
  /// connector (`needs_advertisers`).
  [[nodiscard]] OauthEnd finish(const OauthReturn& returned);

 private:
  [[nodiscard]] Result<Workspace> workspace_of(const Scope& scope, const OauthStart& start);

  std::shared_ptr<Context> context_;
  Directory& directory_;
  Workspaces& workspaces_;
  TiktokApps& apps_;
  Connectors& connectors_;
};

}  // namespace tiktok_marketing::platform
