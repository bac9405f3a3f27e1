#include "cli/settings/setting_sources.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/text.hpp"

namespace tiktok_marketing::cli {
namespace {

// What a virtual TikTok in this process brings itself.
constexpr std::array<std::string_view, 10> kIdentityKeys{
    "access_token", "advertiser_ids", "api_url",   "consent_url",   "app_id",
    "app_secret",   "api_host",       "client_id", "client_secret", "organization_id"};

bool contains(const auto& keys, std::string_view key) {
  return std::ranges::find(keys, key) != keys.end();
}

Found from_environment(const Environment& environment, std::string_view key) {
  const SettingInfo& setting = setting_info(key);
  if (const auto text = value_of(environment, setting.environment); !text.empty()) {
    return {text, std::string(setting.environment)};
  }
  constexpr std::string_view kHostAlias = "SDK_DEV_ADP_API_HOST";
  if (key != "api_host") return {};
  return {value_of(environment, kHostAlias), std::string(kHostAlias)};
}

template <typename T>
std::optional<T> whole_number(std::string_view text) {
  T value{};
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

Error bad_value(const Found& found, std::string_view key) {
  Error error{.type = ErrorType::value_error};
  error.param = key;
  error.given = shortened(found.text);
  error.message = fmt::format("{} cannot be \"{}\".", found.source, error.given);
  error.hint = fmt::format("Give {}.", setting_info(key).range);
  return error;
}

Found SettingSources::from_outside(std::string_view key) const {
  if (const auto given = inputs_.arguments.find(key); given != inputs_.arguments.end()) {
    return {given->second, key == "access_token" ? "--token-file" : setting_option(key)};
  }
  if (!inputs_.use_credentials && contains(kIdentityKeys, key)) return {};
  if (const auto text = from_environment(inputs_.environment, key); !text.text.empty()) return text;
  if (const auto given = inputs_.file.find(key); given != inputs_.file.end()) {
    return {given->second, fmt::format("{} in config.toml", key)};
  }
  return {};
}

Found SettingSources::find(std::string_view key) const {
  Found found = from_outside(key);
  if (!found.text.empty() || !inputs_.use_credentials) return found;
  const auto given = inputs_.client_file.find(key);
  if (given == inputs_.client_file.end()) return found;
  // Half of client.env and half of something else could send its secret to another server.
  const bool others_are_set = std::ranges::any_of(
      kHostedCredentialKeys, [&](std::string_view each) { return !from_outside(each).text.empty(); });
  if (others_are_set) return found;
  return {given->second, "client.env"};
}

Result<std::optional<std::int64_t>> SettingSources::integer(std::string_view key, std::int64_t lowest,
                                                            std::int64_t highest) const {
  const Found found = find(key);
  if (found.text.empty()) return std::optional<std::int64_t>{};
  const auto value = whole_number<std::int64_t>(found.text);
  if (!value || *value < lowest || *value > highest) return bad_value(found, key);
  return value;
}

Result<std::optional<double>> SettingSources::number_or_unlimited(std::string_view key, double lowest,
                                                                  double highest) const {
  const Found found = find(key);
  if (found.text.empty()) return std::optional<double>{};
  if (found.text == "unlimited") return std::optional<double>{-1.0};
  const auto value = whole_number<double>(found.text);
  if (!value || !(*value >= lowest && *value <= highest)) return bad_value(found, key);
  return value;
}

Result<std::optional<bool>> SettingSources::truth(std::string_view key) const {
  const Found found = find(key);
  if (found.text.empty()) return std::optional<bool>{};
  if (found.text == "true") return std::optional<bool>{true};
  if (found.text == "false") return std::optional<bool>{false};
  Error error = bad_value(found, key);
  error.allowed = {"true", "false"};
  return error;
}

Result<std::optional<std::optional<LogLevel>>> SettingSources::log_level() const {
  using Level = std::optional<LogLevel>;
  constexpr std::array<std::pair<std::string_view, LogLevel>, 4> kLevels{{{"error", LogLevel::error},
                                                                          {"warning", LogLevel::warning},
                                                                          {"info", LogLevel::info},
                                                                          {"debug", LogLevel::debug}}};
  const Found found = find("log");
  if (found.text.empty()) return std::optional<Level>{};
  if (found.text == "off") return std::optional<Level>{Level{}};
  for (const auto& [name, level] : kLevels) {
    if (found.text == name) return std::optional<Level>{Level{level}};
  }
  Error error = bad_value(found, "log");
  error.allowed = {"off", "error", "warning", "info", "debug"};
  return error;
}

}  // namespace tiktok_marketing::cli
