#include "cli/output/row.hpp"

#include <algorithm>
#include <unordered_set>

#include "base/json_members.hpp"
#include "base/json_scanner.hpp"

namespace tiktok_marketing::cli {
namespace {

std::string decoded(std::string_view json_string) {
  std::string text;
  JsonScanner scanner(json_string);
  scanner.string(&text);
  return text;
}

std::string decoded_name(std::string_view name) {
  if (name.find('\\') == std::string_view::npos) return std::string(name);
  return decoded('"' + std::string(name) + '"');
}

void new_line(std::string& out, int level) {
  out += '\n';
  out.append(static_cast<std::size_t>(level) * 2, ' ');
}

}  // namespace

std::string_view raw_field(std::string_view row, std::string_view path) {
  if (const auto whole = find_member(row, path); !whole.empty()) return whole;
  const std::size_t point = path.find('.');
  if (point == std::string_view::npos) return {};
  const auto inner = find_member(row, path.substr(0, point));
  return inner.starts_with('{') ? raw_field(inner, path.substr(point + 1)) : std::string_view{};
}

std::string cell_text(std::string_view json) {
  if (json.empty() || json == "null") return {};
  if (json.front() != '"') return std::string(json);
  if (json.find('\\') == std::string_view::npos) return std::string(json.substr(1, json.size() - 2));
  return decoded(json);
}

std::vector<std::string> columns_of(const catalog::Entity* entity, const Records& rows) {
  std::unordered_set<std::string_view> seen;
  std::vector<std::string_view> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for_each_member(rows.json(i), [&](std::string_view name, std::string_view) {
      if (seen.insert(name).second) found.push_back(name);
      return true;
    });
  }
  std::vector<std::string> columns;
  if (entity != nullptr) {
    for (const auto& field : entity->fields) {
      if (seen.erase(field.name) > 0) columns.emplace_back(field.name);
    }
  }
  for (const auto name : found) {
    if (seen.contains(name)) columns.push_back(decoded_name(name));
  }
  return columns;
}

std::string indented(std::string_view json, int level) {
  std::string out;
  out.reserve(json.size() + json.size() / 4);
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (c == '"') {
      const std::size_t end = detail::after_string(json, i);
      out += json.substr(i, end - i);
      i = end - 1;
    } else if (c == '{' || c == '[') {
      const std::size_t next = detail::after_blanks(json, i + 1);
      out += c;
      if (next < json.size() && (json[next] == '}' || json[next] == ']')) {
        out += json[next];
        i = next;
      } else {
        new_line(out, ++level);
      }
    } else if (c == '}' || c == ']') {
      new_line(out, --level);
      out += c;
    } else if (c == ',') {
      out += c;
      new_line(out, level);
    } else if (c == ':') {
      out += ": ";
    } else if (c != ' ' && c != '\n' && c != '\t' && c != '\r') {
      out += c;
    }
  }
  return out;
}

}  // namespace tiktok_marketing::cli
