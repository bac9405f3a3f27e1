#include "cli/output/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <utility>

namespace tiktok_marketing::cli {
namespace {

constexpr int kDefaultWidth = 80;

int width_of(int fd, const Environment& environment) {
  winsize size{};
  if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  int columns = 0;
  const std::string_view text = value_of(environment, "COLUMNS");
  std::from_chars(text.data(), text.data() + text.size(), columns);
  return columns > 0 ? columns : kDefaultWidth;
}

}  // namespace

std::string_view value_of(const Environment& environment, std::string_view name) {
  const auto found = environment.find(name);
  return found == environment.end() ? std::string_view{} : std::string_view{found->second};
}

void Terminal::say(std::string_view text) const {
  while (!text.empty()) {
    const ssize_t written = ::write(err, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

Terminal make_terminal(Environment environment) {
  Terminal terminal;
  terminal.in_is_terminal = isatty(terminal.in) == 1;
  terminal.out_is_terminal = isatty(terminal.out) == 1;
  terminal.err_is_terminal = isatty(terminal.err) == 1;
  // Behind a pager the output is a pipe, but the errors still go to the same screen.
  terminal.width = width_of(terminal.out_is_terminal ? terminal.out : terminal.err, environment);
  const bool colours = value_of(environment, "NO_COLOR").empty() && value_of(environment, "TERM") != "dumb";
  terminal.colour_out = colours && terminal.out_is_terminal;
  terminal.colour_err = colours && terminal.err_is_terminal;
  terminal.environment = std::move(environment);
  return terminal;
}

std::string coloured(std::string_view text, std::string_view code, bool on) {
  if (!on) return std::string(text);
  std::string out = "\x1b[";
  out.append(code).append("m").append(text).append("\x1b[0m");
  return out;
}

}  // namespace tiktok_marketing::cli
