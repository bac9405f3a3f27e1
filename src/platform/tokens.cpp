#include "platform/tokens.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "crypto/random.hpp"
#include "platform/names.hpp"
#include "platform/rows.hpp"
#include "platform/sealing.hpp"
#include "platform/token_cache.hpp"

namespace tiktok_marketing::platform {
namespace {

constexpr std::string_view kTable = "signing_keys";
constexpr std::size_t kKeyBytes = 32;

struct SealedKey {
  std::string id;
  std::string sealed;
};

/// The newest first: that one signs.
Result<std::vector<SealedKey>> read_keys(database::Connection& connection) {
  std::vector<SealedKey> keys;
  auto done = each_row(connection, "SELECT id, sealed FROM signing_keys ORDER BY created_at DESC, id",
                       [&](const database::Statement& row) {
                         keys.push_back({.id = std::string(row.text(0)), .sealed = std::string(row.text(1))});
                       });
  if (!done) return std::move(done).error();
  return keys;
}

/// Looks once more in the transaction: another process may have made the first key meanwhile.
Result<std::vector<SealedKey>> make_first_key(Context& context) {
  return context.database->write(
      [&, now = context.now()](database::Connection& connection) -> Result<std::vector<SealedKey>> {
        auto present = read_keys(connection);
        if (!present || !present->empty()) return present;
        SealedKey made{.id = crypto::random_uuid()};
        made.sealed = seal(context, kTable, made.id, Secret(crypto::random_bytes(kKeyBytes)));
        auto added = run(connection, "INSERT INTO signing_keys (id, sealed, created_at) VALUES (?, ?, ?)",
                         made.id, Blob{made.sealed}, now);
        if (!added) return std::move(added).error();
        return std::vector{std::move(made)};
      });
}

std::int64_t seconds_of(SystemTime time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

std::vector<std::string> organizations_of(const Application& application) {
  std::vector<std::string> ids;
  for (const Grant& grant : application.grants) ids.push_back(grant.organization_id);
  return ids;
}

const Grant* find_grant(const Application& application, std::string_view organization_id) {
  const auto found = std::ranges::find(application.grants, organization_id, &Grant::organization_id);
  return found == application.grants.end() ? nullptr : &*found;
}

Error no_grant(std::string_view organization_id) {
  return {.type = ErrorType::forbidden,
          .message = "The application may not act in that organization.",
          .hint = "Name an organization of the application, or have it granted this one.",
          .param = "organization_id",
          .given = shortened(organization_id)};
}

Error address_refused(std::string_view peer) {
  return {.type = ErrorType::ip_not_allowed,
          .message = "Calls from this address are not permitted.",
          .hint =
              "Call from a permitted network, or have the address added to the list of the organization "
              "or application.",
          .given = shortened(peer)};
}

Error ambiguous(const Application& application) {
  return {.type = ErrorType::organization_ambiguous,
          .message = "The application belongs to several organizations: specify target organization.",
          .hint = "Send the id of one of them in X-Organization-Id, here or when the token is requested.",
          .param = "organization_id",
          .allowed = organizations_of(application)};
}

/// The organization a call is for: the one it names, else the token's, else the only one.
Result<const Grant*> choose_grant(const Application& application, const TokenClaims& claims,
                                  std::string_view named) {
  const std::string wanted = canonical_id(named).value_or(std::string(named));
  const bool fixed = claims.kind == TokenKind::scoped;
  if (fixed && !wanted.empty() && wanted != claims.organization_id) return no_grant(named);
  const std::string chosen = wanted.empty() ? claims.organization_id.value_or("") : wanted;
  if (chosen.empty() && application.grants.size() > 1) return ambiguous(application);
  const Grant* grant = chosen.empty() ? (application.grants.empty() ? nullptr : &application.grants.front())
                                      : find_grant(application, chosen);
  if (grant == nullptr) return no_grant(chosen);
  return grant;
}

Result<void> check_address(const Directory::Snapshot& directory, const Application& application,
                           std::string_view organization_id, std::string_view peer) {
  if (!address_permitted(peer, application.ip_allow)) return address_refused(peer);
  const auto organization = directory.organizations.find(organization_id);
  if (organization != directory.organizations.end() &&
      !address_permitted(peer, organization->second.ip_allow)) {
    return address_refused(peer);
  }
  return {};
}

}  // namespace

/// Replaced as a whole, with the cache: what was proven with a key that is gone is forgotten with it.
struct Tokens::Keys {
  std::string signing_id;
  std::map<std::string, Secret, std::less<>> keys;
  TokenCache cache;

