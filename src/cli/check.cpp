#include <chrono>

#include "cli/commands.hpp"
#include "cli/health.hpp"
#include "cli/output/error_view.hpp"
#include "cli/output/output.hpp"
#include "cli/session.hpp"
#include "cli/signals.hpp"

namespace tiktok_marketing::cli {

int run_check(const CheckCommand& command, const Terminal& terminal) {
  const bool as_table = command.output.empty() ? terminal.out_is_terminal : command.output == "table";
  if (!command.output.empty() && command.output != "json" && command.output != "table") {
    Error error{.type = ErrorType::value_error};
    error.message = "check has no output format \"" + command.output + "\".";
    error.hint = "Give --output json or --output table.";
    error.param = "output";
    error.allowed = {"json", "table"};
    return report(error, terminal);
  }
  SignalWatch signals;
  const auto session = open_session(command.connection, terminal, false);
  if (!session) return report(session.error(), terminal);
  CallOptions options;
  options.deadline = std::chrono::milliseconds(static_cast<std::int64_t>(command.timeout_s * 1000));
  options.stop = signals.token();
  const auto answer = session->connector->check(std::move(options));
  if (!answer) {
    const int code = report(answer.error(), terminal);
    return signals.exit_code() != 0 ? signals.exit_code() : code;
  }
  const std::string text =
      as_table ? health_text(answer->document, static_cast<std::size_t>(terminal.width), terminal.colour_out)
               : answer->document + "\n";
  const int written = write_out(text, terminal);
  return written != 0 ? written : health_exit_code(answer->document);
}

}  // namespace tiktok_marketing::cli
