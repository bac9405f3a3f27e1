#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/secret.hpp>
#include <tiktok_marketing/connector/connector.hpp>

#include "base/json.hpp"
#include "platform/change_hook.hpp"
#include "platform/context.hpp"
#include "platform/credentials.hpp"
#include "platform/tiktok_apps.hpp"
#include "platform/types.hpp"
#include "platform/workspaces.hpp"

namespace tiktok_marketing::platform {

/// Closed list. `pending`: made by OAuth, waits for the create that names its secret.
enum class ConnectorState {
  ok,
  pending,
  needs_advertisers,
  needs_reauthorization,
  permission_missing,
  quota_blocked,
  sync_late,
  paused,
};
[[nodiscard]] std::string_view name_of(ConnectorState state);
[[nodiscard]] std::optional<ConnectorState> connector_state_of(std::string_view name);
/// What cures it, in words for people; empty for ok.
[[nodiscard]] std::string_view cure_of(ConnectorState state);

/// `replication_config`: TikTok's `start_date`, and ours.
struct ReplicationConfig {
  std::string start_date{kDefaultStartDate};               ///< `YYYY-MM-DD`
  std::optional<std::vector<std::string>> advertiser_ids;  ///< set: the enforced fence
  std::optional<int> lookback_days;                        ///< 1..28
  /// What a client sent, as the object it gets back; secrets were never in it.
  [[nodiscard]] Json to_json() const;
};
/// Errors: `value_error` whose `param` is `replication_config.<key>`: malformed or impossible date, ids that
/// are no ids, unknown key (unless `ignore_unknown`). A null key means the default; an absent one keeps what
/// `base` has, so that a change of the date does not take a fence away.
[[nodiscard]] Result<ReplicationConfig> parse_replication_config(const Json& given, bool ignore_unknown,
                                                                 const ReplicationConfig& base = {});

struct Connector {
  std::string id;
  std::string name;
  std::string organization_id;
  std::string workspace_id;
  std::string workspace_name;
  bool workspace_active = true;
  std::string credential_id;
  std::int64_t credential_version = 1;
  ReplicationConfig replication;
  std::optional<std::vector<std::string>> entities;  ///< to replicate; nullopt: all
  AllowList allow;
  std::vector<std::string> known_advertisers;  ///< the fence, else granted, else looked up, else used ones
  ConnectorState state = ConnectorState::ok;
  std::string state_reason;  ///< plain words
  SystemTime state_since;
  std::string last_error;  ///< type of TikTok's last failure, `upstream_…`; empty after a success
  std::optional<SystemTime> pending_until;  ///< set: waits for the create that names its secret
  std::string tiktok_user;                  ///< who granted the token; empty: not known
  std::string tiktok_app_id;                ///< the app the token is known to be of; empty: not known
  SystemTime created_at;
  SystemTime updated_at;
};

/// What a create asks for. Exactly one of `access_token`, `oauth_secret` and `credential_id`.
struct NewConnector {
  WorkspaceSelector workspace;
  std::string name;  ///< empty: `tiktok-marketing - <workspace name>`
  Secret access_token;
  Secret oauth_secret;
  std::string credential_id;  ///< of another connector of the same workspace: shared
  std::optional<ReplicationConfig> replication;
  std::optional<std::vector<std::string>> entities;
  AllowList allow;
  bool validate = true;         ///< ask TikTok before anything is stored
  std::string idempotency_key;  ///< empty: none
  std::string id;               ///< `admin connector create` keeps ids; empty: a new one
};

struct ConnectorChange {
  std::optional<std::string> name;
  std::optional<ReplicationConfig> replication;
  std::optional<std::optional<std::vector<std::string>>> entities;  ///< set to nullopt: cleared
  std::optional<AllowList> allow;
  Secret access_token;  ///< not empty: a new credential of its own
  Secret oauth_secret;
  std::optional<bool> paused;
  bool validate = true;
};

struct ConnectorQuery {
  WorkspaceSelector workspace;
  std::optional<std::string> definition_id;
  std::optional<std::string> name;  ///< exact, any case
  std::optional<ConnectorState> state;
  std::optional<int> limit;  ///< nullopt: the whole list
  std::string cursor;
};
struct ConnectorPage {
  std::vector<Connector> items;
  std::string next_cursor;
};

struct Job {
  std::string id;
  std::string kind;    ///< `delete`, `sync`
  std::string status;  ///< `pending`, `running`, `succeeded`, `partial`, `failed`, `cancelled`
  std::string connector_id;
  std::string error;
  SystemTime created_at;
  std::optional<SystemTime> finished_at;
  Json details;  ///< of a sync that has ended: what was read; else null
};

/// What a check found. `healthy` is only said after TikTok answered rows of an advertiser.
struct CheckResult {
  bool healthy = false;
  std::optional<Error> error;  ///< set when not healthy
  std::string document;        ///< the connector's own check document; empty when it could not be asked
};

/// Connectors and their credentials. All members block (disk, and TikTok where said); thread-safe.
/// Errors of all that take an id: `connector_not_found` (unknown), `forbidden` (a scoped caller, another
/// workspace of its organization; for other organizations always `connector_not_found`). Members that change
/// something need an operator, else `forbidden`.
class Connectors {
 public:
  Connectors(std::shared_ptr<Context> context, Workspaces& workspaces, TiktokApps& apps)
      : context_(std::move(context)), workspaces_(workspaces), apps_(apps) {}

