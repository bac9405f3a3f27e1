#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "context/brute_force.hpp"
#include "context/dice.hpp"
#include "context/search.hpp"
#include "context/search_call.hpp"
#include "context/test_store.hpp"

// Random filters and sorts over rows of a few tables, against the same questions answered row by row.
namespace tiktok_marketing::context {
namespace {

const std::vector<std::string> kTexts = {"",      "Summer Sale", "summer-sale",        "SALE_2026", "a%b",
                                         "a_b",   "women's",     "us summer",          "10",        "9",
                                         "Sale!", "%",           "7000000000000000001"};
const std::vector<std::string> kNumbers = {"0",   "0.00", "9",     "10",       "100",        "9.50",
                                           "9.5", "-3",   "48.21", "0.000001", "1234567.891"};
const std::vector<std::string> kOddNumbers = {"<5", "12.5%", ""};
const std::vector<std::string> kIds = {
    "1", "2", "10", "7000000000000000001", "7000000000000000002", "99999999999999999999"};
const std::vector<std::string> kTimes = {"2026-09-01 00:00:00", "2026-09-02 00:00:00", "2026-09-02 08:30:00",
                                         "2026-10-01 00:00:00"};
const std::vector<std::string> kWholes = {"0", "9", "10", "100", "1500"};

bool whole_kind(ColumnKind kind) {
  return kind == ColumnKind::count || kind == ColumnKind::integer;
}

Json random_object(Dice& dice) {
  Json object;
  object.set("state", dice.one_of(kTexts));
  object.set("size", Json(Json::Number{dice.one_of(kWholes)}));
  if (dice.chance(30)) object.set("live", dice.chance(50));
  if (dice.chance(30)) object.set("tags", Json(Json::Array{dice.one_of(kTexts), dice.one_of(kTexts)}));
  if (dice.chance(30)) {
    Json within;
    within.set("state", dice.one_of(kTexts));
    object.set("within", dice.chance(50) ? within : Json(Json::Array{within}));
  }
  return object;
}

/// A value TikTok might send in such a column.
Json random_value(Dice& dice, const ColumnLayout& column) {
  if (dice.chance(15)) return {};
  switch (column.kind) {
    case ColumnKind::id:
      return dice.chance(20) ? Json(Json::Number{dice.one_of(kIds)}) : Json(dice.one_of(kIds));
    case ColumnKind::text:
      return Json(dice.one_of(kTexts));
    case ColumnKind::time:
      return Json(dice.one_of(kTimes));
    case ColumnKind::boolean:
      return Json(dice.chance(50));
    case ColumnKind::integer:
      return Json(Json::Number{dice.one_of(kWholes)});
    case ColumnKind::number:
      return Json(Json::Number{dice.one_of(kNumbers)});
    case ColumnKind::count:
      return Json(dice.one_of(kWholes));
    case ColumnKind::decimal:
      if (dice.chance(5)) return Json("-");
      return Json(dice.chance(5) ? dice.one_of(kOddNumbers) : dice.one_of(kNumbers));
    case ColumnKind::json:
      break;
  }
  if (dice.chance(25)) return random_object(dice);
  Json::Array list;
  for (int i = dice.below(4); i > 0; --i) {
    Json element;
    switch (dice.below(5)) {
      case 0:
        element = random_object(dice);
        break;
      case 1:
        element = Json(Json::Number{dice.one_of(kWholes)});
        break;
      case 2:
        element = Json(dice.chance(50));
        break;
      default:
        element = Json(dice.one_of(kTexts));
    }
    list.push_back(std::move(element));
  }
  return Json(std::move(list));
}

Json random_operand(Dice& dice, const ColumnLayout& column) {
  if (dice.chance(8)) return {};
  switch (column.kind) {
    case ColumnKind::time:
      return dice.chance(40) ? Json(dice.one_of(kTimes).substr(0, 10)) : Json(dice.one_of(kTimes));
    case ColumnKind::integer:
    case ColumnKind::number:
    case ColumnKind::count:
    case ColumnKind::decimal: {
      const auto& text = dice.one_of(whole_kind(column.kind) ? kWholes : kNumbers);
      return dice.chance(50) ? Json(text) : Json(Json::Number{text});
    }
    case ColumnKind::json:
      return dice.chance(40) ? Json(Json::Number{dice.one_of(kWholes)})
                             : (dice.chance(20) ? Json(true) : Json(dice.one_of(kTexts)));
    default:
      break;
  }
  Json value;
  while (value.is_null()) value = random_value(dice, column);
  return value;
}

const std::vector<std::string> kOrdered = {"eq", "neq", "gt", "gte", "lt", "lte"};
const std::vector<std::string> kWordy = {"like", "fuzzy", "keyword", "contains", "startswith", "endswith"};
const std::vector<std::string> kPatterns = {"sale", "SUMMER", "s%e", "_0",      "summer sale", "9", "%",
                                            "",     "women",  "tru", "2026-09", "a_b",         "0%"};

Json clause(std::string_view name, Json operand) {
  Json out;
  out.set(name, std::move(operand));
  return out;
}

/// A condition on a member of an object; `prefix` says which object.
Json random_member_leaf(Dice& dice, const std::string& prefix) {
  if (dice.chance(10)) return clause("eq", clause(prefix + "live", dice.chance(50)));
  if (dice.chance(15)) {
    const std::string op = dice.chance(50) ? "contains" : "array_contains";
    return clause(op, clause(prefix + "tags", dice.one_of(kTexts)));
  }
  if (dice.chance(15)) {
    Json::Array list{dice.one_of(kTexts), Json(Json::Number{dice.one_of(kWholes)}), Json()};
    return clause("in", clause(prefix + (dice.chance(50) ? "state" : "size"), Json(std::move(list))));
  }
  if (dice.chance(15)) {
    const std::string op = dice.chance(50) ? "eq" : "neq";
    return clause(op, clause(prefix + "within.state", dice.chance(50) ? Json() : Json(dice.one_of(kTexts))));
  }
  const bool text = dice.chance(60);
  const Json operand = text ? Json(dice.one_of(kTexts)) : Json(Json::Number{dice.one_of(kWholes)});
  const std::string op = text && dice.chance(40) ? dice.one_of(kWordy) : dice.one_of(kOrdered);
  return clause(op, clause(prefix + (text ? "state" : "size"), operand));
}

Json random_element_filter(Dice& dice) {
  Json leaf = random_member_leaf(dice, "");
  if (dice.chance(15)) leaf = clause("any", clause("within", random_member_leaf(dice, "")));
  if (dice.chance(20)) return clause("not", std::move(leaf));
  if (dice.chance(20)) return clause("or", Json(Json::Array{std::move(leaf), random_member_leaf(dice, "")}));
  return leaf;
}

Json random_leaf(Dice& dice, const TableLayout& table, const std::vector<std::string>& names) {
  const std::string& name = dice.one_of(names);
  const ColumnLayout& column = *table.find(name);
  if (column.kind == ColumnKind::json) {
    if (dice.chance(15)) return clause(dice.chance(50) ? "eq" : "neq", clause(name, Json()));
    if (dice.chance(30)) return random_member_leaf(dice, name + ".");
    if (dice.chance(50)) return clause("any", clause(name, random_element_filter(dice)));
    return clause(dice.chance(50) ? "contains" : "array_contains",
                  clause(name, random_operand(dice, column)));
  }
  if (dice.chance(15)) {
    Json::Array list;
    for (int i = dice.below(4); i > 0; --i) list.push_back(random_operand(dice, column));
    return clause("in", clause(name, Json(std::move(list))));
  }
  if (dice.chance(30)) return clause(dice.one_of(kWordy), clause(name, Json(dice.one_of(kPatterns))));
  return clause(dice.one_of(kOrdered), clause(name, random_operand(dice, column)));
}

Json random_filter(Dice& dice, const TableLayout& table, const std::vector<std::string>& names, int depth) {
  if (depth == 0 || dice.chance(40)) return random_leaf(dice, table, names);
  switch (dice.below(4)) {
    case 0:
      return clause("not", random_filter(dice, table, names, depth - 1));
    case 1: {
      Json both = random_leaf(dice, table, names);
      const Json more = random_filter(dice, table, names, depth - 1);
      for (const auto& member : *more.as_object()) {
        if (both.find(member.first) == nullptr) both.set(member.first, member.second);
      }
      return both;
    }
    default: {
      Json::Array parts;
      for (int i = dice.below(4); i > 0; --i) parts.push_back(random_filter(dice, table, names, depth - 1));
      return clause(dice.chance(50) ? "and" : "or", Json(std::move(parts)));
    }
  }
}

struct Case {
  const char* entity;
  std::vector<std::string> names;
};

const std::vector<Case> kCases = {
    {"campaigns", {"campaign_id", "campaign_name", "budget", "is_new_structure", "create_time", "objective"}},
    {"ads_reports_daily",
     {"ad_id", "stat_time_day", "spend", "impressions", "ctr", "ad_name", "campaign_id", "likes",
      "complete_payment_roas"}},
    {"ads", {"ad_id", "ad_name", "ad_texts", "image_ids", "is_aco", "adgroup_id"}},
};

/// One store with rows of all cases, made once.
class World {
 public:
  static World& get() {
    static World world;
    return world;
  }

