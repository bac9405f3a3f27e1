#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include <tiktok_marketing/base/log.hpp>
#include <tiktok_marketing/base/secret.hpp>
#include <tiktok_marketing/http/transport.hpp>

#include "base/metrics.hpp"
#include "base/work_pool.hpp"
#include "crypto/keyring.hpp"
#include "database/database.hpp"
#include "platform/published.hpp"

namespace tiktok_marketing::platform {

/// What the operator decides. Every member has a default that is safe.
struct PlatformOptions {
  std::filesystem::path data_dir;
  std::filesystem::path master_key_file;
  Engine engine;
  std::shared_ptr<Log> log;
  std::string api_url;      ///< of TikTok, with `/open_api/v1.3`
  std::string consent_url;  ///< TikTok's consent page
  std::string public_url;   ///< what the outside sees, without a trailing slash
  std::string app_id;       ///< the operator's TikTok app, used where an organization has none; may be empty
  Secret app_secret;
  bool allow_plain_http = false;
  bool simulated = false;
  double qps = 0;  ///< per TikTok app; 0: 10 % under TikTok's Basic level; < 0: no limit
  std::size_t max_result_bytes = 16 * 1024 * 1024;
  double application_rate_per_minute = 600;  ///< executes and other calls; 0: no limit
  double connector_rate_per_minute = 120;    ///< executes; 0: no limit
  bool workspace_autocreate = true;
  bool validate_on_create = true;
  bool ignore_unknown_replication_keys = false;
  std::chrono::seconds application_token_life{900};
  std::chrono::seconds scoped_token_life{1'200};
  std::chrono::seconds oauth_state_life{600};
  std::chrono::seconds oauth_secret_life{900};
  std::chrono::days audit_retention{90};
  std::size_t worker_threads = 16;
};

/// What the services of this room share. Built once by `Platform`; everything in it is thread-safe.
struct Context {
  explicit Context(PlatformOptions given) : options(std::move(given)), workers(options.worker_threads) {}

  PlatformOptions options;
  std::shared_ptr<database::Database> database;
  std::shared_ptr<Log> log;  ///< never null
  MetricsRegistry metrics;
  WorkPool workers;

  /// The ring that seals now; replaced while the server runs when a key was added.
  [[nodiscard]] std::shared_ptr<const crypto::Keyring> keyring() const { return keyring_.load(); }
  void set_keyring(std::shared_ptr<const crypto::Keyring> ring) { keyring_.store(std::move(ring)); }
  [[nodiscard]] SystemTime now() const { return options.engine.runtime->system_now(); }

 private:
  Published<const crypto::Keyring> keyring_;
};

}  // namespace tiktok_marketing::platform
