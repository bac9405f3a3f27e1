#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/admin/secret_file.hpp"
#include "cli/admin/tasks.hpp"
#include "cli/output/error_view.hpp"
#include "cli/output/listing.hpp"
#include "cli/server/client_file.hpp"
#include "cli/settings/secret_input.hpp"

namespace tiktok_marketing::cli::admin {
namespace {

using platform::Application;
using platform::OauthCallback;

constexpr std::array<std::pair<std::string_view, OauthCallback>, 3> kCallbacks{
    {{"both", OauthCallback::both},
     {"connector_id", OauthCallback::connector_id},
     {"secret_id", OauthCallback::secret_id}}};

Json json_of(const Application& application) {
  Json::Array grants;
  for (const auto& grant : application.grants) {
    Json entry;
    entry.set("organization_id", grant.organization_id);
    entry.set("role", platform::name_of(grant.role));
    grants.push_back(std::move(entry));
  }
  Json json;
  json.set("client_id", application.id);
  json.set("name", application.name);
  json.set("grants", std::move(grants));
  json.set("entities", list_json(application.allow.entities));
  json.set("actions", list_json(application.allow.actions));
  json.set("addresses", list_json(application.ip_allow));
  for (const auto& [name, callback] : kCallbacks) {
    if (callback == application.oauth_callback) json.set("oauth_callback", name);
  }
  json.set("created_at", platform::iso_text(application.created_at));
  json.set("revoked_at", application.revoked_at ? Json(platform::iso_text(*application.revoked_at)) : Json());
  return json;
}

Error wrong_word(std::string_view param, std::string_view given, std::vector<std::string> allowed) {
  Error error{.type = ErrorType::value_error};
  error.message = fmt::format("There is no {} \"{}\".", param, shortened(given));
  error.hint = fmt::format("Give {}.", join(allowed, ", "));
  error.param = param;
  error.given = shortened(given);
  error.allowed = std::move(allowed);
  return error;
}

Result<platform::Role> role_of(std::string_view name) {
  const auto role = platform::role_of(name);
  if (!role) return wrong_word("role", name, {"reader", "operator", "admin"});
  return *role;
}

Result<void> apply(const ApplicationFields& fields, Application& application) {
  if (fields.name) application.name = *fields.name;
  if (fields.entities) application.allow.entities = *fields.entities;
  if (fields.actions) application.allow.actions = *fields.actions;
  if (fields.addresses) application.ip_allow = *fields.addresses;
  if (!fields.oauth_callback) return {};
  for (const auto& [name, callback] : kCallbacks) {
    if (name != *fields.oauth_callback) continue;
    application.oauth_callback = callback;
    return {};
  }
  return wrong_word("oauth_callback", *fields.oauth_callback, {"both", "connector_id", "secret_id"});
}

bool changes_more_than_the_name(const ApplicationFields& fields) {
  return fields.entities || fields.actions || fields.addresses || fields.oauth_callback;
}

Result<Json> shown(const Desk& desk, std::string_view id) {
  auto application = find_application(desk.platform, id);
  if (!application) return std::move(application).error();
  return json_of(*application);
}

Result<Json> noted(const Desk& desk, std::string_view what, std::string_view id) {
  if (auto written = note_in_audit_log(desk.platform, {}, what, id); !written) {
    return std::move(written).error();
  }
  return shown(desk, id);
}

std::string access_text(const Desk& desk, const platform::NewSecret& made, std::string organization_id) {
  const auto own = read_client_file(client_file_of(desk.settings.data_dir));
  ClientAccess access{.api_host = desk.settings.public_url,
                      .client_id = made.client_id,
                      .client_secret = made.client_secret,
                      .organization_id = std::move(organization_id)};
  if (access.api_host.empty() && own && own->contains("api_host")) access.api_host = own->at("api_host");
  return client_file_text(access);
}

/// The one organization of an application; empty with several, for then the caller has to choose.
std::string only_organization(const Desk& desk, std::string_view id) {
  const auto application = find_application(desk.platform, id);
  return application && application->grants.size() == 1 ? application->grants.front().organization_id
                                                        : std::string();
}

/// Standard output has the secret then, and nothing else.
int show_unless_streamed(const Desk& desk, const SecretFile& file, Result<Json> json) {
  if (!json) return report(json.error(), desk.terminal);
  if (file.file().empty()) return 0;
  json->set("secret_file", file.file().string());
  return show_object(*json, desk.terminal);
}

Result<platform::NewSecret> make(const ApplicationCreate& task, const Desk& desk, Secret kept) {
  auto organization = find_organization(desk.platform, task.organization);
  if (!organization) return std::move(organization).error();
  const auto role = role_of(task.role);
  if (!role) return role.error();
  Application wanted;
  if (auto applied = apply(task.fields, wanted); !applied) return std::move(applied).error();
  auto& directory = desk.platform.directory();
  auto made = directory.create_application(wanted.name.empty() ? "application" : wanted.name,
                                           {{.organization_id = organization->id, .role = *role}}, task.id,
                                           std::move(kept));
  if (!made || !changes_more_than_the_name(task.fields)) return made;
  auto application = find_application(desk.platform, made->client_id);
  if (!application) return std::move(application).error();
  (void)apply(task.fields, *application);
  if (auto updated = directory.update_application(*application); !updated) return std::move(updated).error();
  return made;
}

int create_with_kept_secret(const ApplicationCreate& task, const Desk& desk) {
  auto kept = read_secret(task.client_secret_file, desk.terminal.in);
  if (!kept) return report(kept.error(), desk.terminal);
  const auto made = make(task, desk, *std::move(kept));
  if (!made) return report(made.error(), desk.terminal);
  return answer(noted(desk, "application.created", made->client_id), desk.terminal);
}

/// The first application's secret stands in client.env; a rotation into that file changes the line.
bool is_its_client_file(const std::string& file, std::string_view client_id) {
  const auto texts = read_client_file(file);
  return texts && texts->contains("client_id") && texts->at("client_id") == client_id;
}

Result<Json> rotate_in_place(const ApplicationRotate& task, const Desk& desk, std::string_view id) {
  const auto made = desk.platform.directory().rotate_secret(id, task.grace);
  if (!made) return made.error();
  if (auto changed = change_client_file(task.secret_file, "client_secret", made->client_secret); !changed) {
    return std::move(changed).error();
  }
  auto json = noted(desk, "application.rotated", id);
  if (json) json->set("secret_file", task.secret_file);
  return json;
}

}  // namespace

int run(const ApplicationCreate& task, const Desk& desk) {
  if (!task.client_secret_file.empty()) return create_with_kept_secret(task, desk);
  auto file = SecretFile::reserve(task.secret_file, desk.terminal);
  if (!file) return report(file.error(), desk.terminal);
  const auto made = make(task, desk, {});
  if (!made) return report(made.error(), desk.terminal);
  const std::string organization_id = only_organization(desk, made->client_id);
  const auto written = file->write(Secret(access_text(desk, *made, organization_id)));
  if (!written) return report(written.error(), desk.terminal);
  return show_unless_streamed(desk, *file, noted(desk, "application.created", made->client_id));
}

int run(const ApplicationList& task, const Desk& desk) {
  Listing listing{
      .columns = {"client_id", "name", "revoked_at", "grants"}, .rows = {}, .nothing = "no applications"};
  const auto snapshot = desk.platform.directory().snapshot();
  for (const auto& [id, application] : snapshot->applications) listing.rows.push_back(json_of(application));
  return show_listing(listing, task.output, desk.terminal);
}

int run(const ApplicationRotate& task, const Desk& desk) {
  const auto application = find_application(desk.platform, task.application);
  if (!application) return report(application.error(), desk.terminal);
  if (is_its_client_file(task.secret_file, application->id)) {
    return answer(rotate_in_place(task, desk, application->id), desk.terminal);
  }
  auto file = SecretFile::reserve(task.secret_file, desk.terminal);
  if (!file) return report(file.error(), desk.terminal);
  const auto made = desk.platform.directory().rotate_secret(application->id, task.grace);
  if (!made) return report(made.error(), desk.terminal);
  const std::string organization_id = only_organization(desk, application->id);
  const auto written = file->write(Secret(access_text(desk, *made, organization_id)));
  if (!written) return report(written.error(), desk.terminal);
  auto json = noted(desk, "application.rotated", application->id);
  if (json && made->old_valid_until) {
    json->set("old_secret_valid_until", platform::iso_text(*made->old_valid_until));
  }
  return show_unless_streamed(desk, *file, std::move(json));
}

int run(const ApplicationRevoke& task, const Desk& desk) {
  const auto application = find_application(desk.platform, task.application);
  if (!application) return report(application.error(), desk.terminal);
  const auto revoked = desk.platform.directory().revoke_application(application->id);
  if (!revoked) return report(revoked.error(), desk.terminal);
  return answer(noted(desk, "application.revoked", application->id), desk.terminal);
}

int run(const ApplicationGrant& task, const Desk& desk) {
  const auto application = find_application(desk.platform, task.application);
  if (!application) return report(application.error(), desk.terminal);
  const auto organization = find_organization(desk.platform, task.organization);
  if (!organization) return report(organization.error(), desk.terminal);
  const auto role = role_of(task.role);
  if (!role) return report(role.error(), desk.terminal);
  const auto granted =
      desk.platform.directory().grant(application->id, {.organization_id = organization->id, .role = *role});
  if (!granted) return report(granted.error(), desk.terminal);
  return answer(noted(desk, "application.granted", application->id), desk.terminal);
}

int run(const ApplicationWithdraw& task, const Desk& desk) {
  const auto application = find_application(desk.platform, task.application);
  if (!application) return report(application.error(), desk.terminal);
  const auto organization = find_organization(desk.platform, task.organization);
  if (!organization) return report(organization.error(), desk.terminal);
  const auto withdrawn = desk.platform.directory().withdraw(application->id, organization->id);
  if (!withdrawn) return report(withdrawn.error(), desk.terminal);
  return answer(noted(desk, "application.withdrawn", application->id), desk.terminal);
}

int run(const ApplicationUpdate& task, const Desk& desk) {
  auto application = find_application(desk.platform, task.application);
  if (!application) return report(application.error(), desk.terminal);
  if (const auto applied = apply(task.fields, *application); !applied) {
    return report(applied.error(), desk.terminal);
  }
  const auto updated = desk.platform.directory().update_application(*application);
  if (!updated) return report(updated.error(), desk.terminal);
  return answer(noted(desk, "application.updated", application->id), desk.terminal);
}

}  // namespace tiktok_marketing::cli::admin
