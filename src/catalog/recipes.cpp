#include "catalog/recipes.hpp"

#include <algorithm>
#include <iterator>

namespace tiktok_marketing::catalog {
namespace {

constexpr std::string_view kAggregate = "context_store_aggregate";
constexpr std::string_view kSearch = "context_store_search";

constexpr Recipe kRecipes[] = {
    {.name = "total_spend",
     .question = "What is my total ad spend this month?",
     .entity = "advertisers_reports_daily",
     .action = kAggregate,
     .params_json = R"({"metrics":["spend"],"date_range":"this_month"})",
     .reading =
         "One row, or one for each currency. meta.metrics.spend.finality says whether it may still change."},
    {.name = "highest_budgets",
     .question = "Which campaigns have the highest budget?",
     .entity = "campaigns",
     .action = kSearch,
     .params_json =
         R"({"query":{"filter":{"gt":{"budget":0},"neq":{"secondary_status":"CAMPAIGN_STATUS_DELETE"}},"sort":)"
         R"([{"budget":"desc"}]},"fields":["campaign_id","campaign_name","budget","budget_mode",)"
         R"("advertiser_id"],"limit":10})",
     .reading = "budget_mode says whether a budget is for a day or for the whole run. Deleted campaigns are "
                "left out.",
     .lacking = "Budgets of accounts with different currencies stand in one list."},
    {.name = "most_impressions",
     .question = "Which ads had the most impressions yesterday?",
     .entity = "ads_reports_daily",
     .action = kAggregate,
     .params_json =
         R"({"metrics":["impressions","clicks","ctr"],"group_by":["ad_id","ad_name","campaign_name"],)"
         R"("date_range":"yesterday","order_by":[{"impressions":"desc"}],"limit":10})",
     .reading = "meta.other holds all further ads in one row."},
    {.name = "highest_ctr",
     .question = "Which campaigns have the highest click-through rate?",
     .entity = "campaigns_reports_daily",
     .action = kAggregate,
     .params_json = R"({"metrics":["ctr","clicks","impressions"],"group_by":["campaign_id","campaign_name"],)"
                    R"("date_range":"last_30_days","having":{"gte":{"impressions":1000}},)"
                    R"("order_by":[{"ctr":"desc"}],"limit":10})",
     .reading = "ctr is in percent, over all days together; campaigns under 1000 impressions are left out."},
    {.name = "spend_against_budget",
     .question = "Are we pacing to budget this month?",
     .entity = "campaigns_reports_daily",
     .action = kAggregate,
     .params_json = R"({"metrics":["spend"],"group_by":["advertiser_id","campaign_id","campaign_name",)"
                    R"("campaign.budget","campaign.budget_mode","campaign.operation_status"],)"
                    R"("date_range":"this_month","order_by":[{"spend":"desc"}]})",
     .reading =
         "Compare spend with campaign.budget: for BUDGET_MODE_DAY times the days of the range, whose last "
         "day is not over.",
     .lacking = "Where spend should stand at this hour and where the month will land: hourly reports are not "
                "stored. Budgets that are set at ad groups."},
    {.name = "what_moved",
     .question = "What moved since the day before, and why?",
     .entity = "campaigns_reports_daily",
     .action = kAggregate,
     .params_json =
         R"({"metrics":["spend","impressions","clicks","conversion","cost_per_conversion"],"group_by":["campaign_id",)"
         R"("campaign_name","campaign.operation_status","campaign.modify_time"],"date_range":"yesterday",)"
         R"("compare":"previous_period","order_by":[{"change.spend":"desc"}]})",
     .reading =
         "change of the rows adds up to change of meta.totals; a modify_time within the two days hints at an "
         "edit.",
     .lacking =
         "The same weekday a week ago, and causes: what was edited, auction prices and learning phases are "
         "not stored."},
    {.name = "cost_and_return",
     .question = "What are CPA and ROAS by campaign, ad group and ad?",
     .entity = "ads_reports_daily",
     .action = kAggregate,
     .params_json =
         R"({"metrics":["spend","conversion","cost_per_conversion","total_purchase_value","total_active_pay_roas",)"
         R"("onsite_shopping_roas"],"group_by":["campaign_id","campaign_name","adgroup_id","adgroup_name","ad_id",)"
         R"("ad_name"],"date_range":"last_30_days","order_by":[{"spend":"desc"}]})",
     .reading = "Every ratio is one of sums. Leave ids out of group_by for a coarser table.",
     .lacking =
         "ROAS of payments on a website: TikTok reports the ratio without its value, so it can not be put "
         "together over rows."},
    {.name = "tiring_creatives",
     .question = "Which creatives are tiring, and what spend rides on them?",
     .entity = "ads_reports_daily",
     .action = kAggregate,
     .params_json =
         R"({"metrics":["ctr","conversion_rate","impressions","spend"],"group_by":["ad_id","ad_name"],)"
         R"("date_range":"last_7_days","compare":"previous_period","having":{"and":[{"gte":{"previous.impressions":)"
         R"(1000}},{"gt":{"impressions":0}}]},"order_by":[{"change.ctr":"asc"}],"limit":50})",
     .reading = "The deepest falls of ctr against the week before come first; spend is what rides on each.",
     .lacking = "The day it began (group by day for that), and one row for an asset that several ads use."},
    {.name = "wasted_spend",
     .question = "Where is money wasted?",
     .entity = "ads_reports_daily",
     .action = kAggregate,
     .params_json =
         R"({"metrics":["spend","conversion","clicks"],"group_by":["campaign_name","adgroup_name","ad_id",)"
         R"("ad_name"],"date_range":"last_30_days","having":{"and":[{"eq":{"conversion":0}},{"gt":)"
         R"({"spend":0}}]},"order_by":[{"spend":"desc"}],"limit":50})",
     .reading = "Spend without a conversion; the last days can still get some: meta.finality.moving_from.",
     .lacking = "A target cost per conversion, which TikTok does not store: put it into having."},
    {.name = "what_to_scale",
     .question = "What can be scaled?",
     .entity = "campaigns_reports_daily",
     .action = kAggregate,
     .params_json =
         R"({"metrics":["cost_per_conversion","conversion","spend"],"group_by":["campaign_id","campaign_name",)"
         R"("campaign.budget","campaign.budget_mode"],"date_range":"last_7_days","having":{"gte":{"conversion":10}},)"
         R"("order_by":[{"cost_per_conversion":"asc"}],"limit":20})",
     .reading = "Cheap conversions first; spend near 7 times a daily budget is limited by it.",
     .lacking = "A target cost per conversion, and budgets that are set at ad groups."},
    {.name = "all_clients",
     .question = "How are all clients doing, in one table?",
     .entity = "advertisers_reports_daily",
     .action = kAggregate,
     .params_json =
         R"({"metrics":["spend","impressions","clicks","conversion","cost_per_conversion"],"group_by":)"
         R"(["advertiser_id","advertiser.name","advertiser.currency","advertiser.balance","advertiser.status"],)"
         R"("date_range":"this_month","order_by":[{"spend":"desc"}]})",
     .reading =
         "One row for each ad account of this connector, each in its own currency; balance divided by spend "
         "of a day is the runway. meta.missing names accounts that could not be read.",
     .lacking = "Exchange rates and pixel health."},
    {.name = "not_delivering",
     .question = "What is not delivering or rejected, and why?",
     .lacking = "Reasons of reviews are in no stored entity. Statuses are: search ads by secondary_status."},
    {.name = "audience_breakdown",
     .question = "How does it break down by age, gender, country, platform or hour?",
     .lacking =
         "Audience and hourly reports are not stored. Read them live: list with report_type AUDIENCE."},
    {.name = "recent_changes",
     .question = "What was changed in the account lately, by whom, with what effect?",
     .lacking = "The account's change log and older versions of objects are not stored; modify_time is."},
};

}  // namespace

std::span<const Recipe> recipes() {
  return kRecipes;
}

const Recipe* find_recipe(std::string_view name) {
  const auto* found = std::ranges::find(kRecipes, name, &Recipe::name);
  return found == std::end(kRecipes) ? nullptr : found;
}

}  // namespace tiktok_marketing::catalog
