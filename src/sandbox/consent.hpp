#pragma once

#include "http/server/server.hpp"
#include "sandbox/accounts.hpp"
#include "sandbox/world.hpp"

namespace tiktok_marketing::sandbox {

/// The OAuth page an account owner sees: GET and POST `/portal/auth`, and its style sheet.
[[nodiscard]] http::ServerResponse consent_page(const World& world, Accounts& accounts,
                                                const http::ServerRequest& request, SystemTime now);
[[nodiscard]] http::ServerResponse consent_style();

}  // namespace tiktok_marketing::sandbox