  /// Checks with TikTok if asked to, learns user and advertisers, seals the token, stores all in one
  /// transaction. With the secret of an OAuth login: the connector that login made, made active, with this
  /// name and configuration; the same secret again gives the same connector. Errors: `missing`,
  /// `value_error`, `invalid_secret_id`, `conflict`, `workspace_inactive`, `upstream_*` (validation).
  [[nodiscard]] Result<Connector> create(const Principal& principal, NewConnector wanted);
  [[nodiscard]] Result<ConnectorPage> list(const Scope& scope, const ConnectorQuery& query);
  [[nodiscard]] Result<Connector> get(const Scope& scope, std::string_view id);
  [[nodiscard]] Result<Connector> update(const Principal& principal, std::string_view id,
                                         ConnectorChange change);
  /// The credential goes with its last connector. The job is finished when this returns.
  [[nodiscard]] Result<Job> remove(const Principal& principal, std::string_view id);
  [[nodiscard]] Result<Job> job(const Scope& scope, std::string_view id);
  /// Replaces the token of every connector that shares it. Asks TikTok first.
  [[nodiscard]] Result<void> replace_credential(const Principal& principal, std::string_view credential_id,
                                                Secret access_token, bool validate);
  /// Asks TikTok with settings that are not stored. Errors are only those of the request itself.
  [[nodiscard]] Result<CheckResult> check_configuration(const Principal& principal,
                                                        const NewConnector& wanted);
  [[nodiscard]] Result<CheckResult> check_existing(const Scope& scope, std::string_view id);

  /// The open token, for whoever speaks to TikTok for this connector.
  [[nodiscard]] Result<Secret> token_of(const Connector& connector);
  /// What a live connector is opened with. Where no advertiser is known and the organization has an app,
  /// TikTok is asked for them; what it says is kept.
  [[nodiscard]] Result<ConnectorOptions> live_options(const Connector& connector);
  /// What was learnt about a connector. Changing the state queues a webhook in the same transaction. No
  /// `state`: only `last_error` is kept. No reason: the usual one.
  [[nodiscard]] Result<void> note_state(std::string_view connector_id, std::optional<ConnectorState> state,
                                        std::string reason, std::string last_error);
  /// The same from a call made with the connector as it was then: of no interest if it has another token now.
  [[nodiscard]] Result<void> note_state(const Connector& as_called, std::optional<ConnectorState> state,
                                        std::string reason, std::string last_error);
  [[nodiscard]] Result<void> note_advertisers(std::string_view connector_id,
                                              const std::vector<std::string>& ids, std::string_view source);
  /// Pending connectors whose secret has expired become ok (or what their check says); expired states,
  /// secrets and idempotency keys are deleted. Called now and then.
  [[nodiscard]] Result<void> tidy();

  /// Called with the id after a connector was made or went, or something a live connector is opened with has
  /// changed, on the thread of the change, until the handle goes. Must not block.
  [[nodiscard]] std::shared_ptr<void> on_change(std::function<void(std::string_view connector_id)> call) {
    return listeners_.add(std::move(call));
  }

  struct StateCount {
    std::string organization_id;
    ConnectorState state;
    std::int64_t count;
  };
  [[nodiscard]] Result<std::vector<StateCount>> state_counts();

 private:
  friend class Oauth;
  void changed(std::string_view connector_id) { listeners_(connector_id); }
  /// The token of a create, with what TikTok says about it if it is to be asked.
  [[nodiscard]] Result<GrantedToken> token_for(const Scope& scope, const std::optional<Workspace>& workspace,
                                               const NewConnector& wanted);
  /// The same for a token in the place of another.
  [[nodiscard]] Result<GrantedToken> checked_token(const Scope& scope, Secret access_token, bool validate);
  [[nodiscard]] Result<Connector> store(const NewConnector& wanted, std::string id,
                                        const Workspace& workspace, const GrantedToken& token);
  /// The connector of an OAuth login, taken up by the create that names its secret.
  [[nodiscard]] Result<Connector> claim(const Scope& workspace, const NewConnector& wanted);
  [[nodiscard]] CheckResult check(const Connector& connector);
  [[nodiscard]] Result<void> end_waiting();

  std::shared_ptr<Context> context_;
  Workspaces& workspaces_;
  TiktokApps& apps_;
  Listeners<std::string_view> listeners_;
};

}  // namespace tiktok_marketing::platform
