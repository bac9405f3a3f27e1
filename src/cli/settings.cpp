#include "cli/settings.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>
#include <tiktok_marketing/connector/connector.hpp>

#include "base/json.hpp"
#include "base/text.hpp"
#include "tiktok/oauth.hpp"

namespace tiktok_marketing::cli {
namespace {

constexpr std::array kSettings{
    SettingInfo{.key = "mode",
                .environment = "",
                .default_text = "from the credentials",
                .range = "local, hosted",
                .meaning = "who talks to TikTok: this process, or a hosted server"},
    SettingInfo{
        .key = "access_token",
        .environment = "TIKTOK_MARKETING_ACCESS_TOKEN",
        .default_text = "none",
        .range = "TikTok's long-term access token",
        .meaning = "token for TikTok; `--token-file FILE` reads it from a file, `-` from standard input",
        .is_argument = false},
    SettingInfo{.key = "advertiser_ids",
                .environment = "TIKTOK_MARKETING_ADVERTISER_IDS",
                .default_text = "none: discovered with app id and secret",
                .range = "digits; comma list or JSON array",
                .meaning = "advertisers used when a call names none"},
    SettingInfo{.key = "api_url",
                .environment = "TIKTOK_MARKETING_API_URL",
                .default_text = kProductionApiUrl,
                .range = "URL ending in /open_api/v1.3, trailing slash optional",
                .meaning = "TikTok's API; the token goes to this host only"},
    SettingInfo{.key = "consent_url",
                .environment = "TIKTOK_MARKETING_CONSENT_URL",
                .default_text = "origin of api_url + /portal/auth",
                .range = "URL",
                .meaning = "page on which a TikTok user grants access (`login`)"},
    SettingInfo{.key = "app_id",
                .environment = "TIKTOK_MARKETING_APP_ID",
                .default_text = "none",
                .range = "digits",
                .meaning = "your TikTok app; with the secret it allows `login` and finding the advertisers"},
    SettingInfo{.key = "app_secret",
                .environment = "TIKTOK_MARKETING_APP_SECRET",
                .default_text = "none",
                .range = "text",
                .meaning = "secret of your TikTok app",
                .is_argument = false},
    SettingInfo{.key = "data_dir",
                .environment = "TIKTOK_MARKETING_DATA_DIR",
                .default_text = "$XDG_DATA_HOME/tiktok-marketing, else ~/.local/share/tiktok-marketing",
                .range = "folder",
                .meaning = "where config.toml lies",
                .in_file = false},
    SettingInfo{.key = "qps",
                .environment = "TIKTOK_MARKETING_QPS",
                .default_text = "9 (10 % under TikTok's Basic level)",
                .range = "0.1 to 1000 requests a second, or unlimited",
                .meaning = "requests a second this process allows itself for the app"},
    SettingInfo{.key = "max_body_mb",
                .environment = "TIKTOK_MARKETING_MAX_BODY_MB",
                .default_text = "64",
                .range = "1 to 1024 MiB",
                .meaning = "a longer answer of TikTok is the error result_too_large"},
    SettingInfo{.key = "log",
                .environment = "TIKTOK_MARKETING_LOG",
                .default_text = "off",
                .range = "off, error, warning, info, debug",
                .meaning = "JSON log lines on standard error, from this level up; never a secret"},
    SettingInfo{
        .key = "api_host",
        .environment = "AIRBYTE_API_HOST",
        .default_text = "none",
        .range = "URL",
        .meaning = "hosted API (alias SDK_DEV_ADP_API_HOST); no default, so that no secret leaves unasked",
        .is_argument = false},
    SettingInfo{.key = "client_id",
                .environment = "AIRBYTE_CLIENT_ID",
                .default_text = "none",
                .range = "text",
                .meaning = "hosted mode",
                .is_argument = false},
    SettingInfo{.key = "client_secret",
                .environment = "AIRBYTE_CLIENT_SECRET",
                .default_text = "none",
                .range = "text",
                .meaning = "hosted mode",
                .is_argument = false},
    SettingInfo{.key = "organization_id",
                .environment = "AIRBYTE_ORGANIZATION_ID",
                .default_text = "none",
                .range = "text",
                .meaning = "hosted mode",
                .is_argument = false},
    SettingInfo{.key = "workspace",
                .environment = "AIRBYTE_WORKSPACE",
                .default_text = "default",
                .range = "text",
                .meaning = "hosted mode",
                .is_argument = false},
};

constexpr std::array<std::string_view, 4> kHostedKeys{"api_host", "client_id", "client_secret",
                                                      "organization_id"};
constexpr std::array<std::string_view, 6> kLocalIdentityKeys{"access_token", "advertiser_ids", "api_url",
                                                             "consent_url",  "app_id",         "app_secret"};
constexpr std::array<std::string_view, 12> kOtherCredentialKeys{
    "username",      "user",      "password",    "api_key",      "apikey",   "key",
    "refresh_token", "auth_type", "credentials", "bearer_token", "id_token", "secret_key"};

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& keys, std::string_view key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

const SettingInfo& info_of(std::string_view key) {
  return *std::find_if(kSettings.begin(), kSettings.end(),
                       [&](const SettingInfo& setting) { return setting.key == key; });
}

std::string argument_name(std::string_view key) {
  if (key == "access_token") return "--token-file";
  std::string name = "--" + std::string(key);
  std::replace(name.begin() + 2, name.end(), '_', '-');
  return name;
}

struct Found {
  std::string_view text;
  std::string source;  ///< `--qps`, `TIKTOK_MARKETING_QPS` or `qps in config.toml`, for messages
};

class Sources {
 public:
  Sources(const SettingTexts& arguments, const Environment& environment, const SettingTexts& file,
          bool use_credentials)
      : arguments_(arguments), environment_(environment), file_(file), use_credentials_(use_credentials) {}

