#include "cli/health.hpp"

#include <tiktok_marketing/base/error.hpp>

#include <fmt/format.h>

#include "base/json.hpp"
#include "cli/row.hpp"
#include "cli/table.hpp"
#include "cli/terminal.hpp"
#include "cli/text_width.hpp"

namespace tiktok_marketing::cli {
namespace {

int exit_code_of_type(std::string_view type) {
  for (int i = 0; i <= static_cast<int>(ErrorType::internal_error); ++i) {
    const auto candidate = static_cast<ErrorType>(i);
    if (name_of(candidate) == type) return exit_code_of(kind_of(candidate));
  }
  return 1;
}

// The error is an object with a type, or nothing but words.
std::string_view error_word(const Json& document, std::string_view name) {
  const Json* error = document.find("error");
  if (error == nullptr) return {};
  if (error->as_object() != nullptr) return error->text_of(name);
  return name == "message" && error->as_string() != nullptr ? std::string_view(*error->as_string())
                                                            : std::string_view{};
}

std::string advertiser_table(const Json& document, std::size_t width, bool colour) {
  const Json* list = document.find("advertisers");
  if (list == nullptr || list->as_array() == nullptr || list->as_array()->empty()) return {};
  const std::vector<std::string> fields{"advertiser_id", "name", "currency", "timezone"};
  std::vector<std::vector<std::string>> rows;
  for (const Json& advertiser : *list->as_array()) {
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
  return exit_code_of_type(error_word(*parsed, "type"));
}

std::string health_text(std::string_view document, std::size_t width, bool colour) {
  const auto parsed = Json::parse(document);
  if (!parsed) return std::string(document) + "\n";
  const bool healthy = parsed->text_of("status") == "healthy";
  std::string text = healthy ? coloured("healthy", "1;32", colour) : coloured("unhealthy", "1;31", colour);
  if (const auto message = error_word(*parsed, "message"); !message.empty())
    text += ": " + printable(message);
  text += '\n';
  if (const auto hint = error_word(*parsed, "hint"); !hint.empty()) {
    text += fmt::format("  {:<9}{}\n", "hint:", printable(hint));
  }
  if (const Json* user = parsed->find("user")) {
    const auto name = user->text_of("display_name");
    if (!name.empty()) text += fmt::format("user: {}\n", printable(name));
  }
  text += advertiser_table(*parsed, width, colour);
  const Json* missing = parsed->find("missing_permissions");
  if (missing == nullptr || missing->as_array() == nullptr) return text;
  for (const Json& permission : *missing->as_array()) {
    const std::string* words = permission.as_string();
    text += fmt::format("missing permission: {}\n", printable(words != nullptr ? *words : permission.dump()));
  }
  return text;
}

}  // namespace tiktok_marketing::cli
