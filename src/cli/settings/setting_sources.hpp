#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <tiktok_marketing/base/log.hpp>
#include <tiktok_marketing/base/result.hpp>

#include "cli/output/terminal.hpp"
#include "cli/settings/setting_list.hpp"

namespace tiktok_marketing::cli {

/// Raw texts by key, from the command line or from a file (lists as JSON text).
using SettingTexts = std::map<std::string, std::string, std::less<>>;

/// Every place a setting may come from. Borrowed; plain.
struct SettingInputs {
  const SettingTexts& arguments;
  const Environment& environment;
  const SettingTexts& file;         ///< config.toml
  const SettingTexts& client_file;  ///< client.env: hosted credentials, used together or not at all
  /// Off: token, advertisers, addresses and apps of environment and files are left aside, because the virtual
  /// TikTok of this process brings its own.
  bool use_credentials = true;
};

/// A setting's text with the place it came from: `--qps`, `TIKTOK_MARKETING_QPS`, `qps in config.toml`.
struct Found {
  std::string_view text;
  std::string source;
};

inline constexpr std::array<std::string_view, 3> kHostedCredentialKeys{"api_host", "client_id",
                                                                       "client_secret"};

/// Precedence argument > environment > config.toml > client.env; a variable set to nothing counts as not set.
/// Pure.
class SettingSources {
 public:
  explicit SettingSources(const SettingInputs& inputs) : inputs_(inputs) {}

  /// Empty text: nobody set it.
  [[nodiscard]] Found find(std::string_view key) const;
  [[nodiscard]] bool is_argument(std::string_view key) const { return inputs_.arguments.contains(key); }
  [[nodiscard]] const SettingInputs& inputs() const { return inputs_; }

  /// Readers: nullopt when nobody set it. Errors: `value_error` naming the place and the range.
  [[nodiscard]] Result<std::optional<std::int64_t>> integer(std::string_view key, std::int64_t lowest,
                                                            std::int64_t highest) const;
  /// `unlimited` is -1.
  [[nodiscard]] Result<std::optional<double>> number_or_unlimited(std::string_view key, double lowest,
                                                                  double highest) const;
  [[nodiscard]] Result<std::optional<bool>> truth(std::string_view key) const;
  /// `off` is an inner nullopt.
  [[nodiscard]] Result<std::optional<std::optional<LogLevel>>> log_level() const;

 private:
  [[nodiscard]] Found from_outside(std::string_view key) const;

  const SettingInputs& inputs_;
};

[[nodiscard]] Error bad_value(const Found& found, std::string_view key);

}  // namespace tiktok_marketing::cli
