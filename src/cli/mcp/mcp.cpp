#include <memory>
#include <utility>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/mcp/local_sync.hpp"
#include "cli/output/error_view.hpp"
#include "cli/session.hpp"
#include "cli/settings/listen_address.hpp"
#include "cli/signals.hpp"
#include "context/finality.hpp"
#include "crypto/random.hpp"
#include "http/server/server.hpp"
#include "mcp/ads_server.hpp"
#include "mcp/http_endpoint.hpp"
#include "mcp/stdio.hpp"

#ifndef TTM_VERSION
#error "TTM_VERSION must be defined by the build"
#endif

namespace tiktok_marketing::cli {
namespace {

constexpr std::size_t kMaxMessageBytes = 4 * 1024 * 1024;

Result<mcp::Answers> answers_of(const std::string& word) {
  if (word == "auto") return mcp::Answers::automatic;
  if (word == "structured") return mcp::Answers::structured;
  if (word == "text") return mcp::Answers::text;
  Error error{.type = ErrorType::value_error, .message = fmt::format("--answers cannot be \"{}\".", word)};
  error.hint = "Give auto, structured or text.";
  error.allowed = {"auto", "structured", "text"};
  return error;
}

std::shared_ptr<mcp::StoreSync> sync_of(const Session& session) {
  if (!session.store) return nullptr;
  replication::SyncOptions defaults;
  defaults.advertiser_ids = session.advertiser_ids;
  if (session.store_settings.start_date) defaults.start_date = *session.store_settings.start_date;
  defaults.lookback_days = session.store_settings.lookback_days;
  defaults.caller = "mcp";
  return std::make_shared<LocalSync>(session.store, std::move(defaults));
}

mcp::AdsOptions ads_options(const McpCommand& command, const Session& session, mcp::Answers answers) {
  mcp::AdsOptions options;
  options.connector = session.connector;
  // In hosted mode it is the server's.
  options.has_store = true;
  options.sync = sync_of(session);
  options.version = TTM_VERSION;
  options.answers = answers;
  options.default_tokens = static_cast<std::size_t>(command.max_tokens);
  options.first_unsettled = [](catalog::Settling settling, Date read_on) {
    return context::first_unsettled(settling, read_on, context::kUnknownConversionDays);
  };
  return options;
}

Result<ListenAddress> address_of(const McpCommand& command) {
  auto address = parse_listen_address(command.listen);
  if (!address || is_loopback(address->host)) return address;
  Error error{.type = ErrorType::value_error};
  error.message = fmt::format(
      "{} can be reached from other machines, and this server asks nobody who they are.", command.listen);
  error.hint = "Listen on 127.0.0.1; from elsewhere use an SSH tunnel.";
  error.param = "listen";
  error.given = command.listen;
  return error;
}

int serve_http(const McpCommand& command, const std::shared_ptr<mcp::Features>& features,
               SignalWatch& signals, const Terminal& terminal) {
  const auto address = address_of(command);
  if (!address) return report(address.error(), terminal);
  mcp::HttpEndpoint::Options options;
  options.allowed_origins = command.allowed_origins;
  options.sessions.make_id = [] { return crypto::random_token(); };
  mcp::HttpEndpoint endpoint(features, std::move(options));
  http::ServerOptions server_options;
  server_options.host = address->host;
  server_options.port = address->port;
  server_options.max_body_bytes = kMaxMessageBytes;
  auto server = http::Server::start(std::move(server_options),
                                    [&endpoint](const http::ServerRequest& request, http::Responder respond) {
                                      endpoint.handle(request, std::move(respond));
                                    });
  if (!server) return report(server.error(), terminal);
  const int written = write_out(fmt::format("listening on {}/mcp\n", (*server)->url()), terminal);
  if (written != 0) return written;
  signals.wait();
  endpoint.close();
  (*server)->stop();
  return 0;
}

int serve_pipes(const std::shared_ptr<mcp::Features>& features, const SignalWatch& signals,
                const Terminal& terminal) {
  if (terminal.in_is_terminal) {
    terminal.say(
        "This speaks the Model Context Protocol on standard input and output; agents start it.\n"
        "To set one up: tiktok-marketing mcp install claude-code (or another client).\n");
  }
  mcp::StdioOptions options;
  options.in = terminal.in;
  options.out = terminal.out;
  options.max_message_bytes = kMaxMessageBytes;
  const auto served = mcp::serve_stdio(features, options, signals.token());
  return served ? 0 : report(served.error(), terminal);
}

}  // namespace

int run_mcp(const McpCommand& command, const Terminal& terminal) {
  const auto answers = answers_of(command.answers);
  if (!answers) return report(answers.error(), terminal);
  if (command.listen.empty() && command.connection.token_file == "-") {
    Error error{.type = ErrorType::value_error};
    error.message = "Standard input cannot be both the token and the agent.";
    error.hint = "Name a file with --token-file.";
    return report(error, terminal);
  }
  SignalWatch signals;
  auto session = open_session(command.connection, terminal, false);
  if (!session) return report(session.error(), terminal);
  const auto features = mcp::make_ads_server(ads_options(command, *session, *answers));
  return command.listen.empty() ? serve_pipes(features, signals, terminal)
                                : serve_http(command, features, signals, terminal);
}

}  // namespace tiktok_marketing::cli
