#include "context/standing.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.hpp"
#include "context/finality.hpp"
#include "context/row_reader.hpp"
#include "context/store_rows.hpp"

namespace tiktok_marketing::context {
namespace {

using database::Connection;

constexpr std::chrono::days kDay{1};

std::string_view zone_of(const AdvertiserInfo& advertiser) {
  return advertiser.time_zone.empty() ? std::string_view("UTC") : std::string_view(advertiser.time_zone);
}

Date day_of(SystemTime time, const AdvertiserInfo& advertiser) {
  const auto local = local_date(time, zone_of(advertiser));
  return local ? *local : std::chrono::floor<std::chrono::days>(time);
}

std::optional<std::string> id_text(const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return fmt::to_string(*number);
  if (const auto* bytes = std::get_if<Bytes>(&value)) return bytes->text;
  return std::nullopt;
}

/// Narrows a scope by one condition that must hold.
class ScopeReader {
 public:
  ScopeReader(const TableLayout& table, Scope& scope) : table_(table), scope_(scope) {}

  void take(const FilterTree& tree) {
    if (tree.kind == FilterTree::Kind::all) {
      for (const FilterTree& part : tree.children) take(part);
    }
    if (tree.kind != FilterTree::Kind::leaf || tree.target.field == nullptr) return;
    const ColumnLayout* column = tree.target.field->column;
    if (column == &table_.columns[table_.advertiser]) take_advertisers(tree);
    if (table_.day && column == &table_.columns[*table_.day]) take_days(tree);
  }

 private:
  void take_advertisers(const FilterTree& leaf) {
    if (leaf.op != Operator::eq && leaf.op != Operator::in) return;
    std::vector<std::string> named;
    for (const Value& value : leaf.values) {
      const auto id = id_text(value);
      const auto& before = scope_.advertisers;
      if (id && (!before || std::ranges::find(*before, *id) != before->end())) named.push_back(*id);
    }
    scope_.advertisers = std::move(named);
  }

  void take_days(const FilterTree& leaf) {
    std::vector<Date> days;
    for (const Value& value : leaf.values) {
      const auto* text = std::get_if<std::string>(&value);
      const auto day = text != nullptr ? parse_date(std::string_view(*text).substr(0, 10)) : std::nullopt;
      if (!day) return;
      days.push_back(*day);
    }
    if (days.empty()) return;
    const bool midnight = std::get<std::string>(leaf.values.front()).ends_with(" 00:00:00");
    switch (leaf.op) {
      case Operator::eq:
      case Operator::in:
        from(*std::ranges::min_element(days));
        to(*std::ranges::max_element(days));
        break;
      case Operator::gt:
        from(days.front() + kDay);
        break;
      case Operator::gte:
        from(midnight ? days.front() : days.front() + kDay);
        break;
      case Operator::lt:
        to(midnight ? days.front() - kDay : days.front());
        break;
      case Operator::lte:
        to(days.front());
        break;
      default:
        break;
    }
  }

  void from(Date day) { scope_.first = scope_.first ? std::max(*scope_.first, day) : day; }
  void to(Date day) { scope_.last = scope_.last ? std::min(*scope_.last, day) : day; }

