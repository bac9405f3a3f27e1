#include "cli/admin/duration.hpp"

#include <charconv>
#include <cstdint>

namespace tiktok_marketing::cli::admin {

std::optional<std::chrono::seconds> duration_of(std::string_view text) {
  constexpr std::int64_t kMostSeconds = std::int64_t{90} * 24 * 3600;
  if (text.empty()) return std::nullopt;
  std::int64_t unit = 0;
  if (text.back() == 's') unit = 1;
  if (text.back() == 'm') unit = 60;
  if (text.back() == 'h') unit = 3600;
  if (text.back() == 'd') unit = 24 * 3600;
  text.remove_suffix(1);
  std::int64_t count = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), count);
  const bool whole = fault == std::errc{} && end == text.data() + text.size();
  if (unit == 0 || !whole || count < 0 || count > kMostSeconds / unit) return std::nullopt;
  return std::chrono::seconds(count * unit);
}

}  // namespace tiktok_marketing::cli::admin
