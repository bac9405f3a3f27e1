#include "server/call.hpp"

#include <charconv>

namespace tiktok_marketing::server {

std::optional<std::string> Call::query(std::string_view name) const {
  const auto value = request.query_value(name);
  return value ? std::optional<std::string>(*value) : std::nullopt;
}

std::optional<int> Call::query_int(std::string_view name) const {
  const auto value = request.query_value(name);
  int number = 0;
  if (!value || std::from_chars(value->data(), value->data() + value->size(), number).ec != std::errc{})
    return std::nullopt;
  return number;
}

std::optional<bool> Call::query_bool(std::string_view name) const {
  const auto value = request.query_value(name);
  return value ? std::optional<bool>(*value == "true") : std::nullopt;
}

const Json* Call::given(std::string_view name) const {
  const Json* found = body.find(name);
  return found == nullptr || found->is_null() ? nullptr : found;
}

std::optional<std::string> Call::text(std::string_view name) const {
  const Json* found = given(name);
  if (found == nullptr || found->as_string() == nullptr) return std::nullopt;
  return *found->as_string();
}

std::optional<std::vector<std::string>> Call::texts(std::string_view name) const {
  const Json* found = given(name);
  if (found == nullptr || found->as_array() == nullptr) return std::nullopt;
  std::vector<std::string> out;
  for (const Json& item : *found->as_array()) {
    if (item.as_string() != nullptr) out.push_back(*item.as_string());
  }
  return out;
}

}  // namespace tiktok_marketing::server
