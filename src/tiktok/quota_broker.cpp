#include "tiktok/quota_broker.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "tiktok/quota_bucket.hpp"

namespace tiktok_marketing::tiktok {
namespace {

constexpr std::int64_t kAdvertiserPathThrottled = 40133;

Error cancelled() {
  Error error;
  error.type = ErrorType::cancelled;
  error.message = "The call was stopped while it waited for TikTok's request budget.";
  error.hint = "Nothing was sent; call again when needed.";
  return error;
}

Error wait_too_long(SteadyTime::duration wait, bool paused) {
  // Rounded up: whoever waits this long must not come too early.
  const double wait_s = std::ceil(std::chrono::duration<double>(wait).count() * 10) / 10;
  Error error;
  error.type = ErrorType::upstream_rate_limited;
  error.retryable = true;
  error.retry_after_s = wait_s;
  error.message =
      fmt::format("{}: the next request may start in about {:.1f} s, which is after this call's deadline.",
                  paused ? "TikTok has restricted this app for sending too many requests"
                         : "TikTok's request budget is used up",
                  wait_s);
  error.hint =
      "Wait that long, or call with a longer deadline. If this happens often, ask TikTok for a higher API "
      "level "
      "for the app and set TIKTOK_MARKETING_QPS to 90 % of its requests per second.";
  return error;
}

}  // namespace

std::optional<std::string> app_id_in(std::string_view message) {
  constexpr std::string_view kWord = "App ";
  for (std::size_t at = message.find(kWord); at != std::string_view::npos; at = message.find(kWord, at + 1)) {
    const std::string_view rest = message.substr(at + kWord.size());
    const std::size_t length = std::min(rest.find_first_not_of("0123456789"), rest.size());
    if (length > 0) return std::string(rest.substr(0, length));
  }
  return std::nullopt;
}

struct QuotaBroker::State : std::enable_shared_from_this<State> {
  State(Runtime& its_runtime, QuotaLimits its_defaults) : runtime(its_runtime), defaults(its_defaults) {}

  Runtime& runtime;
  QuotaLimits defaults;
  std::map<std::string, QuotaBucket, std::less<>> buckets;
  std::map<std::string, std::string, std::less<>> app_of_token;
  std::map<std::string, std::string, std::less<>> alias;  // a merged key → the key it became

  [[nodiscard]] std::string canonical(std::string_view key) const {
    const auto known = alias.find(key);
    return known == alias.end() ? std::string(key) : known->second;
  }
  [[nodiscard]] std::string key_for(std::string_view token) const {
    const auto known = app_of_token.find(token);
    return known == app_of_token.end() ? std::string() : canonical(known->second);
  }
  [[nodiscard]] std::string key_of(const QuotaRequest& request) const {
    return request.app_key.empty() ? key_for(request.token) : canonical(request.app_key);
  }
  [[nodiscard]] bool has_room(const QuotaBucket& b) const {
    const SteadyTime now = runtime.now();
    return earliest(b, 0, now) <= now;
  }
  QuotaBucket& bucket(const std::string& key) {
    return buckets.try_emplace(key, key, defaults).first->second;
  }
  // `now` comes from the caller: two readings of a running clock differ, and "not later than now" must hold
  // for an idle bucket.
  [[nodiscard]] SteadyTime earliest(const QuotaBucket& b, std::size_t ahead, SteadyTime now) const {
    return b.earliest_after(now, runtime.system_now(), ahead);
  }

  bool start_now(QuotaBucket& b, const QuotaRequest& request);
  std::optional<Error> refusal(QuotaBucket& b, const QuotaRequest& request);
  void enqueue(QuotaRequest request, Callback<Result<void>>::Done done);
  void listen_for_stop(const WaiterPtr& waiter);
  void remove(const WaiterPtr& waiter);
  void finish(const WaiterPtr& waiter, Result<void> result);

  void pump(QuotaBucket& b);
  WaiterPtr next_to_start(QuotaBucket& b);
  void refuse_hopeless(QuotaBucket& b);
  void schedule(QuotaBucket& b);
  void pump_at(QuotaBucket& b, SteadyTime due);

