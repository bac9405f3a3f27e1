#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "context/aggregate_customers.hpp"
#include "context/queries.hpp"
#include "platform/connector_rows.hpp"
#include "platform/store_reach.hpp"
#include "stores/stores.hpp"

// Stores: one question to several customers.
namespace tiktok_marketing::stores {
namespace {

constexpr std::string_view kAction = "context_store_aggregate";
constexpr std::chrono::seconds kPatience{50};
constexpr int kPage = 100;

using Ids = std::vector<std::string>;

/// A customer and whose rows each of its connectors is asked for.
struct Customer {
  std::string name;
  std::vector<platform::Connector> connectors;
};

Result<std::vector<platform::Workspace>> workspaces_of(platform::Workspaces& workspaces,
                                                       const platform::Scope& scope,
                                                       const std::optional<Ids>& names) {
  std::vector<platform::Workspace> out;
  if (names) {
    std::set<std::string> seen;
    for (const std::string& name : *names) {
      auto found = workspaces.resolve(scope, {.id = std::nullopt, .name = name},
                                      platform::Workspaces::Unknown::refuse);
      if (!found) return std::move(found).error();
      if (seen.insert(found->id).second) out.push_back(*std::move(found));
    }
    return out;
  }
  platform::WorkspaceQuery query;
  query.limit = kPage;
  do {
    auto page = workspaces.list(scope, query);
    if (!page) return std::move(page).error();
    for (auto& each : page->items) out.push_back(std::move(each));
    query.cursor = page->next_cursor;
  } while (!query.cursor.empty());
  return out;
}

Error nothing_of(std::string message) {
  return {.type = ErrorType::context_store_not_ready, .message = std::move(message)};
}

/// Waits for work that was handed to others.
class Countdown {
 public:
  explicit Countdown(std::size_t count) : left_(count) {}
  void done() {
    std::lock_guard lock(mutex_);
    if (--left_ == 0) all_done_.notify_all();
  }
  void wait() {
    std::unique_lock lock(mutex_);
    all_done_.wait(lock, [this] { return left_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable all_done_;
  std::size_t left_;
};

/// Advertisers of the store that this connector may read and that no connector before it has answered for.
Result<Ids> own_share(context::Store& store, const platform::Connector& connector,
                      std::set<std::string>& taken) {
  auto known = store.advertisers();
  if (!known) return std::move(known).error();
  const auto& fence = connector.replication.advertiser_ids;
  Ids ids;
  for (const auto& each : *known) {
    const bool permitted = !fence || std::ranges::find(*fence, each.id) != fence->end();
    if (permitted && taken.insert(each.id).second) ids.push_back(each.id);
  }
  return ids;
}

}  // namespace

Result<Json> Stores::aggregate(const platform::Principal& principal, const CustomersQuestion& question) {
  if (principal.kind == platform::TokenKind::scoped) {
    return Error{.type = ErrorType::forbidden,
                 .message = "A token for one workspace cannot ask about several customers.",
                 .hint = "Use an application token, or execute context_store_aggregate on one connector."};
  }
  if (!principal.allow.permits(question.entity, kAction)) {
    return Error{
        .type = ErrorType::forbidden,
        .message = "The application may not do this: it is restricted to certain entities or actions.",
        .hint = "Ask an administrator to permit more.",
        .param = "entity",
        .given = shortened(question.entity, 60),
        .allowed = principal.allow.entities};
  }
  const context::TableLayout* table = context::find_layout(question.entity);
  if (table == nullptr) {
    Error error{.type = ErrorType::unknown_entity,
                .message = "There is no such entity in a context store.",
                .hint = "Use one of allowed.",
                .param = "entity",
                .given = shortened(question.entity, 60)};
    for (const auto& layout : context::layouts()) error.allowed.push_back(layout.name);
    return error;
  }
  if (auto beyond = platform::beyond_entities(principal.allow, kAction, question.params.dump()))
    return *std::move(beyond);
  auto request = context::parse_customers(*table, question.params);
  if (!request) return std::move(request).error();
  auto workspaces = workspaces_of(platform_->workspaces(), principal.scope, question.customers);
  if (!workspaces) return std::move(workspaces).error();

  const std::string params = request->store_params.dump();
  const SteadyTime deadline = std::chrono::steady_clock::now() + kPatience;
  std::vector<std::vector<context::CustomerAnswer>> answers(workspaces->size());
  Countdown countdown(workspaces->size());
  const auto ask = [&](std::size_t index) {
    const platform::Workspace& workspace = (*workspaces)[index];
    auto& out = answers[index];
    const auto miss = [&](Error error) { out.push_back({workspace.name, std::move(error)}); };
    if (!workspace.active) return miss(nothing_of("The workspace is switched off."));
    Customer customer{.name = workspace.name, .connectors = {}};
    auto read = context().database->read([&](database::Connection& connection) {
      return platform::each_connector(
          connection, {.organization_id = workspace.organization_id, .workspace_id = workspace.id}, {},
          [&](platform::Connector each) {
            customer.connectors.push_back(std::move(each));
            return true;
          });
    });
    if (!read) return miss(read.error());
    if (customer.connectors.empty()) return miss(nothing_of("The customer has no connector."));
    std::set<std::string> taken;
    for (const auto& connector : customer.connectors) {
      const bool permitted = connector.allow.permits(question.entity, kAction) &&
                             !platform::beyond_entities(connector.allow, kAction, params);
      if (!permitted) {
        miss(nothing_of(fmt::format("Connector {} does not permit this.", connector.id)));
        continue;
      }
      auto store = open_to_ask(connector.id);
      if (!store) {
        miss(std::move(store).error());
        continue;
      }
      auto share = own_share(**store, connector, taken);
      if (!share) {
        miss(std::move(share).error());
        continue;
      }
      if (share->empty() && !out.empty()) continue;
      StoreQuery query{.action = StoreAction::aggregate,
                       .entity = question.entity,
                       .params_json = params,
                       .fence = *std::move(share),
                       .deadline = deadline,
                       .stop = {}};
      auto answer = context::answer(**store, query, context().now());
      auto document = answer ? Json::parse(answer->document) : Result<Json>(std::move(answer).error());
      out.push_back({workspace.name, std::move(document)});
    }
  };
  for (std::size_t i = 0; i < workspaces->size(); ++i) {
    const bool taken = gate_->post([&, i] {
      ask(i);
      countdown.done();
    });
    if (taken) continue;
    answers[i].push_back({(*workspaces)[i].name, nothing_of("The server is stopping.")});
    countdown.done();
  }
  countdown.wait();
  std::vector<context::CustomerAnswer> all;
  for (auto& each : answers) {
    for (auto& answer : each) all.push_back(std::move(answer));
  }
  return context::merge_customers(*request, all);
}

}  // namespace tiktok_marketing::stores
