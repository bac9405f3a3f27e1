#include "server/page_links.hpp"

#include "base/text.hpp"

namespace tiktok_marketing::server {

Json next_page(const Call& call, std::string_view next_cursor) {
  if (next_cursor.empty()) return {};
  std::string out = call.request.path;
  out += '?';
  for (const auto& [name, value] : call.request.query) {
    if (name == "cursor") continue;
    out += percent_encode(name) + "=" + percent_encode(value) + "&";
  }
  out += "cursor=" + percent_encode(next_cursor);
  return out;
}

}  // namespace tiktok_marketing::server
