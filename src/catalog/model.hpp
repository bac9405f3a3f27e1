#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

/// What exists, as constexpr data: no I/O, no state. One file per entity fills these tables; everything that
/// is shown to people or models (docs, schemas, typed handles, help) is rendered from them.
namespace tiktok_marketing::catalog {

enum class Type { string, integer, number, boolean, array, object };
[[nodiscard]] std::string_view name_of(Type type);

/// How a parameter travels in TikTok's query string.
enum class Wire {
  plain,  ///< as is: `page=1`, `advertiser_id=731…`
  json,   ///< one JSON text: `filtering={"primary_status":"STATUS_ALL"}`; ids inside are JSON strings
  none,   ///< ours, never sent (`all`, `limit`, `cursor`, `date_range`, `numbers`, `shape`)
};

/// Where a parameter comes from; shown in the docs.
enum class Origin { original, tiktok, ours };
[[nodiscard]] std::string_view name_of(Origin origin);

struct Param {
  std::string_view name;
  Type type;
  Type item_type = Type::string;  ///< of an array's items
  Wire wire = Wire::plain;
  Origin origin = Origin::original;
  bool required = false;
  bool is_id = false;                              ///< digits only; accepted as a JSON integer, sent as text
  std::string_view default_json = {};              ///< JSON text, empty: none
  std::int64_t min = INT64_MIN;                    ///< of an integer, or the least number of items
  std::int64_t max = INT64_MAX;                    ///< of an integer, or the greatest number of items
  std::string_view format = {};                    ///< "date" or empty
  std::span<const std::string_view> allowed = {};  ///< strict enum, of each item of an array; empty: free
  std::string_view description = {};               ///< one line, our words
  std::string_view example_json = {};              ///< JSON text used in corrected calls
};

/// A key of the `filtering` object of an entity.
struct FilterKey {
  std::string_view name;
  Type type;
  Type item_type = Type::string;
  std::int64_t max_items = INT64_MAX;
  bool is_id = false;
  std::span<const std::string_view> allowed = {};
  std::string_view description = {};
};

/// `type` is what the original's schema declares. Two kinds of fields are delivered as text whatever it says:
/// ids (exact beyond 2^53) and metrics (TikTok sends text; JSON numbers only with `numbers`).
struct Field {
  std::string_view name;
  Type type;
  bool nullable = true;
  Type item_type = Type::string;      ///< of an array's items
  std::string_view format = {};       ///< "date-time" or empty
  std::string_view description = {};  ///< one line, our words
  bool is_id = false;                 ///< delivered as JSON text
  bool is_metric = false;             ///< a member of `metrics` in TikTok's report row
};

/// A field that the context store can filter and sort by.
struct SearchField {
  std::string_view name;
  Type type;
  std::string_view source_path;  ///< dotted path in TikTok's record: `metrics.spend`
};

/// What arithmetic a metric allows (design: never average a ratio, never add reach).
enum class Nature {
  sum,             ///< may be added over rows
  ratio,           ///< numerator / denominator, recomputed from sums
  deduplicated,    ///< reach and what depends on it: valid for exactly the row it came with
  average,         ///< an average over events whose weights are not reported
  goal_dependent,  ///< `result*`: its meaning is the ad group's optimization goal
  attribute,       ///< not a number
};
[[nodiscard]] std::string_view name_of(Nature nature);

/// How late a metric's value may still change.
enum class Settling { delivery, conversion, never };
[[nodiscard]] std::string_view name_of(Settling settling);

enum class Level : std::uint8_t { advertiser = 1, campaign = 2, adgroup = 4, ad = 8 };
using Levels = std::uint8_t;  ///< or of `Level`
[[nodiscard]] std::string_view name_of(Level level);
/// `AUCTION_CAMPAIGN` or `RESERVATION_CAMPAIGN` → `Level::campaign`; nullopt for other text.
[[nodiscard]] std::optional<Level> level_of(std::string_view data_level);

struct Metric {
  std::string_view name;
  Nature nature;
  Type type;                     ///< how its text reads: integer, number or string
  Levels levels;                 ///< where TikTok answers it; 0: in no synchronous report
  std::string_view numerator;    ///< of a ratio
  std::string_view denominator;  ///< of a ratio; empty with nature ratio: not reported, treat as average
  double scale = 1;              ///< ratio = scale * numerator / denominator (100 for percent, 1000 for cpm)
  std::string_view group;        ///< core, video, social, app, website, …
  std::string_view description;  ///< one line, our words
  Settling settling = Settling::delivery;
  std::string_view note = {};  ///< a restriction or delay TikTok documents; empty: none
};

enum class DimensionKind { id, time, audience, other };
[[nodiscard]] std::string_view name_of(DimensionKind kind);

/// Something a report can be broken down by.
struct Dimension {
  std::string_view name;
  DimensionKind kind;
  bool basic;                    ///< usable with report_type BASIC
  bool audience;                 ///< usable with report_type AUDIENCE
  std::string_view description;  ///< one line, our words
};

/// Report settings of an entity; absent for entities that are not reports.
struct Report {
  Level level;
  std::string_view data_level;    ///< AUCTION_CAMPAIGN
  std::string_view id_dimension;  ///< campaign_id
  std::span<const std::string_view> default_dimensions;
  std::span<const std::string_view> default_metrics;
};

struct Entity {
  std::string_view name;                  ///< campaigns
  std::string_view record_name;           ///< Campaign (typed handles, docs)
  std::string_view list_name;             ///< Campaigns (prefix of typed clients' list params)
  std::string_view stream;                ///< name in replication
  std::string_view description;           ///< one line, our words
  std::string_view path;                  ///< /campaign/get/
  std::string_view scope;                 ///< permission a token needs, as TikTok's app page names it
  std::string_view records_key = "list";  ///< member of `data` that holds the records
  std::string_view id_batch_param = {};   ///< sent in batches instead of pages: advertiser_ids; empty: paged
  std::int64_t id_batch_size = 0;         ///< 100
  bool preferred_for_check = false;
  bool suggested = false;
  std::span<const Param> params = {};
  std::span<const FilterKey> filter_keys = {};  ///< empty: no such filter (reports: `report_filter_fields`)
  std::span<const Field> fields = {};
  std::span<const SearchField> search_fields = {};
  std::span<const std::string_view> primary_key = {};
  std::string_view cursor_field = {};       ///< empty: full listings only
  std::int64_t reachable_rows = INT64_MAX;  ///< rows that paging can reach (images: 10,000)
  const Report* report = nullptr;
  std::string_view parent = {};        ///< entity whose records own these; empty: none
  std::string_view example_json = {};  ///< params of a minimal correct list call
  /// Where we follow TikTok and not the original, one line each.
  std::span<const std::string_view> differences = {};
};

/// One return code of TikTok's envelope.
enum class CodeClass {
  ok,
  partial,
  parameter,
  permission,
  authentication,
  not_found,
  quota,
  conflict,
  task,
  shrink,
  unsupported,
  server,
  maintenance,
  blocked,
};
struct Code {
  std::int64_t code;
  std::string_view name;  ///< TikTok's constant; empty where none is known
  CodeClass code_class;
  bool retryable;              ///< for reads
  std::string_view meaning;    ///< one line, our words
  std::string_view hint = {};  ///< what to do; empty: the class's hint
  int max_retries = -1;        ///< 0: never, 2: at most twice, -1: as the retry policy says
};
[[nodiscard]] std::string_view name_of(CodeClass code_class);
/// What to do about a code: its own hint, else its class's. Never empty but for `ok`.
[[nodiscard]] std::string_view hint_of(const Code& code);

[[nodiscard]] std::span<const Entity* const> entities();
/// nullptr for an unknown name.
[[nodiscard]] const Entity* find_entity(std::string_view name);
[[nodiscard]] const Param* find_param(const Entity& entity, std::string_view name);
/// Sorted by name.
[[nodiscard]] std::span<const Metric> metrics();
[[nodiscard]] const Metric* find_metric(std::string_view name);
/// Whether TikTok answers the metric in a report of that level.
[[nodiscard]] bool metric_allowed(const Metric& metric, Level level);
[[nodiscard]] std::span<const Dimension> dimensions();
[[nodiscard]] const Dimension* find_dimension(std::string_view name);
/// Names of `dimensions()`, in the same order.
[[nodiscard]] std::span<const std::string_view> report_dimensions();
/// Values of `filter_type` in a report's `filtering`.
[[nodiscard]] std::span<const std::string_view> report_filter_types();
/// Names of `field_name` in a report's `filtering` that TikTok documents or answers; the list is open.
[[nodiscard]] std::span<const std::string_view> report_filter_fields();
/// Sorted by code.
[[nodiscard]] std::span<const Code> codes();
/// nullptr for a code that is not documented.
[[nodiscard]] const Code* find_code(std::int64_t code);

/// Identity of the connector as the original's clients know it.
inline constexpr std::string_view kConnectorName = "tiktok-marketing";
inline constexpr std::string_view kDefinitionId = "4bfac00d-ce15-44ff-95b9-9e3c3e8fbd35";
inline constexpr std::string_view kConnectorVersion = "1.1.6";

/// The advertiser in all examples; stands for one of the reader's own.
inline constexpr std::string_view kExampleAdvertiser = "7312000000000000101";

}  // namespace tiktok_marketing::catalog