  TestStore test;
  std::map<std::string, std::map<std::string, Json>> records;  ///< of an entity, by their tag

 private:
  World() {
    EXPECT_TRUE(test.store->put_advertisers({{.id = "7", .time_zone = "UTC"}}));
    Dice dice(4);
    for (const Case& each : kCases) fill(dice, each);
  }

  /// Rows are told apart by their key, so those columns take no part in the luck of the draw.
  void fill(Dice& dice, const Case& each) {
    const TableLayout& table = *find_layout(each.entity);
    std::vector<std::string> rows;
    constexpr int kRows = 120;
    for (int i = 0; i < kRows; ++i) {
      Json record;
      for (const auto& name : each.names) record.set(name, random_value(dice, *table.find(name)));
      std::string tag;
      for (const auto key : table.entity->primary_key) {
        const auto& column = *table.find(key);
        record.set(key, column.kind == ColumnKind::time ? Json(kTimes[0]) : Json(fmt::to_string(i * 37 + 1)));
      }
      if (table.day && dice.chance(50)) record.set("stat_time_day", kTimes[1]);
      tag = record.find(table.entity->primary_key.front())->dump();
      records[each.entity][tag] = record;
      rows.push_back(record.dump());
    }
    if (table.is_report()) {
      test.window(each.entity, "7", "2026-09-01", "2026-10-31", rows);
    } else {
      test.list(each.entity, "7", rows);
    }
  }
};

struct Found {
  std::vector<std::string> tags;
  int pages = 0;
};

/// All pages of a search, by the tags of their rows.
Found search_all(const TableLayout& table, Json query, int limit) {
  World& world = World::get();
  Json params;
  params.set("query", std::move(query));
  params.set("limit", limit);
  params.set("fields", Json(Json::Array{Json(table.entity->primary_key.front())}));
  Found found;
  for (std::string cursor;;) {
    if (!cursor.empty()) params.set("cursor", cursor);
    const auto answer = search(*world.test.store, table, params.dump(), {.now = at("2026-10-31T12:00:00Z")});
    if (!answer) RC_FAIL(answer.error().message + " " + answer.error().param + " " + params.dump());
    const Json document = Json::parse(answer->document).value();
    for (const Json& row : *document.find("data")->as_array()) {
      found.tags.push_back(row.find(table.entity->primary_key.front())->dump());
    }
    ++found.pages;
    if (!answer->meta.has_more) return found;
    cursor = answer->meta.cursor;
  }
}

Json random_sort(Dice& dice, const TableLayout& table, const std::vector<std::string>& names) {
  Json::Array keys;
  for (int i = dice.below(3); i > 0; --i) {
    const auto& name = dice.one_of(names);
    if (table.find(name)->kind == ColumnKind::json) continue;
    keys.push_back(clause(name, Json(dice.chance(50) ? "asc" : "desc")));
  }
  return Json(std::move(keys));
}

void check_order(const TableLayout& table, const Json& sort, const std::vector<std::string>& tags) {
  const auto& records = World::get().records[table.name];
  for (std::size_t i = 1; i < tags.size(); ++i) {
    int order = 0;
    for (const Json& key : *sort.as_array()) {
      const auto& [name, direction] = key.as_object()->front();
      if (order == 0) {
        order = brute_force::compare(records.at(tags[i - 1]), records.at(tags[i]), *table.find(name),
                                     *direction.as_string() == "desc");
      }
    }
    for (const auto key : table.entity->primary_key) {
      if (order == 0)
        order = brute_force::compare(records.at(tags[i - 1]), records.at(tags[i]), *table.find(key), false);
    }
    RC_ASSERT(order < 0);
  }
}

/// rapidcheck runs a property a hundred times; each time asks this many questions.
constexpr int kQuestions = 20;

RC_GTEST_PROP(SearchProperty, FindsWhatTheFilterSays, (std::uint64_t seed)) {
  Dice dice(seed);
  for (int i = 0; i < kQuestions; ++i) {
    const Case& each = kCases[static_cast<std::size_t>(i) % kCases.size()];
    const TableLayout& table = *find_layout(each.entity);
    const Json filter = random_filter(dice, table, each.names, 3);
    std::vector<std::string> expected;
    for (const auto& [tag, record] : World::get().records[each.entity]) {
      if (brute_force::holds(filter, record, table)) expected.push_back(tag);
    }
    auto found = search_all(table, clause("filter", filter), 1'000).tags;
    std::ranges::sort(found);
    if (found != expected) RC_LOG(each.entity + (" " + filter.dump()));
    RC_ASSERT(found == expected);
  }
}

RC_GTEST_PROP(SearchProperty, PagesAreTheWholeInOrder, (std::uint64_t seed)) {
  Dice dice(seed);
  for (int i = 0; i < 2; ++i) {
    const Case& each = kCases[static_cast<std::size_t>(dice.below(3))];
    const TableLayout& table = *find_layout(each.entity);
    Json query = clause("sort", random_sort(dice, table, each.names));
    if (dice.chance(50)) query.set("filter", random_filter(dice, table, each.names, 1));
    const auto whole = search_all(table, query, 1'000);
    RC_ASSERT(whole.pages == 1);
    check_order(table, *query.find("sort"), whole.tags);
    const int limit = 15 + dice.below(80);
    const auto paged = search_all(table, query, limit);
    RC_ASSERT(paged.tags == whole.tags);
    RC_ASSERT(paged.pages == std::max(1, (static_cast<int>(whole.tags.size()) + limit - 1) / limit));
  }
}

}  // namespace
}  // namespace tiktok_marketing::context
