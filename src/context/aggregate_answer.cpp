#include "context/aggregate_answer.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

#include <fmt/format.h>

#include "context/number_text.hpp"
#include "context/sql_functions.hpp"

namespace tiktok_marketing::context {
namespace {

using Part = ResultField::Part;

std::string identity(const Group& group) {
  std::string text = group.currency;
  for (const Json& key : group.keys) {
    text += '\n';
    key.append_to(text);
  }
  return text;
}

const Figure& figure_at(const AnswerRow& row, ResultField field) {
  switch (field.part) {
    case Part::previous:
      return row.previous[field.index];
    case Part::change:
      return row.change[field.index];
    default:
      return row.figures[field.index];
  }
}

/// Compares keys as their columns do: digits and numbers by size, text by bytes.
int compare_keys(const Json& left, const Json& right, bool is_id) {
  const auto sign = [](auto order) { return order < 0 ? -1 : order > 0 ? 1 : 0; };
  if (left.as_number() != nullptr && right.as_number() != nullptr) {
    const auto a = parse_amount(left.as_number()->text).value_or(Amount{});
    const auto b = parse_amount(right.as_number()->text).value_or(Amount{});
    return a.micros < b.micros ? -1 : a.micros > b.micros ? 1 : 0;
  }
  if (left.as_string() != nullptr && right.as_string() != nullptr) {
    const std::string& a = *left.as_string();
    const std::string& b = *right.as_string();
    if (is_id && a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
    return sign(a.compare(b));
  }
  const auto truth = [](const Json& json) { return json.as_bool() != nullptr && *json.as_bool() ? 1 : 0; };
  return truth(left) - truth(right);
}

/// Less than 0: `left` comes first. Nulls come last whatever the direction.
class Ordering {
 public:
  explicit Ordering(const AggregateRequest& request) : request_(request) {}

  bool operator()(const AnswerRow& left, const AnswerRow& right) const {
    for (const Order& order : request_.order_by) {
      const int found = order.field.part == Part::key
                            ? by_key(left, right, order.field.index, order.descending)
                            : by_figure(left, right, order);
      if (found != 0) return found < 0;
    }
    for (std::size_t i = 0; i < left.keys.size(); ++i) {
      const int found = by_key(left, right, i, false);
      if (found != 0) return found < 0;
    }
    return left.currency < right.currency;
  }

 private:
  static int nulls(bool left, bool right) { return left == right ? 0 : left ? 1 : -1; }

  [[nodiscard]] int by_key(const AnswerRow& left, const AnswerRow& right, std::size_t key,
                           bool descending) const {
    const Json& a = left.keys[key];
    const Json& b = right.keys[key];
    if (a.is_null() || b.is_null()) return nulls(a.is_null(), b.is_null());
    const bool is_id = request_.group_by[key].bucket == Bucket::none && request_.group_by[key].shown().is_id;
    const int order = compare_keys(a, b, is_id);
    return descending ? -order : order;
  }

  static int by_figure(const AnswerRow& left, const AnswerRow& right, const Order& order) {
    const auto& a = figure_at(left, order.field).amount;
    const auto& b = figure_at(right, order.field).amount;
    if (!a || !b) return nulls(!a, !b);
    const int found = a->micros < b->micros ? -1 : a->micros > b->micros ? 1 : 0;
    return order.descending ? -found : found;
  }

  const AggregateRequest& request_;
};

/// Asks SQLite itself, so that `having` means what a filter means.
class Having {
 public:
  explicit Having(const AggregateRequest& request) : request_(request) {
    std::string columns;
    for (const ColumnLayout& column : request.result_columns) {
      columns += fmt::format("{}? AS {}", columns.empty() ? "" : ", ", column.name);
      if (column.is_number()) columns += fmt::format(", ? AS {}", column.number_column);
    }
    condition_ = sql_of(*request.having);
    sql_ = fmt::format("SELECT {} FROM (SELECT {}) t", condition_.text, columns);
  }
  [[nodiscard]] const std::string& sql() const { return sql_; }

  Result<bool> holds(database::Statement& statement, const AnswerRow& row) const {
    statement.reset();
    // Values of the condition stand before those of the row it is asked of.
    int index = bind_values(statement, condition_.values);
    for (std::size_t i = 0; i < request_.result_columns.size(); ++i) {
      index = bind(statement, index, request_.result_columns[i], request_.result_parts[i], row);
    }
    auto found = statement.step();
    if (!found) return found;
    return *found && !statement.is_null(0) && statement.integer(0) != 0;
  }

 private:
  static int bind(database::Statement& statement, int index, const ColumnLayout& column, ResultField field,
                  const AnswerRow& row) {
    if (field.part == Part::key) return bind_key(statement, index, column, row.keys[field.index]);
    return bind_number(statement, index, figure_at(row, field).amount);
  }

  static int bind_number(database::Statement& statement, int index, const std::optional<Amount>& amount) {
    if (!amount) {
      statement.bind(index, nullptr).bind(index + 1, nullptr);
      return index + 2;
    }
    statement.bind(index, decimal_text(*amount));
    const bool fits = amount->micros <= INT64_MAX && amount->micros >= INT64_MIN;
    if (fits) {
      statement.bind(index + 1, static_cast<std::int64_t>(amount->micros));
    } else {
      statement.bind(index + 1, static_cast<double>(amount->micros));
    }
    return index + 2;
  }

  static int bind_key(database::Statement& statement, int index, const ColumnLayout& column,
                      const Json& key) {
    if (column.is_number()) {
      const auto* number = key.as_number();
      return bind_number(statement, index, number != nullptr ? parse_amount(number->text) : std::nullopt);
    }
    if (const auto* text = key.as_string()) {
      const auto id = column.kind == ColumnKind::id ? id_number(*text) : std::nullopt;
      if (id) {
        statement.bind(index, *id);
      } else if (column.kind == ColumnKind::id) {
        statement.bind_blob(index, *text);
      } else {
        statement.bind(index, *text);
      }
    } else if (const bool* truth = key.as_bool()) {
      statement.bind(index, *truth);
    } else {
      statement.bind(index, nullptr);
    }
    return index + 1;
  }

  const AggregateRequest& request_;
  SqlPart condition_;
  std::string sql_;
};

Figure difference(const Figure& now, const Figure& before) {
  if (!now.amount) return Figure::absent(now.absence);
  if (!before.amount) return Figure::absent(before.absence);
  return Figure::of(*now.amount - *before.amount);
}

Json number_json(const Figure& figure) {
  return figure.amount ? Json(Json::Number{decimal_text(*figure.amount)}) : Json();
}

/// Members `absent` and `without_value`, where there is anything to say.
class Remarks {
 public:
  void add(const std::string& name, const Figure& figure) {
    if (!figure.amount) absent_.set(name, name_of(figure.absence));
    if (figure.rows_without > 0) without_.set(name, figure.rows_without);
  }
  void write(Json& row) && {
    if (!absent_.is_null()) row.set("absent", std::move(absent_));
    if (!without_.is_null()) row.set("without_value", std::move(without_));
  }

 private:
  Json absent_;
  Json without_;
};

void add_comparison(Json& json, Remarks& remarks, const AnswerRow& row, const AggregateRequest& request) {
  Json previous;
  Json change;
  Json percent;
  for (std::size_t i = 0; i < request.metrics.size(); ++i) {
    const std::string& name = request.metrics[i].name;
    previous.set(name, number_json(row.previous[i]));
    change.set(name, number_json(row.change[i]));
    const auto share =
        row.change[i].amount ? ratio_of(*row.change[i].amount, *row.previous[i].amount, 100) : std::nullopt;
    percent.set(name, share ? Json(Json::Number{decimal_text(*share)}) : Json());
    remarks.add(fmt::format("previous.{}", name), row.previous[i]);
  }
  json.set("previous", std::move(previous));
  json.set("change", std::move(change));
  json.set("change_percent", std::move(percent));
}

}  // namespace

void Arithmetic::fill(AnswerRow& row) const {
  for (std::size_t i = 0; i < request->metrics.size(); ++i) {
    const AskedMetric& metric = request->metrics[i];
    row.figures.push_back(figure_of(metric, metrics[i], row.tally, covered));
    if (!request->compare) continue;
    row.previous.push_back(figure_of(metric, metrics[i], row.before, covered_before));
    row.change.push_back(difference(row.figures.back(), row.previous.back()));
  }
}

std::vector<AnswerRow> joined(std::vector<Group> groups, std::vector<Group> before) {
  std::vector<AnswerRow> rows;
  std::unordered_map<std::string, std::size_t> places;
  const bool compare = !before.empty();
  for (Group& group : groups) {
    if (compare) places[identity(group)] = rows.size();
    rows.push_back({.keys = std::move(group.keys),
                    .currency = std::move(group.currency),
                    .tally = std::move(group.tally)});
  }
  for (Group& group : before) {
    const auto found = places.find(identity(group));
    if (found != places.end()) {
      rows[found->second].before = std::move(group.tally);
      continue;
    }
    rows.push_back({.keys = std::move(group.keys),
                    .currency = std::move(group.currency),
                    .before = std::move(group.tally)});
  }
  return rows;
}

Result<std::vector<AnswerRow>> selected(database::Connection& connection, const AggregateRequest& request,
                                        std::vector<AnswerRow> rows) {
  if (request.having) {
    if (auto added = add_functions(connection); !added) return std::move(added).error();
    const Having having(request);
    auto statement = connection.prepare(having.sql());
    if (!statement) return std::move(statement).error();
    std::vector<AnswerRow> kept;
    for (AnswerRow& row : rows) {
      auto holds = having.holds(*statement, row);
      if (!holds) return std::move(holds).error();
      if (*holds) kept.push_back(std::move(row));
    }
    rows = std::move(kept);
  }
  std::ranges::sort(rows, Ordering(request));
  return rows;
}

std::vector<AnswerRow> added_up(const std::vector<AnswerRow>& rows, std::size_t first,
                                const Arithmetic& arithmetic) {
  std::map<std::string, AnswerRow> by_currency;
  for (std::size_t i = first; i < rows.size(); ++i) {
    AnswerRow& sum = by_currency[rows[i].currency];
    sum.currency = rows[i].currency;
    ++sum.groups;
    sum.tally += rows[i].tally;
    sum.before += rows[i].before;
  }
  std::vector<AnswerRow> out;
  for (auto& [ignored, row] : by_currency) {
    arithmetic.fill(row);
    out.push_back(std::move(row));
  }
  return out;
}

Json json_of(const AnswerRow& row, const AggregateRequest& request) {
  Json json{Json::Object{}};
  for (std::size_t i = 0; i < row.keys.size(); ++i) json.set(request.group_by[i].name, row.keys[i]);
  if (row.groups > 0) json.set("groups", row.groups);
  if (!row.currency.empty()) json.set("currency", row.currency);
  Remarks remarks;
  for (std::size_t i = 0; i < request.metrics.size(); ++i) {
    json.set(request.metrics[i].name, number_json(row.figures[i]));
    remarks.add(request.metrics[i].name, row.figures[i]);
  }
  if (request.compare) add_comparison(json, remarks, row, request);
  std::move(remarks).write(json);
  return json;
}

}  // namespace tiktok_marketing::context
