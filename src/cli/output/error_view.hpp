#pragma once

#include <string>
#include <string_view>

#include <tiktok_marketing/base/error.hpp>

#include "cli/output/terminal.hpp"

namespace tiktok_marketing::cli {

/// A call as it was made, for turning the params of another into a command line.
struct CallNames {
  std::string_view entity;
  std::string_view action;
  std::string_view options = {};  ///< of the command line that any next call needs too: ` --sandbox=7`
};

/// An error for people: what happened, what to do, what is allowed, a command that would work.
[[nodiscard]] std::string error_text(const Error& error, CallNames call, bool colour);

/// `{"entity":…,"action":…,"params":{…}}` or params alone as a command line for a POSIX shell; empty when the
/// example is neither.
[[nodiscard]] std::string example_command(std::string_view example, CallNames call);

/// Text between single quotes unless it needs none.
[[nodiscard]] std::string shell_quoted(std::string_view text);

/// Shows the error on `err`, readable on a terminal, else as one JSON object on one line, and returns the
/// exit code of its kind.
int report(const Error& error, const Terminal& terminal, CallNames call = {});

}  // namespace tiktok_marketing::cli
