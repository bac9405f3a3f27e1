#include "connector/cursor.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include <fmt/format.h>

#include "base/text.hpp"

namespace tiktok_marketing {
namespace {

Error invalid(std::string_view given, std::string message) {
  return Error{
      .type = ErrorType::invalid_cursor,
      .message = std::move(message),
      .hint =
          "Pass meta.cursor of the previous answer unchanged and with the same other params, or leave "
          "cursor out to start again.",
      .param = "cursor",
      .given = shortened(given)};
}

std::uint64_t fnv1a(std::string_view text, std::uint64_t hash = 14695981039346656037ULL) {
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1099511628211ULL;
  }
  return hash;
}

const std::set<std::string_view> kNotBound{"cursor",     "page",     "page_size",  "all",          "limit",
                                           "start_date", "end_date", "date_range", "advertiser_id"};

// Far beyond any list, and far from where sums of rows would overflow.
constexpr std::int64_t kMostRows = 1'000'000'000'000;

std::string day(const std::optional<Date>& date) {
  return date ? format_date(*date) : "-";
}

template <typename T>
bool read(std::string_view text, T& value, int base = 10) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  return error == std::errc{} && end == text.data() + text.size();
}

}  // namespace

std::uint64_t cursor_binding(std::string_view entity, const Json& params) {
  std::vector<std::string> parts;
  if (const auto* members = params.as_object()) {
    for (const auto& [name, value] : *members) {
      if (kNotBound.contains(name)) continue;
      parts.push_back(name + '=' + value.dump());
    }
  }
  std::ranges::sort(parts);
  std::uint64_t hash = fnv1a(entity);
  for (const auto& part : parts) hash = fnv1a(part, fnv1a("\n", hash));
  return hash;
}

std::string encode_cursor(const Cursor& cursor, std::uint64_t binding) {
  const auto start = cursor.window ? std::optional(cursor.window->start) : std::nullopt;
  const auto end = cursor.window ? std::optional(cursor.window->end) : std::nullopt;
  return fmt::format("1~{}~{}~{}~{}~{}~{}~{}~{:x}", cursor.advertiser_id, day(start), day(end),
                     day(cursor.last_day), cursor.page, cursor.page_size, cursor.skip, binding);
}

Result<Cursor> decode_cursor(std::string_view text, std::uint64_t binding) {
  const auto parts = split(text, '~');
  if (parts.size() != 9 || parts[0] != "1") return invalid(text, "this is not a cursor of this connector");
  Cursor cursor;
  std::uint64_t bound = 0;
  cursor.advertiser_id = parts[1];
  const auto start = parse_date(parts[2]);
  const auto end = parse_date(parts[3]);
  const auto last = parse_date(parts[4]);
  const bool windowed = parts[2] != "-" || parts[3] != "-" || parts[4] != "-";
  const bool readable =
      read(std::string_view(parts[5]), cursor.page) && read(std::string_view(parts[6]), cursor.page_size) &&
      read(std::string_view(parts[7]), cursor.skip) && read(std::string_view(parts[8]), bound, 16);
  if (!readable || cursor.page < 1 || cursor.page_size < 1 || cursor.page_size > 1000 || cursor.skip < 0 ||
      cursor.page > kMostRows || cursor.skip > kMostRows ||
      !std::ranges::all_of(cursor.advertiser_id, [](char c) { return c >= '0' && c <= '9'; }) ||
      (windowed && (!start || !end || !last || *end < *start || *last < *end))) {
    return invalid(text, "this cursor is damaged");
  }
  if (bound != binding) return invalid(text, "this cursor belongs to a call with other params");
  if (windowed) {
    cursor.window = tiktok::DateRange{*start, *end};
    cursor.last_day = last;
  }
  return cursor;
}

}  // namespace tiktok_marketing
