#include "cli/output/error_view.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/json.hpp"
#include "cli/output/text_width.hpp"

namespace tiktok_marketing::cli {
namespace {

constexpr std::size_t kAllowedShown = 30;

std::string joined_allowed(const Error& error) {
  std::string text;
  const std::size_t shown = std::min(error.allowed.size(), kAllowedShown);
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text += ", ";
    text += error.allowed[i];
  }
  if (shown < error.allowed.size()) text += fmt::format(" … and {} more", error.allowed.size() - shown);
  return text;
}

void append_part(std::string& out, std::string_view label, std::string_view text) {
  if (text.empty()) return;
  out += fmt::format("  {:<9}", fmt::format("{}:", label));
  out += printable(text);
  out += '\n';
}

std::string upstream_text(const Upstream& upstream) {
  std::string text = "TikTok said ";
  text += upstream.tiktok_code ? fmt::format("{} ", *upstream.tiktok_code) : "";
  text += fmt::format("\"{}\"", upstream.tiktok_message);
  if (!upstream.request_id.empty()) text += fmt::format(" (request id {})", upstream.request_id);
  return text;
}

}  // namespace

std::string shell_quoted(std::string_view text) {
  constexpr std::string_view kPlain = "-_./:,=@%+";
  const bool plain = !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           kPlain.find(c) != std::string_view::npos;
  });
  if (plain) return std::string(text);
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

std::string example_command(std::string_view example, CallNames call) {
  const auto parsed = Json::parse(example);
  if (!parsed || parsed->as_object() == nullptr) return {};
  const bool whole = parsed->find("entity") != nullptr && parsed->find("action") != nullptr;
  const std::string_view entity = whole ? parsed->text_of("entity") : call.entity;
  const std::string_view action = whole ? parsed->text_of("action") : call.action;
  if (entity.empty() || action.empty()) return {};
  const Json* params = whole ? parsed->find("params") : &*parsed;
  std::string command =
      fmt::format("tiktok-marketing execute {} {}", shell_quoted(entity), shell_quoted(action));
  if (params != nullptr && params->as_object() != nullptr && !params->as_object()->empty()) {
    command += " --params " + shell_quoted(params->dump());
  }
  return command.append(call.options);
}

std::string error_text(const Error& error, CallNames call, bool colour) {
  std::string out = coloured("error:", "1;31", colour) + " " + printable(error.message) + "\n";
  append_part(out, "hint", error.hint);
  append_part(out, "allowed", joined_allowed(error));
  append_part(out, "try", example_command(error.example, call));
  if (error.retry_after_s) append_part(out, "again in", fmt::format("{:.0f} s", *error.retry_after_s));
  if (error.upstream) append_part(out, "detail", upstream_text(*error.upstream));
  return out;
}

int report(const Error& error, const Terminal& terminal, CallNames call) {
  if (terminal.err_is_terminal) {
    terminal.say(error_text(error, call, terminal.colour_err));
  } else {
    terminal.say(to_json(error) + "\n");
  }
  return exit_code_of(error.kind());
}

}  // namespace tiktok_marketing::cli
