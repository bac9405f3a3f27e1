#include "platform/idempotency.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/text.hpp"
#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "platform/rows.hpp"

namespace tiktok_marketing::platform {
namespace {

constexpr std::chrono::hours kLife{24};
constexpr std::size_t kMaxKeyBytes = 255;

struct Kept {
  std::string hash;
  std::string connector_id;
};

Error in_use(std::string message) {
  return {.type = ErrorType::conflict,
          .message = std::move(message),
          .hint = "Use a new Idempotency-Key for a new request; a key is kept for 24 hours.",
          .param = "Idempotency-Key"};
}

std::string hashed(const Secret& secret) {
  return secret.empty() ? std::string() : crypto::to_hex(crypto::sha256(secret.reveal()));
}

Json texts(const std::vector<std::string>& items) {
  return Json(Json::Array(items.begin(), items.end()));
}

}  // namespace

std::string request_hash(const NewConnector& wanted, std::string_view workspace_id) {
  Json request;
  request.set("workspace", workspace_id);
  request.set("name", wanted.name);
  // Only the hash of all this is kept, and a token cannot be guessed.
  request.set("token", hashed(wanted.access_token));
  request.set("oauth", hashed(wanted.oauth_secret));
  request.set("credential", wanted.credential_id);
  request.set("replication", wanted.replication ? wanted.replication->to_json() : Json());
  request.set("entities", wanted.entities ? texts(*wanted.entities) : Json());
  request.set("allow_entities", texts(wanted.allow.entities));
  request.set("allow_actions", texts(wanted.allow.actions));
  request.set("id", wanted.id);
  return crypto::sha256(request.dump());
}

Result<std::optional<std::string>> connector_of_key(database::Connection& connection, const Scope& scope,
                                                    std::string_view key, std::string_view hash,
                                                    SystemTime now) {
  if (key.empty()) return std::optional<std::string>();
  auto found = first_row(
      connection,
      "SELECT request_hash, connector_id FROM idempotency_keys"
      " WHERE organization_id = ? AND key = ? AND created_at > ?",
      [](const database::Statement& row) { return Kept{std::string(row.text(0)), std::string(row.text(1))}; },
      scope.organization_id, key, now - kLife);
  if (!found) return std::move(found).error();
  if (!*found) return std::optional<std::string>();
  if ((*found)->hash != hash) return in_use("This Idempotency-Key was used for another request.");
  auto there = has_row(connection,
                       "SELECT 1 FROM connectors WHERE organization_id = ?1 AND id = ?2"
                       " AND (?3 IS NULL OR workspace_id = ?3)",
                       scope.organization_id, (*found)->connector_id, scope.workspace_id);
  if (!there) return std::move(there).error();
  if (!*there) return in_use("The connector that was made with this Idempotency-Key has been deleted.");
  return std::optional(std::move((*found)->connector_id));
}

Result<void> keep_key(database::Connection& connection, std::string_view organization_id,
                      std::string_view key, std::string_view hash, std::string_view connector_id,
                      SystemTime now) {
  if (key.empty()) return {};
  return run(connection,
             "INSERT INTO idempotency_keys (organization_id, key, request_hash, connector_id, created_at)"
             " VALUES (?, ?, ?, ?, ?) ON CONFLICT (organization_id, key) DO UPDATE SET"
             " request_hash = excluded.request_hash, connector_id = excluded.connector_id,"
             " created_at = excluded.created_at",
             organization_id, key, Blob{hash}, connector_id, now);
}

Result<void> delete_old_keys(database::Connection& connection, SystemTime now) {
  return run(connection, "DELETE FROM idempotency_keys WHERE created_at <= ?", now - kLife);
}

Result<void> check_idempotency_key(std::string_view key) {
  const bool plain = std::ranges::all_of(key, [](char c) { return c > ' ' && c < '\x7F'; });
  if (plain && key.size() <= kMaxKeyBytes) return {};
  return Error{.type = ErrorType::value_error,
               .message = "The Idempotency-Key is not 1 to 255 visible ASCII characters.",
               .hint = "A UUID makes a good key.",
               .param = "Idempotency-Key",
               .given = shortened(key, 60)};
}

}  // namespace tiktok_marketing::platform
