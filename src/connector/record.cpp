#include <tiktok_marketing/connector/record.hpp>

#include <algorithm>
#include <charconv>
#include <functional>

#include "base/json.hpp"
#include "base/json_members.hpp"

namespace tiktok_marketing {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string_view member_at(std::string_view object, std::string_view path) {
  while (!path.empty()) {
    // A member whose own name holds a dot is found first.
    if (const auto whole = find_member(object, path); !whole.empty()) return whole;
    const auto dot = path.find('.');
    if (dot == std::string_view::npos) return {};
    object = find_member(object, path.substr(0, dot));
    path.remove_prefix(dot + 1);
  }
  return object;
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
  Decimal decimal;
  bool negative = false;
  bool point = false;
  int digits = 0;
  if (text.starts_with('-')) {
    negative = true;
    text.remove_prefix(1);
  }
  for (const char c : text) {
    if (c == '.' && !point && digits > 0) {
      point = true;
      continue;
    }
    if (!is_digit(c) || ++digits > 18) return std::nullopt;
    decimal.unscaled = decimal.unscaled * 10 + (c - '0');
    if (point) ++decimal.scale;
  }
  if (digits == 0 || text.back() == '.') return std::nullopt;
  if (negative) decimal.unscaled = -decimal.unscaled;
  return decimal;
}

std::string Decimal::text() const {
  const bool negative = unscaled < 0;
  const auto bits = static_cast<std::uint64_t>(unscaled);
  std::string digits = std::to_string(negative ? 0 - bits : bits);
  if (scale > 0) {
    const auto width = static_cast<std::size_t>(scale) + 1;
    if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
    digits.insert(digits.size() - static_cast<std::size_t>(scale), 1, '.');
  }
  return negative ? '-' + digits : digits;
}

std::string_view Record::raw(std::string_view field) const {
  return member_at(json_, field);
}

std::optional<std::string> Record::text(std::string_view field) const {
  const auto value = raw(field);
  if (value.empty() || value == "null") return std::nullopt;
  if (value.front() != '"') return std::string(value);
  const auto decoded = Json::parse(value);
  // A lone surrogate passes TikTok's gateway; its text cannot be decoded, only handed out as it stands.
  if (!decoded || decoded->as_string() == nullptr) return std::string(value.substr(1, value.size() - 2));
  return *decoded->as_string();
}

std::optional<std::int64_t> Record::integer(std::string_view field) const {
  const auto value = text(field);
  if (!value) return std::nullopt;
  std::int64_t number = 0;
  const char* end = value->data() + value->size();
  const auto [stop, error] = std::from_chars(value->data(), end, number);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return number;
}

std::optional<Decimal> Record::decimal(std::string_view field) const {
  const auto value = text(field);
  return value ? Decimal::parse(*value) : std::nullopt;
}

bool Record::is_null(std::string_view field) const {
  return raw(field) == "null";
}
bool Record::is_absent(std::string_view field) const {
  return raw(field).empty();
}

namespace {

// Whether nothing but one comma and white space stands in [from, to).
bool is_comma(const char* from, const char* to) {
  int commas = 0;
  for (; from != to; ++from) {
    if (*from == ',' && commas++ == 0) continue;
    if (*from != ' ' && *from != '\n' && *from != '\r' && *from != '\t') return false;
  }
  return commas == 1;
}

// Rows of a page that TikTok sent stand a few bytes apart; what is further away was not sent in a row.
constexpr std::ptrdiff_t kWidestGap = 64;

bool stand_side_by_side(std::string_view left, std::string_view right) {
  const char* end = left.data() + left.size();
  const std::less<> before;
  if (!before(end, right.data())) return false;
  return right.data() - end <= kWidestGap && is_comma(end, right.data());
}

}  // namespace

void Records::append_pieces(std::vector<DataPiece>& out) const {
  for (std::size_t i = 0; i < rows_.size();) {
    std::size_t last = i;
    while (last + 1 < rows_.size() && rows_[last + 1].page == rows_[i].page &&
           stand_side_by_side(rows_[last].json, rows_[last + 1].json)) {
      ++last;
    }
    const char* begin = rows_[i].json.data();
    const char* end = rows_[last].json.data() + rows_[last].json.size();
    if (i > 0) out.push_back({nullptr, ","});
    out.push_back({pages_[rows_[i].page], std::string_view(begin, static_cast<std::size_t>(end - begin))});
    i = last + 1;
  }
}

void Records::append(const Records& more) {
  const std::size_t pages = pages_.size();
  const std::size_t rows = rows_.size();
  pages_.insert(pages_.end(), more.pages_.begin(), more.pages_.end());
  rows_.insert(rows_.end(), more.rows_.begin(), more.rows_.end());
  for (std::size_t i = rows; i < rows_.size(); ++i) rows_[i].page += pages;
}

void Records::keep(std::size_t from, std::size_t to) {
  to = std::min(to, rows_.size());
  from = std::min(from, to);
  rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(to), rows_.end());
  rows_.erase(rows_.begin(), rows_.begin() + static_cast<std::ptrdiff_t>(from));
  if (rows_.empty()) {
    pages_.clear();
    return;
  }
  // Rows stand in the order of their pages; those of no row are let go.
  const std::size_t first = rows_.front().page;
  pages_.resize(rows_.back().page + 1);
  pages_.erase(pages_.begin(), pages_.begin() + static_cast<std::ptrdiff_t>(first));
  for (Row& row : rows_) row.page -= first;
}

}  // namespace tiktok_marketing
