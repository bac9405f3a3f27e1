#include "mcp/tool_list.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/json.hpp"
#include "catalog/model.hpp"
#include "mcp/tool_call.hpp"

namespace tiktok_marketing::mcp {
namespace {

constexpr std::array<std::string_view, 7> kExecute{"entity", "action", "params",    "select",
                                                   "skip",   "format", "max_tokens"};
constexpr std::array<std::string_view, 2> kDescribe{"entity", "names"};
constexpr std::array<std::string_view, 5> kSql{"sql", "limit", "skip", "format", "max_tokens"};
constexpr std::array<std::string_view, 4> kSync{"entities", "advertiser_ids", "start_date", "wait_s"};

constexpr std::string_view kAnswerArguments =
    R"("format":{"enum":["rows","columns","csv"]},"max_tokens":{"type":"integer","description":"budget of the answer, default 8000"})";

constexpr ToolSpec kTools[] = {
    {.name = "execute",
     .title = "Read live",
     .description = "Read an entity live from TikTok, one page unless params says all or limit. Report "
                    "entities give daily rows. describe shows params, filters and fields.",
     .properties =
         R"("entity":{"enum":@entity},"params":{"type":"object","description":"e.g. {\"advertiser_id\":\"…\",\"date_range\":\"last_7_days\"}"},"select":{"type":"array","items":{"type":"string"},"description":"fields to keep"},"skip":{"type":"integer","description":"rows already seen, as next says"},@answer)",
     .required = R"(["entity"])",
     .example =
         R"({"entity":"campaigns","params":{"page_size":10},"select":["campaign_id","campaign_name"]})",
     .arguments = kExecute,
     .run = run_execute,
     .answers_rows = true},
    {.name = "describe",
     .title = "Describe",
     .description = "Without entity: all entities, and daily questions with the calls that answer them. With "
                    "one: its params, filters, fields and metrics.",
     .properties =
         R"("entity":{"enum":@entity},"names":{"type":"array","items":{"type":"string"},"description":"fields or metrics to explain"})",
     .required = "[]",
     .example = R"({"entity":"campaigns"})",
     .arguments = kDescribe,
     .run = run_describe},
    {.name = "search",
     .title = "Search",
     .description = "Find rows in the context store, over all advertisers; fast, no TikTok request. Filter: "
                    "operator outside, field inside: {\"and\":[{\"gt\":{\"budget\":0}},{\"fuzzy\":"
                    "{\"campaign_name\":\"sale\"}}]}. Also eq neq gte lt lte in like keyword contains "
                    "startswith endswith any or not.",
     .properties =
         R"("entity":{"enum":@entity},"filter":{"type":"object"},"sort":{"type":"array","items":{"type":"object"},"description":"[{\"budget\":\"desc\"}]"},"fields":{"type":"array","items":{"type":"string"}},"limit":{"type":"integer"},"cursor":{"type":"string"},@answer)",
     .required = R"(["entity"])",
     .example =
         R"({"entity":"campaigns","filter":{"gt":{"budget":0}},"sort":[{"budget":"desc"}],"fields":["campaign_id","campaign_name","budget"],"limit":10})",
     .run = run_search,
     .answers_rows = true,
     .needs_store = true},
    {.name = "aggregate",
     .title = "Aggregate",
     .description = "Sums over all stored rows, each metric rightly: ratios from sums, reach never added, "
                    "currencies apart; with totals, the rest as other, and what may still change. The tool "
                    "for questions about spend and performance. group_by also takes day, week, month and "
                    "fields above, such as campaign.budget.",
     .properties =
         R"("entity":{"enum":@entity},"metrics":{"type":"array","items":{"type":"string"}},"group_by":{"type":"array","items":{"type":"string"}},"date_range":{"description":"today, yesterday, last_7_days, last_30_days, this_month, last_month, or {\"start_date\",\"end_date\"}"},"filter":{"type":"object"},"having":{"type":"object"},"order_by":{"type":"array","items":{"type":"object"},"description":"[{\"spend\":\"desc\"}]"},"compare":{"enum":["previous_period"]},"limit":{"type":"integer"},"advertiser_ids":{"type":"array","items":{"type":"string"}},@answer)",
     .required = R"(["entity","metrics"])",
     .example =
         R"({"entity":"campaigns_reports_daily","metrics":["spend","ctr"],"group_by":["campaign_id","campaign_name"],"date_range":"last_7_days","order_by":[{"spend":"desc"}],"limit":10})",
     .run = run_aggregate,
     .answers_rows = true,
     .needs_store = true},
    {.name = "sql",
     .title = "SQL",
     .description =
         "One SELECT (SQLite) over the context store. Tables are the entities. For what search and "
         "aggregate cannot say; here you add up metrics yourself.",
     .properties = R"("sql":{"type":"string"},"limit":{"type":"integer"},"skip":{"type":"integer"},@answer)",
     .required = R"(["sql"])",
     .example = R"({"sql":"SELECT objective_type, count(*) AS campaigns FROM campaigns GROUP BY 1"})",
     .arguments = kSql,
     .run = run_sql,
     .answers_rows = true,
     .needs_store = true},
    {.name = "check",
     .title = "Check",
     .description = "Prove the access to TikTok; lists the advertisers with id, currency and time zone.",
     .properties = "",
     .required = "[]",
     .example = "{}",
     .run = run_check},
    {.name = "sync",
     .title = "Sync",
     .description = "Bring the local store up to date from TikTok. Goes on in the background; call again to "
                    "see how far it is. Needed before the first search, aggregate or sql.",
     .properties =
         R"("entities":{"type":"array","items":{"type":"string"},"description":"all when left out"},"advertiser_ids":{"type":"array","items":{"type":"string"}},"start_date":{"type":"string","description":"no report day before"},"wait_s":{"type":"integer","description":"0 to 600, default 45"})",
     .required = "[]",
     .example = R"({"entities":["campaigns","campaigns_reports_daily"],"start_date":"2026-09-14"})",
     .arguments = kSync,
     .run = run_sync,
     .needs_sync = true},
};

