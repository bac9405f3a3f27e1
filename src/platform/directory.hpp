#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/secret.hpp>

#include "platform/address_block.hpp"
#include "platform/context.hpp"
#include "platform/published.hpp"
#include "platform/types.hpp"

namespace tiktok_marketing::platform {

struct Organization {
  std::string id;
  std::string name;
  SystemTime created_at;
  std::vector<std::string> redirect_urls;  ///< allow list of OAuth redirect URLs (exact, or prefix ending in
                                           ///< `*`); empty: any https URL and http to loopback
  std::vector<std::string> ip_allow;       ///< CIDR blocks callers must come from; empty: any
  std::string webhook_url;                 ///< empty: none
};

struct Grant {
  std::string organization_id;
  Role role = Role::reader;
};

/// How the OAuth redirect tells its result to programs of this application.
enum class OauthCallback { both, connector_id, secret_id };
[[nodiscard]] std::string_view name_of(OauthCallback callback);
[[nodiscard]] std::optional<OauthCallback> oauth_callback_of(std::string_view name);

struct Application {
  std::string id;  ///< the client id
  std::string name;
  std::int64_t version = 1;  ///< counts up when tokens issued so far must stop working
  std::vector<Grant> grants;
  AllowList allow;
  std::vector<std::string> ip_allow;
  OauthCallback oauth_callback = OauthCallback::both;
  SystemTime created_at;
  std::optional<SystemTime> revoked_at;
};

/// A new client secret: shown once, stored as a hash.
struct NewSecret {
  std::string client_id;
  Secret client_secret;
  std::optional<SystemTime> old_valid_until;  ///< of a rotation with grace
};

/// Organizations and applications. Few and read with every call, so all of them are kept in memory; every
/// change goes to the database first. Reading members never block; writing ones block on the disk.
class Directory {
 public:
  /// What memory holds: immutable, replaced as a whole.
  struct Snapshot {
    std::map<std::string, Organization, std::less<>> organizations;
    std::map<std::string, Application, std::less<>> applications;
    struct SecretHash {
      std::string application_id;
      std::optional<SystemTime> expires_at;
    };
    std::map<std::string, SecretHash, std::less<>> secrets;  ///< by SHA-256 of the client secret
  };
  explicit Directory(std::shared_ptr<Context> context) : context_(std::move(context)) {}

  /// Reads everything anew: at start and after another process changed the database.
  [[nodiscard]] Result<void> reload();
  [[nodiscard]] std::shared_ptr<const Snapshot> snapshot() const { return snapshot_.load(); }

  /// With a workspace `default`. `id` empty: a new one (kept ids come from another platform). Errors:
  /// `conflict` when the id exists, `value_error`.
  [[nodiscard]] Result<Organization> create_organization(std::string name, std::string_view id = {});
  /// Name, redirect URLs and address blocks; the webhook is set with `Webhooks::configure`. Errors:
  /// `not_found`, `value_error`.
  [[nodiscard]] Result<Organization> update_organization(const Organization& changed);

  /// `id` and `secret` empty: new ones; a given secret has 16 characters at least. Errors: `not_found`
  /// (organization), `conflict` (id or secret in use), `value_error`.
  [[nodiscard]] Result<NewSecret> create_application(std::string name, std::vector<Grant> grants,
                                                     std::string_view id = {}, Secret secret = {});
  /// A new secret; the old ones work for `grace` more. No grace: issued tokens stop working at once too.
  /// This and all below: `not_found`, and `conflict` where a revoked application cannot come back.
  [[nodiscard]] Result<NewSecret> rotate_secret(std::string_view application_id, std::chrono::seconds grace);
  /// Secrets and tokens of the application stop working at once, for good.
  [[nodiscard]] Result<void> revoke_application(std::string_view application_id);
  [[nodiscard]] Result<void> grant(std::string_view application_id, const Grant& grant);
  [[nodiscard]] Result<void> withdraw(std::string_view application_id, std::string_view organization_id);
  /// Allow lists, name, address blocks, callback style.
  [[nodiscard]] Result<void> update_application(const Application& changed);

  /// The application whose secret this is. Errors: `invalid_client`. Never blocks; compares in constant time.
  [[nodiscard]] Result<Application> authenticate(std::string_view client_id,
                                                 const Secret& client_secret) const;

 private:
  /// Changes the database, then memory.
  template <typename Work>
  [[nodiscard]] Result<void> change(Work work);

  std::shared_ptr<Context> context_;
  std::mutex reloading_;  ///< an older reading never replaces a newer one
  Published<const Snapshot> snapshot_{std::make_shared<const Snapshot>()};
};

}  // namespace tiktok_marketing::platform
