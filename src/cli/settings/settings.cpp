#include "cli/settings/settings.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <tiktok_marketing/connector/connector.hpp>

#include "base/json.hpp"
#include "base/text.hpp"
#include "tiktok/oauth.hpp"

namespace tiktok_marketing::cli {
namespace {

constexpr std::array<std::string_view, 12> kOtherCredentialKeys{
    "username",      "user",      "password",    "api_key",      "apikey",   "key",
    "refresh_token", "auth_type", "credentials", "bearer_token", "id_token", "secret_key"};

bool names_another_credential(std::string_view key) {
  return std::ranges::find(kOtherCredentialKeys, key.substr(0, key.find('.'))) != kOtherCredentialKeys.end();
}

Error no_host_error() {
  Error error{.type = ErrorType::value_error};
  error.message = "Hosted mode does not know which server to ask.";
  error.hint =
      "Set the address of your own server, for example: export AIRBYTE_API_HOST=http://127.0.0.1:8780. There "
      "is no default, so that your client secret never travels to somebody else's. For TikTok without a "
      "server say --mode local.";
  error.param = "api_host";
  return error;
}

Error no_client_error(std::string_view key) {
  Error error{.type = ErrorType::missing_credentials};
  error.message = fmt::format("Hosted mode needs {}.", setting_info(key).environment);
  error.hint =
      "Set AIRBYTE_CLIENT_ID and AIRBYTE_CLIENT_SECRET. `tiktok-marketing init` on the server wrote a first "
      "pair into client.env of its data folder.";
  error.param = key;
  return error;
}

Error both_modes_error(const Found& token, const Found& hosted) {
  Error error{.type = ErrorType::value_error};
  error.param = "mode";
  error.message = fmt::format("Both a TikTok token ({}) and hosted credentials ({}) are set.", token.source,
                              hosted.source);
  error.hint = "Say which to use: --mode local or --mode hosted.";
  error.allowed = {"local", "hosted"};
  return error;
}

Found first_hosted(const SettingSources& sources) {
  for (const std::string_view key : {"api_host", "client_id", "client_secret", "organization_id"}) {
    // client.env lies in the data folder for whoever asks for hosted mode; alone it decides nothing.
    if (Found found = sources.find(key); !found.text.empty() && found.source != "client.env") return found;
  }
  for (const std::string_view key : {"workspace", "connector_id"}) {
    if (sources.is_argument(key)) return sources.find(key);
  }
  return {};
}

Result<void> read_common(const SettingSources& sources, Settings& settings) {
  constexpr std::int64_t kMebibyte = 1024 * 1024;
  const auto max_body = sources.integer("max_body_mb", 1, 1024);
  if (!max_body) return max_body.error();
  settings.max_body_bytes = static_cast<std::size_t>(max_body->value_or(64) * kMebibyte);
  const auto log = sources.log_level();
  if (!log) return log.error();
  settings.log = log->value_or(std::nullopt);
  settings.data_dir = data_dir_of(sources.inputs().arguments, sources.inputs().environment);
  return {};
}

Result<void> read_local(const SettingSources& sources, Settings& settings) {
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
  auto qps = sources.number_or_unlimited("qps", 0.1, 1000);
  if (!qps) return std::move(qps).error();
  settings.qps = *qps;
  return {};
}

Result<void> read_store(const SettingSources& sources, StoreSettings& store) {
  store.name = sources.find("store").text;
  if (const Found found = sources.find("start_date"); !found.text.empty()) {
    store.start_date = parse_date(found.text);
    if (!store.start_date) return bad_value(found, "start_date");
  }
  const auto lookback = sources.integer("lookback_days", 0, 90);
  if (!lookback) return lookback.error();
  store.lookback_days = static_cast<int>(lookback->value_or(store.lookback_days));
  if (const Found found = sources.find("sync_every"); !found.text.empty()) {
    auto schedule = replication::Schedule::parse(found.text);
    if (!schedule) {
      Error error = bad_value(found, "sync_every");
      error.message += " " + schedule.error().message;
      return error;
    }
    store.every = *std::move(schedule);
  }
  return {};
}

}  // namespace

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
  for (const auto& setting : all_settings()) {
    if (setting.in_file) valid.push_back(setting.key);
  }
  for (const auto& [key, text] : file) {
    if (std::find(valid.begin(), valid.end(), key) != valid.end()) continue;
    Error error{.type = ErrorType::value_error};
    error.param = key;
    if (names_another_credential(key)) {
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

Result<Mode> resolve_mode(const SettingSources& sources) {
  const Found wished = sources.find("mode");
  if (wished.text == "local") return Mode::local;
  if (wished.text == "hosted") return Mode::hosted;
  if (!wished.text.empty()) {
    Error error = bad_value(wished, "mode");
    error.allowed = {"local", "hosted"};
    return error;
  }
  const Found hosted = first_hosted(sources);
  if (hosted.text.empty()) return Mode::local;
  const Found token = sources.find("access_token");
  if (token.text.empty()) return Mode::hosted;
  return both_modes_error(token, hosted);
}

Result<HostedSettings> resolve_hosted(const SettingSources& sources) {
  HostedSettings hosted;
  hosted.api_host = trim(sources.find("api_host").text);
  if (hosted.api_host.empty()) return no_host_error();
  hosted.client_id = trim(sources.find("client_id").text);
  if (hosted.client_id.empty()) return no_client_error("client_id");
  hosted.client_secret = Secret(std::string(trim(sources.find("client_secret").text)));
  if (hosted.client_secret.empty()) return no_client_error("client_secret");
  hosted.organization_id = trim(sources.find("organization_id").text);
  if (const Found found = sources.find("workspace"); !found.text.empty()) hosted.workspace = found.text;
  hosted.connector_id = trim(sources.find("connector_id").text);
  return hosted;
}

Result<Settings> resolve_settings(const SettingInputs& inputs) {
  const SettingSources sources(inputs);
  Settings settings;
  if (auto read = read_common(sources, settings); !read) return std::move(read).error();
  auto mode = inputs.use_credentials ? resolve_mode(sources) : Result<Mode>(Mode::local);
  if (!mode) return std::move(mode).error();
  settings.mode = *mode;
  if (*mode == Mode::hosted) {
    auto hosted = resolve_hosted(sources);
    if (!hosted) return std::move(hosted).error();
    settings.hosted = *std::move(hosted);
    return settings;
  }
  if (auto read = read_local(sources, settings); !read) return std::move(read).error();
  if (auto read = read_store(sources, settings.store); !read) return std::move(read).error();
  return settings;
}

}  // namespace tiktok_marketing::cli
