#include "mcp/completion.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include <fmt/format.h>

#include "base/text.hpp"
#include "catalog/model.hpp"
#include "catalog/recipes.hpp"
#include "mcp/describe.hpp"
#include "mcp/prompts.hpp"
#include "mcp/resources.hpp"

namespace tiktok_marketing::mcp {
namespace {

constexpr std::size_t kMostValues = 100;
constexpr std::array<std::string_view, 6> kRanges{"today",        "yesterday",  "last_7_days",
                                                  "last_30_days", "this_month", "last_month"};

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

using Names = AccountBook::Names;

Names names_of(std::span<const std::string_view> names) {
  return {names.begin(), names.end()};
}

Names entity_names() {
  Names names;
  for (const auto* entity : catalog::entities()) names.emplace_back(entity->name);
  return names;
}

Names recipe_names() {
  Names names;
  for (const auto& recipe : catalog::recipes()) names.emplace_back(recipe.name);
  return names;
}

Names fields_of(std::string_view entity_name) {
  if (const auto* entity = catalog::find_entity(entity_name)) return names_of(field_names(*entity));
  Names names;
  for (const auto* entity : catalog::entities()) {
    for (const std::string_view name : field_names(*entity)) {
      if (std::ranges::find(names, name) == names.end()) names.emplace_back(name);
    }
  }
  return names;
}

bool is_known_reference(const Json* reference) {
  if (reference == nullptr) return false;
  if (reference->text_of("type") == "ref/prompt") return has_prompt(reference->text_of("name"));
  if (reference->text_of("type") != "ref/resource") return false;
  const Json templates = resource_template_list();
  const auto& list = *templates.find("resourceTemplates")->as_array();
  return std::ranges::any_of(
      list, [&](const Json& each) { return each.text_of("uriTemplate") == reference->text_of("uri"); });
}

std::string_view chosen(const Json& params, std::string_view name) {
  const Json* context = params.find("context");
  const Json* arguments = context == nullptr ? nullptr : context->find("arguments");
  return arguments == nullptr ? std::string_view() : arguments->text_of(name);
}

}  // namespace

Json completion_result(std::span<const std::string> values, std::string_view typed) {
  const std::string wanted = lower(typed);
  Names begin;
  Names hold;
  for (const std::string& value : values) {
    const auto at = lower(value).find(wanted);
    if (at == 0) begin.push_back(value);
    if (at != 0 && at != std::string::npos) hold.push_back(value);
  }
  begin.insert(begin.end(), hold.begin(), hold.end());
  Json::Array shown;
  for (const std::string& value : begin) {
    if (shown.size() < kMostValues) shown.emplace_back(value);
  }
  Json completion;
  completion.set("total", static_cast<std::int64_t>(begin.size()));
  completion.set("hasMore", begin.size() > shown.size());
  completion.set("values", std::move(shown));
  Json json;
  json.set("completion", std::move(completion));
  return json;
}

void complete(const std::shared_ptr<AccountBook>& book, const std::shared_ptr<Call>& call) {
  const Json& params = call->params();
  const Json* argument = params.find("argument");
  const std::string name(argument == nullptr ? "" : argument->text_of("name"));
  const std::string typed(argument == nullptr ? "" : argument->text_of("value"));
  if (name.empty() || !is_known_reference(params.find("ref"))) {
    return call->refuse(
        {.code = kInvalidParams,
         .message = "ref names a prompt or a resource template, argument has a name and a value."});
  }
  const auto answer = [call, typed](const Names& values) {
    call->answer(completion_result(values, typed).dump());
  };
  if (name == "entity") return answer(entity_names());
  if (name == "field") return answer(fields_of(chosen(params, "entity")));
  if (name == "name") return answer(recipe_names());
  if (name == "date_range") return answer(names_of(kRanges));
  if (name == "advertiser_id") return book->advertiser_ids(answer);
  if (name == "campaign") return book->campaign_names(std::string(chosen(params, "advertiser_id")), answer);
  answer({});
}

}  // namespace tiktok_marketing::mcp
