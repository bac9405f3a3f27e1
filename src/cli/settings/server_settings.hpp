#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <tiktok_marketing/base/log.hpp>
#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/secret.hpp>

#include "cli/settings/listen_address.hpp"
#include "cli/settings/setting_sources.hpp"

namespace tiktok_marketing::cli {

/// Settings of what works on the data folder: serve, init, status and admin. Plain and owning.
struct ServerSettings {
  std::filesystem::path data_dir;
  std::filesystem::path master_key_file;
  ListenAddress listen{.host = "127.0.0.1", .port = 8780};
  std::string public_url;  ///< without a trailing slash; empty: the listen address
  std::filesystem::path tls_certificate;
  std::filesystem::path tls_key;
  bool behind_proxy = false;
  std::vector<std::string> cors_origins;
  Secret metrics_token;  ///< empty: /metrics is open
  int server_threads = 2;
  std::size_t max_connections = 4096;

  std::string api_url;      ///< of TikTok; never empty
  std::string consent_url;  ///< never empty
  std::string app_id;
  Secret app_secret;
  std::optional<double> qps;  ///< < 0: no limit; nullopt: the library's default

  double application_rate_per_minute = 600;  ///< 0: no limit
  double connector_rate_per_minute = 120;    ///< 0: no limit
  std::size_t max_result_bytes = 16 * 1024 * 1024;
  std::size_t worker_threads = 16;
  bool replication = true;
  std::size_t sync_runs = 16;
  std::int64_t search_limit = 1'000;
  int audit_retention_days = 90;
  bool workspace_autocreate = true;
  bool validate_on_create = true;
  bool ignore_unknown_replication_keys = false;
  std::optional<std::optional<LogLevel>> log;  ///< nullopt: not said; inner nullopt: off
};

/// Pure. Errors: `value_error` naming the setting, where it came from, and the range; `not_implemented` for a
/// PostgreSQL address.
[[nodiscard]] Result<ServerSettings> resolve_server_settings(const SettingInputs& inputs);

}  // namespace tiktok_marketing::cli
