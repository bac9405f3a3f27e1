#include <tiktok_marketing/http/transport.hpp>

namespace tiktok_marketing {

std::string_view HttpResponse::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return {};
}

}  // namespace tiktok_marketing
