#include "connector/check.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "connector/json_texts.hpp"
#include "connector/list_call.hpp"

namespace tiktok_marketing {
namespace {

struct Probe {
  std::string scope;
  std::vector<std::string> entities;
  Pending<Result<Answer>> outcome;
};

struct Findings {
  std::optional<Error> refusal;  ///< why the status is unhealthy
  Json user;
  std::vector<AdvertiserFacts> advertisers;
  std::vector<tiktok::Unreadable> unreadable;
  Json::Array missing_permissions;
  std::vector<std::string> notes;
};

bool says_unhealthy(const Error& error) {
  return error.kind() == ErrorKind::authentication || error.kind() == ErrorKind::permission ||
         error.kind() == ErrorKind::not_found;
}

Answer as_answer(const Findings& findings) {
  Json document;
  document.set("status", findings.refusal ? "unhealthy" : "healthy");
  document.set("error", findings.refusal ? Json(findings.refusal->message) : Json());
  document.set("checked_entity", "advertisers");
  document.set("checked_action", "list");
  if (findings.refusal) {
    auto detail = Json::parse(to_json(*findings.refusal));
    if (detail) document.set("error_detail", std::move(*detail));
  }
  document.set("user", findings.user);
  Json::Array advertisers;
  for (const auto& each : findings.advertisers) {
    Json item;
    item.set("advertiser_id", each.id);
    item.set("name", each.name);
    item.set("currency", each.currency);
    item.set("time_zone", each.time_zone);
    advertisers.push_back(std::move(item));
  }
  document.set("advertisers", std::move(advertisers));
  Json::Array unreadable;
  for (const auto& each : findings.unreadable) {
    Json item;
    item.set("advertiser_id", each.id);
    item.set("reason", each.error.message);
    unreadable.push_back(std::move(item));
  }
  document.set("unreadable", std::move(unreadable));
  document.set("missing_permissions", findings.missing_permissions);
  document.set("notes", array_of(findings.notes));
  Answer answer;
  answer.document = document.dump();
  answer.meta.complete = !findings.refusal;
  return answer;
}

// The cheapest call that needs the entity's permission: one row.
Task<Result<Answer>> one_row(Executor* executor, const catalog::Entity* entity, std::string advertiser_id,
                             CallContext context) {
  Json params;
  params.set("advertiser_id", advertiser_id);
  params.set("page_size", 1);
  if (entity->report != nullptr) {
    params.set("date_range", "yesterday");
    Json::Array metrics{"spend"};
    params.set("metrics", std::move(metrics));
  }
  auto call = validate_list(*entity, params);
  if (!call) co_return std::move(call).error();
  const SteadyTime deadline = context.deadline;
  auto opening = executor->open(std::move(*call), std::move(context));
  auto reading = co_await std::move(opening);
  if (!reading) co_return std::move(reading).error();
  auto next = (*reading)->next(deadline);
  auto page = co_await std::move(next);
  if (!page) co_return std::move(page).error();
  co_return Answer{};
}

std::vector<Probe> probes_for(Executor* executor, const std::string& advertiser_id,
                              const CallContext& context) {
  std::vector<Probe> probes;
  for (const auto* entity : catalog::entities()) {
    if (!entity->id_batch_param.empty()) continue;
    const auto same = std::ranges::find(probes, entity->scope, &Probe::scope);
    if (same != probes.end()) {
      same->entities.emplace_back(entity->name);
      continue;
    }
    Probe& probe = probes.emplace_back();
    probe.scope = entity->scope;
    probe.entities.emplace_back(entity->name);
    probe.outcome = Pending<Result<Answer>>(one_row(executor, entity, advertiser_id, context));
  }
  return probes;
}

}  // namespace

Task<Result<Answer>> check_connection(std::shared_ptr<tiktok::Client> client, AdvertiserBook* book,
                                      Executor* executor, CallContext context) {
  Findings findings;
  tiktok::GetRequest who{.path = "/user/info/"};
  auto asking = tiktok::Client::get(client, std::move(who), context);
  auto user = co_await std::move(asking);
  if (user) {
    if (auto data = Json::parse(user->data)) {
      findings.user.set("id", std::string(data->text_of("core_user_id")));
      findings.user.set("name", std::string(data->text_of("display_name")));
    }
  } else if (user.error().kind() == ErrorKind::permission) {
    findings.notes.push_back("The token may not read its user: " + user.error().message);
  } else if (says_unhealthy(user.error())) {
    findings.refusal = user.error();
    co_return as_answer(findings);
  } else {
    co_return std::move(user).error();
  }

  auto looking = book->known_ids(context);
  auto ids = co_await std::move(looking);
  if (!ids) {
    if (!says_unhealthy(ids.error())) co_return std::move(ids).error();
    findings.refusal = ids.error();
    co_return as_answer(findings);
  }
  if (ids->empty()) {
    if (book->can_discover()) {
      findings.refusal = Error{.type = ErrorType::upstream_permission_denied,
                               .message = "the token is good but grants no advertiser",
                               .hint = "Authorize again and tick at least one ad account on TikTok's page."};
    } else {
      findings.notes.push_back(
          "No advertiser was tried: set TIKTOK_MARKETING_ADVERTISER_IDS, or TIKTOK_MARKETING_APP_ID and "
          "TIKTOK_MARKETING_APP_SECRET so that they can be looked up.");
    }
    co_return as_answer(findings);
  }

  auto reading = book->facts(*ids, context);
  auto facts = co_await std::move(reading);
  if (!facts) {
    if (!says_unhealthy(facts.error())) co_return std::move(facts).error();
    findings.refusal = facts.error();
    co_return as_answer(findings);
  }
  findings.advertisers = std::move(facts->readable);
  findings.unreadable = std::move(facts->unreadable);
  if (findings.advertisers.empty()) {
    if (!findings.unreadable.empty()) findings.refusal = findings.unreadable.front().error;
    if (!findings.refusal) {
      findings.refusal = Error{.type = ErrorType::upstream_permission_denied,
                               .message = "none of the known advertisers is readable",
                               .hint = "Check the advertiser ids and what the token was granted."};
    }
    co_return as_answer(findings);
  }

  std::vector<Probe> probes = probes_for(executor, findings.advertisers.front().id, context);
  for (Probe& probe : probes) {
    auto outcome = co_await probe.outcome;
    if (outcome) continue;
    if (outcome.error().kind() == ErrorKind::permission) {
      Json item;
      item.set("scope", probe.scope);
      item.set("entities", array_of(probe.entities));
      item.set("message", outcome.error().message);
      findings.missing_permissions.push_back(std::move(item));
    } else {
      findings.notes.push_back(
          fmt::format("Permission {} could not be tried: {}", probe.scope, outcome.error().message));
    }
  }
  co_return as_answer(findings);
}

}  // namespace tiktok_marketing
