#include <algorithm>
#include <iterator>

#include "context/finality.hpp"
#include "replication/job.hpp"
#include "replication/questions.hpp"
#include "replication/refusals.hpp"

namespace tiktok_marketing::replication {
namespace {

// TikTok's limit where TopView is asked for; rare listings have few rows anyway.
constexpr std::int64_t kRarePageSize = 100;

constexpr std::string_view kWindowFields[] = {"click_attribution_window", "view_attribution_window",
                                              "engaged_view_attribution_window"};

// What the rows of a listing tell beside themselves; filled where they are written.
struct Findings {
  Statuses before;
  std::vector<std::string> changed;  // objects whose status is another than before
  int longest_window = -1;
};

void look_at_statuses(const Stream& stream, const Records& rows, Findings& findings) {
  for (const auto row : rows) {
    const auto id = row.text(stream.entity->primary_key.front());
    const auto known = id ? findings.before.find(*id) : findings.before.end();
    if (known == findings.before.end()) continue;
    if (known->second != status_text(row.text("operation_status"), row.text("secondary_status")))
      findings.changed.push_back(*id);
  }
}

void look_at_windows(const Records& rows, Findings& findings) {
  for (const auto row : rows) {
    for (const auto field : kWindowFields) {
      const auto days = context::days_of_window(row.text(field).value_or(""));
      if (days) findings.longest_window = std::max(findings.longest_window, *days);
    }
  }
}

Look look_for(const Stream* stream, const std::shared_ptr<Findings>& findings) {
  if (!stream->status_reaches_down) return {};
  return [stream, findings](const Records& rows) {
    look_at_statuses(*stream, rows, *findings);
    if (stream->tells_attribution) look_at_windows(rows, *findings);
  };
}

struct Listing {
  Shop* shop;
  Flight* flight;
  const Stream* stream;
  Account* account;
  StreamCare* care;
  SystemTime started;
  std::shared_ptr<std::int64_t> requests;