// Reading tools change nothing at TikTok; sync changes the local store, and twice is as good as once.
constexpr std::string_view kReads = R"({"readOnlyHint":true,"openWorldHint":true})";
constexpr std::string_view kSyncs =
    R"({"readOnlyHint":false,"destructiveHint":false,"idempotentHint":true,"openWorldHint":true})";
constexpr std::string_view kRowsSchema =
    R"({"type":"object","properties":{"data":{"type":"array","items":{"type":"object"}},"columns":{"type":"array"},"rows":{"type":"array"},"meta":{"type":"object"}},"required":["meta"]})";

std::string entity_names() {
  Json::Array names;
  for (const auto* entity : catalog::entities()) names.emplace_back(entity->name);
  return Json(std::move(names)).dump();
}

void replace(std::string& text, std::string_view word, std::string_view by) {
  const auto at = text.find(word);
  if (at != std::string::npos) text.replace(at, word.size(), by);
}

std::string input_schema(const ToolSpec& tool) {
  std::string properties(tool.properties);
  replace(properties, "@entity", entity_names());
  replace(properties, "@answer", kAnswerArguments);
  std::string text = R"({"type":"object","properties":{)" + properties + '}';
  if (tool.required != "[]") text.append(R"(,"required":)").append(tool.required);
  return text + '}';
}

std::string definition(const ToolSpec& tool, bool structured) {
  std::string text = R"({"name":")";
  text.append(tool.name).append(R"(","title":")").append(tool.title).append(R"(","description":)");
  append_json_string(text, tool.description);
  text.append(R"(,"inputSchema":)").append(input_schema(tool));
  if (tool.answers_rows && structured) text.append(R"(,"outputSchema":)").append(kRowsSchema);
  text.append(R"(,"annotations":)").append(tool.needs_sync ? kSyncs : kReads);
  return text + '}';
}

}  // namespace

std::span<const ToolSpec> tools() {
  return kTools;
}

const ToolSpec* find_tool(std::string_view name) {
  const auto* found = std::ranges::find(kTools, name, &ToolSpec::name);
  return found == std::end(kTools) ? nullptr : found;
}

bool is_offered(const ToolSpec& tool, const Offered& offered) {
  return (!tool.needs_store || offered.store) && (!tool.needs_sync || offered.sync);
}

std::string tool_list(const Offered& offered) {
  std::string text = R"({"tools":[)";
  for (const ToolSpec& tool : kTools) {
    if (!is_offered(tool, offered)) continue;
    if (text.back() != '[') text += ',';
    text += definition(tool, offered.structured);
  }
  return text + "]}";
}

}  // namespace tiktok_marketing::mcp
