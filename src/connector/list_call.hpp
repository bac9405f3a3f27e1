#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "base/date.hpp"
#include "base/json.hpp"
#include "catalog/model.hpp"
#include "connector/cursor.hpp"
#include "tiktok/query.hpp"

namespace tiktok_marketing {

/// How rows leave: which fields, and for reports in which form.
struct Shape {
  std::vector<std::string> fields;  ///< `a.b` reaches into objects; empty: all
  bool report = false;
  bool nested = false;               ///< keeps TikTok's `dimensions` and `metrics` objects
  bool numbers = false;              ///< metrics as JSON numbers
  std::vector<std::string> metrics;  ///< asked-for metrics: those a row lacks become null

  // Of the call, beside its params.
  std::vector<std::string> select;   ///< like `fields`, silently; empty: all
  std::vector<std::string> exclude;  ///< members to leave out; without effect beside `select`
  std::size_t max_text_bytes = 0;    ///< longer texts are cut; 0: none
};

/// A `list` call after validation: everything is typed, defaulted and known to be acceptable.
struct ListCall {
  const catalog::Entity* entity = nullptr;
  std::string as_given;                   ///< the caller's params, byte for byte
  Json given;                             ///< the caller's params, normalized; base of `meta.next`
  std::vector<tiktok::QueryParam> query;  ///< for TikTok; without advertisers, dates, page and page_size
  std::optional<std::string> advertiser_id;
  std::vector<std::string> advertiser_ids;  ///< of an entity that is read by ids
  std::int64_t page = 1;
  std::int64_t page_size = 1000;
  bool all = false;
  std::optional<std::int64_t> limit;
  std::optional<Cursor> cursor;
  std::uint64_t binding = 0;  ///< what a cursor of this call is bound to
  Shape shape;

  // Reports only.
  std::vector<std::string> dimensions;
  std::optional<std::string> date_word;
  std::optional<Date> start_date;
  std::optional<Date> end_date;
  bool lifetime = false;
  bool page_bound = false;  ///< `page`, `order_field` or totals were asked for: one window only
  std::string page_bound_by;

  std::vector<std::string> warnings;
};

/// Checks the params of a list against the catalog. Pure: no request, no clock.
///
/// Errors: `invalid_parameter` (unknown name with the nearest valid one, wrong type, out of range, not
/// allowed, bad combination), `missing_parameter`, `invalid_cursor`; each with a corrected example.
[[nodiscard]] Result<ListCall> validate_list(const catalog::Entity& entity, const Json& params);

/// `""` and `null` are an empty object. Errors: `value_error` when the text is no JSON object.
[[nodiscard]] Result<Json> parse_params(std::string_view params_json);

}  // namespace tiktok_marketing
