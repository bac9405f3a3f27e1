#include "context/aggregate_request.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.hpp"
#include "context/aggregate_metrics.hpp"

namespace tiktok_marketing::context {
namespace {

constexpr std::array<std::string_view, 16> kMembers = {
    "metrics",       "group_by",       "filter",  "having", "date_range", "start_date",
    "end_date",      "order_by",       "sort",    "limit",  "totals",     "include_deleted",
    "advertiser_id", "advertiser_ids", "compare", "query"};
constexpr std::string_view kPreviousPeriod = "previous_period";

/// `AdGroup` → `ad_group`
std::string snake_case(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper && !out.empty()) out += '_';
    out += upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

bool is_key_column(const ColumnLayout& column) {
  const bool figure = column.metric != nullptr && column.nature != catalog::Nature::attribute;
  return column.stored && !figure && column.kind != ColumnKind::json;
}

Bucket bucket_of(std::string_view name) {
  if (name == "day") return Bucket::day;
  if (name == "week") return Bucket::week;
  return name == "month" ? Bucket::month : Bucket::none;
}

/// `adgroup.x` for `ad_group.x`, as the ids are spelled.
std::string without_alias(std::string_view name) {
  constexpr std::string_view kAlias = "adgroup.";
  return name.starts_with(kAlias) ? fmt::format("ad_group.{}", name.substr(kAlias.size()))
                                  : std::string(name);
}

/// Members of the params, wherever they stand.
class Members {
 public:
  [[nodiscard]] static Result<Members> of(const Json& params) {
    Members members;
    if (auto added = members.add(params, ""); !added) return std::move(added).error();
    if (const Json* query = params.find("query")) {
      if (auto added = members.add(*query, "/query"); !added) return std::move(added).error();
    }
    return members;
  }
  [[nodiscard]] const Json* find(std::string_view name) const {
    const auto found = std::ranges::find(members_, name, &Member::name);
    return found == members_.end() || found->value->is_null() ? nullptr : found->value;
  }
  [[nodiscard]] std::string pointer(std::string_view name) const {
    const auto found = std::ranges::find(members_, name, &Member::name);
    return below(found == members_.end() ? std::string_view() : found->prefix, name);
  }

 private:
  struct Member {
    std::string_view name;
    std::string_view prefix;
    const Json* value;
  };

  Result<void> add(const Json& object, std::string_view prefix) {
    if (object.as_object() == nullptr) {
      return invalid_query(prefix,
                           fmt::format("An aggregate's params are an object, not {}.", object.type_name()),
                           R"(Write them as {"metrics": ["spend"], "group_by": ["campaign_id"]}.)");
    }
    for (const auto& [name, value] : *object.as_object()) {
      const auto known = std::ranges::find(kMembers, name);
      if (known == kMembers.end() || (name == "query" && !prefix.empty())) return unknown(name, prefix);
      const bool twice = std::ranges::find(members_, name, &Member::name) != members_.end();
      if (twice) {
        return invalid_query(below(prefix, name), fmt::format("{} is given twice.", name), "Give it once.");
      }
      members_.push_back({*known, prefix, &value});
    }
    return {};
  }

  static Error unknown(const std::string& name, std::string_view prefix) {
    const auto near = nearest(name, kMembers);
    Error error = invalid_query(
        below(prefix, name), fmt::format("An aggregate has no parameter {}.", shortened(name, 60)),
        near.empty() ? std::string("Leave it out.") : fmt::format("Did you mean {}?", near),
        {kMembers.begin(), kMembers.end()});
    error.example = R"({"metrics":["spend"],"group_by":["campaign_id"],"date_range":"last_7_days"})";
    return error;
  }

