#include "cli/session.hpp"

#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "cli/hosted/management.hpp"
#include "cli/server/client_file.hpp"
#include "cli/settings/config_file.hpp"
#include "cli/settings/connection_options.hpp"
#include "cli/settings/secret_input.hpp"

namespace tiktok_marketing::cli {
namespace {

/// Rows of the virtual TikTok that were read within this time are not read again first.
constexpr std::chrono::minutes kFreshEnough{60};

Error no_token_error() {
  Error error{.type = ErrorType::missing_credentials};
  error.message = "No TikTok access token is set.";
  error.hint =
      "Set TIKTOK_MARKETING_ACCESS_TOKEN, name a file with --token-file, or get one with `tiktok-marketing "
      "login`. Without an account: add --sandbox. Through a hosted server: --mode hosted.";
  error.param = "access_token";
  return error;
}

ConnectorOptions options_from(const Settings& settings, const ConnectionArguments& arguments) {
  ConnectorOptions options;
  options.access_token = settings.access_token;
  options.api_url = settings.api_url;
  options.advertiser_ids = settings.advertiser_ids;
  options.app_id = settings.app_id;
  options.app_secret = settings.app_secret;
  options.allow_plain_http = arguments.allow_plain_http;
  options.qps = settings.qps.value_or(0);
  options.max_body_bytes = settings.max_body_bytes;
  if (settings.log) options.log = std::make_shared<StderrLog>(*settings.log);
  return options;
}

Result<void> refuse_with_sandbox(const ConnectionArguments& arguments) {
  for (const std::string_view key : {"api_url", "app_id", "consent_url"}) {
    if (!arguments.settings.contains(key)) continue;
    Error error{.type = ErrorType::value_error};
    error.message = "--sandbox brings its own address and app.";
    error.hint = "Leave out --sandbox, or --api-url, --app-id and --consent-url.";
    return error;
  }
  for (const std::string_view key :
       {"api_host", "client_id", "organization_id", "workspace", "connector_id"}) {
    if (!arguments.settings.contains(key)) continue;
    Error error{.type = ErrorType::value_error};
    error.message = "--sandbox answers in this process and asks no hosted server.";
    error.hint = "Leave out --sandbox or the options of hosted mode; `serve --sandbox` has both.";
    return error;
  }
  if (arguments.token_file.empty()) return {};
  Error error{.type = ErrorType::value_error};
  error.message = "--sandbox brings its own token.";
  error.hint = "Leave out --sandbox or --token-file.";
  return error;
}

Result<void> attach_sandbox(std::uint64_t seed, bool default_advertiser, bool own_limit, Session& session,
                            ConnectorOptions& options) {
  sandbox::SandboxOptions wished;
  wished.seed = seed;
  wished.unlimited = true;
  auto started = sandbox::Sandbox::start(std::move(wished));
  if (!started) return std::move(started).error();
  session.virtual_tiktok = *std::move(started);
  const sandbox::SandboxAccess& access = session.virtual_tiktok->access();
  session.sandbox_advertisers = access.advertiser_ids;
  options.access_token = Secret(access.access_token);
  options.api_url = access.api_url;
  options.app_id = access.app_id;
  options.app_secret = Secret(access.app_secret);
  options.simulated = true;
  if (!own_limit) options.qps = -1;
  if (options.advertiser_ids.empty() && default_advertiser && !access.advertiser_ids.empty()) {
    options.advertiser_ids = {access.advertiser_ids.front()};
  }
  return {};
}

Result<Session> open_hosted_session(const Settings& settings, const ConnectionArguments& arguments) {
  auto connector = Connector::open_hosted(
      hosted_options(settings.hosted, arguments.allow_plain_http, settings.max_body_bytes, settings.log));
  if (!connector) return std::move(connector).error();
  Session session;
  session.connector = std::make_shared<Connector>(*std::move(connector));
  return session;
}

/// The store of the data folder that these calls share.
Result<std::shared_ptr<local::LocalStore>> store_for(const Settings& settings,
                                                     const ConnectionArguments& arguments,
                                                     ConnectorOptions connector) {
  local::LocalStoreOptions options;
  options.data_dir = settings.data_dir;
  if (!settings.store.name.empty()) options.name = settings.store.name;
  options.sync_command = fmt::format("tiktok-marketing sync{}", repeated_options(arguments));
  if (arguments.sandbox_seed) {
    // It holds all of its accounts, whichever this call is about.
    connector.advertiser_ids.clear();
    options.sync_first = kFreshEnough;
    if (settings.store.name.empty()) options.name = fmt::format("sandbox-{}", *arguments.sandbox_seed);
  }
  return local::LocalStore::make(connector, std::move(options));
}

}  // namespace

Result<Settings> load_settings(const ConnectionArguments& arguments, const Terminal& terminal,
                               bool use_credentials) {
  const auto data_dir = data_dir_of(arguments.settings, terminal.environment);
  auto file = use_credentials ? read_config_file(data_dir) : Result<SettingTexts>(SettingTexts{});
  if (!file) return std::move(file).error();
  // Another user's client.env cannot be read, and is not needed for calls of one's own.
  const auto client_file = read_client_file(client_file_of(data_dir)).value_or(SettingTexts{});
  SettingTexts given = arguments.settings;
  if (!arguments.token_file.empty()) {
    auto token = read_secret(arguments.token_file, terminal.in);
    if (!token) return std::move(token).error();
    given["access_token"] = token->reveal();
  }
  return resolve_settings({.arguments = given,
                           .environment = terminal.environment,
                           .file = *file,
                           .client_file = client_file,
                           .use_credentials = use_credentials});
}

Result<Session> open_session(const ConnectionArguments& arguments, const Terminal& terminal,
                             bool default_advertiser) {
  const bool simulated = arguments.sandbox_seed.has_value();
  if (simulated) {
    if (auto allowed = refuse_with_sandbox(arguments); !allowed) return std::move(allowed).error();
  }
  auto settings = load_settings(arguments, terminal, !simulated);
  if (!settings) return std::move(settings).error();
  if (settings->mode == Mode::hosted) return open_hosted_session(*settings, arguments);
  if (!simulated && settings->access_token.empty()) return no_token_error();

  Session session;
  ConnectorOptions options = options_from(*settings, arguments);
  if (simulated) {
    auto attached = attach_sandbox(*arguments.sandbox_seed, default_advertiser, settings->qps.has_value(),
                                   session, options);
    if (!attached) return std::move(attached).error();
  }
  session.advertiser_ids = options.advertiser_ids;
  auto store = store_for(*settings, arguments, options);
  if (!store) return std::move(store).error();
  session.store = *std::move(store);
  session.store_settings = settings->store;
  options.store = session.store;
  auto connector = Connector::open(std::move(options));
  if (!connector) return std::move(connector).error();
  session.connector = std::make_shared<Connector>(*std::move(connector));
  return session;
}

}  // namespace tiktok_marketing::cli
