#include "cli/hosted/syncs.hpp"

#include <chrono>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/hosted/management.hpp"
#include "cli/output/error_view.hpp"
#include "cli/output/listing.hpp"

namespace tiktok_marketing::cli {
namespace {

constexpr std::chrono::milliseconds kLookEvery{500};

std::string path_of(std::string_view id, std::string_view what = {}) {
  return fmt::format("/api/v1/integrations/connectors/{}{}", percent_encode(id), what);
}

Json names_in(std::string_view list) {
  Json::Array names;
  for (const std::string& each : split(list, ',')) {
    if (const auto name = trim(each); !name.empty()) names.emplace_back(name);
  }
  return Json(std::move(names));
}

/// The rows of `data` or another member as a table, else the whole answer.
int show_rows(const Result<Json>& answer, std::string_view member, Listing listing, std::string_view output,
              const Terminal& terminal) {
  if (!answer) return report(answer.error(), terminal);
  const auto table = wants_table(output, terminal);
  if (!table) return report(table.error(), terminal);
  if (!*table) return show_object(*answer, terminal);
  const Json* rows = answer->find(member);
  if (rows != nullptr && rows->as_array() != nullptr) listing.rows = *rows->as_array();
  return write_out(listing_text(listing, terminal.colour_out), terminal);
}

bool has_ended(const Json& job) {
  const Json* finished = job.find("finished_at");
  return finished != nullptr && !finished->is_null();
}

int wait_for(const HostedServerAccess& server, std::string_view job_id, const Terminal& terminal) {
  for (;;) {
    const auto job = server.api.request(
        {.path = fmt::format("/api/v1/jobs/{}", percent_encode(job_id)), .repeatable = true});
    if (!job) return report(job.error(), terminal);
    if (!has_ended(*job)) {
      std::this_thread::sleep_for(kLookEvery);
      continue;
    }
    const int code = show_object(*job, terminal);
    const auto status = job->text_of("status");
    const bool good = status == "succeeded" || status == "partial";
    return good || code != 0 ? code : 1;
  }
}

}  // namespace

int run_sync(const ConnectorsSync& command, const Terminal& terminal) {
  const auto server = open_management(command.hosted, terminal);
  if (!server) return report(server.error(), terminal);
  Json body = Json::Object{};
  if (!command.entities.empty()) body.set("entities", names_in(command.entities));
  if (command.full_refresh) body.set("full_refresh", true);
  const auto job =
      server->api.request({.method = "POST", .path = path_of(command.id, "/sync"), .body = body.dump()});
  if (!job) {
    // Who wants all of it to be there is served by the run that is under way.
    const bool is_coming = job.error().type == ErrorType::sync_in_progress && !job.error().given.empty();
    if (is_coming && command.wait && body.as_object()->empty())
      return wait_for(*server, job.error().given, terminal);
    return report(job.error(), terminal);
  }
  if (command.wait) return wait_for(*server, job->text_of("job_id"), terminal);
  return show_object(*job, terminal);
}

int run_syncs(const ConnectorsSyncs& command, const Terminal& terminal) {
  const auto server = open_management(command.hosted, terminal);
  if (!server) return report(server.error(), terminal);
  HostedRequest request{.path = path_of(command.id, "/syncs"), .repeatable = true};
  request.query = {{"limit", fmt::to_string(command.limit)}};
  return show_rows(server->api.request(std::move(request)), "data",
                   {.columns = {"started_at", "kind", "status", "rows", "requests", "job_id", "error"},
                    .rows = {},
                    .nothing = "no runs yet"},
                   command.output, terminal);
}

int run_store(const ConnectorsStore& command, const Terminal& terminal) {
  const auto server = open_management(command.hosted, terminal);
  if (!server) return report(server.error(), terminal);
  HostedRequest request{.path = path_of(command.id, "/context-store"), .repeatable = true};
  Json body = Json::Object{};
  if (command.refresh) body.set("refresh", *command.refresh);
  if (command.enabled) body.set("enabled", *command.enabled);
  if (command.entities) {
    Json::Array selected;
    const Json names = names_in(*command.entities);
    for (const Json& name : *names.as_array()) {
      Json item;
      item.set("entity", name);
      selected.push_back(std::move(item));
    }
    body.set("entities", Json(std::move(selected)));
  }
  if (!body.as_object()->empty()) {
    request.method = "PUT";
    request.body = body.dump();
  }
  return show_rows(
      server->api.request(std::move(request)), "entities",
      {.columns = {"entity", "status", "rows", "oldest_complete", "newest_complete", "updated_at"},
       .rows = {},
       .nothing = "nothing"},
      command.output, terminal);
}

int run_pause(const ConnectorsPause& command, const Terminal& terminal) {
  const auto server = open_management(command.hosted, terminal);
  if (!server) return report(server.error(), terminal);
  Json body;
  body.set("paused", command.paused);
  const auto answer =
      server->api.request({.method = "PATCH", .path = path_of(command.id), .body = body.dump()});
  if (!answer) return report(answer.error(), terminal);
  Json shown;
  for (const std::string_view name : {"id", "name", "status", "status_reason", "sync"}) {
    if (const Json* value = answer->find(name)) shown.set(name, *value);
  }
  return show_object(shown, terminal);
}

}  // namespace tiktok_marketing::cli
