#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/connector/answer.hpp>

#include "base/json.hpp"
#include "context/coverage.hpp"
#include "context/query.hpp"
#include "context/store.hpp"
#include "context/tables.hpp"

/// What is known about the data a question touches: how old it is, how far it is complete, what is missing.
namespace tiktok_marketing::context {

/// What a question is about.
struct Scope {
  std::optional<std::vector<std::string>> advertisers;  ///< nullopt: all that are known
  std::optional<Date> first;                            ///< reports; nullopt: no bound
  std::optional<Date> last;
};

/// What a filter surely restricts its rows to: conditions on `advertiser_id` and `stat_time_day` that no OR
/// and no negation stands around. Pure.
[[nodiscard]] Scope scope_of(const FilterTree& filter, const TableLayout& table);

/// One advertiser's part of it.
struct Share {
  AdvertiserInfo advertiser;
  StreamStatus stream;
  std::optional<Days> asked;  ///< reports: days there can be data for; nullopt: none
  std::vector<Days> gaps;     ///< of `asked`, not read
  bool readable = false;      ///< there is something to answer from
};

struct Standing {
  std::vector<Share> shares;
  std::vector<Missing> missing;
  bool simulated = false;
  std::optional<SystemTime> as_of;  ///< the oldest of the latest readings
  Json excludes;                    ///< spend that ordinary reports do not contain; null: none known

  /// `source`, `as_of`, `coverage`, `finality`, `time_zone`, `currency`, `complete`, `missing`,
  /// `missing_metrics`.
  void add_to(Json& meta) const;
  [[nodiscard]] Json coverage() const;
  [[nodiscard]] Json finality() const;
  /// In order, each once.
  [[nodiscard]] std::set<std::string> currencies() const;
  [[nodiscard]] bool complete() const { return missing.empty(); }

 private:
  [[nodiscard]] bool is_report() const;
};

/// Looks it up in the snapshot the question is answered from. `fence`: advertisers that exist for the asker.
/// Errors: `context_store_not_ready` when nothing that the question touches has been read.
[[nodiscard]] Result<Standing> standing_of(database::Connection& connection, const TableLayout& table,
                                           const Scope& scope,
                                           const std::optional<std::vector<std::string>>& fence,
                                           SystemTime now);

/// Name of the note that says what reports leave out: `{"gmv_max": …}`; becomes `meta.excludes`.
inline constexpr std::string_view kExcludesNote = "excludes";

}  // namespace tiktok_marketing::context
