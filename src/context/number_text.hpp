#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

/// Numbers and times that arrive as text. Pure; nothing here allocates but `normal_time` when it must
/// rewrite.
namespace tiktok_marketing::context {

/// What SQLite keeps for a number: exact where 64 bits are enough, else the nearest double.
using SqlNumber = std::variant<std::int64_t, double>;

/// The value of a decimal number (`48.21`, `-7`, `1e3`) times ten to the power of `shift`. nullopt for text
/// that is no such number: empty, blanks, `<5`, `12.5%`, `-`. Equal values give equal results however they
/// are written.
[[nodiscard]] std::optional<SqlNumber> scaled_number(std::string_view text, int shift);
/// In millionths, as `<name>_micros` columns hold it.
[[nodiscard]] inline std::optional<SqlNumber> micros_of(std::string_view text) {
  return scaled_number(text, 6);
}

/// An id in its one spelling: digits without a leading zero that fit 64 bits. nullopt for anything else.
[[nodiscard]] std::optional<std::int64_t> id_number(std::string_view text);
/// A whole number exactly as `std::to_string` writes it; nullopt for anything else.
[[nodiscard]] std::optional<std::int64_t> plain_integer(std::string_view text);
/// Whether JSON takes the text as a number.
[[nodiscard]] bool is_json_number(std::string_view text);

/// `2026-09-14`, `2026-09-14T08:00:00Z`, `2026-09-14 08:00:00.123` → `2026-09-14 08:00:00`; nullopt for other
/// text. Only the pattern is looked at, not the calendar. A result that is no part of `text` lies in
/// `buffer`.
[[nodiscard]] std::optional<std::string_view> normal_time(std::string_view text, std::string& buffer);

}  // namespace tiktok_marketing::context
