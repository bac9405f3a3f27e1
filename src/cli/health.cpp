#include "cli/health.hpp"

#include <tiktok_marketing/base/error.hpp>

#include <fmt/format.h>

#include "base/json.hpp"
#include "cli/output/row.hpp"
#include "cli/output/table.hpp"
#include "cli/output/terminal.hpp"
#include "cli/output/text_width.hpp"

namespace tiktok_marketing::cli {
namespace {

int exit_code_of_type(std::string_view type) {
  for (int i = 0; i <= static_cast<int>(ErrorType::internal_error); ++i) {
    const auto candidate = static_cast<ErrorType>(i);
    if (name_of(candidate) == type) return exit_code_of(kind_of(candidate));
  }
  return 1;
}

std::string detail_word(const Json& document, std::string_view name) {
  const Json* detail = document.find("error_detail");
  return detail == nullptr ? std::string() : std::string(detail->text_of(name));
}

const Json::Array& items_of(const Json& document, std::string_view name) {
  static const Json::Array kNone;
  const Json* list = document.find(name);
  return list == nullptr || list->as_array() == nullptr ? kNone : *list->as_array();
}

std::string permission_text(const Json& permission) {
  std::string text = fmt::format("missing permission: {}", permission.text_of("scope"));
  const auto& entities = items_of(permission, "entities");
  for (std::size_t i = 0; i < entities.size(); ++i) {
    const std::string* name = entities[i].as_string();
    if (name != nullptr) text += (i == 0 ? " (needed for " : ", ") + *name;
  }
  return printable(entities.empty() ? text : text + ")") + "\n";
}

std::string advertiser_table(const Json& document, std::size_t width, bool colour) {
  const auto& list = items_of(document, "advertisers");
  if (list.empty()) return {};
  const std::vector<std::string> fields{"advertiser_id", "name", "currency", "time_zone"};
  std::vector<std::vector<std::string>> rows;
  for (const Json& advertiser : list) {
    std::vector<std::string> cells;
    for (const auto& field : fields) cells.push_back(printable(advertiser.text_of(field)));
    rows.push_back(std::move(cells));
  }
  auto columns = measure(fields, rows, width);
  for (auto& column : columns) column.right = false;
  std::string text;
  append_titles(text, columns, colour);
  for (const auto& row : rows) append_line(text, columns, row);
  return text;
}

}  // namespace

int health_exit_code(std::string_view document) {
  const auto parsed = Json::parse(document);
  if (!parsed) return 1;
  if (parsed->text_of("status") == "healthy") return 0;
  return exit_code_of_type(detail_word(*parsed, "type"));
}

std::string health_text(std::string_view document, std::size_t width, bool colour) {
  const auto parsed = Json::parse(document);
  if (!parsed) return std::string(document) + "\n";
  const bool healthy = parsed->text_of("status") == "healthy";
  std::string text = healthy ? coloured("healthy", "1;32", colour) : coloured("unhealthy", "1;31", colour);
  if (const auto message = parsed->text_of("error"); !message.empty()) {
    text += fmt::format(": {}", printable(message));
  }
  text += '\n';
  if (const auto hint = detail_word(*parsed, "hint"); !hint.empty()) {
    text += fmt::format("  {:<9}{}\n", "hint:", printable(hint));
  }
  const Json* user = parsed->find("user");
  if (user != nullptr && !user->text_of("name").empty()) {
    text += fmt::format("user: {}\n", printable(user->text_of("name")));
  }
  text += advertiser_table(*parsed, width, colour);
  for (const Json& each : items_of(*parsed, "unreadable")) {
    text +=
        printable(fmt::format("unreadable: {}: {}", each.text_of("advertiser_id"), each.text_of("reason"))) +
        '\n';
  }
  for (const Json& each : items_of(*parsed, "missing_permissions")) text += permission_text(each);
  for (const Json& note : items_of(*parsed, "notes")) {
    if (note.as_string() != nullptr) text += printable(*note.as_string()) + '\n';
  }
  return text;
}

}  // namespace tiktok_marketing::cli
