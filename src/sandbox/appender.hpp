#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/json.hpp"

namespace tiktok_marketing::sandbox {

/// Builds a JSON body front to back without a tree.
class Appender {
 public:
  [[nodiscard]] std::string& buffer() { return out_; }
  [[nodiscard]] std::string take() { return std::move(out_); }
  void reserve(std::size_t bytes) { out_.reserve(bytes); }

  void raw(std::string_view text) { out_.append(text.data(), text.size()); }
  void raw(char c) { out_.push_back(c); }
  void integer(std::int64_t value) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    out_.append(digits, static_cast<std::size_t>(end - digits));
  }
  /// For our own texts, which hold nothing to escape.
  void quoted(std::string_view text) {
    const auto start = out_.size();
    out_.append(text.size() + 2, '"');
    std::copy(text.begin(), text.end(), out_.begin() + static_cast<std::ptrdiff_t>(start) + 1);
  }
  void quoted_integer(std::int64_t value) {
    char digits[26];
    digits[0] = '"';
    auto* end = std::to_chars(digits + 1, digits + sizeof digits, value).ptr;
    *end++ = '"';
    out_.append(digits, static_cast<std::size_t>(end - digits));
  }
  void escaped(std::string_view text) { append_json_string(out_, text); }

  /// `value` hundredths as `12.34`; with `places` 3, thousandths as `12.345`.
  void decimal(std::int64_t value, int places = 2) {
    if (value < 0) {
      out_.push_back('-');
      value = -value;
    }
    std::int64_t unit = 1;
    for (int i = 0; i < places; ++i) unit *= 10;
    integer(value / unit);
    out_.push_back('.');
    for (auto rest = value % unit; (unit /= 10) > 0; rest %= unit) {
      out_.push_back(static_cast<char>('0' + rest / unit));
      if (unit == 1) break;
    }
  }

 private:
  std::string out_;
};

}  // namespace tiktok_marketing::sandbox
