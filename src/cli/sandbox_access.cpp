#include "cli/sandbox_access.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace tiktok_marketing::cli {

std::string sandbox_lines(const sandbox::SandboxAccess& access) {
  return fmt::format(
      "TIKTOK_MARKETING_API_URL={}\n"
      "TIKTOK_MARKETING_CONSENT_URL={}\n"
      "TIKTOK_MARKETING_ACCESS_TOKEN={}\n"
      "TIKTOK_MARKETING_APP_ID={}\n"
      "TIKTOK_MARKETING_APP_SECRET={}\n"
      "TIKTOK_MARKETING_ADVERTISER_IDS={}\n"
      "SANDBOX_REVOKED_TOKEN={}\n"
      "SANDBOX_EXPIRED_TOKEN={}\n"
      "SANDBOX_NO_SCOPE_TOKEN={}\n",
      access.api_url, access.consent_url, access.access_token, access.app_id, access.app_secret,
      join(access.advertiser_ids, ","), access.revoked_token, access.expired_token, access.no_scope_token);
}

}  // namespace tiktok_marketing::cli
