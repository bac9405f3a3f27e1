#include "context/query.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/text.hpp"
#include "context/number_text.hpp"

namespace tiktok_marketing::context {
namespace {

struct OperatorName {
  std::string_view name;
  Operator op;
};
constexpr OperatorName kOperators[] = {
    {"eq", Operator::eq},
    {"neq", Operator::neq},
    {"gt", Operator::gt},
    {"gte", Operator::gte},
    {"lt", Operator::lt},
    {"lte", Operator::lte},
    {"in", Operator::in},
    {"like", Operator::like},
    {"fuzzy", Operator::fuzzy},
    {"keyword", Operator::keyword},
    {"contains", Operator::contains},
    {"array_contains", Operator::array_contains},
    {"startswith", Operator::startswith},
    {"endswith", Operator::endswith},
    {"any", Operator::any},
};

std::vector<std::string> allowed_operators() {
  std::vector<std::string> names;
  for (const auto& each : kOperators) names.emplace_back(each.name);
  names.insert(names.end(), {"and", "or", "not"});
  return names;
}

bool wants_text(Operator op) {
  return op == Operator::like || op == Operator::fuzzy || op == Operator::keyword ||
         op == Operator::startswith || op == Operator::endswith;
}

bool is_json_name(std::string_view name) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  return !name.empty() && std::ranges::all_of(name, plain);
}

Error clash(std::string_view pointer, std::string_view name, std::string_view wanted, const Json& given) {
  Error error = invalid_query(
      pointer, fmt::format("{} is compared with {}, not with {}.", name, wanted, given.type_name()),
      "Write the value as the field's type asks; null is allowed for every field.");
  error.given = shortened(given.dump());
  return error;
}

Value value_of(const SqlNumber& number) {
  if (const auto* whole = std::get_if<std::int64_t>(&number)) return *whole;
  return std::get<double>(number);
}

std::optional<std::string> number_text(const Json& given) {
  if (const auto* number = given.as_number()) return number->text;
  if (const auto* text = given.as_string()) return *text;
  return std::nullopt;
}

Result<Value> id_value(std::string_view pointer, std::string_view name, const Json& given) {
  const auto text = number_text(given);
  if (text && !text->empty() && text->find_first_not_of("0123456789") == std::string::npos) {
    if (const auto number = id_number(*text)) return Value(*number);
    return Value(Bytes{*text});
  }
  return clash(pointer, name, "digits, as text or whole number", given);
}

Result<Value> text_value(std::string_view pointer, const ColumnLayout& column, const Json& given) {
  if (const auto* text = given.as_string()) {
    std::string buffer;
    if (column.kind != ColumnKind::time) return Value(*text);
    return Value(std::string(normal_time(*text, buffer).value_or(*text)));
  }
  const auto* number = given.as_number();
  if (number != nullptr && column.is_id && plain_integer(number->text)) return Value(number->text);
  const bool time = column.kind == ColumnKind::time;
  return clash(pointer, column.name, time ? "a time: YYYY-MM-DD HH:MM:SS or YYYY-MM-DD" : "text", given);
}

/// The operand as the column holds its values.
Result<Value> column_value(std::string_view pointer, const ColumnLayout& column, const Json& given) {
  switch (column.kind) {
    case ColumnKind::id:
      return id_value(pointer, column.name, given);
    case ColumnKind::text:
    case ColumnKind::time:
      return text_value(pointer, column, given);
    case ColumnKind::boolean:
      if (const bool* value = given.as_bool()) return Value(std::int64_t{*value ? 1 : 0});
      return clash(pointer, column.name, "true or false", given);
    default:
      break;
  }
  if (const auto text = number_text(given)) {
    if (const auto number = scaled_number(*text, column.in_micros() ? 6 : 0)) return value_of(*number);
  }
  return clash(pointer, column.name, "a number, or text that is one", given);
}

/// The operand for something whose type only the row tells. Numbers keep their text: an id may be either.
Result<Value> free_value(std::string_view pointer, std::string_view name, const Json& given) {
  if (const bool* value = given.as_bool()) return Value(*value);
  if (const auto* text = given.as_string()) return Value(*text);
  if (const auto* number = given.as_number()) {
    if (const auto value = scaled_number(number->text, 0)) return value_of(*value);
  }
  return clash(pointer, name, "text, a number, true or false", given);
}

class Parser {
 public:
  explicit Parser(const QueryFields& fields) : fields_(fields) {}

