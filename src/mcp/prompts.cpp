#include "mcp/prompts.hpp"

#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "catalog/recipes.hpp"
#include "mcp/describe.hpp"

namespace tiktok_marketing::mcp {
namespace {

constexpr std::string_view kReview = "campaign_review";
constexpr std::string_view kReviewQuestion = "How is one campaign doing, day by day?";
constexpr std::string_view kHonesty =
    "Say how old the figures are (meta.as_of) and from which day they may still change (meta.finality); name "
    "what meta.missing lacks.";
constexpr std::string_view kSyncFirst = " If the store is not ready, call sync first.";

Json argument(std::string_view name, std::string_view description, bool required = false) {
  Json json;
  json.set("name", name);
  json.set("description", description);
  json.set("required", required);
  return json;
}

Json entry(std::string_view name, std::string_view question, Json::Array arguments) {
  Json json;
  json.set("name", name);
  json.set("description", question);
  json.set("arguments", std::move(arguments));
  return json;
}

bool has_range(const catalog::Recipe& recipe) {
  return recipe.params_json.find("date_range") != recipe.params_json.npos;
}

Json::Array arguments_of(const catalog::Recipe& recipe) {
  Json::Array list;
  list.push_back(argument("advertiser_id", "Only this advertiser; all of them when left out"));
  if (has_range(recipe)) list.push_back(argument("date_range", "Another range, such as last_7_days"));
  return list;
}

Json message_result(std::string_view question, const std::string& text, bool has_sync) {
  Json content;
  content.set("type", "text");
  content.set("text", fmt::format("{}\n{}{}", text, kHonesty, has_sync ? kSyncFirst : ""));
  Json message;
  message.set("role", "user");
  message.set("content", std::move(content));
  Json json;
  json.set("description", question);
  json.set("messages", Json::Array{std::move(message)});
  return json;
}

std::string_view given(const Json& arguments, std::string_view name) {
  return trim(arguments.text_of(name));
}

Json eq(std::string_view field, std::string_view value) {
  Json inner;
  inner.set(field, value);
  Json json;
  json.set("eq", std::move(inner));
  return json;
}

void narrow(Json& call_arguments, bool is_search, const Json& arguments) {
  const auto advertiser = given(arguments, "advertiser_id");
  if (!advertiser.empty() && is_search) {
    Json both;
    both.set("and", Json::Array{*call_arguments.find("filter"), eq("advertiser_id", advertiser)});
    call_arguments.set("filter", std::move(both));
  } else if (!advertiser.empty()) {
    call_arguments.set("advertiser_ids", Json::Array{Json(advertiser)});
  }
  const auto range = given(arguments, "date_range");
  if (!range.empty() && call_arguments.find("date_range") != nullptr) call_arguments.set("date_range", range);
}

Json recipe_prompt(const catalog::Recipe& recipe, const Json& arguments, bool has_sync) {
  const Json call = recipe_call(recipe.name);
  const std::string_view tool = call.text_of("tool");
  Json call_arguments = *call.find("arguments");
  narrow(call_arguments, tool == "search", arguments);
  std::string text = fmt::format("{}\n\nCall the tool {} with {}\n{}", recipe.question, tool,
                                 call_arguments.dump(), recipe.reading);
  if (!recipe.lacking.empty()) text += fmt::format("\nThis leaves open: {}", recipe.lacking);
  return message_result(recipe.question, text, has_sync);
}

Result<Json> review_prompt(const Json& arguments, bool has_sync) {
  const auto campaign = given(arguments, "campaign");
  if (campaign.empty()) {
    return Error{.type = ErrorType::missing_parameter,
                 .message = "The prompt campaign_review needs the argument campaign.",
                 .param = "campaign"};
  }
  Json call =
      Json::parse(
          R"({"entity":"campaigns_reports_daily","metrics":["spend","impressions","clicks","ctr","conversion",)"
          R"("cost_per_conversion"],"group_by":["day"],"order_by":[{"day":"asc"}]})")
          .value_or(Json());
  const auto range = given(arguments, "date_range");
  call.set("date_range", range.empty() ? std::string_view("last_30_days") : range);
  call.set("filter", eq("campaign_name", campaign));
  const auto advertiser = given(arguments, "advertiser_id");
  if (!advertiser.empty()) call.set("advertiser_ids", Json::Array{Json(advertiser)});
  return message_result(kReviewQuestion,
                        fmt::format("How is the campaign \"{}\" doing?\n\nCall the tool aggregate with {}",
                                    campaign, call.dump()),
                        has_sync);
}

}  // namespace

Json prompt_list() {
  Json::Array list;
  for (const auto& recipe : catalog::recipes()) {
    if (!recipe.entity.empty()) list.push_back(entry(recipe.name, recipe.question, arguments_of(recipe)));
  }
  Json::Array review{argument("campaign", "Name of the campaign", true),
                     argument("advertiser_id", "Its advertiser"),
                     argument("date_range", "last_30_days when left out")};
  list.push_back(entry(kReview, kReviewQuestion, std::move(review)));
  Json json;
  json.set("prompts", std::move(list));
  return json;
}

bool has_prompt(std::string_view name) {
  const auto* recipe = catalog::find_recipe(name);
  return name == kReview || (recipe != nullptr && !recipe->entity.empty());
}

Result<Json> prompt(std::string_view name, const Json& arguments, bool has_sync) {
  if (name == kReview) return review_prompt(arguments, has_sync);
  if (has_prompt(name)) return recipe_prompt(*catalog::find_recipe(name), arguments, has_sync);
  return Error{.type = ErrorType::not_found,
               .message = fmt::format("There is no prompt {}.", shortened(name, 60))};
}

}  // namespace tiktok_marketing::mcp
