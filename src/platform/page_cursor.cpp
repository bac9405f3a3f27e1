#include "platform/page_cursor.hpp"

#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "crypto/encoding.hpp"
#include "platform/rows.hpp"

namespace tiktok_marketing::platform {

std::string page_cursor(const std::vector<std::string>& keys) {
  return crypto::to_base64url(list_text(keys));
}

Result<std::vector<std::string>> read_page_cursor(std::string_view cursor, std::size_t count) {
  if (const auto text = crypto::from_base64url(cursor)) {
    if (auto keys = list_of(*text); keys && keys->size() == count) return keys;
  }
  return invalid_cursor(cursor);
}

Error invalid_cursor(std::string_view cursor) {
  return {.type = ErrorType::invalid_cursor,
          .message = "The cursor cannot be read.",
          .hint = "Pass the cursor of the page before unchanged, or leave it out to start again.",
          .param = "cursor",
          .given = shortened(cursor)};
}

Result<void> check_limit(int limit, int most) {
  if (limit >= 1 && limit <= most) return {};
  return Error{.type = ErrorType::value_error,
               .message = fmt::format("limit must lie between 1 and {}.", most),
               .hint = "Ask for fewer rows and follow the cursor.",
               .param = "limit",
               .given = std::to_string(limit)};
}

}  // namespace tiktok_marketing::platform
