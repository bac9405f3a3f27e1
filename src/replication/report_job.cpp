#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "context/coverage.hpp"
#include "replication/job.hpp"
#include "replication/questions.hpp"
#include "replication/refusals.hpp"

namespace tiktok_marketing::replication {
namespace {

// As many metrics as could be named one after another before something else must be wrong.
constexpr int kMostRefusals = 10;

struct Window {
  Shop* shop;
  Flight* flight;
  const Stream* stream;
  Account* account;
  StreamCare* care;
  DateRange days;
  SystemTime started;
  std::shared_ptr<std::int64_t> requests;

  [[nodiscard]] Finish finish(bool whole) const {
    Finish finish{.key = {std::string(stream->entity->name), account->info.id},
                  .window = {},
                  .listing = false,
                  .started_at = started,
                  .refused_metrics = care->refused};
    if (whole) finish.window = {days.start, days.end};
    return finish;
  }
};

Window window_of(Shop* shop, Flight* flight) {
  const Stream* stream = flight->item.stream;
  Account* account = &shop->accounts[flight->item.account];
  return {.shop = shop,
          .flight = flight,
          .stream = stream,
          .account = account,
          .care = &account->streams.at(stream),
          .days = *flight->item.window,
          .started = shop->runtime().system_now(),
          .requests = shop->ledger.of(*stream).requests};
}

Result<std::unique_ptr<Reading>> open_window(const Window& window, std::span<const std::string> campaigns) {
  const Json params =
      report_params(*window.stream, window.account->info.id, window.days, window.care->refused, campaigns);
  return Reading::open(window.shop->client, *window.stream, params, window.shop->context(window.requests));
}

// The oldest reading of the account's own report within these days; nullopt when it lacks a day.
std::optional<SystemTime> own_report_read_at(const Account& account, DateRange days) {
  if (!context::gaps(account.own_days, {days.start, days.end}).empty()) return std::nullopt;
  SystemTime oldest = SystemTime::max();
  for (const auto& piece : account.own_days) {
    if (piece.first <= days.end && days.start <= piece.last) oldest = std::min(oldest, piece.read_at);
  }
  return oldest;
}

// Where the account's own report has no row, lower levels have none: nothing is asked. True then.
Task<Result<bool>> known_to_be_empty(Window window) {
  if (window.stream == &account_report()) co_return false;
  const auto read_at = own_report_read_at(*window.account, window.days);
  if (!read_at) co_return false;
  auto store = window.shop->store;
  auto asking = window.shop->disk.run([store, days = window.days, id = window.account->info.id] {
    return has_rows(store->database(), account_report(), id, days);
  });
  auto any = co_await std::move(asking);
  if (!any) co_return std::move(any).error();
  if (*any) co_return false;
  Finish finish = window.finish(true);
  finish.started_at = std::min(*read_at, window.started);
  auto writing = write(window.shop, window.stream, std::nullopt, std::move(finish), true, {});
  auto written = co_await std::move(writing);
  if (!written) co_return std::move(written).error();
  ++window.shop->ledger.of(*window.stream).skipped;
  co_return true;
}

using Ids = std::vector<std::string>;

// The rows of some campaigns; where even that is too much, of half of them.
Task<Result<void>> read_part(Window window, Ids campaigns) {
  auto reading = open_window(window, campaigns);
  if (!reading) co_return std::move(reading).error();
  auto pouring = pour(window.shop, window.flight, reading->get(), window.finish(false), {});
  auto poured = co_await std::move(pouring);
  const bool too_large = !poured && judge(poured.error(), {}, false).refusal == Refusal::too_large;
  if (!poured && !too_large) co_return std::move(poured).error();
  if (poured && !poured->cut) {
    if (!poured->why_incomplete.empty()) window.care->incomplete = poured->why_incomplete;
    co_return Result<void>();
  }
  if (campaigns.size() == 1) {
    window.care->incomplete =
        fmt::format("campaign {} alone has more ids than TikTok reports", campaigns.front());
    co_return Result<void>();
  }
  const auto middle = std::next(campaigns.begin(), static_cast<std::ptrdiff_t>(campaigns.size() / 2));
  Ids left(campaigns.begin(), middle);
  Ids right(middle, campaigns.end());
  auto first = read_part(window, std::move(left));
  auto outcome = co_await std::move(first);
  if (!outcome) co_return outcome;
  auto second = read_part(window, std::move(right));
  co_return co_await std::move(second);
}

// The window campaign by campaign, a hundred at a time, because TikTok does not give it whole.
Task<Result<void>> read_in_parts(Window window, Error why) {
  auto store = window.shop->store;
  auto asking = window.shop->disk.run(
      [store, id = window.account->info.id] { return campaign_ids_of(store->database(), id); });
  auto ids = co_await std::move(asking);
  if (!ids) co_return std::move(ids).error();
  if (ids->empty() || window.stream->status_filter.empty()) co_return why;
  window.care->incomplete.clear();
  for (std::size_t from = 0; from < ids->size(); from += kMostIds) {
    const auto to = std::min(from + kMostIds, ids->size());
    Ids batch(std::next(ids->begin(), static_cast<std::ptrdiff_t>(from)),
              std::next(ids->begin(), static_cast<std::ptrdiff_t>(to)));
    auto reading = read_part(window, std::move(batch));
    auto outcome = co_await std::move(reading);
    if (!outcome) co_return outcome;
  }
  const bool complete = window.care->incomplete.empty();
  auto writing = write(window.shop, window.stream, std::nullopt, window.finish(true), complete, {});
  auto written = co_await std::move(writing);
  if (!written) co_return std::move(written).error();
  co_return Result<void>();
}

Error left_rows_out(const Window& window, const std::string& why) {
  return Error{
      .type = ErrorType::upstream_error,
      .message = fmt::format("{} from {} to {} could not be read whole: {}", window.stream->entity->name,
                             format_date(window.days.start), format_date(window.days.end), why),
      .hint = "The rows that came are kept; the window is read again with the next run."};
}

void forget_metrics(const Window& window, std::vector<std::string> metrics) {
  window.shop->ledger.note_refused_metrics(*window.stream, metrics);
  for (auto& metric : metrics) window.care->refused.push_back(std::move(metric));
}

Task<Result<void>> read_window(Window window) {
  for (int refusals = 0;; ++refusals) {
    auto reading = open_window(window, {});
    if (!reading) co_return std::move(reading).error();
    auto pouring = pour(window.shop, window.flight, reading->get(), window.finish(true), {});
    auto poured = co_await std::move(pouring);
    if (poured && poured->why_incomplete.empty()) co_return Result<void>();
    if (poured && !poured->cut) co_return left_rows_out(window, poured->why_incomplete);
    if (poured) {
      auto whole = read_in_parts(window, left_rows_out(window, poured->why_incomplete));
      co_return co_await std::move(whole);
    }
    const auto judged = judge(poured.error(), window.stream->metrics, false);
    if (judged.refusal == Refusal::too_large) {
      auto whole = read_in_parts(window, poured.error());
      co_return co_await std::move(whole);
    }
    if (judged.refusal != Refusal::metrics || refusals >= kMostRefusals) co_return std::move(poured).error();
    forget_metrics(window, judged.metrics);
  }
}

}  // namespace

Task<Result<void>> read_report(Shop* shop, Flight* flight) {
  Window window = window_of(shop, flight);
  auto looking = known_to_be_empty(window);
  auto empty = co_await std::move(looking);
  if (!empty) co_return std::move(empty).error();
  if (*empty) co_return Result<void>();
  auto reading = read_window(window);
  auto outcome = co_await std::move(reading);
  if (outcome && window.stream == &account_report() && window.care->incomplete.empty()) {
    window.account->own_days =
        context::with_reading(window.account->own_days, {window.days.start, window.days.end, window.started});
  }
  co_return outcome;
}

}  // namespace tiktok_marketing::replication