  std::vector<Member> members_;
};

/// A text, or a list of texts that are all different.
Result<std::vector<std::string>> texts_of(const Json& json, const std::string& pointer, int most) {
  std::vector<std::string> texts;
  if (const auto* one = json.as_string()) return std::vector<std::string>{*one};
  const auto* items = json.as_array();
  if (items == nullptr) {
    return invalid_query(pointer, fmt::format("This is a list of names, not {}.", json.type_name()),
                         R"(Write it as ["name", "name"].)");
  }
  if (static_cast<int>(items->size()) > most) {
    return invalid_query(pointer, fmt::format("At most {} names are allowed here.", most),
                         "Ask in several calls.");
  }
  for (std::size_t i = 0; i < items->size(); ++i) {
    const auto* text = (*items)[i].as_string();
    if (text == nullptr) {
      return invalid_query(below(pointer, i), fmt::format("A name is text, not {}.", (*items)[i].type_name()),
                           R"(Write it as ["name", "name"].)");
    }
    if (std::ranges::find(texts, *text) != texts.end()) {
      return invalid_query(below(pointer, i), fmt::format("{} is given twice.", shortened(*text)),
                           "Give it once.");
    }
    texts.push_back(*text);
  }
  return texts;
}

class Reader {
 public:
  Reader(const TableLayout& table, const Members& members) : members_(members) {
    request_.table = &table;
    request_.parents = parents_of(table);
    request_.filter_fields = QueryFields(table);
    for (const ParentTable& parent : request_.parents) {
      for (const ColumnLayout& column : parent.table->columns) {
        if (!column.stored) continue;
        request_.filter_fields.add({.name = fmt::format("{}.{}", parent.word, column.name),
                                    .column = &column,
                                    .alias = parent.alias});
      }
    }
  }

  Result<AggregateRequest> read() && {
    for (auto step : {&Reader::metrics, &Reader::keys, &Reader::days, &Reader::flags, &Reader::advertisers,
                      &Reader::results, &Reader::trees, &Reader::order, &Reader::limit}) {
      if (auto done = (this->*step)(); !done) return std::move(done).error();
    }
    return std::move(request_);
  }

 private:
  [[nodiscard]] const TableLayout& table() const { return *request_.table; }

  Result<void> metrics() {
    const Json* given = members_.find("metrics");
    const std::string pointer = members_.pointer("metrics");
    if (given == nullptr || (given->as_array() != nullptr && given->as_array()->empty())) {
      const auto allowed = metrics_of(table());
      Error error = invalid_query(pointer, "An aggregate needs metrics.", "Name at least one.",
                                  {allowed.begin(), allowed.end()});
      error.example = fmt::format(R"({{"metrics":["{}"]}})", table().is_report() ? "spend" : "rows");
      return error;
    }
    auto names = texts_of(*given, pointer, kMostMetrics);
    if (!names) return std::move(names).error();
    for (std::size_t i = 0; i < names->size(); ++i) {
      const bool listed = given->as_array() != nullptr;
      auto metric = metric_of(table(), (*names)[i], listed ? below(pointer, i) : pointer);
      if (!metric) return std::move(metric).error();
      request_.metrics.push_back(*std::move(metric));
    }
    return {};
  }

  Result<void> keys() {
    const Json* given = members_.find("group_by");
    if (given == nullptr) return {};
    const std::string pointer = members_.pointer("group_by");
    auto names = texts_of(*given, pointer, kMostKeys);
    if (!names) return std::move(names).error();
    for (std::size_t i = 0; i < names->size(); ++i) {
      auto key = key_of((*names)[i]);
      if (!key) return unknown_key((*names)[i], given->as_array() != nullptr ? below(pointer, i) : pointer);
      request_.group_by.push_back(*std::move(key));
    }
    return {};
  }

