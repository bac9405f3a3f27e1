#include "platform/directory_reading.hpp"

#include <array>

#include "platform/rows.hpp"

namespace tiktok_marketing::platform {
namespace {

constexpr std::array<std::string_view, 3> kCallbackNames{"both", "connector_id", "secret_id"};

/// Takes lists out of rows; the first that is damaged is kept for the end.
class ListReader {
 public:
  std::vector<std::string> operator()(std::string_view text) {
    auto list = list_of(text);
    if (list) return *std::move(list);
    damage_ = Result<void>(std::move(list).error());
    return {};
  }
  [[nodiscard]] const Result<void>& outcome() const { return damage_; }

 private:
  Result<void> damage_;
};

Result<void> read_organizations(database::Connection& connection, Directory::Snapshot& into) {
  ListReader list;
  auto done = each_row(connection,
                       "SELECT id, name, redirect_urls, ip_allow, webhook_url, created_at FROM organizations",
                       [&](const database::Statement& row) {
                         std::string id(row.text(0));
                         Organization organization{.id = id,
                                                   .name = std::string(row.text(1)),
                                                   .created_at = from_millis(row.integer(5)),
                                                   .redirect_urls = list(row.text(2)),
                                                   .ip_allow = list(row.text(3)),
                                                   .webhook_url = std::string(row.text(4))};
                         into.organizations.emplace(std::move(id), std::move(organization));
                       });
  return done ? list.outcome() : done;
}

Result<void> read_applications(database::Connection& connection, Directory::Snapshot& into) {
  ListReader list;
  auto done = each_row(
      connection,
      "SELECT id, name, version, allow_entities, allow_actions, ip_allow, oauth_callback, created_at,"
      " revoked_at FROM applications",
      [&](const database::Statement& row) {
        std::string id(row.text(0));
        Application application{
            .id = id,
            .name = std::string(row.text(1)),
            .version = row.integer(2),
            .allow = {.entities = list(row.text(3)), .actions = list(row.text(4))},
            .ip_allow = list(row.text(5)),
            .oauth_callback = oauth_callback_of(row.text(6)).value_or(OauthCallback::both),
            .created_at = from_millis(row.integer(7)),
            .revoked_at = optional_time(row, 8)};
        into.applications.emplace(std::move(id), std::move(application));
      });
  return done ? list.outcome() : done;
}

Result<void> read_grants(database::Connection& connection, Directory::Snapshot& into) {
  return each_row(
      connection,
      "SELECT application_id, organization_id, role FROM application_grants ORDER BY organization_id",
      [&](const database::Statement& row) {
        const auto application = into.applications.find(row.text(0));
        const auto role = role_of(row.text(2));
        if (application == into.applications.end() || !role) return;
        application->second.grants.push_back({.organization_id = std::string(row.text(1)), .role = *role});
      });
}

Result<void> read_secrets(database::Connection& connection, Directory::Snapshot& into) {
  return each_row(connection, "SELECT hash, application_id, expires_at FROM application_secrets",
                  [&](const database::Statement& row) {
                    into.secrets.emplace(
                        std::string(row.text(0)),
                        Directory::Snapshot::SecretHash{.application_id = std::string(row.text(1)),
                                                        .expires_at = optional_time(row, 2)});
                  });
}

}  // namespace

Result<Directory::Snapshot> read_directory(database::Connection& connection) {
  Directory::Snapshot snapshot;
  for (const auto part : {read_organizations, read_applications, read_grants, read_secrets}) {
    if (auto done = part(connection, snapshot); !done) return std::move(done).error();
  }
  return snapshot;
}

std::string_view name_of(OauthCallback callback) {
  return kCallbackNames[static_cast<std::size_t>(callback)];
}

std::optional<OauthCallback> oauth_callback_of(std::string_view name) {
  for (std::size_t i = 0; i < kCallbackNames.size(); ++i) {
    if (kCallbackNames[i] == name) return static_cast<OauthCallback>(i);
  }
  return std::nullopt;
}

}  // namespace tiktok_marketing::platform
