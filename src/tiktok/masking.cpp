#include "tiktok/masking.hpp"

#include <memory>
#include <string_view>

namespace tiktok_marketing::tiktok {

void mask(std::string& text, const Secret& secret) {
  constexpr std::string_view kMask = "***";
  if (secret.empty()) return;
  for (auto at = text.find(secret.reveal()); at != std::string::npos; at = text.find(secret.reveal(), at)) {
    text.replace(at, secret.reveal().size(), kMask);
    at += kMask.size();
  }
}

HttpResponse masked(const HttpResponse& response, const Secret& secret) {
  HttpResponse copy = response;
  if (!response.body || secret.empty()) return copy;
  std::string body = *response.body;
  mask(body, secret);
  copy.body = std::make_shared<const std::string>(std::move(body));
  return copy;
}

}  // namespace tiktok_marketing::tiktok
