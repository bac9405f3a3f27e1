#include "cli/store/question_params.hpp"

#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/text.hpp"

namespace tiktok_marketing::cli {
namespace {

/// A person reads less than a program takes.
constexpr std::int64_t kRowsOfAPage = 100;
constexpr std::int64_t kMostRowsOfAPage = 1'000;

Result<Json> object_of(std::string_view text) {
  if (trim(text).empty()) return Json(Json::Object{});
  auto parsed = Json::parse(text);
  if (parsed && parsed->as_object() != nullptr) return parsed;
  Error error{.type = ErrorType::value_error};
  error.message = parsed ? fmt::format("--query must be a JSON object, not {}.", parsed->type_name())
                         : fmt::format("--query is no JSON: {}", parsed.error().message);
  error.hint = R"(For example: --query '{"filter": {"gt": {"budget": 50}}, "sort": [{"budget": "desc"}]}'.)";
  error.param = "query";
  error.given = shortened(text);
  return error;
}

void set_list(Json& params, std::string_view name, const std::vector<std::string>& items) {
  if (!items.empty()) params.set(name, Json(Json::Array(items.begin(), items.end())));
}

/// Filter and sort may stand alone, or in `query` as the action has them.
Json search_params(Json given) {
  if (given.find("filter") == nullptr && given.find("sort") == nullptr && !given.as_object()->empty())
    return given;
  Json params;
  params.set("query", std::move(given));
  return params;
}

}  // namespace

Result<Json> question_params(const QuestionCommand& command, std::string_view query_text) {
  auto given = object_of(query_text);
  if (!given) return given;
  const bool searches = command.action == StoreAction::search;
  Json params = searches ? search_params(*std::move(given)) : *std::move(given);
  if (!command.sql.empty()) params.set("sql", command.sql);
  set_list(params, "fields", command.fields);
  set_list(params, "metrics", command.metrics);
  set_list(params, "group_by", command.group_by);
  if (!command.date_range.empty()) params.set("date_range", command.date_range);
  if (!command.cursor.empty()) params.set("cursor", command.cursor);
  if (command.include_deleted) params.set("include_deleted", true);
  if (command.limit) {
    params.set("limit", *command.limit);
  } else if (searches && params.find("limit") == nullptr) {
    params.set("limit", command.all ? kMostRowsOfAPage : kRowsOfAPage);
  }
  return params;
}

}  // namespace tiktok_marketing::cli
