#include "tiktok/query.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"

namespace tiktok_marketing::tiktok {
namespace {

std::string plain_text(const Json& value) {
  if (const std::string* text = value.as_string()) return *text;
  return value.dump();
}

Error not_an_id(const Json& value) {
  Error error;
  error.type = ErrorType::invalid_parameter;
  error.given = shortened(value.dump());
  error.message = fmt::format("An id must be text or a whole number of digits only, not {}.",
                              value.as_number() != nullptr ? error.given : std::string(value.type_name()));
  error.hint = "Send ids as JSON text, exactly as TikTok shows them.";
  error.example = R"("1728545300000001")";
  return error;
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Digits become text in place; false when the value cannot be an id.
bool make_id_text(Json& value) {
  if (value.as_string() != nullptr) return true;
  const Json::Number* number = value.as_number();
  if (number == nullptr || !all_digits(number->text)) return false;
  value = number->text;
  return true;
}

}  // namespace

std::string encode_query(std::span<const QueryParam> params) {
  std::string query;
  for (const auto& [name, value] : params) {
    if (value.is_null()) continue;
    if (!query.empty()) query += '&';
    query += percent_encode(name);
    query += '=';
    query += percent_encode(plain_text(value));
  }
  return query;
}

Result<Json> ids_as_strings(Json value) {
  Result<Json> ids(std::move(value));
  if (Json::Array* items = ids->as_array()) {
    const auto refused = std::ranges::find_if_not(*items, make_id_text);
    if (refused != items->end()) return not_an_id(*refused);
  } else if (!ids->is_null() && !make_id_text(*ids)) {
    return not_an_id(*ids);
  }
  return ids;
}

}  // namespace tiktok_marketing::tiktok