  [[nodiscard]] Found find(std::string_view key) const {
    const SettingInfo& setting = info_of(key);
    if (const auto given = arguments_.find(key); given != arguments_.end()) {
      return {given->second, argument_name(key)};
    }
    if (!use_credentials_ && (contains(kLocalIdentityKeys, key) || contains(kHostedKeys, key))) return {};
    if (const auto text = from_environment(setting); !text.text.empty()) return text;
    if (const auto given = file_.find(key); given != file_.end()) {
      return {given->second, fmt::format("{} in config.toml", key)};
    }
    return {};
  }

 private:
  [[nodiscard]] Found from_environment(const SettingInfo& setting) const {
    if (const auto text = value_of(environment_, setting.environment); !text.empty()) {
      return {text, std::string(setting.environment)};
    }
    constexpr std::string_view kHostAlias = "SDK_DEV_ADP_API_HOST";
    if (setting.key != "api_host") return {};
    return {value_of(environment_, kHostAlias), std::string(kHostAlias)};
  }

  const SettingTexts& arguments_;
  const Environment& environment_;
  const SettingTexts& file_;
  bool use_credentials_;
};

Error bad_value(const Found& found, std::string_view key, bool show_value = true) {
  Error error{.type = ErrorType::value_error};
  error.param = key;
  if (show_value) error.given = shortened(found.text);
  error.message = show_value ? fmt::format("{} cannot be \"{}\".", found.source, error.given)
                             : fmt::format("{} is not valid.", found.source);
  error.hint = fmt::format("Give {}.", info_of(key).range);
  return error;
}

Result<std::optional<double>> read_qps(const Found& found) {
  if (found.text.empty()) return std::optional<double>{};
  if (found.text == "unlimited") return std::optional<double>{-1.0};
  double value = 0;
  const auto [end, fault] = std::from_chars(found.text.data(), found.text.data() + found.text.size(), value);
  const bool whole = fault == std::errc{} && end == found.text.data() + found.text.size();
  if (!whole || !(value >= 0.1 && value <= 1000)) return bad_value(found, "qps");
  return std::optional<double>{value};
}

Result<std::size_t> read_max_body(const Found& found) {
  constexpr std::size_t kMebibyte = 1024 * 1024;
  if (found.text.empty()) return 64 * kMebibyte;
  std::size_t value = 0;
  const auto [end, fault] = std::from_chars(found.text.data(), found.text.data() + found.text.size(), value);
  const bool whole = fault == std::errc{} && end == found.text.data() + found.text.size();
  if (!whole || value < 1 || value > 1024) return bad_value(found, "max_body_mb");
  return value * kMebibyte;
}

Result<std::optional<LogLevel>> read_log(const Found& found) {
  constexpr std::array<std::pair<std::string_view, LogLevel>, 4> kLevels{{{"error", LogLevel::error},
                                                                          {"warning", LogLevel::warning},
                                                                          {"info", LogLevel::info},
                                                                          {"debug", LogLevel::debug}}};
  if (found.text.empty() || found.text == "off") return std::optional<LogLevel>{};
  for (const auto& [name, level] : kLevels) {
    if (found.text == name) return std::optional<LogLevel>{level};
  }
  Error error = bad_value(found, "log");
  error.allowed = {"off", "error", "warning", "info", "debug"};
  return error;
}

Error hosted_mode_error(const Sources& sources) {
  if (sources.find("api_host").text.empty()) {
    Error error{.type = ErrorType::value_error};
    error.message = "Hosted mode does not know which server to ask.";
    error.hint =
        "Set the address of your own server, for example: export AIRBYTE_API_HOST=http://127.0.0.1:8780. "
        "There is "
        "no default, so that your client secret never travels to somebody else's. For TikTok without a "
        "server "
        "say --mode local.";
    error.param = "api_host";
    return error;
  }
  Error error{.type = ErrorType::not_implemented};
  error.message = "Hosted mode is not part of this version.";
  error.hint = "Use --mode local with TIKTOK_MARKETING_ACCESS_TOKEN, or remove the AIRBYTE_… variables.";
  return error;
}

Result<Mode> read_mode(const Sources& sources) {
  const Found wished = sources.find("mode");
  if (wished.text == "local") return Mode::local;
  if (wished.text == "hosted") return Mode::hosted;
  if (!wished.text.empty()) {
    Error error = bad_value(wished, "mode");
    error.allowed = {"local", "hosted"};
    return error;
  }
  Found hosted;
  for (const auto key : kHostedKeys) {
    if (hosted.text.empty()) hosted = sources.find(key);
  }
  if (hosted.text.empty()) return Mode::local;
  const Found token = sources.find("access_token");
  if (token.text.empty()) return Mode::hosted;
  Error error{.type = ErrorType::value_error};
  error.param = "mode";
  error.message = fmt::format("Both a TikTok token ({}) and hosted credentials ({}) are set.", token.source,
                              hosted.source);
  error.hint = "Say which to use: --mode local or --mode hosted.";
  error.allowed = {"local", "hosted"};
  return error;
}

}  // namespace

std::span<const SettingInfo> all_settings() {
  return kSettings;
}

std::filesystem::path data_dir_of(const SettingTexts& arguments, const Environment& environment) {
  if (const auto given = arguments.find("data_dir"); given != arguments.end()) return given->second;
  if (const auto own = value_of(environment, "TIKTOK_MARKETING_DATA_DIR"); !own.empty()) return own;
  if (const auto xdg = value_of(environment, "XDG_DATA_HOME"); xdg.starts_with('/')) {
    return std::filesystem::path(xdg) / "tiktok-marketing";
  }
  if (const auto home = value_of(environment, "HOME"); !home.empty()) {
    return std::filesystem::path(home) / ".local" / "share" / "tiktok-marketing";
  }
  return {};
}

Result<std::vector<std::string>> parse_advertiser_ids(std::string_view text) {
  std::vector<std::string> ids;
  const std::string_view trimmed = trim(text);
  if (trimmed.starts_with('[')) {
    auto parsed = Json::parse(trimmed);
    if (!parsed) return std::move(parsed).error();
    for (const Json& item : *parsed->as_array()) {
      if (const auto* word = item.as_string()) ids.push_back(*word);
      if (const auto* number = item.as_number()) ids.push_back(number->text);
      if (item.as_string() == nullptr && item.as_number() == nullptr) ids.push_back(item.dump());
    }
  } else {
    for (const auto& part : split(trimmed, ',')) ids.emplace_back(trim(part));
  }
  for (const auto& id : ids) {
    const bool digits =
        !id.empty() && std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits) {
      Error error{.type = ErrorType::value_error};
      error.message = fmt::format("\"{}\" is no advertiser id.", shortened(id));
      error.hint = "Advertiser ids are digits, for example 7312000000000000101,7312000000000000102.";
      return error;
    }
  }
  return ids;
}

