#include "context/query_sql.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "context/row_reader.hpp"

namespace tiktok_marketing::context {

void SqlPart::append(const SqlPart& more) {
  text += more.text;
  values.insert(values.end(), more.values.begin(), more.values.end());
  for (const auto& alias : more.records) {
    if (std::ranges::find(records, alias) == records.end()) records.push_back(alias);
  }
}

namespace {

bool is_null(const Value& value) {
  return std::holds_alternative<std::monostate>(value);
}

std::string column_of(const QueryField& field, std::string_view column) {
  return fmt::format("{}.{}", field.alias, column);
}

std::string_view comparison_of(Operator op) {
  switch (op) {
    case Operator::gt:
      return ">";
    case Operator::gte:
      return ">=";
    case Operator::lt:
      return "<";
    case Operator::lte:
      return "<=";
    default:
      return "=";
  }
}

std::string_view function_of(Operator op) {
  switch (op) {
    case Operator::like:
      return "ttm_like";
    case Operator::fuzzy:
      return "ttm_fuzzy";
    case Operator::keyword:
      return "ttm_keyword";
    case Operator::startswith:
      return "ttm_startswith";
    case Operator::endswith:
      return "ttm_endswith";
    default:
      return "ttm_contains";
  }
}

std::string json_path(const std::vector<std::string>& path) {
  std::string out = "$";
  for (const auto& name : path) out += fmt::format(".\"{}\"", name);
  return out;
}

/// Writes one tree. Negations are moved inwards to the conditions, where null can be treated as what it is.
class Writer {
 public:
  SqlPart tree(const FilterTree& tree, bool negated) {
    switch (tree.kind) {
      case FilterTree::Kind::negation:
        return this->tree(tree.children.front(), !negated);
      case FilterTree::Kind::all:
        return joined(tree.children, 0, tree.children.size(), negated ? " OR " : " AND ", negated);
      case FilterTree::Kind::either:
        return joined(tree.children, 0, tree.children.size(), negated ? " AND " : " OR ", negated);
      case FilterTree::Kind::leaf:
        break;
    }
    return leaf(tree, negated);
  }

 private:
  static SqlPart constant(bool value) { return {.text = value ? "1" : "0"}; }

  /// In halves, because SQLite's parser limits the depth of a chain of ORs.
  SqlPart joined(const std::vector<FilterTree>& parts, std::size_t first, std::size_t last,
                 std::string_view word, bool negated) {
    if (first == last) return constant(word == " AND ");
    if (last - first == 1) return tree(parts[first], negated);
    const std::size_t middle = first + (last - first) / 2;
    SqlPart out{.text = "("};
    out.append(joined(parts, first, middle, word, negated));
    out.text += word;
    out.append(joined(parts, middle, last, word, negated));
    out.text += ')';
    return out;
  }

  SqlPart leaf(const FilterTree& leaf, bool negated) {
    const QueryField* field = leaf.target.field;
    if (field == nullptr || !leaf.target.path.empty()) return within(leaf, negated);
    if (field->column->kind == ColumnKind::json) return list(leaf, negated);
    switch (leaf.op) {
      case Operator::eq:
        return equal(*field, leaf.values.front(), negated);
      case Operator::neq:
        return equal(*field, leaf.values.front(), !negated);
      case Operator::in:
        return member(*field, leaf.values, negated);
      case Operator::gt:
      case Operator::gte:
      case Operator::lt:
      case Operator::lte:
        return ordered(*field, leaf, negated);
      default:
        return matching(text_sql(*field), leaf, negated);
    }
  }

  static SqlPart equal(const QueryField& field, const Value& value, bool negated) {
    const std::string column = sort_sql(field);
    if (is_null(value)) return {.text = fmt::format("{} IS {}NULL", column, negated ? "NOT " : "")};
    if (!negated) return {.text = fmt::format("{} = ?", column), .values = {value}};
    return {.text = fmt::format("{} IS NOT ?", column), .values = {value}};
  }

  static SqlPart member(const QueryField& field, const std::vector<Value>& values, bool negated) {
    SqlPart out;
    std::string marks;
    for (const Value& value : values) {
      if (is_null(value)) continue;
      marks += marks.empty() ? "?" : ", ?";
      out.values.push_back(value);
    }
    if (out.values.empty()) return constant(negated);
    const std::string column = sort_sql(field);
    out.text = negated ? fmt::format("({0} NOT IN ({1}) OR {0} IS NULL)", column, marks)
                       : fmt::format("{} IN ({})", column, marks);
    return out;
  }

