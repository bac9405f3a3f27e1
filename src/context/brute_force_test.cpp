#include "context/brute_force.hpp"

#include <algorithm>
#include <cctype>

#include "base/text.hpp"

namespace tiktok_marketing::context::brute_force {
namespace {

const Json kNull;

/// Sign, then digits before and behind the point, so that no number is ever rounded.
struct Decimal {
  bool negative = false;
  std::string whole;
  std::string fraction;
};

std::optional<Decimal> decimal_of(std::string text) {
  Decimal out;
  if (text.starts_with('-')) {
    out.negative = true;
    text.erase(0, 1);
  }
  const auto point = text.find('.');
  out.whole = text.substr(0, point);
  if (point != std::string::npos) out.fraction = text.substr(point + 1);
  const auto digits = [](const std::string& part) {
    return std::ranges::all_of(part, [](unsigned char c) { return std::isdigit(c) != 0; });
  };
  if (out.whole.empty() || !digits(out.whole) || !digits(out.fraction)) return std::nullopt;
  if (point != std::string::npos && out.fraction.empty()) return std::nullopt;
  out.whole.erase(0, std::min(out.whole.find_first_not_of('0'), out.whole.size()));
  while (out.fraction.ends_with('0')) out.fraction.pop_back();
  if (out.whole.empty() && out.fraction.empty()) out.negative = false;
  return out;
}

int sign(int value) {
  return (value > 0) - (value < 0);
}

int compare(const Decimal& a, const Decimal& b) {
  if (a.negative != b.negative) return a.negative ? -1 : 1;
  int order = 0;
  if (a.whole.size() != b.whole.size()) {
    order = a.whole.size() < b.whole.size() ? -1 : 1;
  } else {
    order = sign(a.whole.compare(b.whole));
    if (order == 0) order = sign(a.fraction.compare(b.fraction));
  }
  return a.negative ? -order : order;
}

bool is_numeric(const ColumnLayout& column) {
  return column.kind == ColumnKind::integer || column.kind == ColumnKind::number ||
         column.kind == ColumnKind::count || column.kind == ColumnKind::decimal;
}

std::string plain(const Json& json) {
  if (json.as_string() != nullptr) return *json.as_string();
  if (json.as_number() != nullptr) return json.as_number()->text;
  return json.dump();
}

std::string stored_time(std::string text) {
  if (text.size() == 10 && text[4] == '-') return text + " 00:00:00";
  if (text.size() > 10 && text[10] == 'T') {
    text[10] = ' ';
    text.resize(19);
  }
  return text;
}

/// The value as comparisons see it; null where it is not of the column's kind.
Json seen(const Json& value, const ColumnLayout& column) {
  if (value.is_null()) return {};
  if (column.metric != nullptr && plain(value) == "-") return {};
  if (is_numeric(column)) return decimal_of(plain(value)) ? Json(plain(value)) : Json();
  if (column.kind == ColumnKind::boolean) return value.as_bool() != nullptr ? value : Json();
  if (column.kind == ColumnKind::time) return Json(stored_time(plain(value)));
  return Json(plain(value));
}

int compare_seen(const Json& a, const Json& b, const ColumnLayout& column) {
  if (column.kind == ColumnKind::boolean)
    return static_cast<int>(*a.as_bool()) - static_cast<int>(*b.as_bool());
  if (is_numeric(column) || column.kind == ColumnKind::id) {
    return compare(*decimal_of(plain(a)), *decimal_of(plain(b)));
  }
  return sign(plain(a).compare(plain(b)));
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::vector<std::string> words(const std::string& text) {
  std::vector<std::string> out(1);
  for (const char c : lower(text)) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      out.back() += c;
    } else {
      out.emplace_back();
    }
  }
  std::erase(out, "");
  return out;
}

bool like(std::string_view text, std::string_view pattern) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '%') {
    return like(text, pattern.substr(1)) || (!text.empty() && like(text.substr(1), pattern));
  }
  if (text.empty()) return false;
  return (pattern[0] == '_' || pattern[0] == text[0]) && like(text.substr(1), pattern.substr(1));
}

bool text_holds(const std::string& op, const std::string& text, const std::string& pattern) {
  const std::string t = lower(text);
  const std::string p = lower(pattern);
  if (op == "startswith") return t.rfind(p, 0) == 0;
  if (op == "endswith") return t.size() >= p.size() && t.substr(t.size() - p.size()) == p;
  if (op == "like" && p.find_first_of("%_") != std::string::npos) return like(t, p);
  if (op == "like" || op == "contains") return t.find(p) != std::string::npos;
  const auto have = words(text);
  const auto want = words(pattern);
  if (op == "keyword") {
    return std::ranges::any_of(want, [&](const auto& w) { return std::ranges::find(have, w) != have.end(); });
  }
  return std::ranges::all_of(want, [&](const auto& w) {
    return std::ranges::any_of(have, [&](const auto& h) { return h.find(w) != std::string::npos; });
  });
}

/// What text operators look at.
std::string shown(const Json& value, const ColumnLayout& column) {
  if (value.as_bool() != nullptr) return *value.as_bool() ? "true" : "false";
  if (column.kind == ColumnKind::time) return stored_time(plain(value));
  return plain(value);
}

