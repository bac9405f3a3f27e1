#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <tiktok_marketing/base/result.hpp>

#include "base/json.hpp"
#include "tiktok/windows.hpp"

namespace tiktok_marketing {

/// Where a list goes on: the advertiser, the window (of reports), the page in it, and how many of its rows
/// are already out. Holds what was resolved for the first call, so that `yesterday` stays the same day.
struct Cursor {
  std::string advertiser_id;  ///< empty for lists by ids
  std::optional<tiktok::DateRange> window;
  std::optional<Date> last_day;  ///< end of the whole range
  std::int64_t page = 1;
  std::int64_t page_size = 1000;
  std::int64_t skip = 0;
  friend bool operator==(const Cursor&, const Cursor&) = default;
};

/// Fingerprint of the params a cursor belongs to. Paging params do not count, nor what the cursor itself
/// holds: advertiser and dates.
[[nodiscard]] std::uint64_t cursor_binding(std::string_view entity, const Json& params);

[[nodiscard]] std::string encode_cursor(const Cursor& cursor, std::uint64_t binding);
/// Errors: `invalid_cursor` when the text is not one of ours or belongs to other params.
[[nodiscard]] Result<Cursor> decode_cursor(std::string_view text, std::uint64_t binding);

}  // namespace tiktok_marketing
