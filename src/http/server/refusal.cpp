#include "http/server/refusal.hpp"

#include <optional>

#include "http/server/response_head.hpp"

namespace tiktok_marketing::http {
namespace {

ServerResponse plain_refusal(int status, std::string_view why) {
  ServerResponse response;
  response.status = status;
  response.body = std::make_shared<const std::string>("{\"error\":\"" + std::string(why) + "\"}");
  return response;
}

std::optional<ServerResponse> ask_hook(const RefusalHook& hook, int status, std::string_view why) {
  if (!hook) return std::nullopt;
  try {
    ServerResponse response = hook(status, why);
    if (is_sendable(response)) return response;
  } catch (...) {
    // A refusal must never fail to be one.
  }
  return std::nullopt;
}

}  // namespace

ServerResponse make_refusal(const RefusalHook& hook, int status, std::string_view why) {
  std::optional<ServerResponse> response = ask_hook(hook, status, why);
  return response ? std::move(*response) : plain_refusal(status, why);
}

}  // namespace tiktok_marketing::http
