#include "cli/settings/server_settings.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <tiktok_marketing/connector/connector.hpp>

#include "base/json.hpp"
#include "base/text.hpp"
#include "cli/settings/settings.hpp"
#include "tiktok/oauth.hpp"

namespace tiktok_marketing::cli {
namespace {

bool has_scheme(std::string_view text) {
  return text.starts_with("http://") || text.starts_with("https://");
}

std::string_view behind_scheme(std::string_view url) {
  return url.substr(url.find("://") + 3);
}

Result<void> check_database(const SettingSources& sources) {
  const Found found = sources.find("database_url");
  if (found.text.empty() || found.text == "sqlite:") return {};
  const std::string_view scheme = found.text.substr(0, found.text.find(':'));
  if (scheme != "postgresql" && scheme != "postgres") {
    Error error = bad_value(found, "database_url");
    error.hint += " Another folder: --data-dir.";
    return error;
  }
  // The address may hold a password, so it is not repeated.
  Error error{.type = ErrorType::not_implemented};
  error.param = "database_url";
  error.message = fmt::format("{} asks for PostgreSQL, which is not part of this version.", found.source);
  error.hint = "Remove the setting: the database is then platform.db (SQLite) in the data folder.";
  return error;
}

Result<std::string> public_url_of(const SettingSources& sources) {
  const Found found = sources.find("public_url");
  std::string_view url = trim(found.text);
  while (url.ends_with('/')) url.remove_suffix(1);
  if (url.empty()) return std::string();
  // It stands in client.env, which shells read, and in addresses.
  const bool plain = std::ranges::all_of(url, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("-._~:/[]%").find(c) != std::string_view::npos;
  });
  if (!has_scheme(url) || !plain || behind_scheme(url).empty()) return bad_value(found, "public_url");
  return std::string(url);
}

bool is_origin(std::string_view text) {
  if (text == "*") return true;
  return has_scheme(text) && !behind_scheme(text).empty() &&
         behind_scheme(text).find_first_of("/?#*@ ,\"") == std::string_view::npos;
}

std::vector<std::string> listed(std::string_view text) {
  std::vector<std::string> items;
  if (const auto json = Json::parse(text); json && json->as_array() != nullptr) {
    for (const Json& item : *json->as_array()) {
      items.push_back(item.as_string() != nullptr ? *item.as_string() : item.dump());
    }
    return items;
  }
  for (const auto& part : split(text, ',')) items.emplace_back(trim(part));
  return items;
}

Result<std::vector<std::string>> cors_origins_of(const SettingSources& sources) {
  const Found found = sources.find("cors_origins");
  if (found.text.empty()) return std::vector<std::string>{};
  auto origins = listed(found.text);
  if (!std::ranges::all_of(origins, is_origin)) return bad_value(found, "cors_origins");
  return origins;
}

Result<void> read_address(const SettingSources& sources, ServerSettings& settings) {
  if (const Found found = sources.find("listen"); !found.text.empty()) {
    auto address = parse_listen_address(found.text);
    if (!address) return std::move(address).error();
    settings.listen = *std::move(address);
  }
  auto public_url = public_url_of(sources);
  if (!public_url) return std::move(public_url).error();
  settings.public_url = *std::move(public_url);
  const Found certificate = sources.find("tls_certificate");
  const Found key = sources.find("tls_key");
  settings.tls_certificate = certificate.text;
  settings.tls_key = key.text;
  if (certificate.text.empty() != key.text.empty()) {
    Error error{.type = ErrorType::value_error};
    error.param = certificate.text.empty() ? "tls_certificate" : "tls_key";
    error.message = fmt::format("{} is set and {} is not; TLS needs both.",
                                certificate.text.empty() ? key.source : certificate.source, error.param);
    error.hint = "Name two PEM files: the certificate chain and its private key.";
    return error;
  }
  auto proxy = sources.truth("behind_proxy");
  if (!proxy) return std::move(proxy).error();
  settings.behind_proxy = proxy->value_or(false);
  auto origins = cors_origins_of(sources);
  if (!origins) return std::move(origins).error();
  settings.cors_origins = *std::move(origins);
  settings.metrics_token = Secret(std::string(trim(sources.find("metrics_token").text)));
  return {};
}

Result<void> read_tiktok(const SettingSources& sources, ServerSettings& settings) {
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

Result<void> read_rate(const SettingSources& sources, std::string_view key, double& rate) {
  if (sources.find(key).text == "0") {
    rate = 0;
    return {};
  }
  const auto found = sources.number_or_unlimited(key, 1, 1'000'000);
  if (!found) return found.error();
  if (*found) rate = std::max(0.0, **found);
  return {};
}

template <typename T>
Result<void> read_integer(const SettingSources& sources, std::string_view key, std::int64_t highest,
                          std::int64_t unit, T& value) {
  const auto found = sources.integer(key, 1, highest);
  if (!found) return found.error();
  if (*found) value = static_cast<T>(**found * unit);
  return {};
}

Result<void> read_truth(const SettingSources& sources, std::string_view key, bool& value) {
  const auto found = sources.truth(key);
  if (!found) return found.error();
  value = found->value_or(value);
  return {};
}

Result<void> read_limits(const SettingSources& sources, ServerSettings& settings) {
  constexpr std::int64_t kMebibyte = 1024 * 1024;
  auto read = read_rate(sources, "application_rate_per_minute", settings.application_rate_per_minute);
  if (read) read = read_rate(sources, "connector_rate_per_minute", settings.connector_rate_per_minute);
  if (read) read = read_integer(sources, "server_threads", 64, 1, settings.server_threads);
  if (read) read = read_integer(sources, "max_connections", 1'000'000, 1, settings.max_connections);
  if (read) read = read_integer(sources, "max_result_mb", 1024, kMebibyte, settings.max_result_bytes);
  if (read) read = read_integer(sources, "worker_threads", 256, 1, settings.worker_threads);
  if (read) read = read_integer(sources, "sync_runs", 256, 1, settings.sync_runs);
  if (read) read = read_integer(sources, "search_default_limit", 1000, 1, settings.search_limit);
  if (read) read = read_integer(sources, "audit_retention_days", 3650, 1, settings.audit_retention_days);
  if (read) read = read_truth(sources, "replication", settings.replication);
  if (read) read = read_truth(sources, "workspace_autocreate", settings.workspace_autocreate);
  if (read) read = read_truth(sources, "validate_on_create", settings.validate_on_create);
  if (read) {
    read = read_truth(sources, "ignore_unknown_replication_keys", settings.ignore_unknown_replication_keys);
  }
  return read;
}

Result<void> read_folder(const SettingSources& sources, ServerSettings& settings) {
  settings.data_dir = data_dir_of(sources.inputs().arguments, sources.inputs().environment);
  if (settings.data_dir.empty()) {
    Error error{.type = ErrorType::value_error};
    error.param = "data_dir";
    error.message = "There is no data folder: neither HOME nor TIKTOK_MARKETING_DATA_DIR is set.";
    error.hint = "Name one with --data-dir.";
    return error;
  }
  const Found key_file = sources.find("master_key_file");
  settings.master_key_file =
      key_file.text.empty() ? settings.data_dir / "master.key" : std::filesystem::path(key_file.text);
  return check_database(sources);
}

}  // namespace

Result<ServerSettings> resolve_server_settings(const SettingInputs& inputs) {
  const SettingSources sources(inputs);
  ServerSettings settings;
  auto read = read_folder(sources, settings);
  if (read) read = read_address(sources, settings);
  if (read) read = read_tiktok(sources, settings);
  if (read) read = read_limits(sources, settings);
  if (!read) return std::move(read).error();
  const auto log = sources.log_level();
  if (!log) return log.error();
  settings.log = *log;
  return settings;
}

}  // namespace tiktok_marketing::cli
