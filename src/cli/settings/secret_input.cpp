#include "cli/settings/secret_input.hpp"

#include <string>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/file.hpp"

namespace tiktok_marketing::cli {

Result<Secret> read_secret(std::string_view file, int in) {
  auto text = file == "-" ? read_descriptor(in) : read_whole_file(file);
  if (!text) {
    text.error().type = ErrorType::value_error;
    return std::move(text).error();
  }
  Secret secret{std::string(trim(*text))};
  if (!secret.empty()) return secret;
  Error error{.type = ErrorType::missing_credentials};
  error.message = file == "-" ? "Standard input is empty." : fmt::format("{} is empty.", shortened(file));
  error.hint = "Put the token or secret there, on one line.";
  return error;
}

}  // namespace tiktok_marketing::cli
