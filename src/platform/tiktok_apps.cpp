#include "platform/tiktok_apps.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "crypto/random.hpp"
#include "platform/rows.hpp"
#include "platform/sealing.hpp"

namespace tiktok_marketing::platform {
namespace {

constexpr std::string_view kTable = "tiktok_apps";
constexpr std::size_t kMaxIdCharacters = 64;

struct SealedApp {
  TiktokApp app;
  std::string sealed_secret;
};

SealedApp read_app(const database::Statement& row) {
  return {.app = {.id = std::string(row.text(0)),
                  .organization_id = row.optional_text(1),
                  .app_id = std::string(row.text(2)),
                  .created_at = from_millis(row.integer(4)),
                  .updated_at = from_millis(row.integer(5))},
          .sealed_secret = std::string(row.text(3))};
}

std::string select(std::string_view more) {
  return fmt::format(
      "SELECT id, organization_id, app_id, sealed_secret, created_at, updated_at FROM tiktok_apps {}", more);
}

Result<TiktokApp> opened(Context& context, SealedApp sealed) {
  auto secret = open_sealed(context, kTable, sealed.app.id, sealed.sealed_secret);
  if (!secret) return std::move(secret).error();
  sealed.app.app_secret = *std::move(secret);
  return std::move(sealed.app);
}

Result<void> check_app(std::string_view app_id, const Secret& secret) {
  const auto plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  };
  if (app_id.empty() || app_id.size() > kMaxIdCharacters || !std::ranges::all_of(app_id, plain)) {
    return Error{.type = ErrorType::value_error,
                 .message = "This is no id of a TikTok app.",
                 .hint = "Copy the App ID from the app's page in TikTok's developer portal.",
                 .param = "app_id",
                 .given = shortened(app_id)};
  }
  if (trim(secret.reveal()).empty()) {
    return Error{.type = ErrorType::value_error,
                 .message = "The secret of the TikTok app must not be empty.",
                 .hint = "Copy it from the app's page in TikTok's developer portal.",
                 .param = "app_secret"};
  }
  return {};
}

Result<void> check_organization(database::Connection& connection, const std::optional<std::string>& id) {
  if (!id) return {};
  const auto known = has_row(connection, "SELECT 1 FROM organizations WHERE id = ?", *id);
  if (!known) return known.error();
  if (*known) return {};
  return Error{.type = ErrorType::not_found,
               .message = "There is no such organization.",
               .hint = "Take the id from the list of organizations.",
               .param = "organization_id",
               .given = shortened(*id)};
}

}  // namespace

Result<std::optional<TiktokApp>> TiktokApps::app_for(std::string_view organization_id) {
  auto found = context_->database->read([&](database::Connection& connection) {
    return first_row(connection,
                     select("WHERE organization_id = ?1 OR organization_id IS NULL"
                            " ORDER BY organization_id IS NULL LIMIT 1"),
                     read_app, organization_id);
  });
  if (!found) return std::move(found).error();
  if (*found) {
    auto app = opened(*context_, **std::move(found));
    if (!app) return std::move(app).error();
    return std::optional(*std::move(app));
  }
  const PlatformOptions& options = context_->options;
  if (options.app_id.empty() || options.app_secret.empty()) return std::optional<TiktokApp>();
  return std::optional(TiktokApp{.app_id = options.app_id, .app_secret = options.app_secret});
}

Result<TiktokApp> TiktokApps::put(std::optional<std::string> organization_id, std::string app_id,
                                  Secret secret) {
  if (auto good = check_app(app_id, secret); !good) return std::move(good).error();
  const SystemTime now = context_->now();
  auto stored = context_->database->write([&](database::Connection& connection) -> Result<TiktokApp> {
    if (auto good = check_organization(connection, organization_id); !good) return std::move(good).error();
    auto present = first_row(connection, select("WHERE organization_id IS ?"), read_app, organization_id);
    if (!present) return std::move(present).error();
    TiktokApp app{.id = *present ? (*present)->app.id : crypto::random_uuid(),
                  .organization_id = organization_id,
                  .app_id = app_id,
                  .app_secret = secret,
                  .created_at = *present ? (*present)->app.created_at : now,
                  .updated_at = now};
    auto done = run(connection,
                    "INSERT INTO tiktok_apps (id, organization_id, app_id, sealed_secret, created_at,"
                    " updated_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
                    " app_id = excluded.app_id, sealed_secret = excluded.sealed_secret,"
                    " updated_at = excluded.updated_at",
                    app.id, app.organization_id, app.app_id, Blob{seal(*context_, kTable, app.id, secret)},
                    app.created_at, app.updated_at);
    if (!done) return std::move(done).error();
    return app;
  });
  if (stored) changed_();
  return stored;
}

Result<void> TiktokApps::remove(std::optional<std::string> organization_id) {
  auto removed = context_->database->write([&](database::Connection& connection) {
    return run(connection, "DELETE FROM tiktok_apps WHERE organization_id IS ?", organization_id);
  });
  if (removed) changed_();
  return removed;
}

Result<std::vector<TiktokApp>> TiktokApps::list() {
  std::vector<SealedApp> sealed;
  auto done = context_->database->read([&](database::Connection& connection) {
    return each_row(connection, select("ORDER BY organization_id IS NOT NULL, created_at, id"),
                    [&](const database::Statement& row) { sealed.push_back(read_app(row)); });
  });
  if (!done) return std::move(done).error();
  std::vector<TiktokApp> apps;
  for (SealedApp& one : sealed) {
    auto app = opened(*context_, std::move(one));
    if (!app) return std::move(app).error();
    apps.push_back(*std::move(app));
  }
  return apps;
}

}  // namespace tiktok_marketing::platform
