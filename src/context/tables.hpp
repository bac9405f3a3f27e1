#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/model.hpp"

/// The tables of the context store. They follow from the catalog: one table for each entity, a column for
/// each plain field and each metric that is stored.
///
/// Table `<entity>`: `id` (the row's number), `odd` and the columns below; for entities that are no reports
/// one of them is `deleted_at` (UTC; null: the object is still listed). Beside it, with the same numbers:
///   `<entity>_raw`  (id, record)                 the record as it came, JSON text
///   `<entity>_seen` (id, first_seen, last_seen)  time in milliseconds since 1970; sync run
/// `odd` is 1 when a column can not give its value back as it came; the record can.
namespace tiktok_marketing::context {

/// How a value is kept, compared and delivered.
enum class ColumnKind {
  id,       ///< INTEGER; digits that are none stand as a blob of their text. Delivered as text.
  text,     ///< TEXT
  time,     ///< TEXT `YYYY-MM-DD HH:MM:SS`, so that text order is time order
  boolean,  ///< INTEGER 0 or 1
  integer,  ///< INTEGER; delivered as JSON number
  number,   ///< TEXT of a JSON number beside `<name>_micros`; delivered as JSON number
  count,    ///< a metric of whole numbers: INTEGER (REAL if TikTok sends a fraction)
  decimal,  ///< a metric with a fraction: TikTok's TEXT beside `<name>_micros`
  json,     ///< an array or object; stands in the record alone
};
[[nodiscard]] std::string_view name_of(ColumnKind kind);

/// What `<name>_micros` counts: millionths. INTEGER; REAL where a value has more than six decimals or does
/// not fit; null where TikTok's text is no number.
inline constexpr std::int64_t kMicros = 1'000'000;

struct ColumnLayout {
  std::string_view name;  ///< as in the catalog: of the field, of the column, of the member in an answer
  ColumnKind kind = ColumnKind::text;
  /// What arithmetic it allows; `attribute` for everything that is no metric.
  catalog::Nature nature = catalog::Nature::attribute;
  const catalog::Metric* metric = nullptr;
  bool searched = false;           ///< among the catalog's search fields: part of every search row
  bool as_number = false;          ///< a metric that search rows carry as a JSON number
  bool is_id = false;              ///< also of texts that are ids: takes whole numbers as operands
  bool stored = true;              ///< has a column; otherwise read from the record
  bool of_record = true;           ///< false for `deleted_at`, which the store writes
  bool never_null = false;         ///< of the key
  std::string number_column = {};  ///< stored column for arithmetic and comparison; empty: none
  [[nodiscard]] bool is_number() const { return !number_column.empty(); }
  /// `number_column` counts millionths.
  [[nodiscard]] bool in_micros() const { return kind == ColumnKind::number || kind == ColumnKind::decimal; }
};

struct TableLayout {
  const catalog::Entity* entity = nullptr;
  std::string name;       ///< `campaigns`
  std::string raw_name;   ///< `campaigns_raw`
  std::string seen_name;  ///< `campaigns_seen`
  /// Stored ones in the order of the table, then those that stand in the record alone.
  std::vector<ColumnLayout> columns;
  /// Positions that identify a row: the catalog's primary key, then `advertiser_id`.
  std::vector<std::size_t> key;
  std::size_t advertiser = 0;             ///< position of `advertiser_id`, which every table has
  std::optional<std::size_t> day;         ///< position of `stat_time_day`; reports only
  std::optional<std::size_t> deleted_at;  ///< its position; all but reports

  [[nodiscard]] bool is_report() const { return day.has_value(); }
  /// nullptr for an unknown name.
  [[nodiscard]] const ColumnLayout* find(std::string_view column) const;
};

/// The layout of a table. The reference lives as long as the program. Thread-safe.
[[nodiscard]] const TableLayout& layout_of(const catalog::Entity& entity);
/// All of them, in the catalog's order.
[[nodiscard]] std::span<const TableLayout> layouts();
/// nullptr for an entity the catalog does not know.
[[nodiscard]] const TableLayout* find_layout(std::string_view entity);
/// A layout for other catalogs than ours.
[[nodiscard]] TableLayout make_layout(const catalog::Entity& entity);

/// Metrics that replication asks for and the store keeps: the list's defaults, then conversions, then values.
/// Empty for entities that are no reports.
[[nodiscard]] std::vector<std::string_view> stored_metrics(const catalog::Entity& entity);

/// A column of a table in SQL: name and declared type.
struct SqlColumn {
  std::string name;
  std::string_view type;
};
/// All columns of `<entity>`, in order, with `id`.
[[nodiscard]] std::vector<SqlColumn> sql_columns(const TableLayout& table);
/// CREATE TABLE and CREATE INDEX for the three tables, each only where it is missing.
[[nodiscard]] std::string create_sql(const TableLayout& table);
/// Text that differs when rows must be read out of their records again.
[[nodiscard]] std::string signature(const TableLayout& table);
/// Text that differs when rows have another identity.
[[nodiscard]] std::string key_signature(const TableLayout& table);

}  // namespace tiktok_marketing::context
