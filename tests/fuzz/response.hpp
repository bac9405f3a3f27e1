#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <tiktok_marketing/http/transport.hpp>

namespace fuzz {

/// A body as the transport hands it over, with the reserved padding or without it.
inline tiktok_marketing::HttpResponse response(std::string_view text, bool padded) {
  auto body = std::make_shared<std::string>();
  if (padded) body->reserve(text.size() + tiktok_marketing::kBodyPaddingBytes);
  body->append(text);
  if (!padded) body->shrink_to_fit();
  tiktok_marketing::HttpResponse response;
  response.status = 200;
  response.body = std::move(body);
  return response;
}

}  // namespace fuzz
