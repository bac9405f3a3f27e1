#include <utility>

#include "cli/admin/tasks.hpp"
#include "cli/output/error_view.hpp"

namespace tiktok_marketing::cli::admin {
namespace {

Json json_of(const platform::Organization& organization) {
  Json json;
  json.set("id", organization.id);
  json.set("name", organization.name);
  json.set("redirect_urls", list_json(organization.redirect_urls));
  json.set("addresses", list_json(organization.ip_allow));
  json.set("webhook_url", organization.webhook_url.empty() ? Json() : Json(organization.webhook_url));
  json.set("created_at", platform::iso_text(organization.created_at));
  return json;
}

Result<Json> create(const OrganizationCreate& task, const Desk& desk) {
  auto made = desk.platform.directory().create_organization(task.name, task.id);
  if (!made) return std::move(made).error();
  auto noted = note_in_audit_log(desk.platform, made->id, "organization.created", made->id);
  if (!noted) return std::move(noted).error();
  return json_of(*made);
}

Result<Json> update(const OrganizationUpdate& task, const Desk& desk) {
  auto organization = find_organization(desk.platform, task.organization);
  if (!organization) return std::move(organization).error();
  if (task.name) organization->name = *task.name;
  if (task.redirect_urls) organization->redirect_urls = *task.redirect_urls;
  if (task.addresses) organization->ip_allow = *task.addresses;
  auto changed = desk.platform.directory().update_organization(*organization);
  if (!changed) return std::move(changed).error();
  auto noted = note_in_audit_log(desk.platform, changed->id, "organization.updated", changed->id);
  if (!noted) return std::move(noted).error();
  return json_of(*changed);
}

Result<std::vector<std::string>> organizations_of(platform::Platform& platform, std::string_view wanted) {
  std::vector<std::string> ids;
  if (wanted.empty()) {
    const auto snapshot = platform.directory().snapshot();
    for (const auto& [id, organization] : snapshot->organizations) ids.push_back(id);
    return ids;
  }
  auto organization = find_organization(platform, wanted);
  if (!organization) return std::move(organization).error();
  ids.push_back(std::move(organization->id));
  return ids;
}

}  // namespace

Result<Listing> listing_of(platform::Platform& platform, std::string_view organization, Listing empty,
                           const AppendRows& append) {
  const auto ids = organizations_of(platform, organization);
  if (!ids) return ids.error();
  for (const auto& id : *ids) {
    if (auto appended = append(id, empty.rows); !appended) return std::move(appended).error();
  }
  return empty;
}

int run(const OrganizationCreate& task, const Desk& desk) {
  return answer(create(task, desk), desk.terminal);
}

int run(const OrganizationList& task, const Desk& desk) {
  Listing listing{.columns = {"id", "name", "created_at"}, .rows = {}, .nothing = "no organizations"};
  const auto snapshot = desk.platform.directory().snapshot();
  for (const auto& [id, organization] : snapshot->organizations)
    listing.rows.push_back(json_of(organization));
  return show_listing(listing, task.output, desk.terminal);
}

int run(const OrganizationUpdate& task, const Desk& desk) {
  return answer(update(task, desk), desk.terminal);
}

}  // namespace tiktok_marketing::cli::admin