  [[nodiscard]] std::optional<GroupKey> key_of(const std::string& name) const {
    const Bucket bucket = bucket_of(name);
    if (bucket != Bucket::none) {
      if (!table().is_report()) return std::nullopt;
      return GroupKey{.name = name, .bucket = bucket, .column = &table().columns[*table().day]};
    }
    if (const ColumnLayout* column = table().find(name); column != nullptr && is_key_column(*column)) {
      GroupKey key{.name = name, .column = column};
      prefer_parent(key);
      return key;
    }
    const std::string plain = without_alias(name);
    for (std::size_t i = 0; i < request_.parents.size(); ++i) {
      const ParentTable& parent = request_.parents[i];
      if (!plain.starts_with(parent.word) || plain.size() <= parent.word.size()) continue;
      if (plain[parent.word.size()] != '.') continue;
      const auto* column = parent.table->find(std::string_view(plain).substr(parent.word.size() + 1));
      if (column == nullptr || !is_key_column(*column)) continue;
      return GroupKey{.name = name, .above = column, .parent = i};
    }
    return std::nullopt;
  }

  /// Report rows carry the name an object had when they were read; the object itself, the topmost that has
  /// the field, knows its present one. So a rename does not split a group.
  void prefer_parent(GroupKey& key) const {
    if (key.column->metric == nullptr) return;
    for (std::size_t i = request_.parents.size(); i-- > 0;) {
      const ColumnLayout* above = request_.parents[i].table->find(key.column->name);
      if (above == nullptr || !above->stored || above->is_id || above->kind != key.column->kind) continue;
      key.above = above;
      key.parent = i;
      return;
    }
  }

  [[nodiscard]] Error unknown_key(const std::string& name, const std::string& pointer) const {
    auto allowed = group_names(table());
    const std::vector<std::string_view> known(allowed.begin(), allowed.end());
    const std::string_view near = nearest(name, known);
    std::string hint = near.empty() ? "Use one of the allowed names." : fmt::format("Did you mean {}?", near);
    const ColumnLayout* column = table().find(name);
    if (column != nullptr && column->is_number())
      hint = fmt::format("{} is a figure; put it into metrics.", name);
    Error error = invalid_query(
        pointer, fmt::format("Rows of {} can not be grouped by {}.", table().name, shortened(name, 60)),
        std::move(hint), std::move(allowed));
    error.given = shortened(name);
    error.example =
        fmt::format(R"({{"group_by":["{}"]}})", near.empty() ? table().entity->primary_key[0] : near);
    return error;
  }

  Result<void> days() {
    const PeriodParams params{.date_range = members_.find("date_range"),
                              .start_date = members_.find("start_date"),
                              .end_date = members_.find("end_date")};
    const bool given =
        params.date_range != nullptr || params.start_date != nullptr || params.end_date != nullptr;
    const std::string_view any = params.date_range != nullptr ? "date_range" : "start_date";
    std::string prefix = members_.pointer(any);
    prefix.resize(prefix.size() - any.size() - 1);
    if (given && !table().is_report()) {
      return invalid_query(members_.pointer(any), fmt::format("Rows of {} have no days.", table().name),
                           "Leave the range out, or filter by create_time or modify_time.");
    }
    auto period = parse_period(params, prefix);
    if (!period) return std::move(period).error();
    request_.period = *std::move(period);
    return {};
  }

  Result<void> flag(std::string_view name, bool& value) {
    const Json* given = members_.find(name);
    if (given == nullptr) return {};
    if (given->as_bool() == nullptr) {
      return invalid_query(members_.pointer(name), fmt::format("{} is true or false.", name),
                           "Write true or false.");
    }
    value = *given->as_bool();
    return {};
  }

  Result<void> flags() {
    if (auto done = flag("totals", request_.totals); !done) return done;
    if (auto done = flag("include_deleted", request_.include_deleted); !done) return done;
    const Json* compare = members_.find("compare");
    if (compare == nullptr) return {};
    const std::string pointer = members_.pointer("compare");
    const auto* word = compare->as_string();
    if (word == nullptr || *word != kPreviousPeriod) {
      return invalid_query(pointer, "Rows can be compared with the period before.",
                           R"(Write "compare": "previous_period".)", {std::string(kPreviousPeriod)});
    }
    if (request_.period.is_everything()) {
      Error error =
          invalid_query(pointer, "There is no period before all days.", "Give a date_range as well.");
      error.example = R"({"date_range":"last_7_days","compare":"previous_period"})";
      return error;
    }
    if (request_.has_bucket()) {
      return invalid_query(pointer, "A comparison of periods has no days, weeks or months.",
                           "Leave compare out and name a longer range, or leave the time out of group_by.");
    }
    request_.compare = true;
    return {};
  }

