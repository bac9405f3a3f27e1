#include "platform/rows.hpp"

#include "base/json.hpp"

namespace tiktok_marketing::platform {

std::string list_text(const std::vector<std::string>& list) {
  Json::Array array;
  for (const std::string& item : list) array.emplace_back(item);
  return Json(std::move(array)).dump();
}

Result<std::vector<std::string>> list_of(std::string_view text) {
  const Error damaged{.type = ErrorType::internal_error,
                      .message = "A list in the database is damaged.",
                      .hint = "Restore a backup of the database, or set the list anew."};
  const auto json = Json::parse(text);
  if (!json || json->as_array() == nullptr) return damaged;
  std::vector<std::string> list;
  for (const Json& item : *json->as_array()) {
    const std::string* value = item.as_string();
    if (value == nullptr) return damaged;
    list.push_back(*value);
  }
  return list;
}

std::optional<SystemTime> optional_time(const database::Statement& row, int column) {
  const auto millis = row.optional_integer(column);
  return millis ? std::optional(from_millis(*millis)) : std::nullopt;
}

}  // namespace tiktok_marketing::platform
