#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "platform/audit.hpp"
#include "platform/connectors.hpp"
#include "platform/context.hpp"
#include "platform/directory.hpp"
#include "platform/execution.hpp"
#include "platform/oauth.hpp"
#include "platform/rate_limiter.hpp"
#include "platform/tiktok_apps.hpp"
#include "platform/tokens.hpp"
#include "platform/webhooks.hpp"
#include "platform/workspaces.hpp"

namespace tiktok_marketing::platform {

/// The hosted platform of one data folder. Faces call the services; services know each other only as their
/// constructors say. Thread-safe.
class Platform {
 public:
  /// Opens key, database (migrating it, after a backup into `backups/`), directory and signing keys. Without
  /// an engine in the options the shared one is used. Errors: `value_error` without the key file (hint:
  /// `tiktok-marketing init`, or where to put the kept key), with a key that does not open what is sealed, or
  /// a database of a newer program; `storage_unavailable`.
  [[nodiscard]] static Result<std::shared_ptr<Platform>> open(PlatformOptions options);
  ~Platform();

  /// Starts what runs by itself in a server: notices changes of other processes within a quarter of a second
  /// (admin commands), delivers webhooks, prunes the audit log, tidies. `stop` (or the destructor) ends it
  /// and writes what the audit log still holds.
  void start_background();
  void stop();
  /// Called with the id after a connector changed, came or went, and with an empty one when any may have
  /// (workspaces, apps, another process), until the handle goes. Must not block.
  [[nodiscard]] std::shared_ptr<void> on_change(std::function<void(std::string_view connector_id)> call) {
    return listeners_.add(std::move(call));
  }
  /// Sees now what other processes changed; the background does it by itself.
  [[nodiscard]] Result<void> refresh();
  /// Ready to answer: database readable and writable. The error says why not.
  [[nodiscard]] Result<void> ready();

  [[nodiscard]] Context& context() { return *context_; }
  [[nodiscard]] Directory& directory() { return directory_; }
  [[nodiscard]] Tokens& tokens() { return tokens_; }
  [[nodiscard]] Workspaces& workspaces() { return workspaces_; }
  [[nodiscard]] TiktokApps& tiktok_apps() { return tiktok_apps_; }
  [[nodiscard]] Connectors& connectors() { return connectors_; }
  [[nodiscard]] Oauth& oauth() { return oauth_; }
  [[nodiscard]] Execution& execution() { return execution_; }
  [[nodiscard]] AuditLog& audit() { return audit_; }
  [[nodiscard]] Webhooks& webhooks() { return webhooks_; }
  [[nodiscard]] RateLimiter& application_limits() { return application_limits_; }

 private:
  explicit Platform(std::shared_ptr<Context> context);
  [[nodiscard]] static Result<std::shared_ptr<Context>> open_context(PlatformOptions options);
  [[nodiscard]] Result<void> load();
  void forget_all();
  static void publish_metrics(const std::shared_ptr<Platform>& platform);

  /// What identifies a state of the key file without reading it.
  struct FileStamp {
    std::uint64_t inode = 0;
    std::int64_t size = 0;
    std::int64_t changed_ns = 0;
    bool operator==(const FileStamp&) const = default;
  };
  [[nodiscard]] static FileStamp stamp_of(const std::filesystem::path& file);
  [[nodiscard]] Result<void> refresh_keyring();
  [[nodiscard]] Result<void> refresh_directory();

  /// Work that repeats on the pool; never twice at once.
  struct Chore {
    std::string_view name;
    std::chrono::steady_clock::duration every;
    std::function<Result<void>()> work;
    SteadyTime due{};
    bool running = false;
    std::string last_failure{};
  };
  void run_background();
  void start_due_chores();
  void run_chore(Chore& chore);
  void log_failure(std::string_view name, const Result<void>& outcome, std::string& last_failure);

  std::shared_ptr<Context> context_;
  Directory directory_;
  Workspaces workspaces_;
  Tokens tokens_;
  TiktokApps tiktok_apps_;
  Connectors connectors_;
  Oauth oauth_;
  AuditLog audit_;
  Webhooks webhooks_;
  RateLimiter application_limits_;
  Execution execution_;
  Listeners<std::string_view> listeners_;
  std::shared_ptr<void> listening_;

  std::mutex refreshing_;
  FileStamp key_file_;
  bool reload_due_ = false;

  std::mutex mutex_;  ///< of the members below
  std::condition_variable changed_;
  bool stopping_ = false;
  std::vector<Chore> chores_;
  std::thread background_;
};

/// What `init` makes where there is nothing yet: folder (0700), key, database, an organization `default` with
/// a workspace, and an administrator application.
struct FirstSetUp {
  std::string organization_id;
  std::string client_id;
  Secret client_secret;
};
/// Errors: `conflict` when a key or database is there already; nothing is changed then.
[[nodiscard]] Result<FirstSetUp> set_up(const PlatformOptions& options);

}  // namespace tiktok_marketing::platform