  Result<void> advertisers() {
    const bool one = members_.find("advertiser_id") != nullptr;
    const std::string_view name = one ? "advertiser_id" : "advertiser_ids";
    const Json* given = members_.find(name);
    if (given == nullptr) return {};
    const std::string pointer = members_.pointer(name);
    if (one && members_.find("advertiser_ids") != nullptr) {
      return invalid_query(pointer, "The ad accounts are given twice.",
                           "Give advertiser_id or advertiser_ids.");
    }
    const Json::Array single{*given};
    const Json::Array* items = given->as_array() != nullptr ? given->as_array() : &single;
    request_.advertisers.emplace();
    for (std::size_t i = 0; i < items->size(); ++i) {
      const Json& item = (*items)[i];
      const std::string* text = item.as_string();
      if (text == nullptr && item.as_number() != nullptr) text = &item.as_number()->text;
      const bool digits =
          text != nullptr && !text->empty() && text->find_first_not_of("0123456789") == text->npos;
      if (!digits) {
        return invalid_query(given->as_array() != nullptr ? below(pointer, i) : pointer,
                             "The id of an ad account is digits.",
                             R"(Write ids as ["7312000000000000101"].)");
      }
      request_.advertisers->push_back(*text);
    }
    return {};
  }

  void add_result(std::string name, ColumnLayout column, ResultField part, std::string_view letter) {
    column.name = request_.result_names.emplace_back(fmt::format("{}{}", letter, part.index));
    if (column.kind == ColumnKind::number) column.number_column = fmt::format("{}_micros", column.name);
    request_.result_parts.push_back(part);
    const ColumnLayout& kept = request_.result_columns.emplace_back(std::move(column));
    request_.result_fields.add({.name = std::move(name), .column = &kept});
  }

  Result<void> results() {
    using Part = ResultField::Part;
    for (std::size_t i = 0; i < request_.group_by.size(); ++i) {
      const GroupKey& key = request_.group_by[i];
      ColumnLayout column{.kind = key.bucket == Bucket::none ? key.shown().kind : ColumnKind::text};
      if (key.shown().is_number() && key.bucket == Bucket::none) column.kind = ColumnKind::number;
      add_result(key.name, std::move(column), {Part::key, i}, "k");
    }
    for (std::size_t i = 0; i < request_.metrics.size(); ++i) {
      const std::string& name = request_.metrics[i].name;
      const ColumnLayout number{.kind = ColumnKind::number};
      add_result(name, number, {Part::metric, i}, "m");
      if (!request_.compare) continue;
      add_result(fmt::format("previous.{}", name), number, {Part::previous, i}, "p");
      add_result(fmt::format("change.{}", name), number, {Part::change, i}, "c");
    }
    return {};
  }

  Result<void> trees() {
    if (const Json* filter = members_.find("filter")) {
      auto tree = parse_filter(*filter, request_.filter_fields, members_.pointer("filter"));
      if (!tree) return std::move(tree).error();
      request_.filter = *std::move(tree);
    }
    if (const Json* having = members_.find("having")) {
      auto tree = parse_filter(*having, request_.result_fields, members_.pointer("having"));
      if (!tree) return std::move(tree).error();
      request_.having = *std::move(tree);
    }
    return {};
  }