  [[nodiscard]] Finish finish(bool whole) const {
    return {.key = {std::string(stream->entity->name), account->info.id},
            .window = {},
            .listing = whole,
            .started_at = started,
            .refused_metrics = {}};
  }
};

Listing listing_of(Shop* shop, Flight* flight) {
  const Stream* stream = flight->item.stream;
  Account* account = &shop->accounts[flight->item.account];
  return {.shop = shop,
          .flight = flight,
          .stream = stream,
          .account = account,
          .care = &account->streams.at(stream),
          .started = shop->runtime().system_now(),
          .requests = shop->ledger.of(*stream).requests};
}

Result<std::unique_ptr<Reading>> open_listing(const Listing& listing, const std::string& filtering,
                                              std::int64_t page_size) {
  Json params = list_params(*listing.stream, listing.account->info.id, filtering);
  params.set("page_size", page_size);
  return Reading::open(listing.shop->client, *listing.stream, params,
                       listing.shop->context(listing.requests));
}

// One listing by one filter; smaller pages where TikTok does not take large ones.
Task<Result<Poured>> list_by(Listing listing, std::string filtering, std::int64_t page_size, Finish finish,
                             Look look) {
  const std::int64_t safe = listing.stream->safe_page_size;
  for (;;) {
    auto reading = open_listing(listing, filtering, page_size);
    if (!reading) co_return std::move(reading).error();
    auto pouring = pour(listing.shop, listing.flight, reading->get(), finish, look);
    auto poured = co_await std::move(pouring);
    if (poured || page_size <= safe) co_return poured;
    const auto judged = judge(poured.error(), {}, true);
    if (judged.refusal != Refusal::page_size) co_return poured;
    page_size = safe;
  }
}

bool is_topmost(const Stream& stream) {
  const Stream* above = find_stream(stream.entity->parent);
  return above != nullptr && above->kind == StreamKind::accounts;
}

// The rare listings to read besides the ordinary one. The topmost list tries them all from time to time and
// notes where it found rows; those below follow it, and try for themselves where it was not read.
std::vector<std::size_t> rare_of(const Listing& listing) {
  const auto& notes = listing.shop->notes;
  const std::string& id = listing.account->info.id;
  const auto found = notes.rare_found(id);
  const bool try_all = notes.rare_due(id, listing.started);
  std::vector<std::size_t> numbers;
  for (std::size_t i = 0; i < listing.stream->rare.size(); ++i) {
    if (try_all || found.contains(i)) numbers.push_back(i);
  }
  return numbers;
}

// Those to ask for changes: rows of a rare kind hardly change but with those above them.
std::vector<std::size_t> rare_changes_of(const Listing& listing) {
  std::vector<std::size_t> numbers = rare_of(listing);
  if (listing.shop->notes.rare_due(listing.account->info.id, listing.started)) return numbers;
  std::erase_if(numbers, [&](std::size_t number) { return !listing.account->rare_changed.contains(number); });
  return numbers;
}

// The rare listings, before the ordinary one, whose last commit completes them all. A filter that TikTok does
// not take here finds nothing, unless it found rows before.
Task<Result<std::string>> list_rare(Listing listing, std::vector<std::size_t> numbers, Look look) {
  const Stream& stream = *listing.stream;
  Notebook& notes = listing.shop->notes;
  const std::string& id = listing.account->info.id;
  const auto known = notes.rare_found(id);
  std::string incomplete;
  std::set<std::size_t> found;
  for (const auto number : numbers) {
    auto next = list_by(listing, stream.rare[number], kRarePageSize, listing.finish(false), look);
    auto poured = co_await std::move(next);
    if (poured && poured->rows > 0) found.insert(number);
    if (poured && poured->inserted + poured->changed > 0) listing.account->rare_changed.insert(number);
    if (poured && incomplete.empty()) incomplete = poured->why_incomplete;
    if (poured) continue;
    if (poured.error().kind() != ErrorKind::invalid || known.contains(number))
      co_return std::move(poured).error();
    listing.shop->ledger.note_not_granted(stream, id, poured.error().message);
  }
  if (is_topmost(stream) && !numbers.empty()) notes.note_rare(id, found, listing.started);
  co_return incomplete;
}

Task<Result<void>> list_everything(Listing listing, Look look) {
  const Stream& stream = *listing.stream;
  auto rare = list_rare(listing, rare_of(listing), look);
  auto incomplete = co_await std::move(rare);
  if (!incomplete) co_return std::move(incomplete).error();
  auto ordinary =
      list_by(listing, stream.filtering, stream.page_size, listing.finish(incomplete->empty()), look);
  auto poured = co_await std::move(ordinary);
  if (!poured) co_return std::move(poured).error();
  listing.care->incomplete = incomplete->empty() ? poured->why_incomplete : *incomplete;
  if (!listing.care->incomplete.empty())
    listing.shop->notes.note_partly_listed(stream.entity->name, listing.account->info.id, listing.started);
  co_return Result<void>();
}

// The filters that find what changed since the last full listing; empty when a full one is cheaper.
std::vector<std::string> changes_of(const Listing& listing) {
  const Stream& stream = *listing.stream;
  const SystemTime since = *listing.care->before.listed_at - kModifiedMargin;
  std::vector<std::string> filters;
  filters.push_back(narrowed(stream.filtering, "modified_after", format_datetime(since)));
  for (const auto number : rare_changes_of(listing))
    filters.push_back(narrowed(stream.rare[number], "modified_after", format_datetime(since)));
  const auto add_batches = [&](std::string_view key, const std::vector<std::string>& ids) {
    for (std::size_t from = 0; from < ids.size(); from += kMostIds) {
      const auto to = std::min(from + kMostIds, ids.size());
      Json::Array batch(std::next(ids.begin(), static_cast<std::ptrdiff_t>(from)),
                        std::next(ids.begin(), static_cast<std::ptrdiff_t>(to)));
      filters.push_back(narrowed(stream.filtering, key, std::move(batch)));
    }
  };
  for (const auto& [above, ids] : listing.account->changed) {
    if (is_above(*above, stream)) add_batches(ids_filter(*above), ids);
  }
  const auto full_pages = listing.care->before.rows / stream.page_size + 1;
  if (static_cast<std::int64_t>(filters.size()) > std::max<std::int64_t>(full_pages, 1)) filters.clear();
  return filters;
}

Task<Result<void>> list_changes(Listing listing, std::vector<std::string> filters) {
  for (auto& filter : filters) {
    auto next = list_by(listing, std::move(filter), listing.stream->page_size, listing.finish(false), {});
    auto poured = co_await std::move(next);
    if (!poured) co_return std::move(poured).error();
  }
  co_return Result<void>();
}

Task<Result<ListHead>> ask_head(Listing listing) {
  auto store = listing.shop->store;
  const Stream* stream = listing.stream;
  auto asking = listing.shop->disk.run(
      [store, stream, id = listing.account->info.id] { return head_of(store->database(), *stream, id); });
  co_return co_await std::move(asking);
}

// The first page alone when it shows that nothing changed; true then.
Task<Result<bool>> head_is_unchanged(Listing listing) {
  auto asking_before = ask_head(listing);
  auto before = co_await std::move(asking_before);
  if (!before) co_return std::move(before).error();
  auto reading = open_listing(listing, listing.stream->filtering, listing.stream->page_size);
  if (!reading) co_return std::move(reading).error();
  listing.flight->asking_since = listing.shop->runtime().now();
  auto next = (*reading)->next(listing.shop->page_deadline());
  auto page = co_await std::move(next);
  listing.flight->asking_since = SteadyTime::max();
  if (!page) co_return std::move(page).error();
  std::optional<Page> first;
  if (*page) first = std::move(**page);
  const std::int64_t total = first ? first->total_rows : 0;
  const bool whole = (!first || first->total_pages <= 1) && (*reading)->why_incomplete().empty();
  auto writing = write(listing.shop, listing.stream, std::move(first), listing.finish(whole), whole, {});
  auto written = co_await std::move(writing);
  if (!written) co_return std::move(written).error();
  if (whole) co_return true;
  auto asking_after = ask_head(listing);
  auto after = co_await std::move(asking_after);
  if (!after) co_return std::move(after).error();
  co_return written->inserted == 0 && after->rows == total && after->rows == before->rows &&
      after->newest == before->newest;
}

Task<Result<std::shared_ptr<Findings>>> prepare(Listing listing) {
  auto findings = std::make_shared<Findings>();
  if (!listing.stream->status_reaches_down || !listing.care->before.listed_at) co_return findings;
  auto store = listing.shop->store;
  const Stream* stream = listing.stream;
  auto asking = listing.shop->disk.run(
      [store, stream, id = listing.account->info.id] { return statuses_of(store->database(), *stream, id); });
  auto statuses = co_await std::move(asking);
  if (!statuses) co_return std::move(statuses).error();
  findings->before = std::move(*statuses);
  co_return findings;
}

void keep(const Listing& listing, const Findings& findings) {
  Account& account = *listing.account;
  if (!findings.changed.empty()) account.changed[listing.stream] = findings.changed;
  account.longest_window = std::max(account.longest_window, findings.longest_window);
}

}  // namespace

Task<Result<void>> read_list(Shop* shop, Flight* flight) {
  Listing listing = listing_of(shop, flight);
  if (!listing.care->due_in_full && listing.stream->modified_after && listing.care->before.listed_at) {
    auto filters = changes_of(listing);
    if (!filters.empty()) {
      auto reading = list_changes(listing, std::move(filters));
      co_return co_await std::move(reading);
    }
  }
  if (!listing.care->due_in_full && listing.stream->newest_first) {
    auto looking = head_is_unchanged(listing);
    auto unchanged = co_await std::move(looking);
    if (!unchanged) co_return std::move(unchanged).error();
    if (*unchanged) co_return Result<void>();
  }
  auto preparing = prepare(listing);
  auto findings = co_await std::move(preparing);
  if (!findings) co_return std::move(findings).error();
  auto reading = list_everything(listing, look_for(listing.stream, *findings));
  auto outcome = co_await std::move(reading);
  if (outcome) keep(listing, **findings);
  co_return outcome;
}

}  // namespace tiktok_marketing::replication
