#include "catalog/render_json.hpp"

#include <algorithm>

namespace tiktok_marketing::catalog {
namespace {

constexpr std::size_t kLineLength = 100;

bool is_scalar(const Json& value) {
  return value.as_array() == nullptr && value.as_object() == nullptr;
}

bool fits_one_line(const Json::Array& items, std::size_t depth) {
  return std::ranges::all_of(items, is_scalar) && Json(items).dump().size() + 2 * depth < kLineLength;
}

void append_line_start(std::string& out, std::size_t depth) {
  out += '\n';
  out.append(2 * depth, ' ');
}

void append_pretty(std::string& out, const Json& value, std::size_t depth);

void append_array(std::string& out, const Json::Array& items, std::size_t depth) {
  const bool one_line = fits_one_line(items, depth);
  out += '[';
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += one_line ? ", " : ",";
    if (!one_line) append_line_start(out, depth + 1);
    append_pretty(out, items[i], depth + 1);
  }
  if (!one_line) append_line_start(out, depth);
  out += ']';
}

void append_object(std::string& out, const Json::Object& members, std::size_t depth) {
  out += '{';
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i > 0) out += ',';
    append_line_start(out, depth + 1);
    append_json_string(out, members[i].first);
    out += ": ";
    append_pretty(out, members[i].second, depth + 1);
  }
  if (!members.empty()) append_line_start(out, depth);
  out += '}';
}

void append_pretty(std::string& out, const Json& value, std::size_t depth) {
  if (const auto* items = value.as_array()) return append_array(out, *items, depth);
  if (const auto* members = value.as_object()) return append_object(out, *members, depth);
  value.append_to(out);
}

}  // namespace

std::string pretty(const Json& value) {
  std::string out;
  append_pretty(out, value, 0);
  out += '\n';
  return out;
}

}  // namespace tiktok_marketing::catalog
