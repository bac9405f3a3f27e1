#include "platform/credentials.hpp"

#include <optional>
#include <utility>

#include "base/text.hpp"
#include "crypto/random.hpp"
#include "platform/rows.hpp"
#include "platform/sealing.hpp"

namespace tiktok_marketing::platform {
namespace {

constexpr std::string_view kTable = "credentials";

struct Row {
  std::string sealed;
  std::string tiktok_user;
  std::string tiktok_app_id;
  std::string granted;
};

}  // namespace

Result<std::string> insert_credential(const Context& context, database::Connection& connection,
                                      std::string_view organization_id, std::string_view workspace_id,
                                      const GrantedToken& token) {
  std::string id = crypto::random_uuid();
  auto done = run(connection,
                  "INSERT INTO credentials (id, organization_id, workspace_id, sealed_token, tiktok_user,"
                  " tiktok_app_id, granted_advertisers, created_at, updated_at)"
                  " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)",
                  id, organization_id, workspace_id, Blob{seal(context, kTable, id, token.token)},
                  token.tiktok_user, token.tiktok_app_id, list_text(token.granted), context.now());
  if (!done) return std::move(done).error();
  return id;
}

Result<void> replace_token(const Context& context, database::Connection& connection,
                           std::string_view credential_id, const GrantedToken& token) {
  return run(connection,
             "UPDATE credentials SET sealed_token = ?2, tiktok_user = ?3, tiktok_app_id = ?4,"
             " granted_advertisers = ?5, version = version + 1, updated_at = ?6 WHERE id = ?1",
             credential_id, Blob{seal(context, kTable, credential_id, token.token)}, token.tiktok_user,
             token.tiktok_app_id, list_text(token.granted), context.now());
}

Result<GrantedToken> open_credential(Context& context, database::Connection& connection,
                                     std::string_view organization_id, std::string_view workspace_id,
                                     std::string_view credential_id) {
  auto found = first_row(
      connection,
      "SELECT sealed_token, tiktok_user, tiktok_app_id, granted_advertisers FROM credentials"
      " WHERE id = ?1 AND organization_id = ?2 AND (?3 = '' OR workspace_id = ?3)",
      [](const database::Statement& row) {
        return Row{std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)),
                   std::string(row.text(3))};
      },
      credential_id, organization_id, workspace_id);
  if (!found) return std::move(found).error();
  if (!*found) {
    return Error{.type = ErrorType::not_found,
                 .message = "There is no such credential in this workspace.",
                 .hint = "Take credential_id from a connector of the same workspace.",
                 .param = "credential_id",
                 .given = shortened(credential_id)};
  }
  Row row = **std::move(found);
  auto opened = open_sealed(context, kTable, credential_id, row.sealed);
  if (!opened) return std::move(opened).error();
  auto granted = list_of(row.granted);
  if (!granted) return std::move(granted).error();
  return GrantedToken{.token = *std::move(opened),
                      .tiktok_user = std::move(row.tiktok_user),
                      .tiktok_app_id = std::move(row.tiktok_app_id),
                      .granted = *std::move(granted),
                      .looked_up = {}};
}

Result<std::vector<std::string>> sharers_of(database::Connection& connection,
                                            std::string_view credential_id) {
  std::vector<std::string> ids;
  auto done = each_row(
      connection, "SELECT id FROM connectors WHERE credential_id = ? ORDER BY created_at, id",
      [&](const database::Statement& row) { ids.emplace_back(row.text(0)); }, credential_id);
  if (!done) return std::move(done).error();
  return ids;
}

Result<void> delete_credential_if_unused(database::Connection& connection, std::string_view credential_id) {
  return run(connection,
             "DELETE FROM credentials WHERE id = ?1"
             " AND NOT EXISTS (SELECT 1 FROM connectors WHERE credential_id = ?1)",
             credential_id);
}

}  // namespace tiktok_marketing::platform