  void throttled(const QuotaRequest& request, std::int64_t code, std::string_view message, SteadyTime sent);
  void learn_app(std::string_view token, std::string_view app_id);
  void merge(const std::string& from, const std::string& to);
};

bool QuotaBroker::State::start_now(QuotaBucket& b, const QuotaRequest& request) {
  if (b.waiting() > 0) return false;
  const SteadyTime now = runtime.now();
  if (earliest(b, 0, now) > now || b.lane_earliest(b.lane_of(request, now), now) > now) return false;
  b.count_start(request, now, runtime.system_now());
  return true;
}

std::optional<Error> QuotaBroker::State::refusal(QuotaBucket& b, const QuotaRequest& request) {
  const SteadyTime now = runtime.now();
  std::size_t ahead = b.line_of(request).ahead_of(request.caller);
  if (request.background) ahead += b.interactive.size();
  const auto lane = b.lane_of(request, now);
  const std::size_t ahead_in_lane = lane ? std::min(ahead, lane->waiting) : 0;
  const SteadyTime start = std::max(earliest(b, ahead, now), b.lane_earliest(lane, now, ahead_in_lane));
  if (start <= request.deadline) return std::nullopt;
  return wait_too_long(start - now, b.pause.until(now) > now);
}

void QuotaBroker::State::enqueue(QuotaRequest request, Callback<Result<void>>::Done done) {
  const SteadyTime now = runtime.now();
  QuotaBucket& b = bucket(key_of(request));
  auto waiter = std::make_shared<QuotaWaiter>();
  waiter->lane = b.lane_of(request, now);
  if (waiter->lane) ++waiter->lane->waiting;
  waiter->request = std::move(request);
  waiter->done = std::move(done);
  b.line_of(waiter->request).push(waiter);

  const SteadyTime app_due = earliest(b, 0, now);
  if (app_due <= now) {
    pump(b);
  } else {
    const SteadyTime due = std::max(app_due, b.lane_earliest(waiter->lane, now));
    if (!b.timer || b.timer_due > due) pump_at(b, due);
  }
  if (waiter->done) listen_for_stop(waiter);
}

void QuotaBroker::State::listen_for_stop(const WaiterPtr& waiter) {
  // Runs on the thread that asks to stop, so it touches nothing but the runtime.
  waiter->on_stop.emplace(waiter->request.stop, [engine = &runtime, state = weak_from_this(),
                                                 weak = std::weak_ptr<QuotaWaiter>(waiter)] {
    engine->post([state, weak] {
      const auto alive = state.lock();
      const WaiterPtr waiting = weak.lock();
      if (alive && waiting) alive->remove(waiting);
    });
  });
}

void QuotaBroker::State::remove(const WaiterPtr& waiter) {
  if (!waiter->done) return;
  QuotaBucket& b = bucket(key_of(waiter->request));
  const auto same = [&](const WaiterPtr& candidate) { return candidate == waiter; };
  for (const WaiterPtr& gone : b.line_of(waiter->request).take_if(same)) finish(gone, cancelled());
  schedule(b);
}

void QuotaBroker::State::finish(const WaiterPtr& waiter, Result<void> result) {
  if (waiter->lane) --waiter->lane->waiting;
  waiter->on_stop.reset();
  runtime.post([done = std::exchange(waiter->done, nullptr), result = std::move(result)] { done(result); });
}

void QuotaBroker::State::pump(QuotaBucket& b) {
  while (b.waiting() > 0 && has_room(b)) {
    const WaiterPtr waiter = next_to_start(b);
    if (!waiter) break;
    b.count_start(waiter->request, runtime.now(), runtime.system_now());
    finish(waiter, Result<void>());
  }
  refuse_hopeless(b);
  schedule(b);
}

WaiterPtr QuotaBroker::State::next_to_start(QuotaBucket& b) {
  const SteadyTime now = runtime.now();
  const auto may_start = [&](const WaiterPtr& waiter) {
    return waiter->request.deadline >= now && b.lane_earliest(waiter->lane, now) <= now;
  };
  WaiterPtr waiter = b.interactive.pop(may_start);
  return waiter ? waiter : b.background.pop(may_start);
}

// Those that could not even be the very next one before their deadline.
void QuotaBroker::State::refuse_hopeless(QuotaBucket& b) {
  if (b.waiting() == 0) return;
  const SteadyTime now = runtime.now();
  const SteadyTime app = earliest(b, 0, now);
  const bool paused = b.pause.until(now) > now;
  const auto start_of = [&](const WaiterPtr& waiter) {
    return std::max(app, b.lane_earliest(waiter->lane, now));
  };
  const auto hopeless = [&](const WaiterPtr& waiter) { return start_of(waiter) > waiter->request.deadline; };
  for (WaitingLine* line : std::array{&b.interactive, &b.background}) {
    for (const WaiterPtr& waiter : line->take_if(hopeless)) {
      finish(waiter, wait_too_long(start_of(waiter) - now, paused));
    }
  }
}

void QuotaBroker::State::schedule(QuotaBucket& b) {
  if (b.waiting() == 0) {
    if (b.timer) runtime.cancel(*std::exchange(b.timer, std::nullopt));
    return;
  }
  const SteadyTime now = runtime.now();
  SteadyTime first_lane = SteadyTime::max();
  const auto look = [&](const WaiterPtr& waiter) {
    first_lane = std::min(first_lane, b.lane_earliest(waiter->lane, now));
  };
  b.interactive.for_each(look);
  b.background.for_each(look);
  pump_at(b, std::max(earliest(b, 0, now), first_lane));
}

void QuotaBroker::State::pump_at(QuotaBucket& b, SteadyTime due) {
  if (b.timer && b.timer_due == due) return;
  if (b.timer) runtime.cancel(*b.timer);
  b.timer_due = due;
  b.timer = runtime.post_at(due, [weak = weak_from_this(), key = b.key] {
    const auto alive = weak.lock();
    if (!alive) return;
    const auto found = alive->buckets.find(key);
    if (found == alive->buckets.end()) return;
    found->second.timer.reset();
    alive->pump(found->second);
  });
}

void QuotaBroker::State::throttled(const QuotaRequest& request, std::int64_t code, std::string_view message,
                                   SteadyTime sent) {
  const auto named = app_id_in(message);
  if (named && request.app_key.empty() && !request.token.empty()) learn_app(request.token, *named);
  const SteadyTime now = runtime.now();
  QuotaBucket& b = bucket(key_of(request));
  const auto lane = code == kAdvertiserPathThrottled ? b.lane_of(request, now) : nullptr;
  (lane ? lane->pause : b.pause).throttled(sent, now);
  refuse_hopeless(b);
  schedule(b);
}

void QuotaBroker::State::learn_app(std::string_view token, std::string_view app_id) {
  if (app_id.empty()) return;
  const std::string from = key_for(token);
  const std::string to = canonical(app_id);
  app_of_token.insert_or_assign(std::string(token), to);
  if (from != to) merge(from, to);
}

void QuotaBroker::State::merge(const std::string& from, const std::string& to) {
  const bool stays = from.empty();
  if (!stays) {
    for (auto& [key, became] : alias) {
      if (became == from) became = to;
    }
    alias.insert_or_assign(from, to);
  }
  const auto source = buckets.find(from);
  if (source == buckets.end()) return;

  QuotaBucket& old = source->second;
  QuotaBucket& target = buckets.try_emplace(to, to, old.limits).first->second;
  target.absorb(old, runtime.system_now());
  const auto belongs = [&](const WaiterPtr& waiter) { return key_of(waiter->request) == to; };
  target.move_waiters_from(old, belongs, runtime.now());
  schedule(old);
  if (!stays) buckets.erase(source);
  pump(target);
}

QuotaBroker::QuotaBroker(Runtime& runtime, QuotaLimits defaults)
    : state_(std::make_shared<State>(runtime, defaults)) {}

QuotaBroker::~QuotaBroker() {
  const auto everyone = [](const WaiterPtr&) { return true; };
  for (auto& [key, b] : state_->buckets) {
    for (WaitingLine* line : std::array{&b.interactive, &b.background}) {
      for (const WaiterPtr& waiter : line->take_if(everyone)) state_->finish(waiter, cancelled());
    }
    state_->schedule(b);
  }
}

Task<Result<void>> QuotaBroker::acquire(QuotaRequest request) {
  const std::shared_ptr<State> state = state_;
  if (request.stop.stop_requested()) co_return Result<void>(cancelled());
  QuotaBucket& b = state->bucket(state->key_of(request));
  if (state->start_now(b, request)) co_return Result<void>();
  std::optional<Error> refused = state->refusal(b, request);
  if (refused) co_return Result<void>(*std::move(refused));

  Callback<Result<void>> granted(
      [&](Callback<Result<void>>::Done done) { state->enqueue(std::move(request), std::move(done)); });
  Result<void> result = co_await granted;
  co_return result;
}

void QuotaBroker::report_throttled(const QuotaRequest& request, std::int64_t tiktok_code,
                                   std::string_view message, SteadyTime sent) {
  state_->throttled(request, tiktok_code, message, sent);
}

void QuotaBroker::report_success(const QuotaRequest& request, SteadyTime sent) {
  QuotaBucket& b = state_->bucket(state_->key_of(request));
  b.pause.succeeded(sent);
  const auto lane = b.lanes.find({request.advertiser_id, request.path});
  if (lane != b.lanes.end()) lane->second->pause.succeeded(sent);
}

std::string QuotaBroker::key_for(std::string_view token) const {
  return state_->key_for(token);
}

void QuotaBroker::learn_app(std::string_view token, std::string_view app_id) {
  state_->learn_app(token, app_id);
}

void QuotaBroker::merge(std::string_view from, std::string_view to) {
  const std::string source = state_->canonical(from);
  const std::string target = state_->canonical(to);
  if (source != target && !target.empty()) state_->merge(source, target);
}

void QuotaBroker::set_limits(std::string_view app_key, QuotaLimits limits) {
  QuotaBucket& b = state_->bucket(state_->canonical(app_key));
  if (b.limits == limits) return;
  b.refit(limits);
  state_->pump(b);
}

QuotaSnapshot QuotaBroker::snapshot(std::string_view app_key) const {
  QuotaSnapshot snapshot;
  snapshot.limits = state_->defaults;
  const auto found = state_->buckets.find(state_->canonical(app_key));
  if (found == state_->buckets.end()) return snapshot;

  const QuotaBucket& b = found->second;
  const SteadyTime now = state_->runtime.now();
  snapshot.limits = b.limits;
  snapshot.used_second = static_cast<std::int64_t>(b.second.used(now));
  snapshot.used_minute = static_cast<std::int64_t>(b.minute.used(now));
  snapshot.used_day = b.day.used(state_->runtime.system_now());
  snapshot.waiting_interactive = b.interactive.size();
  snapshot.waiting_background = b.background.size();
  if (b.pause.until(now) > now) snapshot.paused_until = b.pause.until(now);
  return snapshot;
}

}  // namespace tiktok_marketing::tiktok
