#pragma once

#include <cstddef>
#include <cstring>
#include <string_view>

/// Cheap reading of JSON text that a validating parser has already accepted. Nothing is checked again; on
/// text that was not validated the results are meaningless, but reads stay inside the view.
namespace tiktok_marketing {

namespace detail {

inline std::size_t after_string(std::string_view text, std::size_t at) {
  // `at` is the opening quote; an escaped quote has an odd number of backslashes before it.
  for (std::size_t i = at + 1; i < text.size();) {
    const void* hit = std::memchr(text.data() + i, '"', text.size() - i);
    if (hit == nullptr) return text.size();
    const auto quote = static_cast<std::size_t>(static_cast<const char*>(hit) - text.data());
    std::size_t slashes = 0;
    while (text[quote - 1 - slashes] == '\\') ++slashes;
    if (slashes % 2 == 0) return quote + 1;
    i = quote + 1;
  }
  return text.size();
}

inline std::size_t after_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t'))
    ++at;
  return at;
}

inline std::size_t after_value(std::string_view text, std::size_t at) {
  if (at >= text.size()) return text.size();
  if (text[at] == '"') return after_string(text, at);
  if (text[at] != '{' && text[at] != '[') {
    const std::size_t end = text.find_first_of(",]} \n\r\t", at);
    return end == std::string_view::npos ? text.size() : end;
  }
  std::size_t depth = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      at = after_string(text, at);
      continue;
    }
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    ++at;
    if (depth == 0) return at;
  }
  return at;
}

}  // namespace detail

/// Calls `f(name, value)` for each member of an object's text: the name without quotes as it stands, the
/// value as its JSON text. Stops when `f` returns false.
template <typename F>
void for_each_member(std::string_view object, F&& f) {
  std::size_t at = detail::after_blanks(object, 0);
  if (at >= object.size() || object[at] != '{') return;
  at = detail::after_blanks(object, at + 1);
  while (at < object.size() && object[at] == '"') {
    const std::size_t name_end = detail::after_string(object, at);
    const std::string_view name = object.substr(at + 1, name_end - at - 2);
    at = detail::after_blanks(object, name_end);
    if (at >= object.size()) return;
    at = detail::after_blanks(object, at + 1);
    const std::size_t value_end = detail::after_value(object, at);
    if (!f(name, object.substr(at, value_end - at))) return;
    at = detail::after_blanks(object, value_end);
    if (at >= object.size() || object[at] != ',') return;
    at = detail::after_blanks(object, at + 1);
  }
}

/// JSON text of a member's value, or empty when the object has no such member.
inline std::string_view find_member(std::string_view object, std::string_view name) {
  std::string_view found;
  for_each_member(object, [&](std::string_view member, std::string_view value) {
    if (member != name) return true;
    found = value;
    return false;
  });
  return found;
}

}  // namespace tiktok_marketing