Result<void> check_file_keys(const SettingTexts& file) {
  std::vector<std::string_view> valid;
  for (const auto& setting : kSettings) {
    if (setting.in_file) valid.push_back(setting.key);
  }
  for (const auto& [key, text] : file) {
    if (std::find(valid.begin(), valid.end(), key) != valid.end()) continue;
    Error error{.type = ErrorType::value_error};
    error.param = key;
    if (contains(kOtherCredentialKeys, key.substr(0, key.find('.')))) {
      error.message = fmt::format(
          "Token authentication isn't available for this connector: config.toml has \"{}\".", key);
      error.hint = "The accepted credentials are one line: access_token = \"your TikTok access token\".";
      return error;
    }
    error.message = fmt::format("config.toml has an unknown setting \"{}\".", key);
    const std::string_view meant = nearest(key, valid);
    error.hint =
        meant.empty() ? "docs/settings.md lists the settings." : fmt::format("Did you mean {}?", meant);
    error.allowed.assign(valid.begin(), valid.end());
    return error;
  }
  return {};
}

Result<Settings> resolve_settings(const SettingTexts& arguments, const Environment& environment,
                                  const SettingTexts& file, bool use_credentials) {
  const Sources sources(arguments, environment, file, use_credentials);
  Settings settings;

  auto mode = use_credentials ? read_mode(sources) : Result<Mode>(Mode::local);
  if (!mode) return std::move(mode).error();
  if (*mode == Mode::hosted) return hosted_mode_error(sources);
  settings.mode = *mode;

  settings.access_token = Secret(std::string(trim(sources.find("access_token").text)));
  if (const Found found = sources.find("advertiser_ids"); !found.text.empty()) {
    auto ids = parse_advertiser_ids(found.text);
    if (!ids) {
      ids.error().message = fmt::format("{}: {}", found.source, ids.error().message);
      ids.error().param = "advertiser_ids";
      return std::move(ids).error();
    }
    settings.advertiser_ids = *std::move(ids);
  }
  const Found api_url = sources.find("api_url");
  settings.api_url = api_url.text.empty() ? std::string(kProductionApiUrl) : std::string(api_url.text);
  const Found consent_url = sources.find("consent_url");
  settings.consent_url =
      consent_url.text.empty() ? tiktok::consent_url_of(settings.api_url) : std::string(consent_url.text);
  settings.app_id = sources.find("app_id").text;
  settings.app_secret = Secret(std::string(trim(sources.find("app_secret").text)));
  settings.data_dir = data_dir_of(arguments, environment);

  auto qps = read_qps(sources.find("qps"));
  if (!qps) return std::move(qps).error();
  settings.qps = *qps;
  auto max_body = read_max_body(sources.find("max_body_mb"));
  if (!max_body) return std::move(max_body).error();
  settings.max_body_bytes = *max_body;
  auto log = read_log(sources.find("log"));
  if (!log) return std::move(log).error();
  settings.log = *log;
  return settings;
}

}  // namespace tiktok_marketing::cli
