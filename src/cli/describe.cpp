#include <chrono>

#include <tiktok_marketing/connector/connector.hpp>

#include "catalog/model.hpp"
#include "catalog/render_describe.hpp"
#include "cli/commands.hpp"
#include "cli/output/error_view.hpp"
#include "cli/output/row.hpp"
#include "cli/session.hpp"
#include "cli/signals.hpp"

namespace tiktok_marketing::cli {
namespace {

int write_json(const std::string& json, const Terminal& terminal) {
  return write_out((terminal.out_is_terminal ? indented(json) : json) + "\n", terminal);
}

/// Asked only with `--mode hosted`: the catalog of this program needs no server and answers at once.
bool asks_server(const DescribeCommand& command) {
  const auto mode = command.connection.settings.find("mode");
  return mode != command.connection.settings.end() && mode->second == "hosted";
}

int describe_by_server(const DescribeCommand& command, const Terminal& terminal) {
  if (!command.output.empty() && command.output != "json") {
    Error error{.type = ErrorType::value_error};
    error.message = "A hosted server describes itself as JSON.";
    error.hint = "Leave out --output, or leave out --mode hosted for what this program knows.";
    error.param = "output";
    error.allowed = {"json"};
    return report(error, terminal);
  }
  SignalWatch signals;
  const auto session = open_session(command.connection, terminal, false);
  if (!session) return report(session.error(), terminal);
  CallOptions options;
  options.deadline = std::chrono::milliseconds(static_cast<std::int64_t>(command.timeout_s * 1000));
  options.stop = signals.token();
  const auto answer = session->connector->execute(command.entity, "describe", {}, std::move(options));
  if (answer) return write_json(answer->document, terminal);
  const int code = report(answer.error(), terminal);
  return signals.exit_code() != 0 ? signals.exit_code() : code;
}

}  // namespace

int run_describe(const DescribeCommand& command, const Terminal& terminal) {
  if (asks_server(command)) return describe_by_server(command, terminal);
  const catalog::Entity* entity = nullptr;
  if (!command.entity.empty()) {
    entity = catalog::find_entity(command.entity);
    if (entity == nullptr) {
      const auto refused = Connector::describe(command.entity);
      if (!refused) return report(refused.error(), terminal);
    }
  }
  const std::string_view format = !command.output.empty()    ? std::string_view(command.output)
                                  : terminal.out_is_terminal ? "text"
                                                             : "json";
  if (format == "text") return write_out(catalog::describe_text(entity), terminal);
  if (format == "markdown") return write_out(catalog::describe_markdown(entity), terminal);
  if (format == "json") return write_json(catalog::describe_json(entity), terminal);
  Error error{.type = ErrorType::value_error};
  error.message = "describe has no output format \"" + command.output + "\".";
  error.hint = "Give --output text, json or markdown.";
  error.param = "output";
  error.given = command.output;
  error.allowed = {"text", "json", "markdown"};
  return report(error, terminal);
}

}  // namespace tiktok_marketing::cli