  [[nodiscard]] Secret key_of(std::string_view id) const {
    const auto found = keys.find(id);
    return found == keys.end() ? Secret() : found->second;
  }
};

Result<void> Tokens::reload() {
  auto sealed =
      context_->database->read([](database::Connection& connection) { return read_keys(connection); });
  if (sealed && sealed->empty()) sealed = make_first_key(*context_);
  if (!sealed) return std::move(sealed).error();
  auto fresh = std::make_shared<Keys>();
  fresh->signing_id = sealed->front().id;
  for (const SealedKey& one : *sealed) {
    auto key = open_sealed(*context_, kTable, one.id, one.sealed);
    if (!key) {
      Error error = std::move(key).error();
      error.type = ErrorType::value_error;
      return error;
    }
    fresh->keys.emplace(one.id, *std::move(key));
  }
  const auto present = keys_.load();
  if (!present || present->signing_id != fresh->signing_id || present->keys != fresh->keys) {
    keys_.store(std::move(fresh));
  }
  return {};
}

Result<IssuedToken> Tokens::issue(TokenClaims claims, std::chrono::seconds life) const {
  const auto keys = keys_.load();
  if (!keys) {
    return Error{.message = "There is no key to sign tokens with.",
                 .hint = "This is a defect of the program; please report it."};
  }
  claims.issued_at = seconds_of(context_->now());
  claims.expires_at = claims.issued_at + life.count();
  claims.id = crypto::random_uuid();
  return IssuedToken{.token = sign(claims, keys->signing_id, keys->key_of(keys->signing_id)),
                     .expires_in = life,
                     .organization_id = std::move(claims.organization_id)};
}

Result<IssuedToken> Tokens::issue_application_token(std::string_view client_id, const Secret& client_secret,
                                                    std::string_view organization_id,
                                                    std::string_view peer) const {
  auto application = directory_.authenticate(client_id, client_secret);
  if (!application) return std::move(application).error();
  TokenClaims claims{.application_id = application->id, .application_version = application->version};
  auto grant = choose_grant(*application, claims, organization_id);
  if (grant) {
    claims.organization_id = (*grant)->organization_id;
  } else if (grant.error().type != ErrorType::organization_ambiguous) {
    return std::move(grant).error();
  }
  const auto directory = directory_.snapshot();
  if (auto good = check_address(*directory, *application, claims.organization_id.value_or(""), peer); !good) {
    return std::move(good).error();
  }
  return issue(std::move(claims), context_->options.application_token_life);
}

Result<IssuedToken> Tokens::issue_scoped_token(const Principal& principal,
                                               const WorkspaceSelector& selector) {
  if (principal.kind != TokenKind::application || principal.role < Role::operator_) {
    return Error{.type = ErrorType::forbidden,
                 .message = "Only an application token of an operator can mint tokens for a workspace.",
                 .hint = "Use an application token, of an application with the role operator or admin."};
  }
  const auto directory = directory_.snapshot();
  const auto application = directory->applications.find(principal.application_id);
  if (application == directory->applications.end() || application->second.revoked_at) return token_refused();
  auto workspace = workspaces_.resolve(principal.scope, selector, Workspaces::Unknown::create);
  if (!workspace) return std::move(workspace).error();
  if (!workspace->active) {
    return Error{.type = ErrorType::workspace_inactive,
                 .message = "The workspace is inactive.",
                 .hint = "Set its status to active first."};
  }
  return issue({.application_id = principal.application_id,
                .application_version = application->second.version,
                .organization_id = principal.scope.organization_id,
                .workspace_id = workspace->id,
                .kind = TokenKind::scoped},
               context_->options.scoped_token_life);
}

Result<std::shared_ptr<const TokenClaims>> Tokens::proven(std::string_view bearer) const {
  const auto keys = keys_.load();
  if (!keys || bearer.empty()) return token_refused();
  const std::int64_t now = seconds_of(context_->now());
  if (auto known = keys->cache.find(bearer)) {
    if (auto valid = check_expiry(*known, now); !valid) return std::move(valid).error();
    return known;
  }
  auto claims = verify(bearer, now, [&](std::string_view id) { return keys->key_of(id); });
  if (!claims) return std::move(claims).error();
  return keys->cache.put(bearer, *std::move(claims));
}

Result<Principal> Tokens::authenticate(std::string_view bearer, std::string_view organization_id,
                                       std::string_view peer) const {
  const auto claims = proven(bearer);
  if (!claims) return claims.error();
  const auto directory = directory_.snapshot();
  const auto found = directory->applications.find((*claims)->application_id);
  if (found == directory->applications.end()) return token_refused();
  const Application& application = found->second;
  if (application.revoked_at || application.version != (*claims)->application_version) return token_refused();
  const auto grant = choose_grant(application, **claims, organization_id);
  if (!grant) return grant.error();
  if (auto good = check_address(*directory, application, (*grant)->organization_id, peer); !good) {
    return std::move(good).error();
  }
  const bool scoped = (*claims)->kind == TokenKind::scoped;
  return Principal{
      .application_id = application.id,
      .application_name = application.name,
      .scope = {.organization_id = (*grant)->organization_id, .workspace_id = (*claims)->workspace_id},
      .role = scoped ? std::min((*grant)->role, Role::operator_) : (*grant)->role,
      .kind = (*claims)->kind,
      .allow = application.allow};
}

}  // namespace tiktok_marketing::platform
