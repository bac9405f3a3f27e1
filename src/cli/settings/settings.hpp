#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/log.hpp>
#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/secret.hpp>

#include "base/date.hpp"
#include "cli/settings/setting_sources.hpp"
#include "replication/schedule.hpp"

namespace tiktok_marketing::cli {

enum class Mode { local, hosted };

/// How to reach a hosted server. Plain and owning.
struct HostedSettings {
  std::string api_host;
  std::string client_id;
  Secret client_secret;
  std::string organization_id;  ///< may be empty
  std::string workspace{"default"};
  std::string connector_id;  ///< may be empty
};

/// The context store of the data folder, and what fills it. Plain and owning.
struct StoreSettings {
  std::string name;  ///< empty: nobody said
  std::optional<Date> start_date;
  int lookback_days = 3;
  replication::Schedule every;
};

/// Settings of calls after precedence and checks. Plain and owning.
struct Settings {
  Mode mode = Mode::local;
  HostedSettings hosted;  ///< of hosted mode
  Secret access_token;    ///< this and the following of local mode
  std::vector<std::string> advertiser_ids;
  std::string api_url;      ///< never empty
  std::string consent_url;  ///< never empty
  std::string app_id;
  Secret app_secret;
  std::filesystem::path data_dir;
  std::optional<double> qps;  ///< requests a second; < 0: no limit; nullopt: the library's default
  std::size_t max_body_bytes = 0;
  StoreSettings store;
  std::optional<LogLevel> log;  ///< nullopt: off
};

/// Where config.toml lies: argument > TIKTOK_MARKETING_DATA_DIR > XDG_DATA_HOME > ~/.local/share.
/// Empty when there is neither a home folder nor any of them.
[[nodiscard]] std::filesystem::path data_dir_of(const SettingTexts& arguments,
                                                const Environment& environment);

/// Local or hosted, by what is set: an argument or credential of hosted mode means hosted, a token local.
/// Errors: `value_error` when both are set and `mode` is not, or `mode` is another word.
[[nodiscard]] Result<Mode> resolve_mode(const SettingSources& sources);

/// Settings for calls in the mode they ask for; local without `use_credentials`. Pure: reads no file and no
/// real environment. Errors: `value_error` naming the setting, where it came from, and the range; those of
/// `resolve_hosted`.
[[nodiscard]] Result<Settings> resolve_settings(const SettingInputs& inputs);
/// Errors: `value_error` without a host (the hint prints the line to set), `missing_credentials`.
[[nodiscard]] Result<HostedSettings> resolve_hosted(const SettingSources& sources);

/// Refuses keys config.toml may not have: other credential shapes with the sentence every face uses, unknown
/// ones with the nearest valid key.
[[nodiscard]] Result<void> check_file_keys(const SettingTexts& file);

/// `731…,732…` or `["731…"]` as ids.
[[nodiscard]] Result<std::vector<std::string>> parse_advertiser_ids(std::string_view text);

}  // namespace tiktok_marketing::cli