  Result<FilterTree> filter(const Json& json, const std::string& pointer, int level) {
    const auto* members = json.as_object();
    if (members == nullptr) {
      return invalid_query(pointer, fmt::format("A filter is an object, not {}.", json.type_name()),
                           R"(Write it as {"eq": {"campaign_id": "179"}}.)");
    }
    if (level > kMostLevels) {
      return invalid_query(pointer, fmt::format("The filter is more than {} levels deep.", kMostLevels),
                           "Put conditions side by side in one and/or list.");
    }
    std::vector<FilterTree> parts;
    for (const auto& [name, operand] : *members) {
      auto part = clause(name, operand, below(pointer, name), level);
      if (!part) return part;
      parts.push_back(*std::move(part));
    }
    return together(FilterTree::Kind::all, std::move(parts));
  }

 private:
  static FilterTree together(FilterTree::Kind kind, std::vector<FilterTree> parts) {
    if (parts.size() == 1) return std::move(parts.front());
    return {.kind = kind, .children = std::move(parts)};
  }

  Result<FilterTree> clause(const std::string& name, const Json& operand, const std::string& pointer,
                            int level) {
    if (name == "and" || name == "or") {
      return list(name == "and" ? FilterTree::Kind::all : FilterTree::Kind::either, operand, pointer, level);
    }
    if (name == "not") {
      auto inner = filter(operand, pointer, level + 1);
      if (!inner) return inner;
      FilterTree tree{.kind = FilterTree::Kind::negation};
      tree.children.push_back(*std::move(inner));
      return tree;
    }
    const auto* known = std::ranges::find(kOperators, name, &OperatorName::name);
    if (known == std::end(kOperators)) return unknown_operator(name, pointer);
    const auto* members = operand.as_object();
    if (members == nullptr) {
      return invalid_query(pointer,
                           fmt::format("{} takes an object of fields, not {}.", name, operand.type_name()),
                           fmt::format(R"(Write it as {{"{}": {{"field": value}}}}.)", name));
    }
    std::vector<FilterTree> parts;
    for (const auto& [field, value] : *members) {
      auto leaf = condition(known->op, field, value, below(pointer, field), level);
      if (!leaf) return leaf;
      parts.push_back(*std::move(leaf));
    }
    return together(FilterTree::Kind::all, std::move(parts));
  }

  Result<FilterTree> list(FilterTree::Kind kind, const Json& operand, const std::string& pointer, int level) {
    const auto* items = operand.as_array();
    if (items == nullptr) {
      return invalid_query(pointer,
                           fmt::format("and and or take a list of filters, not {}.", operand.type_name()),
                           R"(Write it as {"and": [{"eq": {…}}, {"gt": {…}}]}.)");
    }
    FilterTree tree{.kind = kind};
    for (std::size_t i = 0; i < items->size(); ++i) {
      auto part = filter((*items)[i], below(pointer, i), level + 1);
      if (!part) return part;
      tree.children.push_back(*std::move(part));
    }
    return tree;
  }

  [[nodiscard]] Error unknown_operator(const std::string& name, const std::string& pointer) const {
    auto allowed = allowed_operators();
    const std::vector<std::string_view> known(allowed.begin(), allowed.end());
    const auto near = nearest(name, known);
    const bool is_field = fields_.find(name) != nullptr;
    std::string hint = is_field
                           ? fmt::format(R"(The operator stands outside: {{"eq": {{"{}": value}}}}.)", name)
                           : "The operator stands outside, the field inside.";
    if (!is_field && !near.empty()) hint = fmt::format("Did you mean {}?", near);
    return invalid_query(pointer, fmt::format("There is no operator {}.", shortened(name)), std::move(hint),
                         std::move(allowed));
  }

