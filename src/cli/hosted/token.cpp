#include <utility>

#include "base/json.hpp"
#include "cli/commands.hpp"
#include "cli/hosted/management.hpp"
#include "cli/output/error_view.hpp"

namespace tiktok_marketing::cli {
namespace {

Result<Json> application_token(const HostedServerAccess& server) {
  Json body;
  body.set("client_id", server.settings.client_id);
  body.set("client_secret", server.settings.client_secret.reveal());
  return server.api.request({.method = "POST",
                             .path = "/api/v1/account/applications/token",
                             .body = body.dump(),
                             .repeatable = true});
}

Result<Json> scoped_token(const HostedServerAccess& server) {
  Json body;
  body.set("workspace_name", server.settings.workspace);
  return server.api.request({.method = "POST",
                             .path = "/api/v1/account/applications/scoped-token",
                             .body = body.dump(),
                             .repeatable = true});
}

}  // namespace

int run_token(const TokenCommand& command, const Terminal& terminal) {
  const auto server = open_management(command.hosted, terminal);
  if (!server) return report(server.error(), terminal);
  // Only an argument: AIRBYTE_WORKSPACE may be set for execute, and an application's token is what curl
  // needs.
  const bool scoped = command.hosted.settings.contains("workspace");
  const auto answer = scoped ? scoped_token(*server) : application_token(*server);
  if (!answer) return report(answer.error(), terminal);
  const std::string_view token = answer->text_of(scoped ? "token" : "access_token");
  if (!token.empty()) return write_out(std::string(token) + "\n", terminal);
  Error error{.type = ErrorType::upstream_unreadable};
  error.message = "The server's answer holds no token.";
  error.hint = "Check AIRBYTE_API_HOST: is it a server of the hosted API?";
  return report(error, terminal);
}

}  // namespace tiktok_marketing::cli
