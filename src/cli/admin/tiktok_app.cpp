#include <optional>
#include <utility>

#include "cli/admin/tasks.hpp"
#include "cli/output/error_view.hpp"
#include "cli/output/listing.hpp"
#include "cli/settings/secret_input.hpp"

namespace tiktok_marketing::cli::admin {
namespace {

Json json_of(const platform::TiktokApp& app) {
  Json json;
  json.set("app_id", app.app_id);
  json.set("organization_id", app.organization_id ? Json(*app.organization_id) : Json());
  json.set("created_at", platform::iso_text(app.created_at));
  json.set("updated_at", platform::iso_text(app.updated_at));
  return json;
}

/// nullopt: the app of all organizations.
Result<std::optional<std::string>> owner_of(const std::string& organization, const Desk& desk) {
  if (organization.empty()) return std::optional<std::string>();
  auto found = find_organization(desk.platform, organization);
  if (!found) return std::move(found).error();
  return std::optional<std::string>(found->id);
}

Result<Json> set(const TiktokAppSet& task, const Desk& desk) {
  const auto owner = owner_of(task.organization, desk);
  if (!owner) return owner.error();
  auto secret = read_secret(task.app_secret_file, desk.terminal.in);
  if (!secret) return std::move(secret).error();
  auto app = desk.platform.tiktok_apps().put(*owner, task.app_id, *std::move(secret));
  if (!app) return std::move(app).error();
  auto noted = note_in_audit_log(desk.platform, owner->value_or(""), "tiktok_app.set", app->app_id);
  if (!noted) return std::move(noted).error();
  return json_of(*app);
}

Result<Json> remove(const TiktokAppRemove& task, const Desk& desk) {
  const auto owner = owner_of(task.organization, desk);
  if (!owner) return owner.error();
  auto removed = desk.platform.tiktok_apps().remove(*owner);
  if (!removed) return std::move(removed).error();
  auto noted =
      note_in_audit_log(desk.platform, owner->value_or(""), "tiktok_app.removed", owner->value_or(""));
  if (!noted) return std::move(noted).error();
  Json json;
  json.set("organization_id", *owner ? Json(**owner) : Json());
  json.set("removed", true);
  return json;
}

}  // namespace

int run(const TiktokAppSet& task, const Desk& desk) {
  return answer(set(task, desk), desk.terminal);
}

int run(const TiktokAppList& task, const Desk& desk) {
  const auto apps = desk.platform.tiktok_apps().list();
  if (!apps) return report(apps.error(), desk.terminal);
  Listing listing{
      .columns = {"app_id", "organization_id", "updated_at"}, .rows = {}, .nothing = "no TikTok apps"};
  for (const auto& app : *apps) listing.rows.push_back(json_of(app));
  return show_listing(listing, task.output, desk.terminal);
}

int run(const TiktokAppRemove& task, const Desk& desk) {
  return answer(remove(task, desk), desk.terminal);
}

}  // namespace tiktok_marketing::cli::admin