  Result<FilterTree> condition(Operator op, const std::string& name, const Json& operand,
                               const std::string& pointer, int level) {
    if (++conditions_ > kMostConditions) {
      return invalid_query(pointer, fmt::format("The filter has more than {} conditions.", kMostConditions),
                           "Use in with a list instead of many eq.");
    }
    FilterTree leaf{.kind = FilterTree::Kind::leaf, .op = op};
    auto target = target_of(name, pointer);
    if (!target) return std::move(target).error();
    leaf.target = *std::move(target);
    const ColumnLayout* column = leaf.target.field != nullptr ? leaf.target.field->column : nullptr;
    const bool free = column == nullptr || !leaf.target.path.empty();
    const bool holds_json = !free && column->kind == ColumnKind::json;
    if (auto fits = check_operator(op, name, operand, free, holds_json, pointer); !fits)
      return std::move(fits).error();
    if (op == Operator::any) {
      ++elements_;
      auto inner = filter(operand, pointer, level + 1);
      --elements_;
      if (!inner) return inner;
      leaf.children.push_back(*std::move(inner));
      return leaf;
    }
    if (op == Operator::in) return listed(std::move(leaf), name, operand, pointer);
    auto value = operand_value(leaf, name, operand, pointer);
    if (!value) return std::move(value).error();
    leaf.values.push_back(*std::move(value));
    return leaf;
  }

  /// Whether the operator can be asked of such a field at all.
  static Result<void> check_operator(Operator op, const std::string& name, const Json& operand, bool free,
                                     bool holds_json, const std::string& pointer) {
    const bool of_elements = op == Operator::any || op == Operator::array_contains;
    if (of_elements && !free && !holds_json) {
      return invalid_query(pointer,
                           fmt::format("{} is no list, so {} can not look into it.", name, name_of(op)),
                           "Use eq, in or contains.");
    }
    const bool is_null_test = (op == Operator::eq || op == Operator::neq) && operand.is_null();
    if (holds_json && !of_elements && op != Operator::contains && !is_null_test) {
      return invalid_query(
          pointer, fmt::format("{} holds a list or an object; {} can not compare it.", name, name_of(op)),
          "Use array_contains or any, name a member as field.member, or compare with null.");
    }
    return {};
  }

  Result<FilterTree> listed(FilterTree leaf, const std::string& name, const Json& operand,
                            const std::string& pointer) {
    const auto* items = operand.as_array();
    if (items == nullptr) {
      return invalid_query(pointer, fmt::format("in takes a list of values, not {}.", operand.type_name()),
                           fmt::format(R"(Write it as {{"in": {{"{}": [value, value]}}}}.)", name));
    }
    listed_ += static_cast<int>(items->size());
    if (items->size() > static_cast<std::size_t>(kMostListed) || listed_ > kMostListed) {
      return invalid_query(pointer, fmt::format("The lists of in hold more than {} values.", kMostListed),
                           "Ask in several calls.");
    }
    for (std::size_t i = 0; i < items->size(); ++i) {
      auto value = operand_value(leaf, name, (*items)[i], below(pointer, i));
      if (!value) return std::move(value).error();
      leaf.values.push_back(*std::move(value));
    }
    return leaf;
  }

  static Result<Value> operand_value(const FilterTree& leaf, const std::string& name, const Json& operand,
                                     const std::string& pointer) {
    if (operand.is_null()) return Value();
    const ColumnLayout* column = leaf.target.field != nullptr ? leaf.target.field->column : nullptr;
    const bool free = column == nullptr || !leaf.target.path.empty();
    if (wants_text(leaf.op)) {
      if (const auto* text = operand.as_string()) return Value(*text);
      return clash(pointer, fmt::format("{} of {}", name_of(leaf.op), name), "text", operand);
    }
    if (free || column->kind == ColumnKind::json) return free_value(pointer, name, operand);
    if (leaf.op != Operator::contains) return column_value(pointer, *column, operand);
    if (const auto* text = operand.as_string()) return Value(*text);
    if (const auto* number = operand.as_number()) return Value(number->text);
    if (const bool* truth = operand.as_bool()) return Value(std::string(*truth ? "true" : "false"));
    return clash(pointer, fmt::format("contains of {}", name), "text", operand);
  }

  Result<Target> target_of(const std::string& name, const std::string& pointer) const {
    if (elements_ > 0) {
      Target target{.path = split(name, '.')};
      if (std::ranges::all_of(target.path, is_json_name)) return target;
      return invalid_query(pointer, fmt::format("{} can not be the name of a member.", shortened(name)),
                           "Inside any, fields are the names of the element's members.");
    }
    if (const auto* field = fields_.find(name)) return Target{.field = field};
    for (std::size_t dot = name.rfind('.'); dot != std::string::npos && dot > 0;
         dot = name.rfind('.', dot - 1)) {
      const auto* field = fields_.find(std::string_view(name).substr(0, dot));
      if (field == nullptr || field->column->kind != ColumnKind::json) continue;
      Target target{.field = field, .path = split(std::string_view(name).substr(dot + 1), '.')};
      if (std::ranges::all_of(target.path, is_json_name)) return target;
    }
    return unknown_field(pointer, name, fields_);
  }

