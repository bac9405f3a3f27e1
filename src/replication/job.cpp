#include "replication/job.hpp"

#include <algorithm>

namespace tiktok_marketing::replication {
namespace {

constexpr std::chrono::minutes kPatience{15};

using Written = Result<context::CommitCount>;

}  // namespace

tiktok::CallContext Shop::context(std::shared_ptr<std::int64_t> requests) const {
  tiktok::CallContext context;
  context.deadline = page_deadline();
  context.stop = stop;
  context.background = true;
  context.caller = caller;
  context.requests = std::move(requests);
  return context;
}

SteadyTime Shop::page_deadline() const {
  return runtime().now() + kPatience;
}

Task<Written> write(Shop* shop, const Stream* stream, std::optional<Page> page, Finish finish, bool complete,
                    Look look) {
  context::Commit commit;
  commit.stream = std::move(finish.key);
  commit.run = shop->run;
  commit.read_at = finish.started_at;
  commit.started_at = finish.started_at;
  commit.refused_metrics = std::move(finish.refused_metrics);
  if (complete) commit.window_done = finish.window;
  commit.listing_done = complete && finish.listing;
  const auto rows = page ? static_cast<std::int64_t>(page->rows.size()) : 0;
  if (page) commit.pages.push_back(std::move(page->rows));
  auto store = shop->store;
  auto writing = shop->disk.run([store, commit = std::move(commit), look = std::move(look)] {
    if (look) {
      for (const auto& rows_of_page : commit.pages) look(rows_of_page);
    }
    return store->commit(commit);
  });
  Written written = co_await std::move(writing);
  if (written) shop->ledger.note_written(*stream, rows, *written);
  if (shop->progressed) shop->progressed();
  co_return written;
}

Task<Result<Poured>> pour(Shop* shop, Flight* flight, Reading* reading, Finish finish, Look look) {
  Poured poured;
  const Stream* stream = flight->item.stream;
  std::optional<Page> held;
  Pending<Written> writing;
  for (;;) {
    flight->asking_since = shop->runtime().now();
    auto asking = reading->next(shop->page_deadline());
    auto page = co_await std::move(asking);
    flight->asking_since = SteadyTime::max();
    if (writing.valid()) {
      Written written = co_await writing;
      if (!written) co_return std::move(written).error();
      poured.inserted += written->inserted;
      poured.changed += written->changed;
    }
    if (!page) co_return std::move(page).error();
    if (!*page) break;
    poured.rows += static_cast<std::int64_t>((*page)->rows.size());
    ++poured.pages;
    flight->weight = std::clamp<std::int64_t>((*page)->total_pages - poured.pages, 1, 4);
    // Held back until it is known whether it is the last one, which says what is complete.
    if (held) writing = Pending<Written>(write(shop, stream, std::move(held), finish, false, look));
    held = std::move(**page);
  }
  poured.cut = reading->cut();
  poured.why_incomplete = reading->why_incomplete();
  flight->only_writing = true;
  const bool complete = poured.why_incomplete.empty();
  auto ending = write(shop, stream, std::move(held), std::move(finish), complete, std::move(look));
  Written written = co_await std::move(ending);
  flight->only_writing = false;
  if (!written) co_return std::move(written).error();
  poured.inserted += written->inserted;
  poured.changed += written->changed;
  co_return poured;
}

}  // namespace tiktok_marketing::replication
