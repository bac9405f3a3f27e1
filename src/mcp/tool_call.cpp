#include "mcp/tool_call.hpp"

#include <algorithm>
#include <utility>

#include "mcp/corrected_call.hpp"
#include "mcp/tokens.hpp"

namespace tiktok_marketing::mcp {
namespace {

constexpr std::string_view kTokensMeta = "tiktok-marketing/max_tokens";

std::optional<std::int64_t> tokens_in_meta(const Json& params) {
  const Json* meta = params.find("_meta");
  return meta == nullptr ? std::nullopt : meta->int_of(kTokensMeta);
}

bool needs_example(const Error& error) {
  return error.kind() == ErrorKind::invalid;
}

}  // namespace

void ToolCall::fail(const Error& error) const {
  Error told = error;
  if (needs_example(error)) told.example = corrected_call(arguments, *tool, error);
  if (error.type == ErrorType::context_store_not_ready && shop->options.sync) {
    told.hint = "Call the tool sync, then ask again; or read it live with execute.";
  }
  Json data;
  data.set("tool", tool->name);
  data.set("error", name_of(error.type));
  call->log(error.type == ErrorType::internal_error ? Severity::error : Severity::debug, "tools", data);
  answer(error_result(told));
}

Wish wish_of(const ToolCall& call, Arguments& arguments) {
  Wish wish;
  const std::string format = arguments.word("format", kFormats);
  if (format == "columns") wish.format = Format::columns;
  if (format == "csv") wish.format = Format::csv;
  auto tokens = arguments.integer("max_tokens", kLeastTokens, kMostTokens);
  if (!tokens) tokens = tokens_in_meta(call.call->params());
  const auto fallback = static_cast<std::int64_t>(call.shop->options.default_tokens);
  wish.max_tokens =
      static_cast<std::size_t>(std::clamp(tokens.value_or(fallback), kLeastTokens, kMostTokens));
  wish.skip = static_cast<std::size_t>(arguments.integer("skip", 0, INT32_MAX).value_or(0));
  return wish;
}

CallOptions call_options(const ToolCall& call) {
  CallOptions options;
  options.stop = call.call->stop();
  options.caller = "mcp";
  return options;
}

Json next_arguments(const ToolCall& call, const Json& changes) {
  Json next = call.arguments.is_null() ? Json(Json::Object{}) : call.arguments;
  for (const auto& [name, value] : *changes.as_object()) {
    if (value.is_null()) {
      next.erase(name);
    } else {
      next.set(name, value);
    }
  }
  return next;
}

std::size_t tokens_of_meta(const Json& meta) {
  constexpr std::size_t kAround = 60;  // the note, the names of the members
  return estimated_tokens(meta.dump()) + kAround;
}

std::size_t tokens_of_next(const ToolCall& call) {
  constexpr std::size_t kWords = 60;
  return estimated_tokens(call.arguments.dump()) + kWords;
}

}  // namespace tiktok_marketing::mcp
