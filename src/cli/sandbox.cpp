#include "sandbox/sandbox.hpp"

#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/file.hpp"
#include "cli/output/error_view.hpp"
#include "cli/sandbox_access.hpp"
#include "cli/settings/listen_address.hpp"
#include "cli/signals.hpp"

namespace tiktok_marketing::cli {
namespace {

Error option_error(std::string_view option, std::string_view given, std::string_view hint) {
  Error error{.type = ErrorType::value_error};
  error.message = fmt::format("--{} cannot be \"{}\".", option, shortened(given));
  error.hint = hint;
  error.param = option;
  error.given = shortened(given);
  return error;
}

Result<sandbox::Size> size_of(const std::string& name) {
  if (name == "small") return sandbox::Size::small;
  if (name == "medium") return sandbox::Size::medium;
  if (name == "large") return sandbox::Size::large;
  Error error = option_error("size", name, "Give small, medium or large.");
  error.allowed = {"small", "medium", "large"};
  return error;
}

Result<ListenAddress> address_of(const SandboxCommand& command) {
  auto address = parse_listen_address(command.listen);
  if (!address || command.allow_remote || is_loopback(address->host)) return address;
  Error error = option_error("listen", command.listen, "Listen on 127.0.0.1, or add --allow-remote.");
  error.message = fmt::format(
      "{} can be reached from other machines, and the sandbox's tokens are no secret.", command.listen);
  return error;
}

Result<sandbox::SandboxOptions> options_of(const SandboxCommand& command) {
  sandbox::SandboxOptions options;
  auto address = address_of(command);
  if (!address) return std::move(address).error();
  options.host = std::move(address->host);
  options.port = address->port;
  options.seed = command.seed;
  const auto size = size_of(command.size);
  if (!size) return size.error();
  options.size = *size;
  if (!command.now.empty()) {
    options.now = parse_datetime(command.now);
    if (!options.now) return option_error("now", command.now, "Give a time like 2026-09-14T08:00:00Z.");
  }
  options.clock_runs = !command.frozen;
  options.qps = command.qps;
  options.qpm = command.qpm;
  options.unlimited = command.unlimited;
  options.latency = std::chrono::milliseconds(command.latency_ms);
  options.threads = command.threads;
  if (!command.faults_file.empty()) {
    auto text = read_whole_file(command.faults_file);
    if (!text) {
      text.error().type = ErrorType::value_error;
      return std::move(text).error();
    }
    options.faults_json = *std::move(text);
  }
  return options;
}

std::string announcement(const sandbox::Sandbox& running) {
  return fmt::format("listening on {}\n{}", running.url(), sandbox_lines(running.access()));
}

}  // namespace

int run_sandbox(const SandboxCommand& command, const Terminal& terminal) {
  auto options = options_of(command);
  if (!options) return report(options.error(), terminal);
  SignalWatch signals;
  auto running = sandbox::Sandbox::start(*std::move(options));
  if (!running) return report(running.error(), terminal);
  const int written = write_out(announcement(**running), terminal);
  if (written != 0) return written;
  if (terminal.err_is_terminal) terminal.say("Stop with Ctrl-C.\n");
  signals.wait();
  (*running)->stop();
  return 0;
}

}  // namespace tiktok_marketing::cli
