#include "platform/asking_tiktok.hpp"

#include <chrono>
#include <memory>
#include <utility>

#include "base/task.hpp"
#include "connector/client_for.hpp"
#include "platform/connector_health.hpp"
#include "tiktok/oauth.hpp"

namespace tiktok_marketing::platform {
namespace {

using ClientPtr = std::shared_ptr<tiktok::Client>;

ConnectorOptions plain_options(const Context& context, Secret token, std::string app_id) {
  const PlatformOptions& from = context.options;
  ConnectorOptions options;
  options.access_token = std::move(token);
  options.api_url = from.api_url;
  options.app_id = std::move(app_id);
  options.allow_plain_http = from.allow_plain_http;
  options.simulated = from.simulated;
  options.qps = from.qps;
  options.engine = from.engine;
  options.log = context.log;
  return options;
}

/// Whether an error is about this call and not about what was asked.
bool is_passing(const Error& error) {
  switch (error.kind()) {
    case ErrorKind::authentication:
    case ErrorKind::permission:
    case ErrorKind::not_found:
    case ErrorKind::invalid:
    case ErrorKind::conflict:
      return false;
    default:
      return true;
  }
}

Task<Result<std::string>> ask_user(ClientPtr client, tiktok::CallContext context) {
  tiktok::GetRequest who{.path = "/user/info/", .params = {}, .records_key = {}, .advertiser_id = {}};
  auto asking = tiktok::Client::get(client, std::move(who), std::move(context));
  auto answer = co_await std::move(asking);
  // A token that may not read its user is still a token.
  if (!answer && answer.error().kind() == ErrorKind::permission) co_return std::string();
  if (!answer) co_return std::move(answer).error();
  const auto data = Json::parse(answer->data);
  const Json* id = data ? data->find("core_user_id") : nullptr;
  if (id == nullptr) co_return std::string();
  if (const auto* number = id->as_number()) co_return number->text;
  co_return std::string(data->text_of("core_user_id"));
}

/// Fills in what TikTok lists for the token. Errors: passing ones only.
Task<Result<GrantedToken>> look_up(ClientPtr client, GrantedToken token, TiktokApp app,
                                   tiktok::CallContext context) {
  auto asking = tiktok::granted_advertisers(client, app.app_id, app.app_secret, std::move(context));
  auto listed = co_await std::move(asking);
  if (!listed && is_passing(listed.error())) co_return std::move(listed).error();
  if (listed) {
    token.tiktok_app_id = app.app_id;
    for (const auto& advertiser : *listed) token.looked_up.push_back(advertiser.id);
  }
  co_return token;
}

Task<Result<GrantedToken>> ask_all(ClientPtr client, GrantedToken token, std::optional<TiktokApp> app,
                                   tiktok::CallContext context) {
  auto asking = ask_user(client, context);
  auto user = co_await std::move(asking);
  if (!user) co_return std::move(user).error();
  token.tiktok_user = *std::move(user);
  if (!app) co_return token;
  auto looking = look_up(client, std::move(token), *std::move(app), std::move(context));
  co_return co_await std::move(looking);
}

tiktok::CallContext within(Runtime& runtime, std::chrono::seconds patience) {
  tiktok::CallContext context;
  context.deadline = runtime.now() + patience;
  context.caller = "platform";
  return context;
}

/// Runs `task(client, call context)` on the engine thread, where the client also ends.
template <typename Make>
auto with_client(const Context& context, const ConnectorOptions& options, std::chrono::seconds patience,
                 Make task) -> decltype(task(ClientPtr(), tiktok::CallContext()).await_resume()) {
  auto client = client_for(options);
  if (!client) return std::move(client).error();
  Runtime& runtime = *context.options.engine.runtime;
  return run_blocking(runtime,
                      [client = *std::move(client), task = std::move(task), &runtime, patience]() mutable {
                        return task(std::move(client), within(runtime, patience));
                      });
}

Error nothing_was_read() {
  return {.type = ErrorType::value_error,
          .message = "The token is good, but no ad account is known for it, so no row could be read.",
          .hint = std::string(cure_of(ConnectorState::needs_advertisers)),
          .param = "replication_config.advertiser_ids"};
}

std::vector<std::string> ids_in(const Json& document) {
  std::vector<std::string> ids;
  const Json* advertisers = document.find("advertisers");
  if (advertisers == nullptr || advertisers->as_array() == nullptr) return ids;
  for (const Json& each : *advertisers->as_array()) ids.emplace_back(each.text_of("advertiser_id"));
  return ids;
}

}  // namespace

Result<GrantedToken> ask_about_token(const Context& context, Secret token,
                                     const std::optional<TiktokApp>& app, bool look_up,
                                     std::chrono::seconds patience) {
  const ConnectorOptions options = plain_options(context, token, app ? app->app_id : std::string());
  GrantedToken asked{
      .token = std::move(token), .tiktok_user = {}, .tiktok_app_id = {}, .granted = {}, .looked_up = {}};
  return with_client(context, options, patience,
                     [asked = std::move(asked), app = look_up ? app : std::nullopt](
                         ClientPtr client, tiktok::CallContext call) mutable {
                       return ask_all(std::move(client), std::move(asked), std::move(app), std::move(call));
                     });
}

Result<GrantedToken> exchange_for_token(const Context& context, const TiktokApp& app, Secret auth_code) {
  auto grant = with_client(context, plain_options(context, {}, app.app_id), kPatience,
                           [&](ClientPtr client, tiktok::CallContext call) {
                             return tiktok::exchange_code(std::move(client), app.app_id, app.app_secret,
                                                          std::move(auth_code), std::move(call));
                           });
  if (!grant) return std::move(grant).error();
  const bool look_up = grant->advertiser_ids.empty();
  auto asked = ask_about_token(context, grant->access_token, app, look_up);
  GrantedToken token{
      .token = grant->access_token, .tiktok_user = {}, .tiktok_app_id = {}, .granted = {}, .looked_up = {}};
  if (asked) token = *std::move(asked);
  token.tiktok_app_id = app.app_id;
  token.granted = std::move(grant->advertiser_ids);
  return token;
}

ConnectorOptions options_of(const Context& context, const GrantedToken& token,
                            const std::optional<TiktokApp>& app, const ReplicationConfig& replication,
                            const std::vector<std::string>& known_advertisers) {
  // Requests of a token whose app is not known count for the organization's app: nearly always it is that.
  std::string app_id = token.tiktok_app_id;
  if (app_id.empty() && app) app_id = app->app_id;
  ConnectorOptions options = plain_options(context, token.token, app_id);
  options.advertiser_ids = replication.advertiser_ids.value_or(known_advertisers);
  options.fenced = replication.advertiser_ids.has_value();
  // Another app's secret would make the look-up fail as if the token were bad.
  if (app && app->app_id == token.tiktok_app_id) options.app_secret = app->app_secret;
  return options;
}

CheckResult check_with(ConnectorOptions options, std::vector<std::string>& advertisers) {
  CheckResult result;
  auto opened = tiktok_marketing::Connector::open(std::move(options));
  if (!opened) {
    result.error = std::move(opened).error();
    return result;
  }
  CallOptions call;
  call.deadline = kPatience;
  call.caller = "platform";
  auto answer = opened->check(std::move(call));
  if (!answer) {
    result.error = std::move(answer).error();
    return result;
  }
  result.document = std::move(answer->document);
  const auto document = Json::parse(result.document);
  if (!document) {
    result.error = document.error();
    return result;
  }
  advertisers = ids_in(*document);
  result.error = error_of_check(*document);
  if (!result.error && advertisers.empty()) result.error = nothing_was_read();
  result.healthy = !result.error;
  return result;
}

}  // namespace tiktok_marketing::platform
