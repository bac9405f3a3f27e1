#include "base/zone.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace tiktok_marketing {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

// Reads a TZ text from the left; every step fails by returning nothing and the whole text with it.
class TextReader {
 public:
  explicit TextReader(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] bool skip(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // A name of three letters or more, or anything between angle brackets.
  [[nodiscard]] bool name() {
    if (skip('<')) {
      const std::size_t end = rest_.find('>');
      if (end == std::string_view::npos) return false;
      rest_.remove_prefix(end + 1);
      return true;
    }
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const auto length = static_cast<std::size_t>(std::ranges::find_if_not(rest_, letter) - rest_.begin());
    rest_.remove_prefix(length);
    return length >= 3;
  }

  [[nodiscard]] std::optional<int> number(int least, int greatest) {
    int value = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (error != std::errc{} || rest_.front() == '-' || value < least || value > greatest)
      return std::nullopt;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return value;
  }

  // [+-]h[h][h][:mm[:ss]]
  [[nodiscard]] std::optional<seconds> time() {
    const bool negative = skip('-');
    if (!negative) static_cast<void>(skip('+'));
    const std::optional<int> hour = number(0, 167);
    if (!hour) return std::nullopt;
    seconds total = hours{*hour};
    for (const int unit : {60, 1}) {
      if (!skip(':')) break;
      const std::optional<int> part = number(0, 59);
      if (!part) return std::nullopt;
      total += seconds{*part * unit};
    }
    return negative ? -total : total;
  }

  [[nodiscard]] std::optional<ZoneRule> rule() {
    std::optional<ZoneRule> rule = day_rule();
    if (!rule || !skip('/')) return rule;
    const std::optional<seconds> at = time();
    if (!at) return std::nullopt;
    rule->time = *at;
    return rule;
  }

 private:
  [[nodiscard]] std::optional<ZoneRule> day_rule() {
    ZoneRule rule;
    if (skip('M')) {
      const auto month = number(1, 12);
      if (!month || !skip('.')) return std::nullopt;
      const auto week = number(1, 5);
      if (!week || !skip('.')) return std::nullopt;
      const auto day = number(0, 6);
      if (!day) return std::nullopt;
      rule.month = *month;
      rule.week = *week;
      rule.day = *day;
      return rule;
    }
    const bool julian = skip('J');
    rule.kind = julian ? ZoneRule::Kind::julian_without_leap_day : ZoneRule::Kind::day_of_year;
    const auto day = julian ? number(1, 365) : number(0, 365);
    if (!day) return std::nullopt;
    rule.day = *day;
    return rule;
  }

  std::string_view rest_;
};

// Local wall time of the change in `year`, as if the clock showed UTC.
sys_seconds change_in(const ZoneRule& rule, std::chrono::year year) {
  using namespace std::chrono;
  const sys_days new_year = sys_days{year / January / 1};
  switch (rule.kind) {
    case ZoneRule::Kind::julian_without_leap_day: {
      const bool after_february = rule.day > 31 + 28;
      return new_year + days{rule.day - 1 + (year.is_leap() && after_february ? 1 : 0)} + rule.time;
    }
    case ZoneRule::Kind::day_of_year:
      return new_year + days{rule.day} + rule.time;
    case ZoneRule::Kind::month_week_day:
      break;
  }
  const month in_month{static_cast<unsigned>(rule.month)};
  const weekday on{static_cast<unsigned>(rule.day)};
  const sys_days date = rule.week == 5 ? sys_days{year / in_month / on[last]}
                                       : sys_days{year / in_month / on[static_cast<unsigned>(rule.week)]};
  return date + rule.time;
}

std::int64_t big_endian(std::string_view bytes) {
  std::uint64_t value = static_cast<unsigned char>(bytes.front()) >= 0x80 ? ~std::uint64_t{0} : 0;
  for (const char c : bytes) value = (value << 8) | static_cast<unsigned char>(c);
  return static_cast<std::int64_t>(value);
}

constexpr std::size_t kHeaderSize = 44;
constexpr std::size_t kTypeSize = 6;

struct Header {
  std::size_t utc_flags, standard_flags, leaps, changes, types, name_bytes;

  [[nodiscard]] std::size_t body_size(std::size_t time_size) const {
    return changes * (time_size + 1) + types * kTypeSize + name_bytes + leaps * (time_size + 4) +
           standard_flags + utc_flags;
  }
};

std::optional<Header> read_header(std::string_view file) {
  if (file.size() < kHeaderSize || !file.starts_with("TZif")) return std::nullopt;
  const auto count = [&](std::size_t i) {
    return static_cast<std::size_t>(static_cast<std::uint32_t>(big_endian(file.substr(20 + 4 * i, 4))));
  };
  Header header{count(0), count(1), count(2), count(3), count(4), count(5)};
  // Leap seconds (the `right/` files) would shift every time; nobody dates reports by them.
  if (header.types == 0 || header.leaps != 0) return std::nullopt;
  return header;
}

}  // namespace