/// Equality of JSON scalars, digits being the same as text and as number.
bool free_equal(const Json& value, const Json& operand) {
  if (operand.is_null()) return value.is_null();
  if (value.is_null() || value.as_array() != nullptr || value.as_object() != nullptr) return false;
  if ((value.as_bool() != nullptr) != (operand.as_bool() != nullptr)) return false;
  if (value.as_bool() != nullptr) return *value.as_bool() == *operand.as_bool();
  if (value.as_number() != nullptr && operand.as_number() != nullptr) {
    return compare(*decimal_of(plain(value)), *decimal_of(plain(operand))) == 0;
  }
  return plain(value) == plain(operand);
}

const Json& member(const Json& object, const std::string& path) {
  const Json* at = &object;
  for (const auto& name : split(path, '.')) {
    at = at->find(name);
    if (at == nullptr) return kNull;
  }
  return *at;
}

bool element_holds(const Json& filter, const Json& element);

bool free_condition(const std::string& op, const Json& value, const Json& operand) {
  if (op == "eq") return free_equal(value, operand);
  if (op == "neq") return !free_equal(value, operand);
  if (op == "in") {
    return std::ranges::any_of(*operand.as_array(),
                               [&](const Json& each) { return !each.is_null() && free_equal(value, each); });
  }
  if (op == "any") {
    if (value.as_array() == nullptr) return false;
    return std::ranges::any_of(*value.as_array(), [&](const Json& element) {
      return element.as_object() != nullptr && element_holds(operand, element);
    });
  }
  if (op == "array_contains" || (op == "contains" && value.as_array() != nullptr)) {
    if (value.as_array() == nullptr || operand.is_null()) return false;
    return std::ranges::any_of(*value.as_array(),
                               [&](const Json& each) { return free_equal(each, operand); });
  }
  if (value.is_null() || operand.is_null() || value.as_array() != nullptr || value.as_object() != nullptr)
    return false;
  if (op == "gt" || op == "gte" || op == "lt" || op == "lte") {
    int order = 0;
    if (value.as_number() != nullptr && operand.as_number() != nullptr) {
      order = compare(*decimal_of(plain(value)), *decimal_of(plain(operand)));
    } else if (value.as_string() != nullptr && operand.as_string() != nullptr) {
      order = sign(plain(value).compare(plain(operand)));
    } else {
      return false;
    }
    return op == "gt" ? order > 0 : op == "gte" ? order >= 0 : op == "lt" ? order < 0 : order <= 0;
  }
  return text_holds(op, plain(value), plain(operand));
}

bool condition(const std::string& op, const std::string& name, const Json& operand, const Json& record,
               const TableLayout& table) {
  const ColumnLayout* column = table.find(name);
  if (column == nullptr || column->kind == ColumnKind::json)
    return free_condition(op, member(record, name), operand);
  const Json& raw = member(record, name);
  const Json value = seen(raw, *column);
  if (op == "eq" || op == "neq") {
    const bool equal = operand.is_null() || value.is_null()
                           ? operand.is_null() && value.is_null()
                           : compare_seen(value, seen(operand, *column), *column) == 0;
    return equal == (op == "eq");
  }
  if (op == "in") {
    return !value.is_null() && std::ranges::any_of(*operand.as_array(), [&](const Json& each) {
      return !each.is_null() && compare_seen(value, seen(each, *column), *column) == 0;
    });
  }
  if (operand.is_null()) return false;
  if (op == "gt" || op == "gte" || op == "lt" || op == "lte") {
    if (value.is_null()) return false;
    const int order = compare_seen(value, seen(operand, *column), *column);
    return op == "gt" ? order > 0 : op == "gte" ? order >= 0 : op == "lt" ? order < 0 : order <= 0;
  }
  const bool absent =
      is_numeric(*column) && column->kind != ColumnKind::integer && column->kind != ColumnKind::count
          ? raw.is_null() || (column->metric != nullptr && plain(raw) == "-")
          : value.is_null();
  if (absent) return false;
  const std::string pattern =
      operand.as_bool() != nullptr ? (*operand.as_bool() ? "true" : "false") : plain(operand);
  return text_holds(op, shown(raw, *column), pattern);
}

template <typename Condition>
bool walk(const Json& filter, const Condition& holds_for) {
  return std::ranges::all_of(*filter.as_object(), [&](const Json::Member& clause) {
    const auto& [op, operand] = clause;
    const auto each = [&](const Json& part) { return walk(part, holds_for); };
    if (op == "and") return std::ranges::all_of(*operand.as_array(), each);
    if (op == "or") return std::ranges::any_of(*operand.as_array(), each);
    if (op == "not") return !each(operand);
    return std::ranges::all_of(*operand.as_object(), [&](const Json::Member& field) {
      return holds_for(op, field.first, field.second);
    });
  });
}

bool element_holds(const Json& filter, const Json& element) {
  return walk(filter, [&](const std::string& op, const std::string& name, const Json& operand) {
    return free_condition(op, member(element, name), operand);
  });
}

}  // namespace

bool holds(const Json& filter, const Json& record, const TableLayout& table) {
  return walk(filter, [&](const std::string& op, const std::string& name, const Json& operand) {
    return condition(op, name, operand, record, table);
  });
}

int compare(const Json& left, const Json& right, const ColumnLayout& column, bool descending) {
  const Json a = seen(member(left, std::string(column.name)), column);
  const Json b = seen(member(right, std::string(column.name)), column);
  if (a.is_null() || b.is_null()) return static_cast<int>(a.is_null()) - static_cast<int>(b.is_null());
  const int order = compare_seen(a, b, column);
  return descending ? -order : order;
}

}  // namespace tiktok_marketing::context::brute_force
