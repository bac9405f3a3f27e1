#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/json.hpp"
#include "mcp/ads_options.hpp"
#include "mcp/answer_rows.hpp"
#include "mcp/arguments.hpp"
#include "mcp/features.hpp"
#include "mcp/tool_answer.hpp"
#include "mcp/tool_list.hpp"

namespace tiktok_marketing::mcp {

/// What all tools of a server share. Lives as long as any call.
struct Workshop {
  explicit Workshop(AdsOptions given) : options(std::move(given)) {}

  AdsOptions options;
};

/// One `tools/call`.
struct ToolCall {
  std::shared_ptr<Workshop> shop;
  std::shared_ptr<Call> call;
  const ToolSpec* tool = nullptr;
  Json arguments;
  Place place = Place::structured;

  void answer(std::string_view result_json) const { call->answer(result_json); }
  void fail(const Error& error) const;
  /// An object as text: what every client shows its model.
  void answer_text(std::string_view object_json) const { answer(object_result(object_json, Place::text)); }
};

/// How the rows of an answer are wanted.
struct Wish {
  Format format = Format::rows;
  std::size_t max_tokens = 0;
  std::size_t skip = 0;
};
/// `format`, `max_tokens` (also in `_meta`), `skip`.
[[nodiscard]] Wish wish_of(const ToolCall& call, Arguments& arguments);

/// Options for the connector: stops with the call, shares the quota as the client.
[[nodiscard]] CallOptions call_options(const ToolCall& call);

/// The arguments of the call that goes on: those of this call with `changes` in them (null removes one).
[[nodiscard]] Json next_arguments(const ToolCall& call, const Json& changes);

/// About the tokens an answer has beside its rows.
[[nodiscard]] std::size_t tokens_of_meta(const Json& meta);
/// About the tokens of saying that something was cut, and of the arguments that go on.
[[nodiscard]] std::size_t tokens_of_next(const ToolCall& call);

/// The tools. Each answers its call, now or later.
void run_execute(ToolCall call);
void run_describe(ToolCall call);
void run_search(ToolCall call);
void run_aggregate(ToolCall call);
void run_sql(ToolCall call);
void run_check(ToolCall call);
void run_sync(ToolCall call);

}  // namespace tiktok_marketing::mcp
