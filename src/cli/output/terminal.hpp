#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace tiktok_marketing::cli {

/// The process environment, injected: nothing in this room but `main.cpp` reads the real one.
using Environment = std::map<std::string, std::string, std::less<>>;

/// Value of a variable; empty when it is not set or set to nothing.
[[nodiscard]] std::string_view value_of(const Environment& environment, std::string_view name);

/// Where a command reads and writes, and what can be shown there. Descriptors are borrowed.
struct Terminal {
  int in = 0;
  int out = 1;  ///< data, nothing else
  int err = 2;  ///< everything else
  bool in_is_terminal = false;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  int width = 80;  ///< character cells of a line
  bool colour_out = false;
  bool colour_err = false;
  Environment environment;

  /// Writes to `err`; a failure to write there is ignored, as there is nowhere left to tell it.
  void say(std::string_view text) const;
};

/// Asks the system what descriptors 0 to 2 are. Colours follow NO_COLOR and TERM.
[[nodiscard]] Terminal make_terminal(Environment environment);

/// `text` between a colour's escape codes, or unchanged. `code` is an SGR number: `1` bold, `31` red.
[[nodiscard]] std::string coloured(std::string_view text, std::string_view code, bool on);

}  // namespace tiktok_marketing::cli
