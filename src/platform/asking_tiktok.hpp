#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/secret.hpp>
#include <tiktok_marketing/connector/connector.hpp>

#include "platform/connectors.hpp"
#include "platform/context.hpp"
#include "platform/credentials.hpp"
#include "platform/tiktok_apps.hpp"

/// What the platform itself asks TikTok, on the quota budget of the app. All of it blocks, for at most
/// `kPatience` unless it is told otherwise; not to be called on the engine thread. Errors: TikTok's.
namespace tiktok_marketing::platform {

inline constexpr std::chrono::seconds kPatience{30};

/// Asks who the token belongs to. With `look_up` and an app also for the advertisers TikTok lists for it; an
/// app that the token does not belong to only means that there are none to be learnt.
[[nodiscard]] Result<GrantedToken> ask_about_token(const Context& context, Secret token,
                                                   const std::optional<TiktokApp>& app, bool look_up,
                                                   std::chrono::seconds patience = kPatience);
/// Exchanges the code of TikTok's redirect, then asks about the token. What cannot be learnt about it is left
/// empty: the code works once, so the token must not be lost.
[[nodiscard]] Result<GrantedToken> exchange_for_token(const Context& context, const TiktokApp& app,
                                                      Secret auth_code);

/// Options of a connector with that token; `app` may be any the organization has.
[[nodiscard]] ConnectorOptions options_of(const Context& context, const GrantedToken& token,
                                          const std::optional<TiktokApp>& app,
                                          const ReplicationConfig& replication,
                                          const std::vector<std::string>& known_advertisers);
/// Asks for rows of the known advertisers. `advertisers` receives those TikTok knows for the token.
[[nodiscard]] CheckResult check_with(ConnectorOptions options, std::vector<std::string>& advertisers);

}  // namespace tiktok_marketing::platform
