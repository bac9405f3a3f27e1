#include <algorithm>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "base/date.hpp"
#include "context/finality.hpp"
#include "replication/engine.hpp"
#include "replication/questions.hpp"
#include "replication/reconcile.hpp"
#include "replication/refusals.hpp"

// Engine: what happens before and after the reading.
namespace tiktok_marketing::replication {
namespace {

using context::StreamState;

constexpr int kRunsLookedAt = 10;

/// By entity, the days that are read of all advertisers of which any are: a run moves them on.
Json covered_in(const std::vector<context::StreamStatus>& known) {
  Json out{Json::Object{}};
  for (const auto& stream : streams()) {
    std::optional<DateRange> common;
    for (const auto& status : known) {
      if (status.stream.entity != stream.entity->name || status.covered.empty()) continue;
      const auto& newest = status.covered.back();
      if (!common) common = DateRange{newest.first, newest.last};
      common = DateRange{std::max(common->start, newest.first), std::min(common->end, newest.last)};
    }
    if (!common || common->start > common->end) continue;
    Json days;
    days.set("oldest_complete", format_date(common->start));
    days.set("newest_complete", format_date(common->end));
    out.set(stream.entity->name, std::move(days));
  }
  return out;
}

std::vector<const Stream*> wanted_streams(const std::vector<std::string>& entities) {
  std::vector<const Stream*> wanted;
  for (const auto& stream : streams()) {
    if (entities.empty() || std::ranges::find(entities, stream.entity->name) != entities.end())
      wanted.push_back(&stream);
  }
  return wanted;
}

bool wants_windows(const std::vector<const Stream*>& wanted) {
  return std::ranges::any_of(wanted, [](const Stream* stream) { return stream->tells_attribution; });
}

// Runs that nobody ended: their process was killed.
Result<void> close_dead_runs(context::Store& store, SystemTime now) {
  auto runs = store.runs(kRunsLookedAt, 0);
  if (!runs) return std::move(runs).error();
  if (runs->as_array() == nullptr) return {};
  for (const Json& run : *runs->as_array()) {
    if (run.text_of("status") != "running") continue;
    const Result<void> ended =
        store.end_run(run.int_of("id").value_or(0), "interrupted", Json::Object{}, now);
    if (!ended) return ended;
  }
  return {};
}

// What an advertiser's store row says until its ad groups are listed: as long as any window can be, so that
// nothing counts as final too soon.
void assume_longest_window(context::AdvertiserInfo& info, const std::vector<context::AdvertiserInfo>& known,
                           bool will_be_listed) {
  const auto before = std::ranges::find(known, info.id, &context::AdvertiserInfo::id);
  if (before != known.end()) {
    info.conversion_days = before->conversion_days;
  } else if (will_be_listed) {
    info.conversion_days = context::kMostConversionDays;
  }
}

using Unreadable = std::vector<std::pair<std::string, Error>>;

// Advertisers the store knows that TikTok's list of what the token reads has no more.
Unreadable no_longer_granted(const std::vector<context::AdvertiserInfo>& known,
                             const std::vector<context::AdvertiserInfo>& found,
                             const Unreadable& unreadable) {
  Unreadable gone;
  for (const auto& each : known) {
    const bool there =
        std::ranges::find(found, each.id, &context::AdvertiserInfo::id) != found.end() ||
        std::ranges::find(unreadable, each.id, &Unreadable::value_type::first) != unreadable.end();
    if (there) continue;
    Error error;
    error.type = ErrorType::upstream_permission_denied;
    error.message = "the token no longer grants this advertiser";
    gone.emplace_back(each.id, std::move(error));
  }
  return gone;
}

}  // namespace

Engine::Engine(std::unique_ptr<Shop> shop, SyncOptions options, AdvertiserSource source, bool simulated,
               Sync::OnProgress progress, std::stop_token stop)
    : shop_(std::move(shop)),
      options_(std::move(options)),
      source_(std::move(source)),
      simulated_(simulated),
      progress_(std::move(progress)),
      on_stop_(std::move(stop), [stop = stop_]() mutable { stop.request_stop(); }),
      wanted_(wanted_streams(options_.entities)),
      began_(shop_->runtime().now()) {
  shop_->stop = stop_.get_token();
  shop_->caller = options_.caller;
  shop_->progressed = [this] { show_progress(false); };
}

Task<Result<SyncReport>> Engine::run() {
  show_progress(true);
  auto discovering = discover(shop_->client, source_, shop_->context(shop_->ledger.other_requests()));
  auto discovery = co_await std::move(discovering);
  if (!discovery) {
    auto reporting = report_failure(std::move(discovery).error());
    co_return co_await std::move(reporting);
  }
  auto store = shop_->store;
  auto claiming = shop_->disk.run(
      [store, owner = context::Owner{.tiktok_user = discovery->user,
                                     .app_id = source_.app_id,
                                     .simulated = simulated_,
                                     .token_mark = options_.token_mark}] { return store->claim(owner); });
  auto claimed = co_await std::move(claiming);
  if (!claimed) co_return std::move(claimed).error();
  auto beginning = begin_run();
  auto begun = co_await std::move(beginning);
  if (!begun) co_return std::move(begun).error();

  auto preparing = prepare(std::move(*discovery));
  auto prepared = co_await std::move(preparing);
  if (!prepared) {
    stop_for(prepared.error().type == ErrorType::storage_unavailable ? "storage_unavailable" : "failed",
             prepared.error());
  } else {
    auto working = work();
    co_await std::move(working);
    stage_ = "comparing";
    show_progress(true);
    auto concluding = conclude();
    auto concluded = co_await std::move(concluding);
    if (!concluded)
      stop_for(concluded.error().type == ErrorType::storage_unavailable ? "storage_unavailable" : "failed",
               concluded.error());
  }
  auto reporting = report();
  co_return co_await std::move(reporting);
}

Task<Result<void>> Engine::begin_run() {
  auto store = shop_->store;
  auto beginning = shop_->disk.run([store, kind = options_.kind, now = shop_->runtime().system_now()] {
    auto closed = close_dead_runs(*store, now);
    return closed ? store->begin_run(kind, now) : Result<std::int64_t>(std::move(closed).error());
  });
  auto run = co_await std::move(beginning);
  if (!run) co_return std::move(run).error();
  shop_->run = *run;
  co_return Result<void>();
}

Task<Result<void>> Engine::prepare(Discovery discovery) {
  auto store = shop_->store;
  if (options_.full_refresh) {
    std::vector<std::string> names;
    for (const auto* stream : wanted_) names.emplace_back(stream->entity->name);
    auto clearing = shop_->disk.run([store, names = std::move(names)] { return store->clear(names); });
    auto cleared = co_await std::move(clearing);
    if (!cleared) co_return cleared;
  }
  auto storing = store_accounts(std::move(discovery));
  auto stored = co_await std::move(storing);
  if (!stored) co_return stored;
  auto reading = read_states();
  auto read = co_await std::move(reading);
  if (!read) co_return read;
  plan();
  auto announcing = announce();
  co_return co_await std::move(announcing);
}

Task<Result<void>> Engine::store_accounts(Discovery discovery) {
  const SystemTime now = shop_->runtime().system_now();
  auto store = shop_->store;
  auto asking = shop_->disk.run([store] { return store->advertisers(); });
  auto known = co_await std::move(asking);
  if (!known) co_return std::move(known).error();

  std::vector<context::AdvertiserInfo> infos;
  std::vector<context::Commit> commits;
  const Stream* accounts = wanted_.front()->kind == StreamKind::accounts ? wanted_.front() : nullptr;
  for (auto& found : discovery.advertisers) {
    assume_longest_window(found.info, *known, wants_windows(wanted_));
    Account account;
    account.info = found.info;
    auto today = local_date(now, found.info.time_zone);
    account.today = today ? *today : std::chrono::floor<std::chrono::days>(now);
    account.from = std::max(options_.start_date, found.info.created.value_or(options_.start_date));
    account.from = std::min(account.from, account.today);
    shop_->accounts.push_back(std::move(account));
    infos.push_back(found.info);
    context::Commit commit;
    commit.stream = {std::string(accounts_stream().entity->name), found.info.id};
    commit.pages.push_back(std::move(found.row));
    commit.run = shop_->run;
    commit.read_at = now;
    commit.started_at = now;
    commit.listing_done = true;
    commits.push_back(std::move(commit));
  }
  const auto rows = static_cast<std::int64_t>(commits.size());
  if (accounts == nullptr) commits.clear();
  auto unreadable = std::move(discovery.unreadable);
  if (source_.ids.empty()) {
    for (auto& gone : no_longer_granted(*known, infos, unreadable)) unreadable.push_back(std::move(gone));
  }
  auto wanted = wanted_;
  auto writing =
      shop_->disk.run([store, infos = std::move(infos), commits = std::move(commits), unreadable = unreadable,
                       wanted = std::move(wanted)]() -> Result<context::CommitCount> {
        if (auto put = store->put_advertisers(infos); !put) return std::move(put).error();
        context::CommitCount all;
        for (const auto& commit : commits) {
          auto count = store->commit(commit);
          if (!count) return count;
          all.inserted += count->inserted;
          all.changed += count->changed;
          all.unchanged += count->unchanged;
          const Result<void> ready = store->set_state(commit.stream, StreamState::ready, {}, std::nullopt);
          if (!ready) return ready.error();
        }
        for (const auto& [id, error] : unreadable) {
          for (const auto* stream : wanted) {
            const Result<void> put = store->set_state({std::string(stream->entity->name), id},
                                                      StreamState::not_granted, error.message, std::nullopt);
            if (!put) return put.error();
          }
        }
        return all;
      });
  auto written = co_await std::move(writing);
  if (!written) co_return std::move(written).error();
  for (const auto& [id, error] : unreadable)
    shop_->ledger.note_not_granted(accounts_stream(), id, error.message);
  if (accounts != nullptr) {
    shop_->ledger.note_written(*accounts, rows, *written);
    shop_->ledger.of(*accounts).items = shop_->ledger.of(*accounts).items_done = 1;
  }
  co_return Result<void>();
}

Task<Result<void>> Engine::read_states() {
  struct State {
    std::vector<context::StreamStatus> streams;
    Notebook notes;
  };
  auto store = shop_->store;
  auto asking = shop_->disk.run([store]() -> Result<State> {
    auto statuses = store->streams();
    if (!statuses) return std::move(statuses).error();
    auto listings = store->note(Notebook::kListings);
    if (!listings) return std::move(listings).error();
    auto excludes = store->note(Notebook::kExcludes);
    if (!excludes) return std::move(excludes).error();
    return State{std::move(*statuses), Notebook(std::move(*listings), std::move(*excludes))};
  });
  auto state = co_await std::move(asking);
  if (!state) co_return std::move(state).error();
  shop_->notes = std::move(state->notes);
  covered_before_ = covered_in(state->streams);
  for (auto& account : shop_->accounts) {
    for (const auto* stream : wanted_) {
      account.streams[stream].before.stream = {std::string(stream->entity->name), account.info.id};
    }
  }
  std::map<std::string, Account*, std::less<>> by_id;
  for (auto& account : shop_->accounts) by_id[account.info.id] = &account;
  for (auto& status : state->streams) {
    const auto account = by_id.find(status.stream.advertiser_id);
    const Stream* stream = find_stream(status.stream.entity);
    if (account == by_id.end() || stream == nullptr) continue;
    const auto care = account->second->streams.find(stream);
    if (care == account->second->streams.end()) continue;
    care->second.refused = status.missing_metrics;
    care->second.before = std::move(status);
  }
  co_return Result<void>();
}

bool Engine::is_due_in_full(const Account& account, const Stream& stream, const StreamCare& care) const {
  const SystemTime now = shop_->runtime().system_now();
  const auto fresh = [&](std::optional<SystemTime> at) { return at && now - *at < kFullListingEvery; };
  return !fresh(care.before.listed_at) &&
         !fresh(shop_->notes.partly_listed_at(stream.entity->name, account.info.id));
}

void Engine::plan_account(std::uint32_t index, std::vector<WorkItem>& items) {
  Account& account = shop_->accounts[index];
  std::vector<WorkItem> own;
  for (auto& [stream, care] : account.streams) {
    if (stream->kind == StreamKind::list) {
      care.due_in_full = is_due_in_full(account, *stream, care);
      own.push_back({index, stream, std::nullopt, 0});
    }
    if (stream->kind != StreamKind::report) continue;
    ReportState state{.today = account.today,
                      .from = account.from,
                      .read = {},
                      .lookback_days = options_.lookback_days,
                      .conversion_days = account.info.conversion_days};
    for (const auto& reading : care.before.readings) {
      const auto day = local_date(reading.read_at, account.info.time_zone);
      const Date utc = std::chrono::floor<std::chrono::days>(reading.read_at);
      state.read.push_back({reading.first, reading.last, day ? *day : utc});
    }
    add_items(own, index, *stream, plan_report(state), account.today);
  }
  // What will be read again says nothing yet about which days have rows.
  const auto own_report = account.streams.find(&account_report());
  if (own_report != account.streams.end()) {
    std::vector<DateRange> again;
    for (const auto& item : own) {
      if (item.stream == &account_report()) again.push_back(*item.window);
    }
    for (const auto& piece : own_report->second.before.readings) {
      for (Date day = piece.first; day <= piece.last; day += std::chrono::days{1}) {
        const bool kept = std::ranges::none_of(
            again, [&](const DateRange& window) { return overlap(window, DateRange{day, day}); });
        if (!kept) continue;
        if (!account.own_days.empty() && account.own_days.back().last + std::chrono::days{1} == day &&
            account.own_days.back().read_at == piece.read_at) {
          account.own_days.back().last = day;
        } else {
          account.own_days.push_back({day, day, piece.read_at});
        }
      }
    }
  }
  for (const auto& item : own) {
    ++account.streams.at(item.stream).items_left;
    ++shop_->ledger.of(*item.stream).items;
  }
  items.insert(items.end(), own.begin(), own.end());
}

void Engine::plan() {
  std::vector<WorkItem> items;
  for (std::uint32_t i = 0; i < shop_->accounts.size(); ++i) plan_account(i, items);
  queue_.emplace(shop_->accounts.size(), std::move(items));
}

// Says what will be there, so that answers can tell what is missing while it is read.
Task<Result<void>> Engine::announce() {
  struct Announcement {
    context::StreamKey key;
    std::optional<Date> wanted;
    StreamState state;
    std::string reason;
  };
  std::vector<Announcement> news;
  for (auto& account : shop_->accounts) {
    for (auto& [stream, care] : account.streams) {
      if (stream->kind == StreamKind::accounts) continue;
      std::optional<Date> wanted;
      if (stream->kind == StreamKind::report) wanted = account.from;
      const bool first = care.before.state == StreamState::pending;
      if (!first && care.before.wanted_from == wanted) continue;
      const StreamState state = first ? StreamState::reading : care.before.state;
      news.push_back({care.before.stream, wanted, state, care.before.reason});
      care.before.state = state;
      care.before.wanted_from = wanted;
    }
  }
  auto store = shop_->store;
  auto telling = shop_->disk.run([store, news = std::move(news)]() -> Result<void> {
    for (const auto& each : news) {
      const Result<void> put = store->set_state(each.key, each.state, each.reason, each.wanted);
      if (!put) return put.error();
    }
    return {};
  });
  co_return co_await std::move(telling);
}

Task<Result<void>> Engine::conclude() {
  if (!stop_.stop_requested()) {
    auto checking = check_gmv_max();
    auto checked = co_await std::move(checking);
    if (!checked) co_return checked;
  }
  if (!stop_.stop_requested()) {
    auto store = shop_->store;
    Date since = Date::max();
    for (const auto& account : shop_->accounts)
      since = std::min(since, account.today - std::chrono::days{kRecentDays - 1});
    auto comparing =
        shop_->disk.run([store, since, wanted = wanted_] { return compare_levels(*store, wanted, since); });
    auto gaps = co_await std::move(comparing);
    if (!gaps) co_return std::move(gaps).error();
    gaps_ = std::move(*gaps);
  }
  auto keeping = keep_notes();
  co_return co_await std::move(keeping);
}

namespace {

// How many campaigns TikTok's own endpoint for them has; nullopt where it does not say.
Task<std::optional<std::int64_t>> count_gmv_max(Shop* shop, std::string advertiser_id) {
  Json filter;
  filter.set("gmv_max_promotion_types", Json::Array{"PRODUCT_GMV_MAX", "LIVE_GMV_MAX"});
  tiktok::GetRequest request{.path = "/gmv_max/campaign/get/",
                             .params = {{"advertiser_id", Json(advertiser_id)},
                                        {"filtering", std::move(filter)},
                                        {"page", Json(1)},
                                        {"page_size", Json(1)}},
                             .records_key = "list",
                             .advertiser_id = advertiser_id};
  auto context = shop->context(shop->ledger.other_requests());
  auto asking = tiktok::Client::get(shop->client, std::move(request), std::move(context));
  auto answer = co_await std::move(asking);
  if (!answer || !answer->page_info) co_return std::nullopt;
  co_return answer->page_info->total_number;
}

}  // namespace

Task<Result<void>> Engine::check_gmv_max() {
  const SystemTime now = shop_->runtime().system_now();
  auto store = shop_->store;
  auto asking = shop_->disk.run([store] { return campaigns_held_by_gmv_max(store->database()); });
  auto held = co_await std::move(asking);
  if (!held) co_return std::move(held).error();
  std::vector<std::pair<std::string, Pending<std::optional<std::int64_t>>>> counting;
  for (const auto& account : shop_->accounts) {
    if (!shop_->notes.gmv_max_due(account.info.id, now)) continue;
    counting.emplace_back(account.info.id,
                          Pending<std::optional<std::int64_t>>(count_gmv_max(shop_.get(), account.info.id)));
  }
  for (auto& [id, count] : counting) {
    const auto campaigns = co_await count;
    const auto found = held->find(id);
    shop_->notes.note_gmv_max(id, campaigns, found == held->end() ? 0 : found->second, now);
  }
  co_return Result<void>();
}

Task<Result<void>> Engine::keep_notes() {
  auto store = shop_->store;
  auto keeping = shop_->disk.run([store, notes = shop_->notes, gaps = gaps_]() -> Result<void> {
    if (auto put = store->put_note(Notebook::kListings, notes.listings()); !put) return put;
    if (auto put = store->put_note(Notebook::kExcludes, notes.excludes()); !put) return put;
    if (gaps.is_null()) return {};
    return store->put_note(kReconciliationNote, gaps);
  });
  co_return co_await std::move(keeping);
}

Task<Result<SyncReport>> Engine::report() {
  const auto& failures = shop_->ledger.failures();
  if (status_.empty() && stop_.stop_requested()) {
    status_ = "cancelled";
    error_ = Error{.type = ErrorType::cancelled,
                   .message = "the sync was stopped",
                   .hint = "What was read is kept; the next sync goes on from there."};
  }
  if (status_.empty()) {
    status_ = failures.empty() ? "succeeded" : "partial";
    if (!failures.empty()) error_ = failures.front().error;
  }
  SyncReport report;
  report.run = shop_->run;
  report.status = status_;
  report.error = error_;
  report.rows = shop_->ledger.rows();
  report.requests = shop_->ledger.requests();
  report.took = std::chrono::duration_cast<std::chrono::milliseconds>(shop_->runtime().now() - began_);
  report.details = shop_->ledger.details();
  report.details.set("took_ms", report.took.count());
  if (error_) {
    if (auto error = Json::parse(to_json(*error_))) report.details.set("error", std::move(*error));
  }
  if (!covered_before_.is_null()) report.details.set("covered_before", covered_before_);
  auto store = shop_->store;
  auto ending = shop_->disk.run([store, &report, now = shop_->runtime().system_now()] {
    // On a disk that is full there may be nothing to say.
    if (const auto known = store->streams()) report.details.set("covered_after", covered_in(*known));
    return store->end_run(report.run, report.status, report.details, now);
  });
  auto ended = co_await std::move(ending);
  stage_ = "done";
  show_progress(true);
  // A full disk is in the report already; anything else is news.
  if (!ended && report.status != "storage_unavailable") co_return std::move(ended).error();
  co_return report;
}

// The run that did not get as far as an advertiser: it stands in the history all the same.
Task<Result<SyncReport>> Engine::report_failure(Error error) {
  const auto judged = judge(error, {}, false);
  if (judged.refusal == Refusal::cancelled) {
    stop_.request_stop();
  } else {
    stop_for(judged.refusal == Refusal::token ? "needs_reauthorization" : "failed", error);
  }
  auto beginning = begin_run();
  auto begun = co_await std::move(beginning);
  if (!begun) co_return std::move(begun).error();
  auto reporting = report();
  co_return co_await std::move(reporting);
}

}  // namespace tiktok_marketing::replication
