#include "platform/execution.hpp"

#include <condition_variable>
#include <map>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "platform/connector_health.hpp"
#include "platform/connector_state.hpp"
#include "platform/execute_metrics.hpp"
#include "platform/flights.hpp"
#include "platform/live_connector.hpp"
#include "platform/names.hpp"
#include "platform/store_reach.hpp"

namespace tiktok_marketing::platform {
namespace {

constexpr std::size_t kMaxTextBytes = 2'000;

using LivePtr = std::shared_ptr<LiveConnector>;
using RequestPtr = std::shared_ptr<const ExecuteRequest>;

void append_part(std::string& key, std::string_view part) {
  key += std::to_string(part.size());
  key += ':';
  key += part;
}

using Entities = std::optional<std::vector<std::string>>;

/// Two requests with the same key get the same answer.
std::string flight_key(const LiveConnector& live, const ExecuteRequest& request, const Entities& readable) {
  std::string key;
  key.reserve(64 + request.entity.size() + request.action.size() + request.params.size());
  key += std::to_string(live.serial);
  key += request.skip_truncation ? 'w' : 'c';
  append_part(key, request.entity);
  append_part(key, canonical_action(request.action));
  append_part(key, request.params);
  for (const auto* list : {&request.select_fields, &request.exclude_fields}) {
    key += '[';
    for (const std::string& field : *list) append_part(key, field);
  }
  if (readable) {
    key += '{';
    for (const std::string& entity : *readable) append_part(key, entity);
  }
  return key;
}

Error rate_limited(const RateDecision& rate) {
  return {.type = ErrorType::rate_limited,
          .message = "The connector has had more executes in a minute than are permitted.",
          .hint = "Wait for retry_after_s, and read more rows with each call (page_size, all).",
          .retryable = true,
          .retry_after_s = static_cast<double>(rate.retry_after_s)};
}

Error no_such_connector(std::string_view id) {
  return {.type = ErrorType::connector_not_found,
          .message = "There is no such connector.",
          .hint = "List the connectors of the workspace and take an id from there.",
          .param = "connector_id",
          .given = std::string(id.substr(0, 60))};
}

Error stopping() {
  return {.type = ErrorType::cancelled,
          .message = "The server is stopping.",
          .hint = "Repeat the call.",
          .retryable = true};
}

/// The ways to name an advertiser are others here than on a command line.
void put_right(Result<Answer>& answer, const Connector& connector) {
  if (answer || answer.error().type != ErrorType::missing_parameter) return;
  if (!connector.known_advertisers.empty() || !answer.error().param.starts_with("advertiser_id")) return;
  answer.error().hint = cure_of(ConnectorState::needs_advertisers);
}

}  // namespace

struct Execution::State : std::enable_shared_from_this<Execution::State> {
  using Ready = std::function<void(Result<LivePtr>)>;
  using LoadKey = std::pair<std::string, std::string>;  // organization and connector

  State(std::shared_ptr<Context> given, Connectors& rows)
      : context(std::move(given)),
        runtime(context->options.engine.runtime),
        connectors(rows),
        limits(context->options.connector_rate_per_minute,
               &context->metrics.counter("tiktok_marketing_rate_limited_total",
                                         "Calls refused because a rate limit was reached.",
                                         {{"scope", "connector"}})),
        metrics(context->metrics),
        flights(std::make_shared<Flights>(*runtime)) {}

  /// Held by everything under way; the destructor of Execution waits until none is. First among what a
  /// function captures, so that it is the last to go.
  std::shared_ptr<void> busy() {
    {
      std::lock_guard lock(mutex);
      ++under_way;
    }
    return {nullptr, [self = shared_from_this()](void*) {
              std::lock_guard lock(self->mutex);
              if (--self->under_way == 0) self->idle.notify_all();
            }};
  }

  LivePtr find(const std::string& id) {
    std::lock_guard lock(mutex);
    const auto found = live.find(id);
    return found == live.end() ? nullptr : found->second;
  }

  void finish(const ExecuteRequest& request, const Done& done, ExecuteOutcome outcome) {
    const auto error = outcome.answer ? std::nullopt : std::optional(outcome.answer.error().type);
    metrics.count(request.entity, canonical_action(request.action), error, outcome.duration);
    done(std::move(outcome));
  }

  std::chrono::microseconds since(SteadyTime began) const {
    return std::chrono::duration_cast<std::chrono::microseconds>(runtime->now() - began);
  }

  /// Refusals come back on the engine thread too: `execute` never calls its caller back.
  void refuse(ExecuteRequest request, Done done, ExecuteOutcome outcome, std::shared_ptr<void> token) {
    runtime->post([self = shared_from_this(), request = std::move(request), done = std::move(done),
                   outcome = std::move(outcome),
                   token = std::move(token)]() mutable { self->finish(request, done, std::move(outcome)); });
  }

