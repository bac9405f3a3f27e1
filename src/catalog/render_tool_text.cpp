#include "catalog/render_tool_text.hpp"

#include <iterator>
#include <vector>

#include <fmt/format.h>

#include "catalog/model.hpp"
#include "catalog/recipes.hpp"
#include "catalog/render_python.hpp"
#include "catalog/render_python_parts.hpp"

namespace tiktok_marketing::catalog {
namespace {

std::string names_of(bool reports) {
  std::vector<std::string_view> names;
  for (const Entity* entity : entities()) {
    if ((entity->report != nullptr) == reports) names.push_back(entity->name);
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string date_words() {
  for (const Entity* entity : entities()) {
    if (const Param* param = find_param(*entity, "date_range"))
      return fmt::format("{}", fmt::join(param->allowed, "|"));
  }
  return {};
}

constexpr std::string_view kList =
    R"(TikTok ads data, read-only. Call with entity, action and params (an object).
Entities: {entities}; daily numbers: {reports}.
Actions:
- list reads rows from TikTok. Params: advertiser_id (not needed when the token reads one account; else the error lists the accounts; entity advertisers takes advertiser_ids, none for all), fields [names] for small rows, filtering {{…}}, page, page_size, limit (rows), all (true: every page).
- describe shows params, filter keys, fields and metrics of the entity. Use it before a name that is not written here.
- check tells whether the token works and which accounts it reads.
)";

constexpr std::string_view kStore =
    R"(- context_store_search finds rows of the synced copy: query {{"filter":{{op:{{field:value}}}},"sort":[{{field:"desc"}}]}} with op eq, neq, gt, gte, lt, lte, in, like, fuzzy, keyword, contains, and, or, not; limit, cursor, fields.
- context_store_aggregate adds up synced reports: metrics, group_by, date_range, order_by, limit, compare. Best for totals.
)";

constexpr std::string_view kRules =
    R"(Reports need no params but take date_range ({words}) or start_date and end_date (YYYY-MM-DD), dimensions (default: the id and stat_time_day; leave the day out for totals of the range), metrics (name the few you need, as spend, impressions, clicks, ctr, cpc, conversion, cost_per_conversion, reach), order_field, order_type (ASC|DESC).
Never work out today's date: date_range knows it in the account's time zone, and meta.date_range says which days were read.
Answer: {{"data":rows,"meta":…}}. meta.complete false means rows are missing: call again with params = meta.next, or say so; never add up an incomplete answer. Ids and metrics are text, money in the account's currency; null is no value, not 0. Never add reach, frequency or rates.
Errors say what to change.
Examples, as entity action params:
- spend by campaign: campaigns_reports_daily list {{"date_range":"last_7_days","dimensions":["campaign_id"],"metrics":["campaign_name","spend","clicks"],"order_field":"spend"}}
- paused ad groups: ad_groups list {{"filtering":{{"primary_status":"STATUS_DISABLE"}},"fields":["adgroup_name"]}}
)";

constexpr std::string_view kTotal =
    "- spend this month: advertisers_reports_daily list "
    R"({"date_range":"this_month","dimensions":["advertiser_id"],"metrics":["spend"]})"
    "\n";

std::string recipe_line(std::string_view name) {
  const Recipe* recipe = find_recipe(name);
  return fmt::format("- {}: {} {} {}\n", recipe->question, recipe->entity, recipe->action,
                     recipe->params_json);
}

}  // namespace

std::string tool_text(bool store) {
  std::string out = fmt::format(fmt::runtime(kList), fmt::arg("entities", names_of(false)),
                                fmt::arg("reports", names_of(true)));
  if (store) out += fmt::format(fmt::runtime(kStore));
  out += fmt::format(fmt::runtime(kRules), fmt::arg("words", date_words()));
  out += store ? recipe_line("total_spend") : std::string(kTotal);
  out.pop_back();
  return out;
}

std::string python_tool_text() {
  return python_header("What language models read about the tool, without and with a context store.") +
         fmt::format("LIVE = \"\"\"\\\n{}\"\"\"\n\nSTORE = \"\"\"\\\n{}\"\"\"\n", tool_text(false),
                     tool_text(true));
}

}  // namespace tiktok_marketing::catalog