  static SqlPart ordered(const QueryField& field, const FilterTree& leaf, bool negated) {
    const Value& value = leaf.values.front();
    if (is_null(value)) return constant(negated);
    const std::string condition = fmt::format("{} {} ?", sort_sql(field), comparison_of(leaf.op));
    if (!negated) return {.text = condition, .values = {value}};
    return {.text = fmt::format("ifnull({}, 0) = 0", condition), .values = {value}};
  }

  /// The functions answer 0 or 1, for null 0.
  static SqlPart matching(const std::string& text, const FilterTree& leaf, bool negated) {
    const Value& value = leaf.values.front();
    if (is_null(value)) return constant(negated);
    return {.text = fmt::format("{}({}, ?) = {}", function_of(leaf.op), text, negated ? 0 : 1),
            .values = {value}};
  }

  /// A list or object as a whole.
  SqlPart list(const FilterTree& leaf, bool negated) {
    const QueryField& field = *leaf.target.field;
    SqlPart out{.records = {field.alias + "_raw"}};
    const std::string record = field.alias + "_raw.record";
    const std::string path = fmt::format("$.\"{}\"", field.column->name);
    if (leaf.op == Operator::eq || leaf.op == Operator::neq) {
      const bool absent = (leaf.op == Operator::eq) != negated;
      out.text = fmt::format("json_extract({}, '{}') IS {}NULL", record, path, absent ? "" : "NOT ");
      return out;
    }
    elements(out, leaf, fmt::format("{}, '{}'", record, path), negated);
    return out;
  }

  /// Appends "some element of json_each(`source`) is equal to / fulfils …".
  void elements(SqlPart& out, const FilterTree& leaf, std::string_view source, bool negated) {
    const std::string name = fmt::format("e{}", ++elements_);
    SqlPart condition;
    if (leaf.op == Operator::any) {
      const std::string outer = std::exchange(element_, name);
      condition = tree(leaf.children.front(), false);
      element_ = outer;
      // What is no object has no members to look at; only CASE keeps SQLite from looking all the same.
      condition.text = fmt::format("CASE {}.type WHEN 'object' THEN {} ELSE 0 END", name, condition.text);
    } else if (is_null(leaf.values.front())) {
      condition = constant(false);
    } else {
      condition = same(name + ".type", name + ".value", leaf.values.front());
    }
    out.text += fmt::format(
        "{}(ifnull(json_type({}), '') = 'array' AND EXISTS (SELECT 1 FROM json_each({}) {} WHERE ",
        negated ? "NOT " : "", source, source, name);
    out.append(condition);
    out.text += "))";
  }

  /// Something within an element or within a list or object.
  SqlPart within(const FilterTree& leaf, bool negated) {
    std::string from = element_ + ".value";
    std::vector<std::string> path = leaf.target.path;
    SqlPart out;
    if (leaf.target.field != nullptr) {
      from = leaf.target.field->alias + "_raw.record";
      out.records.push_back(leaf.target.field->alias + "_raw");
      path.insert(path.begin(), std::string(leaf.target.field->column->name));
    }
    const std::string at = fmt::format("{}, '{}'", from, json_path(path));
    const std::string type = fmt::format("json_type({})", at);
    const std::string value = fmt::format("json_extract({})", at);
    if (leaf.op == Operator::any || leaf.op == Operator::array_contains) {
      elements(out, leaf, at, negated);
      return out;
    }
    SqlPart condition = free_condition(leaf, type, value, at);
    out.text = fmt::format("ifnull({}, 0) = {}", condition.text, negated ? 0 : 1);
    out.values = std::move(condition.values);
    return out;
  }

  SqlPart free_condition(const FilterTree& leaf, const std::string& type, const std::string& value,
                         const std::string& at) {
    switch (leaf.op) {
      case Operator::eq:
        return same(type, value, leaf.values.front());
      case Operator::neq: {
        SqlPart part = same(type, value, leaf.values.front());
        part.text = fmt::format("(ifnull({}, 0) = 0)", part.text);
        return part;
      }
      case Operator::in: {
        SqlPart part{.text = "(0"};
        for (const Value& each : leaf.values) {
          if (is_null(each)) continue;
          part.text += " OR ";
          part.append(same(type, value, each));
        }
        part.text += ')';
        return part;
      }
      case Operator::gt:
      case Operator::gte:
      case Operator::lt:
      case Operator::lte:
        return free_order(leaf, type, value);
      default:
        break;
    }
    if (is_null(leaf.values.front())) return constant(false);
    if (leaf.op == Operator::contains) return free_contains(leaf, type, value, at);
    return matching(free_text(type, value), leaf, false);
  }