  const TableLayout& table_;
  Scope& scope_;
};

/// Days of the scope on which the account can have data.
std::optional<Days> asked_days(const Scope& scope, const Share& share, Date today) {
  const auto& created = share.advertiser.created;
  std::optional<Date> first = scope.first;
  if (!first && !share.stream.covered.empty()) first = share.stream.covered.front().first;
  if (!scope.first && share.stream.wanted_from) first = share.stream.wanted_from;
  if (!first) first = created;
  if (first && created) first = std::max(*first, *created);
  const Date last = scope.last ? std::min(*scope.last, today) : today;
  if (!first || *first > last) return std::nullopt;
  return Days{*first, last};
}

std::string why(const StreamStatus& stream) {
  switch (stream.state) {
    case StreamState::not_granted:
      return stream.reason.empty() ? "TikTok does not grant this token the permission" : stream.reason;
    case StreamState::failed:
      return stream.reason.empty() ? "the last sync failed" : stream.reason;
    default:
      return "not read yet";
  }
}

void judge_list(Standing& standing, Share& share) {
  share.readable = share.stream.listed_at || share.stream.rows > 0;
  if (!share.readable) {
    standing.missing.push_back({"advertiser", share.advertiser.id, why(share.stream)});
  } else if (!share.stream.listed_at) {
    standing.missing.push_back({"advertiser", share.advertiser.id, "its first listing is not complete yet"});
  }
}

void judge_report(Standing& standing, Share& share, const Scope& scope, SystemTime now) {
  share.asked = asked_days(scope, share, day_of(now, share.advertiser));
  if (!share.asked) {
    share.readable = !share.stream.readings.empty();
    if (!share.readable) standing.missing.push_back({"advertiser", share.advertiser.id, why(share.stream)});
    return;
  }
  share.gaps = gaps(share.stream.readings, *share.asked);
  share.readable = share.gaps.size() != 1 || share.gaps.front() != *share.asked;
  if (!share.readable) {
    standing.missing.push_back({"advertiser", share.advertiser.id, why(share.stream)});
    return;
  }
  for (const Days& gap : share.gaps) {
    standing.missing.push_back({"range", fmt::format("{}..{}", format_date(gap.first), format_date(gap.last)),
                                fmt::format("advertiser {}: {}", share.advertiser.id, why(share.stream))});
  }
}

/// When the newest part of what is asked for was read.
std::optional<SystemTime> latest_reading(const Share& share) {
  if (!share.asked) return share.stream.updated_at;
  std::optional<SystemTime> latest;
  for (const DayRange& piece : share.stream.readings) {
    if (piece.first <= share.asked->last && piece.last >= share.asked->first) latest = piece.read_at;
  }
  return latest;
}

/// The days up to the newest asked one that are read without a gap, without a day that was not over then.
std::optional<Days> complete_days(const Share& share) {
  std::optional<Days> found;
  for (const DayRange& range : share.stream.covered) {
    if (!share.asked || range.first <= share.asked->last) found = Days{range.first, range.last};
  }
  if (!found) return std::nullopt;
  for (const DayRange& piece : share.stream.readings) {
    if (piece.first > found->last || piece.last < found->last) continue;
    found->last = std::min(found->last, day_of(piece.read_at, share.advertiser) - kDay);
  }
  return found->first <= found->last ? found : std::nullopt;
}

Json date_or_null(const std::optional<Date>& date) {
  return date ? Json(format_date(*date)) : Json();
}

/// One value where all shares have the same, else null beside `plural` with all of them.
void add_common(Json& meta, const std::vector<Share>& shares, std::string_view name, std::string_view plural,
                std::string AdvertiserInfo::* member) {
  std::set<std::string> values;
  for (const Share& share : shares) {
    if (!(share.advertiser.*member).empty()) values.insert(share.advertiser.*member);
  }
  meta.set(name, values.size() == 1 ? Json(*values.begin()) : Json());
  if (values.size() > 1) meta.set(plural, Json(Json::Array(values.begin(), values.end())));
}

bool is_in(const std::optional<std::vector<std::string>>& list, const std::string& id) {
  return !list || std::ranges::find(*list, id) != list->end();
}

/// Advertisers the question may touch, those of the scope that do not exist for the asker among them.
std::vector<AdvertiserInfo> touched(const std::vector<AdvertiserInfo>& known,
                                    const std::vector<StreamStatus>& streams, const Scope& scope,
                                    const std::optional<std::vector<std::string>>& fence) {
  std::map<std::string, AdvertiserInfo> all;
  for (const auto& stream : streams) {
    const std::string& id = stream.stream.advertiser_id;
    if (!id.empty()) all[id] = {.id = id};
  }
  for (const auto& info : known) all[info.id] = info;
  std::vector<AdvertiserInfo> out;
  for (const auto& [id, info] : all) {
    if (is_in(fence, id) && is_in(scope.advertisers, id)) out.push_back(info);
  }
  if (!scope.advertisers) return out;
  for (const auto& id : *scope.advertisers) {
    if (!all.contains(id) || !is_in(fence, id)) out.push_back({.id = id});
  }
  return out;
}

StreamStatus stream_of(const std::vector<StreamStatus>& streams, const TableLayout& table,
                       const std::string& advertiser_id) {
  const StreamStatus* found = nullptr;
  for (const auto& status : streams) {
    if (status.stream.advertiser_id == advertiser_id) return status;
    if (status.stream.advertiser_id.empty()) found = &status;  // read for all advertisers at once
  }
  return found != nullptr ? *found : StreamStatus{.stream = {table.name, advertiser_id}};
}

Error nothing_read(const TableLayout& table, const Standing& standing) {
  std::string reason = "Nothing has been synced into this context store yet.";
  bool may_come = true;
  if (!standing.missing.empty()) {
    const Missing& first = standing.missing.front();
    reason = fmt::format("The context store can not answer from {}: advertiser {}: {}.", table.name, first.id,
                         first.reason);
    if (standing.missing.size() > 1) {
      reason += fmt::format(" The same holds for {} more.", standing.missing.size() - 1);
    }
    may_come = std::ranges::any_of(
        standing.shares, [](const Share& share) { return share.stream.state != StreamState::not_granted; });
  }
  Error error{.type = ErrorType::context_store_not_ready,
              .message = std::move(reason),
              .hint = may_come ? "Ask again after the next sync, or read it live with list."
                               : "Grant the permission in TikTok and log in again."};
  error.retryable = may_come;
  return error;
}

Result<Json> read_excludes(Connection& connection, const std::vector<Share>& shares) {
  auto query = connection.prepare("SELECT value FROM store_notes WHERE name = ?");
  if (!query) return std::move(query).error();
  query->bind_all(kExcludesNote);
  auto row = query->step();
  if (!row) return std::move(row).error();
  if (!*row) return Json();
  const auto note = Json::parse(query->text(0));
  Json found;
  if (!note) return found;
  for (const Share& share : shares) {
    const Json* entry = note->find(share.advertiser.id);
    const Json* gmv_max = entry != nullptr ? entry->find("gmv_max") : nullptr;
    if (gmv_max != nullptr && gmv_max->as_bool() != nullptr && *gmv_max->as_bool()) {
      found.set(share.advertiser.id, *entry);
    }
  }
  return found;
}

Result<bool> is_simulated(Connection& connection) {
  auto query = connection.prepare("SELECT simulated FROM store_owner");
  if (!query) return std::move(query).error();
  auto row = query->step();
  if (!row) return std::move(row).error();
  return *row && query->integer(0) != 0;
}

}  // namespace

Scope scope_of(const FilterTree& filter, const TableLayout& table) {
  Scope scope;
  ScopeReader(table, scope).take(filter);
  return scope;
}

Result<Standing> standing_of(Connection& connection, const TableLayout& table, const Scope& scope,
                             const std::optional<std::vector<std::string>>& fence, SystemTime now) {
  auto known = read_advertisers(connection);
  if (!known) return std::move(known).error();
  auto streams = read_streams_of(connection, table.name);
  if (!streams) return std::move(streams).error();
  auto simulated = is_simulated(connection);
  if (!simulated) return std::move(simulated).error();

  Standing standing;
  standing.simulated = *simulated;
  for (AdvertiserInfo& info : touched(*known, *streams, scope, fence)) {
    // What lies outside the fence must look like what is not there.
    Share share{.stream = is_in(fence, info.id) ? stream_of(*streams, table, info.id)
                                                : StreamStatus{.stream = {table.name, info.id}}};
    share.advertiser = std::move(info);
    if (table.is_report()) {
      judge_report(standing, share, scope, now);
    } else {
      judge_list(standing, share);
    }
    const auto latest = share.readable ? latest_reading(share) : std::nullopt;
    if (latest) standing.as_of = standing.as_of ? std::min(*standing.as_of, *latest) : *latest;
    standing.shares.push_back(std::move(share));
  }
  const bool asks_nobody = scope.advertisers && scope.advertisers->empty();
  if (!asks_nobody && std::ranges::none_of(standing.shares, &Share::readable)) {
    return nothing_read(table, standing);
  }
  if (table.is_report()) {
    auto excludes = read_excludes(connection, standing.shares);
    if (!excludes) return std::move(excludes).error();
    standing.excludes = *std::move(excludes);
  }
  return standing;
}

bool Standing::is_report() const {
  return std::ranges::any_of(shares, [](const Share& share) {
    const TableLayout* table = find_layout(share.stream.stream.entity);
    return table != nullptr && table->is_report();
  });
}

Json Standing::coverage() const {
  Json out;
  if (!is_report()) {
    std::optional<SystemTime> oldest;
    bool all = true;
    for (const Share& share : shares) {
      all = all && share.stream.listed_at;
      if (share.stream.listed_at && (!oldest || *share.stream.listed_at < *oldest))
        oldest = share.stream.listed_at;
    }
    out.set("complete_listing_at", all && oldest ? Json(iso_time(to_ms(*oldest))) : Json());
    return out;
  }
  std::optional<Date> oldest;
  std::optional<Date> newest;
  Json by_advertiser;
  for (const Share& share : shares) {
    const auto days = share.readable ? complete_days(share) : std::nullopt;
    if (!days) continue;
    oldest = oldest ? std::max(*oldest, days->first) : days->first;
    newest = newest ? std::min(*newest, days->last) : days->last;
    Json entry;
    entry.set("oldest_complete", format_date(days->first));
    entry.set("newest_complete", format_date(days->last));
    by_advertiser.set(share.advertiser.id, std::move(entry));
  }
  out.set("oldest_complete", date_or_null(oldest));
  out.set("newest_complete", date_or_null(newest));
  constexpr std::size_t kMostNamed = 100;
  if (shares.size() > 1 && shares.size() <= kMostNamed) out.set("by_advertiser", std::move(by_advertiser));
  return out;
}

Json Standing::finality() const {
  if (!is_report()) return {};
  std::optional<Date> partial;
  std::optional<Date> delivery;
  std::optional<Date> conversion;
  const auto lower = [](std::optional<Date>& date, Date other) {
    date = date ? std::min(*date, other) : other;
  };
  for (const Share& share : shares) {
    const int days = share.advertiser.conversion_days;
    for (const DayRange& piece : share.stream.readings) {
      if (share.asked && (piece.first > share.asked->last || piece.last < share.asked->first)) continue;
      const Date read_on = day_of(piece.read_at, share.advertiser);
      const auto from = [&](std::optional<Date>& date, Date unsettled) {
        const Date first = share.asked ? std::max(piece.first, share.asked->first) : piece.first;
        const Date last = share.asked ? std::min(piece.last, share.asked->last) : piece.last;
        if (unsettled <= last) lower(date, std::max(first, unsettled));
      };
      from(partial, read_on);
      from(delivery, first_unsettled(catalog::Settling::delivery, read_on, days));
      from(conversion, first_unsettled(catalog::Settling::conversion, read_on, days));
    }
  }
  Json moving;
  moving.set("delivery", date_or_null(delivery));
  moving.set("conversion", date_or_null(conversion));
  Json out;
  out.set("moving_from", std::move(moving));
  out.set("partial_from", date_or_null(partial));
  return out;
}

std::set<std::string> Standing::currencies() const {
  std::set<std::string> found;
  for (const Share& share : shares) {
    if (!share.advertiser.currency.empty()) found.insert(share.advertiser.currency);
  }
  return found;
}

void Standing::add_to(Json& meta) const {
  meta.set("source", "context_store");
  if (simulated) meta.set("simulated", true);
  meta.set("as_of", as_of ? Json(iso_time(to_ms(*as_of))) : Json());
  meta.set("coverage", coverage());
  if (is_report()) meta.set("finality", finality());
  add_common(meta, shares, "time_zone", "time_zones", &AdvertiserInfo::time_zone);
  add_common(meta, shares, "currency", "currencies", &AdvertiserInfo::currency);
  meta.set("complete", complete());
  Json::Array list;
  for (const Missing& item : missing) {
    Json entry;
    entry.set("what", item.what);
    entry.set("id", item.id);
    entry.set("reason", item.reason);
    list.push_back(std::move(entry));
  }
  meta.set("missing", Json(std::move(list)));
  std::set<std::string> metrics;
  for (const Share& share : shares) {
    metrics.insert(share.stream.missing_metrics.begin(), share.stream.missing_metrics.end());
  }
  if (!metrics.empty()) meta.set("missing_metrics", Json(Json::Array(metrics.begin(), metrics.end())));
  if (!excludes.is_null()) meta.set("excludes", excludes);
}

}  // namespace tiktok_marketing::context
