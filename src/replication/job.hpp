#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "base/task.hpp"
#include "context/store.hpp"
#include "replication/disk.hpp"
#include "replication/ledger.hpp"
#include "replication/notebook.hpp"
#include "replication/plan.hpp"
#include "replication/reading.hpp"
#include "replication/streams.hpp"
#include "tiktok/client.hpp"

/// What the pieces of work of one run share. Engine thread only.
namespace tiktok_marketing::replication {

/// One advertiser's stream during a run.
struct StreamCare {
  context::StreamStatus before;  ///< as the store had it when the run began
  bool blocked = false;          ///< not granted, or failed too often: nothing more is asked
  int failures = 0;
  std::int64_t items_left = 0;
  bool due_in_full = true;           ///< lists: the whole listing is wanted, not only what changed
  std::string incomplete;            ///< why rows are missing although nothing failed
  std::vector<std::string> refused;  ///< metrics TikTok does not give here
};

struct Account {
  context::AdvertiserInfo info;
  Date today;
  Date from;                ///< first day of its reports
  int longest_window = -1;  ///< attribution window in days among the ad groups listed in this run
  std::map<const Stream*, StreamCare> streams;
  /// Days of its own report whose rows are all in the store, as fresh as this run will get them.
  std::vector<context::DayRange> own_days;
  /// Objects whose status this run saw change; the rows below them changed with it.
  std::map<const Stream*, std::vector<std::string>> changed;
  /// Rare listings in which this run saw rows come or change; so may have the rows below them.
  std::set<std::size_t> rare_changed;
};

/// Work that is under way.
struct Flight {
  WorkItem item;
  SteadyTime asking_since = SteadyTime::max();  ///< since when it waits for TikTok; max: it does not
  std::int64_t weight = 1;                      ///< pages it may hold at once
  bool only_writing = false;                    ///< all its pages are here
};

struct Shop {
  Shop(std::shared_ptr<tiktok::Client> its_client, std::shared_ptr<context::Store> its_store, Disk its_disk)
      : client(std::move(its_client)), store(std::move(its_store)), disk(std::move(its_disk)) {}

  std::shared_ptr<tiktok::Client> client;
  std::shared_ptr<context::Store> store;
  Disk disk;
  std::string caller;
  std::stop_token stop;
  std::int64_t run = 0;
  Ledger ledger;
  Notebook notes;
  std::vector<Account> accounts;
  std::function<void()> progressed;  ///< called after each page

  [[nodiscard]] Runtime& runtime() const { return client->runtime(); }
  /// For requests that `requests` counts.
  [[nodiscard]] tiktok::CallContext context(std::shared_ptr<std::int64_t> requests) const;
  /// When the next page is given up: late enough to outlast the five minutes TikTok blocks an app for.
  [[nodiscard]] SteadyTime page_deadline() const;
};

/// What is complete once a reading has ended.
struct Finish {
  context::StreamKey key;
  std::optional<std::pair<Date, Date>> window;
  bool listing = false;
  SystemTime started_at;  ///< when its first request was sent: rows are at least as fresh
  std::vector<std::string> refused_metrics;
};

/// What a reading brought.
struct Poured {
  std::int64_t rows = 0;
  std::int64_t pages = 0;
  std::int64_t inserted = 0;
  std::int64_t changed = 0;
  bool cut = false;
  std::string why_incomplete;
};

/// Called with the rows of each page on the thread that writes, before they are written.
using Look = std::function<void(const Records&)>;

/// Reads to the end and writes the pages as they come: while one is written the next is fetched. The last
/// commit carries `finish`, unless rows are missing. Errors: TikTok's and the store's.
[[nodiscard]] Task<Result<Poured>> pour(Shop* shop, Flight* flight, Reading* reading, Finish finish,
                                        Look look);
/// Writes one page, or none, and what is complete with it.
[[nodiscard]] Task<Result<context::CommitCount>> write(Shop* shop, const Stream* stream,
                                                       std::optional<Page> page, Finish finish, bool complete,
                                                       Look look);

/// One listing: everything, or what changed. Errors: TikTok's and the store's.
[[nodiscard]] Task<Result<void>> read_list(Shop* shop, Flight* flight);
/// One window of a report. Errors: TikTok's and the store's.
[[nodiscard]] Task<Result<void>> read_report(Shop* shop, Flight* flight);

}  // namespace tiktok_marketing::replication