  Result<void> order() {
    const bool both = members_.find("order_by") != nullptr && members_.find("sort") != nullptr;
    if (both) return invalid_query(members_.pointer("sort"), "The order is given twice.", "Leave sort out.");
    const std::string_view name = members_.find("sort") != nullptr ? "sort" : "order_by";
    const Json* given = members_.find(name);
    if (given == nullptr) {
      default_order();
      return {};
    }
    const Json::Array single{*given};
    auto keys = parse_sort(given->as_object() != nullptr ? Json(single) : *given, request_.result_fields,
                           members_.pointer(name));
    if (!keys) return std::move(keys).error();
    for (const SortKey& key : *keys) {
      const auto at = std::ranges::find_if(
          request_.result_columns, [&](const ColumnLayout& column) { return &column == key.field->column; });
      const auto place = static_cast<std::size_t>(at - request_.result_columns.begin());
      request_.order_by.push_back({request_.result_parts[place], key.descending});
    }
    if (request_.order_by.empty()) default_order();
    return {};
  }

  /// Times in their order, else the greatest first.
  void default_order() {
    using Part = ResultField::Part;
    if (!request_.has_bucket()) {
      request_.order_by.push_back({{Part::metric, 0}, true});
      return;
    }
    for (std::size_t i = 0; i < request_.group_by.size(); ++i) {
      if (request_.group_by[i].bucket != Bucket::none) request_.order_by.push_back({{Part::key, i}, false});
    }
    request_.order_by.push_back({{Part::metric, 0}, true});
  }

  Result<void> limit() {
    const Json* given = members_.find("limit");
    if (given == nullptr) return {};
    const auto number = given->as_int();
    if (!number || *number < 1 || *number > kMostGroupsShown) {
      Error error = invalid_query(members_.pointer("limit"),
                                  fmt::format("limit is a whole number from 1 to {}.", kMostGroupsShown),
                                  "The groups beyond it are added up in meta.other.");
      error.given = shortened(given->dump());
      error.example = R"({"limit":10})";
      return error;
    }
    request_.limit = static_cast<int>(*number);
    return {};
  }

  const Members& members_;
  AggregateRequest request_;
};

}  // namespace

std::vector<ParentTable> parents_of(const TableLayout& table) {
  std::vector<ParentTable> parents;
  for (std::string_view name = table.entity->parent; !name.empty();) {
    const TableLayout* above = find_layout(name);
    if (above == nullptr) break;
    const ColumnLayout* own_key = table.find(above->entity->primary_key.front());
    if (own_key != nullptr && own_key->stored) {
      std::string word = snake_case(above->entity->record_name);
      std::string alias = fmt::format("up_{}", word);
      parents.push_back(
          {.word = std::move(word), .alias = std::move(alias), .table = above, .own_key = own_key});
    }
    name = above->entity->parent;
  }
  return parents;
}

bool AggregateRequest::has_bucket() const {
  return std::ranges::any_of(group_by, [](const GroupKey& key) { return key.bucket != Bucket::none; });
}

const GroupKey* AggregateRequest::key_of(std::string_view column) const {
  const auto found = std::ranges::find_if(group_by, [&](const GroupKey& key) {
    return key.bucket == Bucket::none && key.column != nullptr && key.column->name == column;
  });
  return found == group_by.end() ? nullptr : &*found;
}

Result<AggregateRequest> parse_aggregate(const TableLayout& table, const Json& params) {
  auto members = Members::of(params);
  if (!members) return std::move(members).error();
  return Reader(table, *members).read();
}

std::vector<std::string> group_names(const TableLayout& table) {
  std::vector<std::string> names;
  if (table.is_report()) names = {"day", "week", "month"};
  for (const ColumnLayout& column : table.columns) {
    if (is_key_column(column)) names.emplace_back(column.name);
  }
  for (const ParentTable& parent : parents_of(table)) {
    for (const ColumnLayout& column : parent.table->columns) {
      if (is_key_column(column)) names.push_back(fmt::format("{}.{}", parent.word, column.name));
    }
  }
  return names;
}

}  // namespace tiktok_marketing::context
