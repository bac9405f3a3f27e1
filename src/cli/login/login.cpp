#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <random>
#include <utility>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/login/login_redirect.hpp"
#include "cli/login/login_wait.hpp"
#include "cli/output/error_view.hpp"
#include "cli/session.hpp"
#include "cli/settings/config_file.hpp"
#include "cli/signals.hpp"
#include "tiktok/oauth.hpp"

namespace tiktok_marketing::cli {
namespace {

constexpr std::chrono::seconds kExchangeTime{55};

Error no_app_error() {
  Error error{.type = ErrorType::missing_credentials};
  error.message = "Login needs a TikTok app, and its id or secret is not set.";
  error.hint =
      "Set TIKTOK_MARKETING_APP_ID and TIKTOK_MARKETING_APP_SECRET; docs/tiktok-app.md says where to get "
      "them.";
  error.param = "app_id";
  return error;
}

void open_browser(const std::string& url, const Terminal& terminal) {
  if (value_of(terminal.environment, "DISPLAY").empty() &&
      value_of(terminal.environment, "WAYLAND_DISPLAY").empty()) {
    return;
  }
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  for (const int fd : {0, 1, 2}) posix_spawn_file_actions_addopen(&files, fd, "/dev/null", O_RDWR, 0);
  std::string program = "xdg-open";
  std::string address = url;
  char* arguments[] = {program.data(), address.data(), nullptr};
  pid_t child = 0;
  // Without xdg-open the printed address is there to be clicked.
  (void)posix_spawnp(&child, "xdg-open", &files, &attributes, arguments, environ);
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&attributes);
}

Result<tiktok::TokenGrant> exchange(const Settings& settings, bool allow_plain_http, Secret code,
                                    std::stop_token stop) {
  auto api_url = tiktok::checked_api_url(settings.api_url, allow_plain_http);
  if (!api_url) return std::move(api_url).error();
  const Engine engine = make_engine();
  std::shared_ptr<Log> log = std::make_shared<NullLog>();
  if (settings.log) log = std::make_shared<StderrLog>(*settings.log);
  return run_blocking(*engine.runtime, [&]() {
    tiktok::ClientOptions options;
    options.engine = engine;
    options.broker = std::make_shared<tiktok::QuotaBroker>(*engine.runtime);
    options.retry_budget = std::make_shared<tiktok::RetryBudget>();
    options.log = log;
    options.random = [generator = std::minstd_rand(std::random_device{}())]() mutable {
      return std::uniform_real_distribution<double>(0.0, 1.0)(generator);
    };
    options.api_url = *api_url;
    options.app_id = settings.app_id;
    options.max_body_bytes = settings.max_body_bytes;
    tiktok::CallContext context;
    context.deadline = engine.runtime->now() + kExchangeTime;
    context.stop = stop;
    return tiktok::exchange_code(std::make_shared<tiktok::Client>(std::move(options)), settings.app_id,
                                 settings.app_secret, std::move(code), std::move(context));
  });
}

Result<void> store(const Settings& settings, const tiktok::TokenGrant& grant) {
  Json::Array ids(grant.advertiser_ids.begin(), grant.advertiser_ids.end());
  SettingTexts changes;
  changes["access_token"] = grant.access_token.reveal();
  changes["advertiser_ids"] = ids.empty() ? std::string() : Json(std::move(ids)).dump();
  // The token belongs to the host that gave it.
  changes["api_url"] = settings.api_url == kProductionApiUrl ? std::string() : settings.api_url;
  return update_config_file(settings.data_dir, changes);
}

void warn_without_advertisers(const Terminal& terminal) {
  terminal.say(
      "warning: TikTok granted access to no advertiser: none was ticked on its page.\n"
      "  Run `tiktok-marketing login` again and tick at least one ad account. If none is offered, your "
      "TikTok\n"
      "  user has no role on an ad account yet: ask its owner to add you in Business Center.\n");
}

int tell_grant(const Settings& settings, const tiktok::TokenGrant& grant, const Terminal& terminal) {
  const std::string file = (settings.data_dir / "config.toml").string();
  std::string text;
  if (terminal.out_is_terminal) {
    text = fmt::format("Access granted to {} advertiser{}{}{}.\nThe token is stored in {}.\n",
                       grant.advertiser_ids.size(), grant.advertiser_ids.size() == 1 ? "" : "s",
                       grant.advertiser_ids.empty() ? "" : ": ", join(grant.advertiser_ids, ", "), file);
  } else {
    Json document;
    document.set("advertiser_ids", Json::Array(grant.advertiser_ids.begin(), grant.advertiser_ids.end()));
    document.set("scopes", Json::Array(grant.scopes.begin(), grant.scopes.end()));
    document.set("stored_in", file);
    text = document.dump() + "\n";
  }
  if (grant.advertiser_ids.empty()) warn_without_advertisers(terminal);
  return write_out(text, terminal);
}

Result<tiktok::TokenGrant> grant_by_browser(const LoginCommand& command, const Settings& settings,
                                            const Terminal& terminal, const std::stop_token& stop) {
  auto state = random_state();
  if (!state) return std::move(state).error();
  auto listener = RedirectListener::start(command.port, *state);
  if (!listener) return std::move(listener).error();
  const std::string url =
      tiktok::consent_page(settings.consent_url, settings.app_id, listener->redirect_url(), *state);
  terminal.say(
      fmt::format("Open this address in a browser and confirm:\n\n  {}\n\n"
                  "Your app must have the redirect URL {} registered.\n"
                  "If the browser is on another machine, paste the address it ends at here and press "
                  "Enter.\n",
                  url, listener->redirect_url()));
  if (command.open_browser) open_browser(url, terminal);
  auto code = listener->wait(
      terminal.in, std::chrono::milliseconds(static_cast<std::int64_t>(command.timeout_s * 1000)), stop);
  if (!code) return std::move(code).error();
  return exchange(settings, command.connection.allow_plain_http, *std::move(code), stop);
}

}  // namespace

int run_login(const LoginCommand& command, const Terminal& terminal) {
  ConnectionArguments connection = command.connection;
  connection.settings["mode"] = "local";  // hosted credentials have nothing to do with it
  const auto settings = load_settings(connection, terminal);
  if (!settings) return report(settings.error(), terminal);
  if (settings->app_id.empty() || settings->app_secret.empty()) return report(no_app_error(), terminal);
  SignalWatch signals;
  const auto grant = grant_by_browser(command, *settings, terminal, signals.token());
  if (!grant) {
    const int code = report(grant.error(), terminal);
    return signals.exit_code() != 0 ? signals.exit_code() : code;
  }
  if (const auto stored = store(*settings, *grant); !stored) return report(stored.error(), terminal);
  return tell_grant(*settings, *grant, terminal);
}

}  // namespace tiktok_marketing::cli
