#include "platform/live_connector.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace tiktok_marketing::platform {
namespace {

bool is_any(std::string_view entity) {
  return entity.empty() || entity == "*";
}

bool heals(ConnectorState state) {
  return state == ConnectorState::needs_reauthorization || state == ConnectorState::permission_missing ||
         state == ConnectorState::quota_blocked;
}

bool stays(ConnectorState state) {
  return state == ConnectorState::paused || state == ConnectorState::pending;
}

/// A check is about no entity, and a statement of SQL names its tables itself, whatever stands as the entity.
bool is_about(std::string_view entity, std::string_view action) {
  return !is_any(entity) && action != "context_store_sql_query";
}

/// What is about no entity is permitted by its action alone; a description tells nothing of anybody.
bool permits(const AllowList& allow, std::string_view entity, std::string_view action) {
  if (action == "describe") return true;
  if (is_about(entity, action)) return allow.permits(entity, action);
  return allow.actions.empty() || std::ranges::find(allow.actions, action) != allow.actions.end();
}

Error not_permitted(const AllowList& allow, std::string_view entity, std::string_view action,
                    std::string_view whose) {
  const bool by_entity = is_about(entity, action) && !allow.entities.empty() &&
                         std::ranges::find(allow.entities, entity) == allow.entities.end();
  return {.type = ErrorType::forbidden,
          .message = std::string(whose) + " may not do this: it is restricted to certain " +
                     (by_entity ? "entities." : "actions."),
          .hint = "Use what allowed lists, or ask an administrator to permit more.",
          .param = by_entity ? "entity" : "action",
          .given = shortened(by_entity ? entity : action, 60),
          .allowed = by_entity ? allow.entities : allow.actions};
}

}  // namespace

std::string_view canonical_action(std::string_view action) {
  return action == "search" ? "context_store_search" : action;
}

bool HealthNotes::note(std::string_view entity, std::string_view action, const Health& health) {
  std::lock_guard lock(mutex_);
  const bool good = health.state == ConnectorState::ok;
  const bool still_lacking = good && now_.state == ConnectorState::permission_missing &&
                             !lacking_entity_.empty() && entity != lacking_entity_ && action != "check";
  if (still_lacking) return false;
  Health next = now_;
  next.last_error = health.last_error;
  if (health.state && !stays(*now_.state) && (!good || heals(*now_.state))) {
    next.state = health.state;
    next.reason = health.reason;
    state_learnt_ = true;
    lacking_entity_ = health.state == ConnectorState::permission_missing ? entity : std::string_view();
  }
  if (next.state == now_.state && next.last_error == now_.last_error) return false;
  now_ = std::move(next);
  return !std::exchange(writing_, true);
}

std::optional<Health> HealthNotes::next() {
  std::lock_guard lock(mutex_);
  if (now_ == written_) {
    writing_ = false;
    return std::nullopt;
  }
  written_ = now_;
  Health news = now_;
  if (!state_learnt_) news.state.reset();
  return news;
}

Result<void> LiveConnector::admit(const Principal& principal, std::string_view entity,
                                  std::string_view action) const {
  const Scope& scope = principal.scope;
  if (about.organization_id != scope.organization_id) {
    return Error{.type = ErrorType::connector_not_found,
                 .message = "There is no such connector.",
                 .hint = "List the connectors of the workspace and take an id from there.",
                 .param = "connector_id"};
  }
  if (scope.workspace_id && about.workspace_id != *scope.workspace_id) {
    return Error{.type = ErrorType::forbidden,
                 .message = "The connector belongs to another workspace than the token.",
                 .hint = "Use a token for that workspace, or an application token.",
                 .param = "connector_id"};
  }
  if (!about.workspace_active) {
    return Error{.type = ErrorType::workspace_inactive,
                 .message = "The connector's workspace is switched off.",
                 .hint = "Switch the workspace on again."};
  }
  const std::string_view canonical = canonical_action(action);
  if (!permits(about.allow, entity, canonical))
    return not_permitted(about.allow, entity, canonical, "The connector");
  if (!permits(principal.allow, entity, canonical))
    return not_permitted(principal.allow, entity, canonical, "The application");
  return {};
}

}  // namespace tiktok_marketing::platform
