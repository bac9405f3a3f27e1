// The tools that ask the context store: search, aggregate, sql.
#include <algorithm>
#include <functional>
#include <utility>

#include <fmt/format.h>

#include "mcp/tokens.hpp"
#include "mcp/tool_call.hpp"

namespace tiktok_marketing::mcp {
namespace {

struct StoreQuestion {
  std::string entity;
  std::string_view action;
  Json params;
  Wish wish;
};

using Then = std::function<void(AnswerRows)>;

/// What the store calls /query/filter/…, the tool search calls /filter/….
Error in_words_of_the_tool(Error error) {
  constexpr std::string_view kQuery = "/query/";
  if (error.param.starts_with(kQuery)) error.param.erase(0, kQuery.size() - 1);
  return error;
}

/// Says less about itself: how long it took and what was asked for is known to who asked, and what holds for
/// each of many advertisers must not leave the rows without room.
void trim_meta(Json& meta, const Wish& wish) {
  for (const char* name : {"took_ms", "limit"}) meta.erase(name);
  for (const char* name : {"missing", "cursor"}) {
    const Json* value = meta.find(name);
    const bool says_nothing =
        value != nullptr &&
        (value->is_null() || (value->as_array() != nullptr && value->as_array()->empty()));
    if (says_nothing) meta.erase(name);
  }
  const Json* coverage = meta.find("coverage");
  if (coverage == nullptr || tokens_of_meta(meta) <= wish.max_tokens / 4) return;
  Json of_all = *coverage;
  of_all.erase("by_advertiser");
  meta.set("coverage", std::move(of_all));
}

void ask(const ToolCall& call, const StoreQuestion& question, Then then) {
  call.shop->options.connector->execute_async(
      question.entity, question.action, question.params.dump(), call_options(call),
      [call, wish = question.wish, then = std::move(then)](Result<Answer> answer) {
        if (!answer) return call.fail(in_words_of_the_tool(answer.error()));
        auto rows = rows_of(*std::move(answer));
        if (!rows) return call.fail(rows.error());
        trim_meta(rows->meta, wish);
        then(*std::move(rows));
      });
}

/// How many rows fit; when not all do, beside what is said about those that are left out.
std::size_t fitting(const ToolCall& call, const AnswerRows& answer, const Wish& wish) {
  std::size_t other = tokens_of_meta(answer.meta);
  const std::size_t count = rows_that_fit(answer.rows, wish.format, other, wish.max_tokens);
  if (count == answer.rows.size()) return count;
  other += tokens_of_next(call);
  // The rest is summed up in the form of the totals.
  if (const Json* totals = answer.meta.find("totals")) other += estimated_tokens(totals->dump());
  return rows_that_fit(answer.rows, wish.format, other, wish.max_tokens);
}

void show(const ToolCall& call, const Wish& wish, const AnswerRows& answer) {
  call.answer(rows_result(answer.rows, answer.meta, wish.format, call.place));
}

void put_search_next(const ToolCall& call, Json& meta) {
  const Json* cursor = meta.find("cursor");
  if (cursor == nullptr || cursor->as_string() == nullptr) return;
  Json changes;
  changes.set("cursor", *cursor);
  meta.set("next", next_arguments(call, changes));
  meta.erase("cursor");
}

/// Asks once more for as many rows as fit, so that cursor, totals and the rest are those of the store itself.
void ask_again_for_fewer(const ToolCall& call, StoreQuestion question, std::size_t rows,
                         const std::function<void(AnswerRows)>& then) {
  question.params.set("limit", static_cast<std::int64_t>(rows));
  ask(call, question, then);
}

void answer_search(const ToolCall& call, const StoreQuestion& question, AnswerRows answer) {
  const auto done = [call, wish = question.wish](AnswerRows rows) {
    put_search_next(call, rows.meta);
    show(call, wish, rows);
  };
  const std::size_t count = fitting(call, answer, question.wish);
  if (count == answer.rows.size()) return done(std::move(answer));
  const std::size_t of = answer.rows.size();
  ask_again_for_fewer(call, question, count, [done, count, of, wish = question.wish](AnswerRows rows) {
    rows.meta.set("cut",
                  fmt::format("{} of at least {} rows fit into {} tokens.", count, of, wish.max_tokens));
    done(std::move(rows));
  });
}

void answer_aggregate(const ToolCall& call, const StoreQuestion& question, AnswerRows answer) {
  const std::size_t count = fitting(call, answer, question.wish);
  if (count == answer.rows.size()) return show(call, question.wish, answer);
  std::size_t needed = tokens_of_meta(answer.meta);
  for (const std::string_view row : answer.rows) needed += tokens_of_row(row, question.wish.format);
  needed += needed / 10;
  const std::size_t of = answer.rows.size();
  ask_again_for_fewer(
      call, question, count, [call, count, of, needed, wish = question.wish](AnswerRows rows) {
        rows.meta.set("complete", false);
        rows.meta.set(
            "cut", fmt::format("{} of {} rows fit into {} tokens; other sums up the rest, totals all.", count,
                               of, wish.max_tokens));
        Json changes;
        const auto wanted = std::clamp(static_cast<std::int64_t>(needed), kLeastTokens, kMostTokens);
        changes.set("max_tokens", wanted);
        rows.meta.set("next", next_arguments(call, changes));
        show(call, wish, rows);
      });
}

void answer_sql(const ToolCall& call, const StoreQuestion& question, AnswerRows answer) {
  const Wish& wish = question.wish;
  const auto skip = static_cast<std::ptrdiff_t>(std::min(wish.skip, answer.rows.size()));
  answer.rows.erase(answer.rows.begin(), answer.rows.begin() + skip);
  const std::size_t count = fitting(call, answer, wish);
  if (count < answer.rows.size()) {
    Json other;
    other.set("rows", static_cast<std::int64_t>(answer.rows.size() - count));
    answer.meta.set("complete", false);
    answer.meta.set("has_more", true);
    answer.meta.set("other", std::move(other));
    answer.meta.set(
        "cut", fmt::format("{} of {} rows fit into {} tokens.", count, answer.rows.size(), wish.max_tokens));
    Json changes;
    changes.set("skip", static_cast<std::int64_t>(wish.skip + count));
    answer.meta.set("next", next_arguments(call, changes));
    answer.rows.resize(count);
  }
  show(call, wish, answer);
}

/// What the store is asked: the arguments without those that are about the answer.
Json params_of(const ToolCall& call) {
  Json params(Json::Object{});
  if (call.arguments.as_object() == nullptr) return params;
  for (const auto& [name, value] : *call.arguments.as_object()) {
    const bool is_ours = name == "entity" || name == "format" || name == "max_tokens" || name == "skip";
    if (!is_ours && !value.is_null()) params.set(name, value);
  }
  return params;
}

Json search_params(const ToolCall& call) {
  Json params = params_of(call);
  Json query(Json::Object{});
  for (const char* name : {"filter", "sort"}) {
    if (const Json* value = params.find(name)) {
      query.set(name, *value);
      params.erase(name);
    }
  }
  if (!query.as_object()->empty()) params.set("query", std::move(query));
  return params;
}

/// Reads what both have in common; nullopt after a fault, which is answered then.
std::optional<StoreQuestion> question_of(const ToolCall& call, std::string_view action) {
  Arguments arguments(call.arguments, call.tool->arguments, call.tool->example);
  arguments.require("entity");
  StoreQuestion question{.entity = arguments.text("entity"), .action = action};
  question.wish = wish_of(call, arguments);
  if (!arguments.fault()) return question;
  call.fail(*arguments.fault());
  return std::nullopt;
}

}  // namespace

void run_search(ToolCall call) {
  auto question = question_of(call, "context_store_search");
  if (!question) return;
  question->params = search_params(call);
  ask(call, *question,
      [call, question = *question](AnswerRows rows) { answer_search(call, question, std::move(rows)); });
}

void run_aggregate(ToolCall call) {
  auto question = question_of(call, "context_store_aggregate");
  if (!question) return;
  question->params = params_of(call);
  ask(call, *question,
      [call, question = *question](AnswerRows rows) { answer_aggregate(call, question, std::move(rows)); });
}

void run_sql(ToolCall call) {
  Arguments arguments(call.arguments, call.tool->arguments, call.tool->example);
  arguments.require("sql");
  StoreQuestion question{.entity = "campaigns", .action = "context_store_sql_query"};
  question.wish = wish_of(call, arguments);
  if (arguments.fault()) return call.fail(*arguments.fault());
  question.params = params_of(call);
  ask(call, question, [call, question](AnswerRows rows) { answer_sql(call, question, std::move(rows)); });
}

}  // namespace tiktok_marketing::mcp
