#include <sys/resource.h>

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/file.hpp"
#include "cli/output/error_view.hpp"
#include "cli/sandbox_access.hpp"
#include "cli/server/client_file.hpp"
#include "cli/server/data_folder.hpp"
#include "cli/server/first_set_up.hpp"
#include "cli/signals.hpp"
#include "sandbox/sandbox.hpp"
#include "server/start.hpp"
#include "stores/stores.hpp"

namespace tiktok_marketing::cli {
namespace {

// A connection is a descriptor; the usual soft limit of 1024 is there for programs that use select().
void allow_all_descriptors() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  (void)::setrlimit(RLIMIT_NOFILE, &limit);
}

server::HostedServerOptions server_options(const ServerSettings& settings) {
  server::HostedServerOptions options;
  options.host = settings.listen.host;
  options.port = settings.listen.port;
  options.tls_certificate = settings.tls_certificate.string();
  options.tls_key = settings.tls_key.string();
  options.behind_proxy = settings.behind_proxy;
  options.cors_origins = settings.cors_origins;
  options.metrics_token = settings.metrics_token;
  options.threads = settings.server_threads;
  options.max_connections = settings.max_connections;
  return options;
}

stores::Stores::Options store_options(const ServerSettings& settings) {
  stores::Stores::Options options;
  options.runs.at_once = settings.sync_runs;
  options.default_limit = settings.search_limit;
  return options;
}

Result<void> refuse_with_sandbox(const ServeCommand& command) {
  for (const std::string_view key : {"api_url", "app_id", "consent_url"}) {
    if (!command.settings.contains(key)) continue;
    Error error{.type = ErrorType::value_error};
    error.message = "--sandbox brings its own address and app.";
    error.hint = "Leave out --sandbox, or --api-url, --app-id and --consent-url.";
    return error;
  }
  return {};
}

/// The virtual TikTok in this process, with its app as the server's.
Result<std::unique_ptr<sandbox::Sandbox>> attach_sandbox(std::uint64_t seed, ServerSettings& settings) {
  sandbox::SandboxOptions wished;
  wished.seed = seed;
  wished.unlimited = true;
  auto started = sandbox::Sandbox::start(std::move(wished));
  if (!started) return started;
  const sandbox::SandboxAccess& access = (*started)->access();
  settings.api_url = access.api_url;
  settings.consent_url = access.consent_url;
  settings.app_id = access.app_id;
  settings.app_secret = Secret(access.app_secret);
  if (!settings.qps) settings.qps = -1;
  return started;
}

/// A client needs the virtual TikTok's token, and standard output is for the server's address alone.
Result<void> write_sandbox_file(const sandbox::Sandbox& virtual_tiktok, const ServerSettings& settings) {
  return replace_private_file(settings.data_dir / "sandbox.env", sandbox_lines(virtual_tiktok.access()));
}

/// Everything a running server consists of, ended in the reverse order.
struct Running {
  std::unique_ptr<sandbox::Sandbox> virtual_tiktok;
  std::shared_ptr<platform::Platform> platform;
  std::shared_ptr<stores::Stores> stores;
  std::unique_ptr<server::HostedServer> server;
  std::shared_ptr<Log> log;
  ServerSettings settings;

  void stop() {
    server->stop();
    stores->stop();
    platform->stop();
    if (virtual_tiktok) virtual_tiktok->stop();
  }
};

Result<void> open_platform(const ServeCommand& command, Running& running) {
  auto options = platform_options(running.settings, running.log);
  options.allow_plain_http = command.allow_plain_http;
  options.simulated = command.sandbox_seed.has_value();
  auto platform = platform::Platform::open(std::move(options));
  if (!platform) return std::move(platform).error();
  running.platform = *std::move(platform);
  if (running.platform->directory().snapshot()->organizations.empty()) {
    running.log->write(LogLevel::warning, "no_organization",
                       {{"hint", "admin organization create, then admin application create"}});
  }
  return {};
}

Result<void> listen(const ServeCommand& command, Running& running) {
  const ServerSettings& settings = running.settings;
  running.stores = std::make_shared<stores::Stores>(running.platform, store_options(settings));
  auto server = server::start(running.platform, running.stores, server_options(settings));
  if (!server) return std::move(server).error();
  running.server = *std::move(server);
  running.platform->start_background();
  if (settings.replication) {
    if (auto syncing = running.stores->start_background(); !syncing) return syncing;
  }
  const std::string url = settings.public_url.empty() ? running.server->url() : settings.public_url;
  if (auto told = follow_address(client_file_of(settings.data_dir), url); !told) return told;
  running.log->write(LogLevel::info, "server.started",
                     {{"url", running.server->url()},
                      {"data_dir", settings.data_dir.string()},
                      {"simulated", command.sandbox_seed ? "true" : "false"}});
  return {};
}

Result<std::unique_ptr<Running>> start(const ServeCommand& command, const Terminal& terminal) {
  if (command.sandbox_seed) {
    if (auto allowed = refuse_with_sandbox(command); !allowed) return std::move(allowed).error();
  }
  auto settings = load_server_settings(command.settings, terminal, !command.sandbox_seed);
  if (!settings) return std::move(settings).error();
  if (auto safe = server::check_exposure(server_options(*settings)); !safe) return std::move(safe).error();
  auto running = std::make_unique<Running>();
  running->settings = *std::move(settings);
  const auto level = running->settings.log.value_or(LogLevel::info);
  running->log =
      level ? std::shared_ptr<Log>(std::make_shared<StderrLog>(*level)) : std::make_shared<NullLog>();
  if (is_untouched(running->settings)) {
    const auto file = make_first_set_up(running->settings);
    if (!file) return file.error();
    running->log->write(LogLevel::info, "server.set_up", {{"client_file", file->string()}});
  }
  if (command.sandbox_seed) {
    auto attached = attach_sandbox(*command.sandbox_seed, running->settings);
    if (!attached) return std::move(attached).error();
    running->virtual_tiktok = *std::move(attached);
  }
  if (auto opened = open_platform(command, *running); !opened) return std::move(opened).error();
  if (running->virtual_tiktok) {
    auto written = write_sandbox_file(*running->virtual_tiktok, running->settings);
    if (!written) return std::move(written).error();
  }
  if (auto listening = listen(command, *running); !listening) return std::move(listening).error();
  return running;
}

}  // namespace

int run_serve(const ServeCommand& command, const Terminal& terminal) {
  allow_all_descriptors();
  SignalWatch signals;
  auto running = start(command, terminal);
  if (!running) return report(running.error(), terminal);
  const int written = write_out(fmt::format("listening on {}\n", (*running)->server->url()), terminal);
  if (written != 0) return written;
  signals.wait();
  (*running)->stop();
  (*running)->log->write(LogLevel::info, "server.stopped", {});
  return 0;
}

}  // namespace tiktok_marketing::cli
