#include <utility>

#include "cli/admin/secret_file.hpp"
#include "cli/admin/tasks.hpp"
#include "cli/output/error_view.hpp"
#include "cli/output/listing.hpp"

namespace tiktok_marketing::cli::admin {
namespace {

Result<Json> shown(const Desk& desk, const std::string& organization_id, const std::string& url) {
  const std::string_view what = url.empty() ? "webhook.removed" : "webhook.set";
  auto noted = note_in_audit_log(desk.platform, organization_id, what, organization_id);
  if (!noted) return std::move(noted).error();
  Json json;
  json.set("organization_id", organization_id);
  json.set("webhook_url", url.empty() ? Json() : Json(url));
  return json;
}

Result<Json> remove(const WebhookRemove& task, const Desk& desk) {
  auto organization = find_organization(desk.platform, task.organization);
  if (!organization) return std::move(organization).error();
  auto removed = desk.platform.webhooks().configure(organization->id, "");
  if (!removed) return std::move(removed).error();
  return shown(desk, organization->id, "");
}

}  // namespace

int run(const WebhookSet& task, const Desk& desk) {
  const auto organization = find_organization(desk.platform, task.organization);
  if (!organization) return report(organization.error(), desk.terminal);
  auto file = SecretFile::reserve(task.secret_file, desk.terminal);
  if (!file) return report(file.error(), desk.terminal);
  const auto secret = desk.platform.webhooks().configure(organization->id, task.url);
  if (!secret) return report(secret.error(), desk.terminal);
  const auto written = file->write(Secret(std::string(secret->reveal()) + "\n"));
  if (!written) return report(written.error(), desk.terminal);
  auto json = shown(desk, organization->id, task.url);
  if (!json) return report(json.error(), desk.terminal);
  if (file->file().empty()) return 0;
  json->set("secret_file", file->file().string());
  return show_object(*json, desk.terminal);
}

int run(const WebhookRemove& task, const Desk& desk) {
  return answer(remove(task, desk), desk.terminal);
}

}  // namespace tiktok_marketing::cli::admin