  const QueryFields& fields_;
  int conditions_ = 0;
  int listed_ = 0;
  int elements_ = 0;  ///< how many `any` stand around
};

}  // namespace

QueryFields::QueryFields(const TableLayout& table) {
  for (const auto& column : table.columns) add({.name = std::string(column.name), .column = &column});
}

const QueryField* QueryFields::find(std::string_view name) const {
  const auto found = std::ranges::find(fields_, name, &QueryField::name);
  return found == fields_.end() ? nullptr : &*found;
}

std::vector<std::string> QueryFields::names() const {
  std::vector<std::string> names;
  for (const auto& field : fields_) names.push_back(field.name);
  std::ranges::sort(names);
  return names;
}

std::string_view name_of(Operator op) {
  const auto* found = std::ranges::find(kOperators, op, &OperatorName::op);
  return found->name;
}

std::string below(std::string_view pointer, std::string_view member) {
  std::string out = fmt::format("{}/", pointer);
  for (const char c : member) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

std::string below(std::string_view pointer, std::size_t index) {
  return fmt::format("{}/{}", pointer, index);
}

Error invalid_query(std::string_view pointer, std::string message, std::string hint,
                    std::vector<std::string> allowed) {
  return {.type = ErrorType::invalid_query,
          .message = std::move(message),
          .hint = std::move(hint),
          .param = shortened(pointer, 500),
          .allowed = std::move(allowed)};
}

Error unknown_field(std::string_view pointer, std::string_view name, const QueryFields& fields) {
  auto allowed = fields.names();
  const std::vector<std::string_view> known(allowed.begin(), allowed.end());
  const auto near = nearest(name, known);
  return invalid_query(
      pointer, fmt::format("There is no field {} to search by.", shortened(name)),
      near.empty() ? std::string("Use one of the allowed fields.") : fmt::format("Did you mean {}?", near),
      std::move(allowed));
}

Result<FilterTree> parse_filter(const Json& filter, const QueryFields& fields, std::string_view pointer) {
  if (filter.is_null()) return FilterTree{};
  return Parser(fields).filter(filter, std::string(pointer), 1);
}

Result<std::vector<SortKey>> parse_sort(const Json& sort, const QueryFields& fields,
                                        std::string_view pointer) {
  std::vector<SortKey> keys;
  if (sort.is_null()) return keys;
  const auto* items = sort.as_array();
  constexpr std::string_view kHint = R"(Write it as [{"spend": "desc"}, {"campaign_id": "asc"}].)";
  if (items == nullptr) {
    return invalid_query(pointer, fmt::format("sort is a list, not {}.", sort.type_name()),
                         std::string(kHint));
  }
  constexpr std::size_t kMostKeys = 16;
  if (items->size() > kMostKeys) {
    return invalid_query(pointer, fmt::format("sort has more than {} keys.", kMostKeys), "Leave some out.");
  }
  for (std::size_t i = 0; i < items->size(); ++i) {
    const std::string place = below(pointer, i);
    const auto* members = (*items)[i].as_object();
    if (members == nullptr || members->size() != 1) {
      return invalid_query(place, "Each sort key is an object with one field.", std::string(kHint));
    }
    const auto& [name, direction] = members->front();
    const auto* field = fields.find(name);
    if (field == nullptr) return unknown_field(below(place, name), name, fields);
    if (field->column->kind == ColumnKind::json) {
      return invalid_query(below(place, name),
                           fmt::format("{} holds a list or an object, which has no order.", name),
                           "Sort by another field.");
    }
    const auto* word = direction.as_string();
    if (word == nullptr || (*word != "asc" && *word != "desc")) {
      return invalid_query(below(place, name), "A direction is asc or desc.", std::string(kHint),
                           {"asc", "desc"});
    }
    keys.push_back({.field = field, .descending = *word == "desc"});
  }
  return keys;
}

}  // namespace tiktok_marketing::context