  void run(const LivePtr& on, const Principal& principal, ExecuteRequest request, Done done, SteadyTime began,
           std::shared_ptr<void> token);
  void call(const LivePtr& on, const RequestPtr& request, const Entities& readable, std::stop_token stop,
            Flights::Deliver land);
  void learn(const LivePtr& on, const ExecuteRequest& request, const Result<Answer>& answer);
  void write_health(const LivePtr& on);
  void load(const std::string& organization_id, const std::string& id, Ready ready);
  Result<LivePtr> open(const LoadKey& key);
  void load_now(const LoadKey& key);

  std::shared_ptr<Context> context;
  const std::shared_ptr<Runtime> runtime;
  Connectors& connectors;
  RateLimiter limits;
  ExecuteMetrics metrics;
  const std::shared_ptr<Flights> flights;

  std::mutex mutex;
  std::condition_variable idle;
  std::size_t under_way = 0;
  bool ending = false;
  std::unordered_map<std::string, LivePtr> live;
  std::map<LoadKey, std::vector<Ready>> loads;
  std::uint64_t epoch = 0;  // counts what was forgotten
  std::uint64_t opened = 0;
  StoreOf store_of;
  std::shared_ptr<void> listening;
};

void Execution::State::run(const LivePtr& on, const Principal& principal, ExecuteRequest request, Done done,
                           SteadyTime began, std::shared_ptr<void> token) {
  const auto refused = [&](Error error, bool named, const RateDecision& rate) {
    refuse(std::move(request), std::move(done),
           {.answer = std::move(error),
            .connector_id = on->about.id,
            .workspace_id = named ? on->about.workspace_id : std::string(),
            .duration = {},
            .rate = rate},
           std::move(token));
  };
  if (auto admitted = on->admit(principal, request.entity, request.action); !admitted) {
    // Whose connector it is, is nobody else's business.
    const bool named = admitted.error().type != ErrorType::connector_not_found;
    return refused(std::move(admitted).error(), named, {});
  }
  for (const AllowList* allow : {&on->about.allow, &principal.allow}) {
    auto beyond = beyond_entities(*allow, canonical_action(request.action), request.params);
    if (beyond) return refused(*std::move(beyond), true, {});
  }
  const RateDecision rate = limits.take(on->about.id, began);
  if (!rate.allowed) return refused(rate_limited(rate), true, rate);

  const auto shared = std::make_shared<const ExecuteRequest>(std::move(request));
  Entities readable;
  if (shared->action == "context_store_sql_query") readable = sql_entities(on->about.allow, principal.allow);
  flights->board(
      flight_key(*on, *shared, readable), shared->stop,
      [token = std::move(token), self = shared_from_this(), shared, on, done = std::move(done), rate,
       began](Result<Answer> answer) {
        self->finish(*shared, done,
                     {.answer = std::move(answer),
                      .connector_id = on->about.id,
                      .workspace_id = on->about.workspace_id,
                      .duration = self->since(began),
                      .rate = rate});
      },
      [&](std::stop_token stop, Flights::Deliver land) {
        call(on, shared, readable, std::move(stop), std::move(land));
      });
}

void Execution::State::call(const LivePtr& on, const RequestPtr& request, const Entities& readable,
                            std::stop_token stop, Flights::Deliver land) {
  CallOptions options;
  options.stop = std::move(stop);
  options.caller = on->about.workspace_id;
  options.select_fields = request->select_fields;
  options.exclude_fields = request->exclude_fields;
  options.sql_entities = readable;
  options.max_text_bytes = request->skip_truncation ? 0 : kMaxTextBytes;
  on->door.execute_async(request->entity, request->action, request->params, std::move(options),
                         [token = busy(), self = shared_from_this(), on, request,
                          land = std::move(land)](Result<Answer> answer) {
                           self->learn(on, *request, answer);
                           put_right(answer, on->about);
                           land(std::move(answer));
                         });
}

/// On the engine thread: whatever must be written is handed to a worker.
void Execution::State::learn(const LivePtr& on, const ExecuteRequest& request, const Result<Answer>& answer) {
  if (answer && answer->meta.requests > 0) metrics.count_requests(answer->meta.requests);
  const auto health = health_of(request.action, request.params, answer, on->about);
  if (health && on->health.note(request.entity, request.action, *health)) {
    context->workers.post([token = busy(), self = shared_from_this(), on] { self->write_health(on); });
  }
  if (!answer || request.action != "list" || !on->about.known_advertisers.empty()) return;
  auto used = advertisers_in(request.params);
  for (const Missing& missing : answer->meta.missing) std::erase(used, missing.id);
  if (used.empty()) return;
  context->workers.post([token = busy(), self = shared_from_this(), on, used = std::move(used)] {
    auto noted = self->connectors.note_advertisers(on->about.id, used, "used");
    if (noted) return;
    self->context->log->write(LogLevel::error, "advertisers_not_noted",
                              {{"connector_id", on->about.id}, {"error", noted.error().message}});
  });
}

void Execution::State::write_health(const LivePtr& on) {
  while (const auto news = on->health.next()) {
    auto noted = connectors.note_state(on->about, news->state, news->reason, news->last_error);
    if (noted) continue;
    context->log->write(LogLevel::error, "state_not_noted",
                        {{"connector_id", on->about.id}, {"error", noted.error().message}});
  }
}

void Execution::State::load(const std::string& organization_id, const std::string& id, Ready ready) {
  LoadKey key(organization_id, id);
  {
    std::lock_guard lock(mutex);
    auto& waiting = loads[key];
    waiting.push_back(std::move(ready));
    if (waiting.size() > 1) return;
  }
  context->workers.post(
      [token = busy(), self = shared_from_this(), key = std::move(key)] { self->load_now(key); });
}

Result<LivePtr> Execution::State::open(const LoadKey& key) {
  const auto& [organization_id, id] = key;
  auto about = connectors.get(Scope{.organization_id = organization_id, .workspace_id = {}}, id);
  if (!about) return std::move(about).error();
  auto options = connectors.live_options(*about);
  if (!options) return std::move(options).error();
  if (about->known_advertisers.empty()) about->known_advertisers = options->advertiser_ids;
  StoreOf of;
  {
    std::lock_guard lock(mutex);
    of = store_of;
  }
  if (of) options->store = of(*about);
  auto door = tiktok_marketing::Connector::open(*std::move(options));
  if (!door) return std::move(door).error();
  std::lock_guard lock(mutex);
  return std::make_shared<LiveConnector>(*std::move(about), *std::move(door), ++opened);
}

void Execution::State::load_now(const LoadKey& key) {
  std::uint64_t before = 0;
  bool late = false;
  {
    std::lock_guard lock(mutex);
    before = epoch;
    late = ending;
  }
  const Result<LivePtr> made = late ? Result<LivePtr>(stopping()) : open(key);
  std::vector<Ready> waiting;
  LivePtr replaced;  // ends outside the lock: its end may wait for the engine thread
  {
    std::lock_guard lock(mutex);
    // What changed while it was read may be in it or not: good for these calls, not for later ones.
    if (made && before == epoch && !ending) replaced = std::exchange(live[key.second], *made);
    const auto place = loads.find(key);
    waiting = std::move(place->second);
    loads.erase(place);
  }
  for (const Ready& ready : waiting) ready(made);
}

Execution::Execution(std::shared_ptr<Context> context, Connectors& connectors)
    : state_(std::make_shared<State>(std::move(context), connectors)) {
  state_->listening = connectors.on_change([this](std::string_view id) { forget(id); });
}

Execution::~Execution() {
  state_->listening.reset();
  {
    std::lock_guard lock(state_->mutex);
    state_->ending = true;
  }
  state_->flights->stop_all();
  forget_all();
  std::shared_ptr<Context> context;
  std::unique_lock lock(state_->mutex);
  state_->idle.wait(lock, [this] { return state_->under_way == 0; });
  // The last of the calls may end a moment later, on a thread that must not be the one to end the context.
  context = std::move(state_->context);
}

void Execution::execute(const Principal& principal, ExecuteRequest request, Done done) {
  const SteadyTime began = state_->runtime->now();
  auto token = state_->busy();
  if (const LivePtr live = state_->find(request.connector_id))
    return state_->run(live, principal, std::move(request), std::move(done), began, std::move(token));
  const auto id = canonical_id(request.connector_id);
  if (!id) {
    ExecuteOutcome outcome{.answer = no_such_connector(request.connector_id),
                           .connector_id = {},
                           .workspace_id = {},
                           .duration = {},
                           .rate = {}};
    return state_->refuse(std::move(request), std::move(done), std::move(outcome), std::move(token));
  }
  // Written in capitals it may be live all the same.
  if (const LivePtr live = state_->find(*id))
    return state_->run(live, principal, std::move(request), std::move(done), began, std::move(token));
  state_->load(principal.scope.organization_id, *id,
               [token = std::move(token), state = state_, principal, request = std::move(request),
                done = std::move(done), began](Result<LivePtr> live) {
                 if (live) return state->run(*live, principal, request, done, began, token);
                 ExecuteOutcome outcome{.answer = std::move(live).error(),
                                        .connector_id = {},
                                        .workspace_id = {},
                                        .duration = state->since(began),
                                        .rate = {}};
                 state->refuse(request, done, std::move(outcome), token);
               });
}

void Execution::forget(std::string_view connector_id) {
  LivePtr ended;
  std::lock_guard lock(state_->mutex);
  ++state_->epoch;
  const auto place = state_->live.find(std::string(connector_id));
  if (place == state_->live.end()) return;
  ended = std::move(place->second);
  state_->live.erase(place);
}

void Execution::forget_all() {
  std::unordered_map<std::string, LivePtr> ended;
  std::lock_guard lock(state_->mutex);
  ++state_->epoch;
  ended.swap(state_->live);
}

void Execution::use_stores(StoreOf store_of) {
  {
    std::lock_guard lock(state_->mutex);
    state_->store_of = std::move(store_of);
  }
  forget_all();
}

std::size_t Execution::live_connectors() const {
  std::lock_guard lock(state_->mutex);
  return state_->live.size();
}

}  // namespace tiktok_marketing::platform
