#pragma once

#include <string>

#include <tiktok_marketing/base/secret.hpp>
#include <tiktok_marketing/http/transport.hpp>

/// Foreign answers may echo what they were sent; errors quote them.
namespace tiktok_marketing::tiktok {

/// Replaces the secret wherever it stands in `text`.
void mask(std::string& text, const Secret& secret);
/// The answer with a masked body. Done before anything is cut off it, or half a secret could stay.
[[nodiscard]] HttpResponse masked(const HttpResponse& response, const Secret& secret);

}  // namespace tiktok_marketing::tiktok
