#include <algorithm>

#include "server/changes.hpp"
#include "server/connector_input.hpp"
#include "server/envelope.hpp"
#include "server/organization_access.hpp"
#include "server/routes.hpp"
#include "server/views.hpp"

namespace tiktok_marketing::server {
namespace {

constexpr int kDefaultPage = 200;

Reply replace_credential(const Services& services, const Call& call) {
  auto token = access_token_of(call);
  if (!token) return std::move(token).error();
  const std::string_view id = call.path.get("id");
  const bool validate =
      call.query_bool("validate").value_or(services.platform.context().options.validate_on_create);
  const auto replaced =
      services.platform.connectors().replace_credential(call.principal, id, std::move(*token), validate);
  if (!replaced) return replaced.error();
  note_change(services, call, "credential.replaced", id);
  Json out;
  out.set("id", id);
  return json_response(out);
}

Json credential_json(const platform::Connector& connector, const stores::SyncSummary& sync,
                     std::int64_t entities) {
  Json out;
  out.set("id", connector.id);
  out.set("name", connector.name);
  out.set("credential_id", connector.credential_id);
  out.set("workspace_id", connector.workspace_id);
  out.set("status", platform::name_of(connector.state));
  out.set("context_store_status", sync.status == "disabled" ? Json() : Json(sync.status));
  out.set("context_store_entity_count", entities);
  return out;
}

Reply list_credentials(const Services& services, const Call& call) {
  if (auto own = check_organization(call); !own) return std::move(own).error();
  const auto all = services.platform.connectors().list(call.principal.scope, {});
  if (!all) return all.error();
  const auto total = all->items.size();
  const auto begin = std::min(static_cast<std::size_t>(call.query_int("offset").value_or(0)), total);
  const auto size = static_cast<std::size_t>(call.query_int("limit").value_or(kDefaultPage));
  Json::Array data;
  for (std::size_t i = begin; i < std::min(begin + size, total); ++i) {
    const auto sync = services.stores.summary(all->items[i]);
    if (!sync) return sync.error();
    data.push_back(credential_json(all->items[i], *sync, stores::Stores::entity_count(all->items[i])));
  }
  Json out;
  out.set("data", Json(std::move(data)));
  out.set("total", std::uint64_t{total});
  return json_response(out);
}

}  // namespace

void add_credential_routes(Handlers& handlers, const Services& services) {
  handlers.add("replaceCredential",
               [&services](const Call& call) { return replace_credential(services, call); });
  handlers.add("listCredentials", [&services](const Call& call) { return list_credentials(services, call); });
}

}  // namespace tiktok_marketing::server
