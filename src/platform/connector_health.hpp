#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/connector/answer.hpp>

#include "platform/connectors.hpp"

/// What the outcome of a call says about its connector. Pure functions.
namespace tiktok_marketing::platform {

struct Health {
  std::optional<ConnectorState> state;  ///< nullopt: the state stays
  std::string reason;                   ///< empty: the state's usual one
  std::string last_error;               ///< type of TikTok's failure; empty for none
  bool operator==(const Health&) const = default;
};

/// nullopt for mistakes of the caller and for what never reached TikTok.
[[nodiscard]] std::optional<Health> health_of(const Error& error);
[[nodiscard]] std::optional<Health> health_of(const CheckResult& result);
/// Of an execute. A refused permission for an advertiser the connector does not know says nothing.
[[nodiscard]] std::optional<Health> health_of(std::string_view action, std::string_view params_json,
                                              const Result<Answer>& answer, const Connector& connector);

/// Advertisers a call names in `advertiser_id` and `advertiser_ids`; ids only.
[[nodiscard]] std::vector<std::string> advertisers_in(std::string_view params_json);
/// What a check document says is wrong; nullopt when it says `healthy`.
[[nodiscard]] std::optional<Error> error_of_check(const Json& document);

}  // namespace tiktok_marketing::platform
