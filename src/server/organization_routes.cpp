#include <algorithm>

#include <fmt/format.h>

#include "server/changes.hpp"
#include "server/envelope.hpp"
#include "server/organization_access.hpp"
#include "server/routes.hpp"
#include "server/views.hpp"

namespace tiktok_marketing::server {
namespace {

using Snapshot = platform::Directory::Snapshot;

const platform::Application* application_in(const Snapshot& snapshot, std::string_view id) {
  const auto it = snapshot.applications.find(id);
  return it == snapshot.applications.end() ? nullptr : &it->second;
}

bool acts_in(const platform::Application& application, std::string_view organization_id) {
  return std::ranges::any_of(application.grants, [organization_id](const platform::Grant& each) {
    return each.organization_id == organization_id;
  });
}

// Calls `f(organization, role)` for each organization the caller's application may act in.
template <typename F>
void for_each_own(const Snapshot& snapshot, const Call& call, F f) {
  const auto* application = application_in(snapshot, call.principal.application_id);
  if (application == nullptr) return;
  for (const platform::Grant& grant : application->grants) {
    const auto it = snapshot.organizations.find(grant.organization_id);
    if (it != snapshot.organizations.end()) f(it->second, grant.role);
  }
}

Reply list_organizations(const Services& services, const Call& call) {
  Json::Array data;
  for_each_own(*services.platform.directory().snapshot(), call,
               [&data](const platform::Organization& each, platform::Role role) {
                 Json item;
                 item.set("id", each.id);
                 item.set("name", each.name);
                 item.set("role", platform::name_of(role));
                 item.set("created_at", platform::iso_text(each.created_at));
                 item.set("webhook_url",
                          role == platform::Role::admin ? text_or_null(each.webhook_url) : Json());
                 data.push_back(std::move(item));
               });
  Json out;
  out.set("data", Json(std::move(data)));
  return json_response(out);
}

Json first_workspace(const Services& services, std::string_view organization_id) {
  const platform::Scope scope{.organization_id = std::string(organization_id), .workspace_id = {}};
  const platform::WorkspaceSelector selector{.id = {}, .name = std::string(platform::kDefaultWorkspace)};
  const auto workspace =
      services.platform.workspaces().resolve(scope, selector, platform::Workspaces::Unknown::refuse);
  return workspace ? Json(workspace->id) : Json();
}

Reply list_account_organizations(const Services& services, const Call& call) {
  Json::Array data;
  for_each_own(*services.platform.directory().snapshot(), call,
               [&](const platform::Organization& each, platform::Role) {
                 Json item;
                 item.set("id", each.id);
                 item.set("organization_name", each.name);
                 item.set("first_workspace_id", first_workspace(services, each.id));
                 data.push_back(std::move(item));
               });
  Json out;
  out.set("organizations", Json(std::move(data)));
  out.set("is_instance_admin", false);
  return json_response(out);
}

Reply set_webhook(const Services& services, const Call& call) {
  if (auto own = check_organization(call); !own) return std::move(own).error();
  const std::string& organization_id = call.principal.scope.organization_id;
  const std::string url = call.text("url").value_or("");
  const auto secret = services.platform.webhooks().configure(organization_id, url);
  if (!secret) return secret.error();
  note_change(services, call, url.empty() ? "webhook.removed" : "webhook.set", organization_id);
  Json out;
  out.set("organization_id", organization_id);
  out.set("url", text_or_null(url));
  out.set("signing_secret", text_or_null(secret->reveal()));
  auto response = json_response(out);
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

Reply list_applications(const Services& services, const Call& call) {
  const std::string& organization_id = call.principal.scope.organization_id;
  Json::Array data;
  const auto snapshot = services.platform.directory().snapshot();
  for (const auto& [id, application] : snapshot->applications) {
    if (acts_in(application, organization_id)) data.push_back(application_json(application, organization_id));
  }
  Json out;
  out.set("data", Json(std::move(data)));
  return json_response(out);
}

Result<platform::Application> application_of(const Services& services, const Call& call) {
  const auto snapshot = services.platform.directory().snapshot();
  const auto* found = application_in(*snapshot, call.path.get("id"));
  if (found != nullptr && acts_in(*found, call.principal.scope.organization_id)) return *found;
  return Error{.type = ErrorType::not_found,
               .message = "there is no such application in this organization",
               .hint = "GET /api/v1/applications lists them.",
               .param = "id"};
}

Reply get_application(const Services& services, const Call& call) {
  const auto application = application_of(services, call);
  if (!application) return application.error();
  return json_response(application_json(*application, call.principal.scope.organization_id));
}

// An application of several organizations belongs to none of their administrators alone.
Result<void> check_sole_owner(const platform::Application& application) {
  if (application.grants.size() <= 1) return {};
  return Error{.type = ErrorType::forbidden,
               .message = "the application acts in several organizations",
               .hint = "The operator of the server changes it with tiktok-marketing admin application."};
}

Reply update_application(const Services& services, const Call& call) {
  auto application = application_of(services, call);
  if (!application) return std::move(application).error();
  if (auto sole = check_sole_owner(*application); !sole) return std::move(sole).error();
  if (auto name = call.text("name")) application->name = std::move(*name);
  if (auto entities = call.texts("allowed_entities")) application->allow.entities = std::move(*entities);
  if (auto actions = call.texts("allowed_actions")) application->allow.actions = std::move(*actions);
  if (auto blocks = call.texts("ip_allow")) {
    for (const std::string& block : *blocks) {
      if (auto sound = platform::check_address_block(block); !sound) return std::move(sound).error();
    }
    application->ip_allow = std::move(*blocks);
  }
  if (const auto style = call.text("oauth_callback")) {
    application->oauth_callback = *style == "connector_id" ? platform::OauthCallback::connector_id
                                  : *style == "secret_id"  ? platform::OauthCallback::secret_id
                                                           : platform::OauthCallback::both;
  }
  if (auto updated = services.platform.directory().update_application(*application); !updated)
    return std::move(updated).error();
  note_change(services, call, "application.updated", application->id);
  return get_application(services, call);
}

}  // namespace

void add_organization_routes(Handlers& handlers, const Services& services) {
  const auto add = [&](std::string_view id, Reply (*answer)(const Services&, const Call&)) {
    handlers.add(id, [&services, answer](const Call& call) { return answer(services, call); });
  };
  add("listOrganizations", list_organizations);
  add("listAccountOrganizations", list_account_organizations);
  add("setWebhook", set_webhook);
  add("listApplications", list_applications);
  add("getApplication", get_application);
  add("updateApplication", update_application);
}

}  // namespace tiktok_marketing::server
