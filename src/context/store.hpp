#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/runtime.hpp>
#include <tiktok_marketing/connector/record.hpp>

#include "base/date.hpp"
#include "base/json.hpp"
#include "database/database.hpp"

/// The context store: rows that were read from TikTok, what is known about their age and completeness, and
/// the questions they answer. One SQLite file for each connector, so that isolation and deletion are the
/// file's.
namespace tiktok_marketing::context {

/// Who the rows belong to. A store takes rows of one TikTok user through one app only.
struct Owner {
  std::string tiktok_user;  ///< core user id; empty: not known yet
  std::string app_id;       ///< may be empty
  bool simulated = false;   ///< rows of the virtual TikTok
  /// Tells the last token that was seen to be this user's, without telling what it is; empty: none is noted.
  std::string token_mark;
};

/// What is known about an ad account. Dates of report rows are days of `time_zone`.
struct AdvertiserInfo {
  std::string id;
  std::string name;
  std::string currency;
  std::string time_zone;        ///< IANA
  std::optional<Date> created;  ///< first day there can be data
  int conversion_days = 0;      ///< longest attribution window of its ad groups; 0: not known
};

/// A stream of one advertiser: an entity of the catalog by its name.
struct StreamKey {
  std::string entity;
  std::string advertiser_id;
  auto operator<=>(const StreamKey&) const = default;
};

/// Rows that belong into the store, and what is complete once they are there. Written in one transaction.
struct Commit {
  StreamKey stream;
  std::vector<Records>
      pages;  ///< flat rows as the connector delivers them (reports: dimensions and metrics on top)
  std::int64_t run = 0;  ///< id of the sync run; rows carry it as their last sighting
  SystemTime read_at;    ///< when TikTok answered the last of the pages
  /// Reports: all rows of these days have now been read in this run; rows of those days that this run did not
  /// see are gone. nullopt: more pages of the window follow.
  std::optional<std::pair<Date, Date>> window_done;
  /// Lists: the whole listing has now been read in this run; rows it did not see get `deleted_at`.
  bool listing_done = false;
  /// Metrics TikTok refused for this advertiser and level; reported as `missing_metrics`.
  std::vector<std::string> refused_metrics;
  /// Lists: when the first request of the listing was sent; becomes `listed_at`. nullopt: `read_at` of the
  /// first commit of this run.
  std::optional<SystemTime> started_at;
};

struct CommitCount {
  std::int64_t inserted = 0;
  std::int64_t changed = 0;
  std::int64_t unchanged = 0;
  std::int64_t deleted = 0;
  std::int64_t without_key = 0;  ///< left out: the record does not say what it is about
};

/// Days of which every row has been read. Ranges are inclusive, ordered, not touching.
struct DayRange {
  Date first;
  Date last;
  SystemTime read_at;  ///< the oldest reading among them
};

enum class StreamState { pending, reading, ready, not_granted, failed };
[[nodiscard]] std::string_view name_of(StreamState state);

/// What is known about one advertiser's stream.
struct StreamStatus {
  StreamKey stream;
  StreamState state = StreamState::pending;
  std::string reason;             ///< of not_granted and failed, plain words
  std::int64_t rows = 0;          ///< not deleted
  std::vector<DayRange> covered;  ///< reports only
  /// The same days in pieces that were read at the same time; ordered, may touch.
  std::vector<DayRange> readings;
  std::optional<SystemTime> listed_at;   ///< lists: start of the last complete listing
  std::optional<SystemTime> updated_at;  ///< last commit
  std::optional<Date> wanted_from;       ///< reports: where coverage shall begin
  std::vector<std::string> missing_metrics;
};

/// One context store. Thread-safety: everything from any thread; writes wait for each other. Blocks on the
/// disk. Errors of all members: `storage_unavailable`, `internal_error`.
class Store {
 public:
  struct Options {
    std::filesystem::path file;
    std::filesystem::path
        backups;  ///< where an older file is copied to before it is migrated; empty: nowhere
  };
  /// Errors also: `value_error` when the file comes from a newer program.
  [[nodiscard]] static Result<std::shared_ptr<Store>> open(Options options);

  /// Binds a new store to its owner; checks an old one. Errors: `conflict` (another user or app; the hint
  /// names
  /// --store for a second one).
  [[nodiscard]] Result<void> claim(const Owner& owner);
  /// nullopt: nobody has claimed it yet.
  [[nodiscard]] Result<std::optional<Owner>> owner();
  [[nodiscard]] Result<void> put_advertisers(const std::vector<AdvertiserInfo>& advertisers);
  [[nodiscard]] Result<std::vector<AdvertiserInfo>> advertisers();

  /// A new run's id, ascending, with its kind for the history.
  [[nodiscard]] Result<std::int64_t> begin_run(std::string_view kind, SystemTime now);
  [[nodiscard]] Result<void> end_run(std::int64_t run, std::string_view status, const Json& details,
                                     SystemTime now);
  /// Newest first: {id, kind, status, started_at, finished_at, details}.
  [[nodiscard]] Result<Json> runs(int limit, std::int64_t before_run);

  [[nodiscard]] Result<CommitCount> commit(const Commit& commit);
  /// `wanted_from` nullopt leaves what is stored.
  [[nodiscard]] Result<void> set_state(const StreamKey& stream, StreamState state, std::string_view reason,
                                       std::optional<Date> wanted_from);
  [[nodiscard]] Result<std::vector<StreamStatus>> streams();
  [[nodiscard]] Result<StreamStatus> stream(const StreamKey& key);
  /// Notes of the engine that must survive (reconciliation, excluded spend, last late-conversion reading), by
  /// name.
  [[nodiscard]] Result<void> put_note(std::string_view name, const Json& value);
  [[nodiscard]] Result<std::optional<Json>> note(std::string_view name);
  /// Forgets rows and coverage of these entities (full refresh, or taken out of the selection).
  [[nodiscard]] Result<void> clear(const std::vector<std::string>& entities);

  [[nodiscard]] database::Database& database() { return *database_; }

 private:
  explicit Store(std::shared_ptr<database::Database> database) : database_(std::move(database)) {}
  std::shared_ptr<database::Database> database_;
};

}  // namespace tiktok_marketing::context