std::optional<ZoneFooter> ZoneFooter::parse(std::string_view text) {
  TextReader reader(text);
  ZoneFooter footer;
  if (!reader.name()) return std::nullopt;
  const std::optional<seconds> west = reader.time();
  if (!west) return std::nullopt;
  footer.standard = -*west;
  if (reader.at_end()) return footer;

  if (!reader.name()) return std::nullopt;
  footer.summer = footer.standard + hours{1};
  if (!reader.skip(',')) {
    const std::optional<seconds> summer_west = reader.time();
    if (!summer_west || !reader.skip(',')) return std::nullopt;
    footer.summer = -*summer_west;
  }
  const std::optional<ZoneRule> begins = reader.rule();
  if (!begins || !reader.skip(',')) return std::nullopt;
  const std::optional<ZoneRule> ends = reader.rule();
  if (!ends || !reader.at_end()) return std::nullopt;
  footer.summer_begins = *begins;
  footer.summer_ends = *ends;
  return footer;
}

seconds ZoneFooter::offset_at(sys_seconds time) const {
  if (!summer) return standard;
  const auto year = std::chrono::year_month_day{std::chrono::floor<days>(time + standard)}.year();
  const sys_seconds begins = change_in(summer_begins, year) - standard;
  const sys_seconds ends = change_in(summer_ends, year) - *summer;
  const bool northern = begins < ends;
  const bool is_summer = northern ? time >= begins && time < ends : time >= begins || time < ends;
  return is_summer ? *summer : standard;
}

std::optional<Zone> Zone::parse(std::string_view file) {
  std::optional<Header> header = read_header(file);
  if (!header) return std::nullopt;
  std::size_t time_size = 4;
  const bool has_wide_times = file[4] >= '2';
  if (has_wide_times) {
    const std::size_t narrow = kHeaderSize + header->body_size(4);
    if (narrow > file.size()) return std::nullopt;
    file.remove_prefix(narrow);
    header = read_header(file);
    if (!header) return std::nullopt;
    time_size = 8;
  }
  const std::size_t body = header->body_size(time_size);
  if (kHeaderSize + body > file.size()) return std::nullopt;

  const std::string_view times = file.substr(kHeaderSize, header->changes * time_size);
  const std::string_view indexes = file.substr(kHeaderSize + times.size(), header->changes);
  const std::string_view types =
      file.substr(kHeaderSize + times.size() + indexes.size(), header->types * kTypeSize);
  const auto offset_of = [&](std::size_t type) {
    return seconds{big_endian(types.substr(type * kTypeSize, 4))};
  };

  Zone zone;
  zone.before_first_ = offset_of(0);
  for (std::size_t i = 0; i < header->changes; ++i) {
    const auto type = static_cast<unsigned char>(indexes[i]);
    if (type >= header->types) return std::nullopt;
    zone.changes_.push_back(sys_seconds{seconds{big_endian(times.substr(i * time_size, time_size))}});
    zone.offsets_.push_back(offset_of(type));
  }
  if (!std::ranges::is_sorted(zone.changes_)) return std::nullopt;

  if (has_wide_times) {
    std::string_view footer = file.substr(kHeaderSize + body);
    if (footer.size() < 2 || footer.front() != '\n' || footer.back() != '\n') return std::nullopt;
    footer = footer.substr(1, footer.size() - 2);
    if (!footer.empty()) {
      zone.footer_ = ZoneFooter::parse(footer);
      if (!zone.footer_) return std::nullopt;
    }
  }
  return zone;
}

seconds Zone::offset_at(sys_seconds time) const {
  const auto next = std::ranges::upper_bound(changes_, time);
  if (next == changes_.end() && footer_) return footer_->offset_at(time);
  if (next == changes_.begin()) return before_first_;
  return offsets_[static_cast<std::size_t>(next - changes_.begin()) - 1];
}

bool is_zone_name(std::string_view name) {
  constexpr std::size_t kLongest = 64;
  if (name.empty() || name.size() > kLongest || name.front() == '/' || name.back() == '/') return false;
  if (name.contains("//") || std::ranges::count(name, '/') > 2) return false;
  return std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '+' || c == '-' || c == '/';
  });
}

}  // namespace tiktok_marketing
