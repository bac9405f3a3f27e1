#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "catalog/model.hpp"
#include "tiktok/windows.hpp"

/// What is replicated and how each of it is asked for, as data that follows from the catalog. Pure.
namespace tiktok_marketing::replication {

enum class StreamKind : std::uint8_t {
  accounts,  ///< asked for by ids, all advertisers at once
  list,      ///< one paged list an advertiser
  report,    ///< daily rows, read in windows
};

/// One entity of the catalog as replication reads it.
struct Stream {
  const catalog::Entity* entity = nullptr;
  StreamKind kind = StreamKind::list;
  /// Its turn among what is due at the same time: from the account downwards, and reports before lists, so
  /// that the figures people ask for first are there first.
  int rank = 0;
  std::int64_t page_size = 1000;
  std::int64_t safe_page_size = 1000;  ///< where TikTok refuses `page_size`: older limits of some lists

  // Lists.
  std::string filtering;          ///< JSON; deleted objects and those that never delivered come too
  std::vector<std::string> rare;  ///< filters of further listings that most advertisers have no rows in
  std::string sort_field;         ///< sent where it is not empty
  /// Can be asked for the rows that changed since a time. What else changes a row, a parent's status above
  /// all, takes a listing of that parent's rows.
  bool modified_after = false;
  /// Rows of a list with `modified_after` stand below these: their status shows in them.
  bool status_reaches_down = false;
  bool tells_attribution = false;  ///< rows name the attribution windows
  /// The newest rows come first and the others hardly ever change: an unchanged first page of an unchanged
  /// total means an unchanged list, until the next full listing is due.
  bool newest_first = false;

  // Reports.
  std::vector<std::string> metrics;
  std::string status_filter;  ///< `ad_status`; empty: rows of deleted objects come without it
};

/// A full listing is made at least this often.
inline constexpr std::chrono::hours kFullListingEvery{24};
/// Rare listings that found nothing are tried again this often.
inline constexpr std::chrono::hours kRareListingEvery{24};
/// How much earlier than the last listing `modified_after` begins: clocks differ.
inline constexpr std::chrono::minutes kModifiedMargin{15};
/// Objects a filter can name.
inline constexpr std::size_t kMostIds = 100;

/// Every entity of the catalog, by rank. Lives as long as the program.
[[nodiscard]] std::span<const Stream> streams();
/// nullptr for an unknown name.
[[nodiscard]] const Stream* find_stream(std::string_view entity);
/// Whether `stream`'s rows own those of `below`, at whatever distance.
[[nodiscard]] bool is_above(const Stream& stream, const Stream& below);
/// Name of the filter that picks rows by the ids of their parents in `stream`: `campaign_ids`.
[[nodiscard]] std::string ids_filter(const Stream& stream);
/// The stream of the advertisers themselves.
[[nodiscard]] const Stream& accounts_stream();
/// The stream of the advertiser's own report, which says whether lower levels have rows at all.
[[nodiscard]] const Stream& account_report();

/// `filtering` narrowed to some parents or to changes; members of the same name are replaced.
[[nodiscard]] std::string narrowed(const std::string& filtering, std::string_view key, Json value);

/// Params of `list` for one listing.
[[nodiscard]] Json list_params(const Stream& stream, std::string_view advertiser_id,
                               const std::string& filtering);
/// Params of `list` for the rows of a window: without metrics that were refused, of some campaigns or (empty)
/// all of them.
[[nodiscard]] Json report_params(const Stream& stream, std::string_view advertiser_id,
                                 tiktok::DateRange window, std::span<const std::string> refused,
                                 std::span<const std::string> campaign_ids);

}  // namespace tiktok_marketing::replication
