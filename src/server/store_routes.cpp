#include <chrono>

#include <tiktok_marketing/connector/store.hpp>

#include "server/changes.hpp"
#include "server/connector_input.hpp"
#include "server/envelope.hpp"
#include "server/page_links.hpp"
#include "server/routes.hpp"
#include "server/views.hpp"

namespace tiktok_marketing::server {
namespace {

constexpr int kDefaultPage = 20;

Reply start_sync(const Services& services, const Call& call) {
  stores::SyncWish wish;
  wish.entities = call.texts("entities").value_or(std::vector<std::string>{});
  if (const Json* full = call.given("full_refresh")) wish.full_refresh = *full->as_bool();
  const auto job = services.stores.start_sync(call.principal, call.path.get("id"), wish);
  if (!job) {
    if (job.error().type != ErrorType::sync_in_progress) return job.error();
    Json details;
    details.set("job_id", job.error().given);
    return error_response(job.error(), details);
  }
  note_change(services, call, "sync.requested", job->connector_id);
  Json out;
  out.set("job_id", job->id);
  out.set("connector_id", job->connector_id);
  out.set("status", job->status);
  return json_response(out, 202);
}

Reply list_syncs(const Services& services, const Call& call) {
  const auto page = services.stores.syncs(call.principal.scope, call.path.get("id"),
                                          call.query_int("limit").value_or(kDefaultPage),
                                          call.query("cursor").value_or(""));
  if (!page) return page.error();
  Json::Array data;
  for (const auto& job : page->items) data.push_back(stores::job_json(job));
  Json out;
  out.set("data", Json(std::move(data)));
  out.set("next", next_page(call, page->next_cursor));
  return json_response(out);
}

Reply get_store(const Services& services, const Call& call) {
  const auto store = services.stores.describe(call.principal.scope, call.path.get("id"));
  if (!store) return store.error();
  return json_response(*store);
}

Reply update_store(const Services& services, const Call& call) {
  stores::StoreChange change;
  if (const Json* enabled = call.given("enabled")) change.enabled = *enabled->as_bool();
  change.refresh = call.text("refresh");
  if (call.body.find("entities") != nullptr) {
    auto entities = entities_of(call);
    if (!entities) return std::move(entities).error();
    // Null and an empty list both take the selection away.
    const bool all = !*entities || (*entities)->empty();
    change.entities = all ? std::optional<std::vector<std::string>>() : std::move(*entities);
  }
  const std::string_view id = call.path.get("id");
  const auto changed = services.stores.change(call.principal, id, change);
  if (!changed) return changed.error();
  note_change(services, call, "context_store.updated", id);
  return get_store(services, call);
}

Result<std::optional<std::vector<std::string>>> customers_of(const Call& call) {
  const Json* given = call.given("customers");
  if (given == nullptr || given->as_array() != nullptr) return call.texts("customers");
  if (*given->as_string() == "all") return std::optional<std::vector<std::string>>();
  return Error{.type = ErrorType::value_error,
               .message = "customers is a list of names, or \"all\"",
               .hint = "Leave it out for all customers.",
               .param = "customers"};
}

/// It is a question like any other, to no connector in particular.
void note_aggregate(const Services& services, const Call& call, const Result<Json>& answer) {
  const auto& context = services.platform.context();
  platform::ToolCall entry;
  entry.at = context.now();
  entry.organization_id = call.principal.scope.organization_id;
  entry.application_id = call.principal.application_id;
  entry.entity = call.body.text_of("entity");
  entry.action = name_of(StoreAction::aggregate);
  entry.ok = answer.has_value();
  entry.duration_ms =
      std::chrono::duration<double, std::milli>(context.options.engine.runtime->now() - call.began).count();
  if (!answer) {
    entry.http_status = http_status_of(answer.error().type);
    entry.error_code = name_of(answer.error().type);
  } else if (const Json* rows = answer->find("data")) {
    entry.row_count = static_cast<std::int64_t>(rows->as_array()->size());
  }
  entry.request_id = call.request_id;
  entry.session_id = call.session_id;
  services.platform.audit().record(std::move(entry));
}

Reply aggregate_customers(const Services& services, const Call& call) {
  auto customers = customers_of(call);
  if (!customers) return std::move(customers).error();
  stores::CustomersQuestion question{.customers = std::move(*customers),
                                     .entity = std::string(call.body.text_of("entity")),
                                     .params = Json(Json::Object{})};
  if (const Json* params = call.given("params")) question.params = *params;
  const auto answer = services.stores.aggregate(call.principal, question);
  note_aggregate(services, call, answer);
  if (!answer) return answer.error();
  return json_response(*answer);
}

}  // namespace

void add_store_routes(Handlers& handlers, const Services& services) {
  const auto add = [&](std::string_view id, Reply (*answer)(const Services&, const Call&)) {
    handlers.add(id, [&services, answer](const Call& call) { return answer(services, call); });
  };
  add("startSync", start_sync);
  add("listSyncs", list_syncs);
  add("getContextStore", get_store);
  add("updateContextStore", update_store);
  add("aggregateCustomers", aggregate_customers);
}

}  // namespace tiktok_marketing::server
