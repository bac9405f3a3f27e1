#pragma once

#include <bitset>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sandbox/appender.hpp"
#include "sandbox/calendar.hpp"

namespace tiktok_marketing::sandbox {

constexpr std::size_t kMaxFields = 160;
using FieldSet = std::bitset<kMaxFields>;

/// Writes one record of a list. A record is written by one function that names every field in a fixed
/// order; the position of a field in that order is its number in the `FieldSet` of a projection.
class RowSink {
 public:
  RowSink(Appender& out, const FieldSet* wanted, bool drop_nulls)
      : out_(out), wanted_(wanted), drop_nulls_(drop_nulls) {}

  void begin() {
    field_ = 0;
    first_ = true;
    out_.raw('{');
  }
  void end() { out_.raw('}'); }

  template <std::size_t N>
  void text(const char (&name)[N], std::string_view value) {
    if (key(name)) out_.quoted(value);
  }
  /// For text with quotes, backslashes or foreign letters.
  template <std::size_t N>
  void words(const char (&name)[N], std::string_view value) {
    if (key(name)) out_.escaped(value);
  }
  template <std::size_t N>
  void id(const char (&name)[N], std::uint64_t value) {
    if (key(name)) out_.quoted_integer(static_cast<std::int64_t>(value));
  }
  template <std::size_t N>
  void integer(const char (&name)[N], std::int64_t value) {
    if (key(name)) out_.integer(value);
  }
  /// Hundredths as a JSON number that always shows a fraction, as the real service does: `100.0`, `9.99`.
  template <std::size_t N>
  void number(const char (&name)[N], std::int64_t hundredths) {
    if (!key(name)) return;
    if (hundredths % 10 == 0) {
      out_.decimal(hundredths / 10, 1);
    } else {
      out_.decimal(hundredths);
    }
  }
  template <std::size_t N>
  void boolean(const char (&name)[N], bool value) {
    if (key(name)) out_.raw(value ? "true" : "false");
  }
  template <std::size_t N>
  void time(const char (&name)[N], Seconds value, bool t = false) {
    if (!key(name)) return;
    out_.raw('"');
    append_time(out_.buffer(), value, t);
    out_.raw('"');
  }
  template <std::size_t N>
  void json(const char (&name)[N], std::string_view value) {
    if (key(name)) out_.raw(value);
  }
  template <std::size_t N>
  void null(const char (&name)[N]) {
    if (drop_nulls_) {
      ++field_;
    } else if (key(name)) {
      out_.raw("null");
    }
  }
  template <std::size_t N>
  void text_or_null(const char (&name)[N], bool present, std::string_view value) {
    present ? text(name, value) : null(name);
  }
  /// The field exists but this record does not have it.
  template <std::size_t N>
  void absent(const char (&)[N]) {
    ++field_;
  }

  /// Writes every field `write` names, whatever the projection says.
  template <typename Write>
  void without_projection(Write write) {
    const FieldSet* wanted = std::exchange(wanted_, nullptr);
    write();
    wanted_ = wanted;
  }

 private:
  template <std::size_t N>
  bool key(const char (&name)[N]) {
    const std::size_t number = field_++;
    if (wanted_ != nullptr && !wanted_->test(number)) return false;
    // One append of a constant size: this line writes most of the bytes of a page.
    char text[N + 3];
    text[0] = ',';
    text[1] = '"';
    std::memcpy(text + 2, name, N - 1);
    text[N + 1] = '"';
    text[N + 2] = ':';
    out_.raw(std::string_view(text, N + 3).substr(first_ ? 1 : 0));
    first_ = false;
    return true;
  }

  Appender& out_;
  const FieldSet* wanted_;
  bool drop_nulls_;
  std::size_t field_ = 0;
  bool first_ = true;
};

/// Has the face of `RowSink` and only collects the names, in order.
class NameSink {
 public:
  std::vector<std::string_view> names;

  void begin() {}
  void end() {}
#define TTM_NAME_SINK(member)                         \
  template <std::size_t N, typename... Rest>          \
  void member(const char(&name)[N], const Rest&...) { \
    names.emplace_back(name, N - 1);                  \
  }
  TTM_NAME_SINK(text)
  TTM_NAME_SINK(words)
  TTM_NAME_SINK(id)
  TTM_NAME_SINK(integer)
  TTM_NAME_SINK(number)
  TTM_NAME_SINK(boolean)
  TTM_NAME_SINK(time)
  TTM_NAME_SINK(json)
  TTM_NAME_SINK(null)
  TTM_NAME_SINK(text_or_null)
  TTM_NAME_SINK(absent)
#undef TTM_NAME_SINK
};

}  // namespace tiktok_marketing::sandbox
