#include "replication/engine.hpp"

#include <algorithm>
#include <cmath>

#include "replication/refusals.hpp"

namespace tiktok_marketing::replication {
namespace {

using namespace std::chrono_literals;

// Who waits longer than this for an answer no longer counts among those under way.
constexpr std::chrono::seconds kSlow{5};
constexpr std::chrono::seconds kLookAroundEvery{1};
constexpr std::chrono::milliseconds kShowEvery{200};
constexpr std::int64_t kMostUnderWay = 32;
constexpr std::size_t kMostFlights = 64;
// Without a budget the program itself is what holds up; a few at once keep both threads busy.
constexpr std::int64_t kUnderWayUnlimited = 4;
constexpr std::size_t kMostWriting = 8;
// A stream that fails this often in a row is left alone until the next run.
constexpr int kMostFailures = 3;

}  // namespace

// Starts the reading and ends when nothing is left to do.
Task<void> Engine::work() {
  stage_ = "reading";
  show_progress(true);
  Callback<bool> working([this](Callback<bool>::Done done) {
    all_done_ = [this, done = std::move(done)] { shop_->runtime().post([done] { done(true); }); };
    look_around_later();
    pump();
  });
  (void)co_await working;
  if (timer_) shop_->runtime().cancel(*std::exchange(timer_, std::nullopt));
}

void Engine::look_around_later() {
  timer_ = shop_->runtime().post_at(shop_->runtime().now() + kLookAroundEvery, [this] {
    timer_.reset();
    if (!all_done_) return;
    pump();
    if (all_done_) look_around_later();
  });
}

void Engine::pump() {
  // A flight that ends at once would call this again from within.
  if (pumping_ || !all_done_) return;
  pumping_ = true;
  if (stop_.stop_requested()) queue_->drop_all();
  while (has_room()) {
    const auto others = queue_->accounts_waiting();
    const auto at_once = static_cast<std::size_t>(wanted_under_way());
    auto item = queue_->take(others > 1 ? std::max<std::size_t>(at_once / 2, 1) : at_once);
    if (!item) break;
    launch(*item);
    if (stop_.stop_requested()) queue_->drop_all();
  }
  pumping_ = false;
  if (queue_->waiting() == 0 && flights_.empty()) std::exchange(all_done_, nullptr)();
}

// As many as the budget can start while an answer is on its way, and some that wait to be next.
std::int64_t Engine::wanted_under_way() const {
  const auto quota = shop_->client->quota();
  if (quota.limits.unlimited) return kUnderWayUnlimited;
  const double latency_s = std::chrono::duration<double>(shop_->client->latency()).count();
  const auto wanted = static_cast<std::int64_t>(std::ceil(quota.limits.qps * latency_s * 1.5)) + 2;
  return std::min(wanted, kMostUnderWay);
}

bool Engine::has_room() const {
  if (queue_->waiting() == 0 || flights_.size() >= kMostFlights) return false;
  const SteadyTime now = shop_->runtime().now();
  // While requests wait for the budget, waiting is nobody's fault.
  const bool budget_is_free = shop_->client->quota().waiting_background == 0;
  std::int64_t weight = 0;
  std::size_t writing = 0;
  for (const auto& flight : flights_) {
    const bool slow = flight->asking_since != SteadyTime::max() && now - flight->asking_since > kSlow;
    if (slow && budget_is_free) continue;
    if (flight->only_writing) {
      ++writing;
    } else {
      weight += flight->weight;
    }
  }
  return weight < wanted_under_way() && writing < kMostWriting;
}

void Engine::launch(const WorkItem& item) {
  auto flight = std::make_shared<Flight>();
  flight->item = item;
  flights_.push_back(flight);
  ::tiktok_marketing::start(fly(flight), [this, flight] {
    std::erase(flights_, flight);
    pump();
  });
}

Task<void> Engine::fly(std::shared_ptr<Flight> flight) {
  const WorkItem item = flight->item;
  auto reading = item.window ? read_report(shop_.get(), flight.get()) : read_list(shop_.get(), flight.get());
  Result<void> outcome = co_await std::move(reading);
  queue_->finish(item);
  StreamCare& care = shop_->accounts[item.account].streams.at(item.stream);
  auto& entry = shop_->ledger.of(*item.stream);
  --care.items_left;
  ++entry.items_done;
  std::optional<Error> refusal;
  if (outcome) {
    care.failures = 0;
  } else {
    const auto judged = judge(outcome.error(), {}, false);
    if (judged.refusal == Refusal::token) stop_for("needs_reauthorization", outcome.error());
    if (judged.refusal == Refusal::storage) stop_for("storage_unavailable", outcome.error());
    if (judged.refusal == Refusal::not_granted) {
      refusal = outcome.error();
      shop_->ledger.note_not_granted(*item.stream, shop_->accounts[item.account].info.id,
                                     outcome.error().message);
      note_failure(item, outcome.error(), true);
    } else if (judged.refusal != Refusal::cancelled && !stop_.stop_requested()) {
      shop_->ledger.note_failure(*item.stream, shop_->accounts[item.account].info.id, outcome.error());
      note_failure(item, outcome.error(), ++care.failures >= kMostFailures);
    }
  }
  if (care.items_left <= 0 && !stop_.stop_requested()) {
    auto settling = settle(item.account, item.stream, refusal ? &*refusal : nullptr);
    co_await std::move(settling);
  }
  show_progress(false);
}

void Engine::note_failure(const WorkItem& item, const Error& error, bool give_up) {
  StreamCare& care = shop_->accounts[item.account].streams.at(item.stream);
  if (care.incomplete.empty()) care.incomplete = error.message;
  care.blocked = true;
  if (!give_up) return;
  const auto gone = static_cast<std::int64_t>(queue_->drop(item.account, *item.stream));
  care.items_left -= gone;
  shop_->ledger.of(*item.stream).items_done += gone;
}

void Engine::stop_for(std::string status, const Error& error) {
  if (!status_.empty()) return;
  status_ = std::move(status);
  error_ = error;
  stop_.request_stop();
}

// Everything of a stream has been tried: what became of it.
Task<void> Engine::settle(std::uint32_t index, const Stream* stream, const Error* refusal) {
  Account& account = shop_->accounts[index];
  const StreamCare& care = account.streams.at(stream);
  if (stream->tells_attribution && (!care.blocked || refusal != nullptr)) {
    // Where no ad group tells, or none may be read, it is not known.
    auto putting = put_conversion_days(index, refusal == nullptr ? std::max(account.longest_window, 0) : 0);
    co_await std::move(putting);
  }
  auto state = context::StreamState::ready;
  if (care.blocked) state = context::StreamState::failed;
  if (refusal != nullptr) state = context::StreamState::not_granted;
  auto putting = put_state(index, stream, state, care.incomplete);
  co_await std::move(putting);
}

Task<void> Engine::put_conversion_days(std::uint32_t index, int days) {
  context::AdvertiserInfo& info = shop_->accounts[index].info;
  if (info.conversion_days == days) co_return;
  info.conversion_days = days;
  auto store = shop_->store;
  auto putting = shop_->disk.run([store, info] { return store->put_advertisers({info}); });
  auto outcome = co_await std::move(putting);
  if (!outcome) note_store_error(outcome.error());
}

// Of small facts whose loss the next run makes up for; only a disk that takes nothing more ends this one.
void Engine::note_store_error(const Error& error) {
  if (error.type == ErrorType::storage_unavailable) stop_for("storage_unavailable", error);
}

Task<void> Engine::put_state(std::uint32_t index, const Stream* stream, context::StreamState state,
                             std::string reason) {
  Account& account = shop_->accounts[index];
  context::StreamStatus& known = account.streams.at(stream).before;
  std::optional<Date> wanted;
  if (stream->kind == StreamKind::report) wanted = account.from;
  if (known.state == state && known.reason == reason && known.wanted_from == wanted) co_return;
  known.state = state;
  known.reason = reason;
  known.wanted_from = wanted;
  auto store = shop_->store;
  auto putting = shop_->disk.run([store, key = known.stream, state, reason = std::move(reason), wanted] {
    return store->set_state(key, state, reason, wanted);
  });
  auto outcome = co_await std::move(putting);
  if (!outcome) note_store_error(outcome.error());
}

void Engine::show_progress(bool now) {
  if (!progress_) return;
  const SteadyTime time = shop_->runtime().now();
  if (!now && shown_ != SteadyTime::min() && time - shown_ < kShowEvery) return;
  shown_ = time;
  Progress progress = shop_->ledger.progress();
  progress.stage = stage_;
  progress.advertisers = static_cast<std::int64_t>(shop_->accounts.size());
  const auto quota = shop_->client->quota();
  progress.qps = quota.limits.unlimited ? 0 : quota.limits.qps;
  progress.requests_today = quota.used_day;
  progress.waiting = static_cast<std::int64_t>(quota.waiting_background);
  progress.elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(time - began_);
  progress_(progress);
}

}  // namespace tiktok_marketing::replication
