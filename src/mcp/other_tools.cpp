// The tools check and sync.
#include <atomic>
#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "mcp/tool_call.hpp"

namespace tiktok_marketing::mcp {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::int64_t kDefaultWait = 45;
constexpr std::int64_t kMostWait = 600;

Json json_of(const SyncState& state) {
  Json json;
  json.set("state", state.finished ? "finished" : "running");
  if (state.finished && !state.report.is_null()) {
    json.set("report", state.report);
    return json;
  }
  json.set("stage", state.stage);
  json.set("items_done", state.items_done);
  json.set("items", state.items);
  json.set("rows", state.rows);
  json.set("requests", state.requests);
  json.set("hint", "It goes on in the background. Call sync again to wait for it.");
  return json;
}

}  // namespace

void run_check(ToolCall call) {
  const auto connector = call.shop->options.connector;
  CallOptions options = call_options(call);
  connector->execute_async("advertisers", "check", "{}", std::move(options),
                           [call = std::move(call)](Result<Answer> answer) {
                             if (!answer) return call.fail(answer.error());
                             call.answer_text(answer->document);
                           });
}

void run_sync(ToolCall call) {
  Arguments arguments(call.arguments, call.tool->arguments, call.tool->example);
  SyncWish wish{.entities = arguments.texts("entities"),
                .advertiser_ids = arguments.texts("advertiser_ids"),
                .start_date = arguments.date("start_date")};
  const std::int64_t wait_s = arguments.integer("wait_s", 0, kMostWait).value_or(kDefaultWait);
  if (arguments.fault()) return call.fail(*arguments.fault());
  const auto due = Clock::now() + std::chrono::seconds(wait_s);
  const auto sync = call.shop->options.sync;
  const std::stop_token stop = call.call->stop();
  // Who only joined a run does not end it for the others.
  const auto is_ours = std::make_shared<std::atomic<bool>>(false);
  *is_ours = sync->begin(wish, [call = std::move(call), due, sync, stop, is_ours](const SyncState& state) {
    // The call lives on here until the run ends; what is answered late is dropped.
    if (stop.stop_requested() && *is_ours && !state.finished) return sync->stop();
    call.call->progress(static_cast<double>(state.items_done), static_cast<double>(state.items),
                        fmt::format("{}: {} rows, {} requests", state.stage, state.rows, state.requests));
    if (state.error) return call.fail(*state.error);
    if (state.finished || Clock::now() >= due) call.answer_text(json_of(state).dump());
  });
}

}  // namespace tiktok_marketing::mcp