  /// A scalar as text; null for lists, objects and nulls.
  static std::string free_text(const std::string& type, const std::string& value) {
    return fmt::format(
        "CASE {0} WHEN 'text' THEN {1} WHEN 'integer' THEN CAST({1} AS TEXT) WHEN 'real' THEN CAST({1} AS "
        "TEXT) "
        "WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' END",
        type, value);
  }

  SqlPart free_contains(const FilterTree& leaf, const std::string& type, const std::string& value,
                        const std::string& at) {
    SqlPart out{.text = fmt::format("CASE WHEN {} = 'array' THEN ", type)};
    elements(out, leaf, at, false);
    FilterTree text = leaf;
    if (const auto* number = std::get_if<std::int64_t>(&leaf.values.front()))
      text.values = {fmt::to_string(*number)};
    if (const auto* real = std::get_if<double>(&leaf.values.front())) text.values = {fmt::to_string(*real)};
    if (const auto* truth = std::get_if<bool>(&leaf.values.front()))
      text.values = {*truth ? "true" : "false"};
    out.text += " ELSE ";
    out.append(matching(free_text(type, value), text, false));
    out.text += " END";
    return out;
  }

  static SqlPart free_order(const FilterTree& leaf, const std::string& type, const std::string& value) {
    const Value& operand = leaf.values.front();
    if (is_null(operand) || std::holds_alternative<bool>(operand)) return constant(false);
    const std::string_view types =
        std::holds_alternative<std::string>(operand) ? "('text')" : "('integer', 'real')";
    return {.text = fmt::format("({} IN {} AND {} {} ?)", type, types, value, comparison_of(leaf.op)),
            .values = {operand}};
  }

  /// Equality by JSON's types, but digits are the same as text and as number: ids come as either.
  static SqlPart same(const std::string& type, const std::string& value, const Value& operand) {
    if (is_null(operand)) return {.text = fmt::format("ifnull({}, 'null') = 'null'", type)};
    if (const bool* truth = std::get_if<bool>(&operand)) {
      return {.text = fmt::format("{} = '{}'", type, *truth ? "true" : "false")};
    }
    if (const auto* text = std::get_if<std::string>(&operand)) {
      return {.text = fmt::format("({0} IN ('text', 'integer') AND CAST({1} AS TEXT) = ?)", type, value),
              .values = {*text}};
    }
    if (const auto* whole = std::get_if<std::int64_t>(&operand)) {
      return {.text = fmt::format("(({0} IN ('integer', 'real') AND {1} = ?) OR ({0} = 'text' AND {1} = ?))",
                                  type, value),
              .values = {*whole, fmt::to_string(*whole)}};
    }
    return {.text = fmt::format("({} IN ('integer', 'real') AND {} = ?)", type, value), .values = {operand}};
  }

  int elements_ = 0;
  std::string element_;
};

}  // namespace

SqlPart sql_of(const FilterTree& tree) {
  return Writer().tree(tree, false);
}

std::string sort_sql(const QueryField& field) {
  return column_of(
      field, field.column->is_number() ? std::string_view(field.column->number_column) : field.column->name);
}

std::string text_sql(const QueryField& field) {
  const std::string column = column_of(field, field.column->name);
  switch (field.column->kind) {
    case ColumnKind::id:
    case ColumnKind::integer:
    case ColumnKind::count:
      return fmt::format("CAST({} AS TEXT)", column);
    case ColumnKind::boolean:
      return fmt::format("CASE {} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END", column);
    default:
      return column;
  }
}

SqlPart fence_sql(const std::vector<std::string>& advertisers, std::string_view column) {
  if (advertisers.empty()) return {.text = "0"};
  SqlPart out;
  std::string marks;
  for (const auto& id : advertisers) {
    const Cell cell = id_cell(id);
    marks += marks.empty() ? "?" : ", ?";
    out.values.push_back(cell.type == Cell::Type::integer ? Value(cell.integer) : Value(Bytes{id}));
  }
  out.text = fmt::format("{} IN ({})", column, marks);
  return out;
}

int bind_values(database::Statement& statement, const std::vector<Value>& values, int index) {
  for (const Value& value : values) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) {
      statement.bind(index, *whole);
    } else if (const auto* real = std::get_if<double>(&value)) {
      statement.bind(index, *real);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
      statement.bind(index, *text);
    } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
      statement.bind_blob(index, bytes->text);
    } else if (const bool* truth = std::get_if<bool>(&value)) {
      statement.bind(index, *truth);
    } else {
      statement.bind(index, nullptr);
    }
    ++index;
  }
  return index;
}

}  // namespace tiktok_marketing::context
