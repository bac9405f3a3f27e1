#include "context/query_cursor.hpp"

#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "base/text.hpp"

namespace tiktok_marketing::context {
namespace {

constexpr char kHex[] = "0123456789abcdef";

Error invalid(std::string_view given, std::string message) {
  return {.type = ErrorType::invalid_cursor,
          .message = std::move(message),
          .hint =
              "Pass meta.cursor of the previous answer unchanged and with the same query, or leave cursor "
              "out to start again.",
          .param = "cursor",
          .given = shortened(given)};
}

std::string to_hex(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    out += kHex[static_cast<unsigned char>(c) >> 4];
    out += kHex[static_cast<unsigned char>(c) & 15];
  }
  return out;
}

int nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::optional<std::string> from_hex(std::string_view hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  std::string out;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const int high = nibble(hex[i]);
    const int low = nibble(hex[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
  }
  return out;
}

/// One letter for the type, then the value: `n`, `i5`, `r0.5`, `t<hex>`, `b<hex>`.
std::string encode(const Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return fmt::format("i{}", *whole);
  if (const auto* real = std::get_if<double>(&value)) return fmt::format("r{}", *real);
  if (const auto* text = std::get_if<std::string>(&value)) return "t" + to_hex(*text);
  if (const auto* bytes = std::get_if<Bytes>(&value)) return "b" + to_hex(bytes->text);
  if (const bool* truth = std::get_if<bool>(&value)) return *truth ? "i1" : "i0";
  return "n";
}

template <typename T>
std::optional<T> number(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<Value> decode(std::string_view text) {
  if (text == "n") return Value();
  if (text.empty()) return std::nullopt;
  const std::string_view rest = text.substr(1);
  switch (text.front()) {
    case 'i':
      if (const auto whole = number<std::int64_t>(rest)) return Value(*whole);
      return std::nullopt;
    case 'r':
      if (const auto real = number<double>(rest); real && !std::isnan(*real)) return Value(*real);
      return std::nullopt;
    case 't':
      if (auto bytes = from_hex(rest)) return Value(*std::move(bytes));
      return std::nullopt;
    case 'b':
      if (auto bytes = from_hex(rest)) return Value(Bytes{*std::move(bytes)});
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

bool is_null(const Value& value) {
  return std::holds_alternative<std::monostate>(value);
}

/// The keys at the end that go up and are never null: SQLite looks them up in an index when they are compared
/// as one.
std::size_t first_of_row_value(const std::vector<SortKey>& order) {
  std::size_t i = order.size();
  while (i > 0 && !order[i - 1].descending && order[i - 1].field->column->never_null) --i;
  return i;
}

SqlPart after_row_value(const std::vector<SortKey>& order, const std::vector<Value>& values,
                        std::size_t from) {
  SqlPart out;
  std::string columns;
  std::string marks;
  for (std::size_t i = from; i < order.size(); ++i) {
    columns += (columns.empty() ? "" : ", ") + sort_sql(*order[i].field);
    marks += marks.empty() ? "?" : ", ?";
    out.values.push_back(values[i]);
  }
  out.text = fmt::format("({}) > ({})", columns, marks);
  return out;
}

/// "is after values[i], or is the same and the keys behind it are after theirs"
SqlPart after_from(const std::vector<SortKey>& order, const std::vector<Value>& values, std::size_t i,
                   std::size_t row_value) {
  if (i == order.size()) return {.text = "0"};
  if (i == row_value) return after_row_value(order, values, i);
  const std::string column = sort_sql(*order[i].field);
  SqlPart rest = after_from(order, values, i + 1, row_value);
  SqlPart out;
  if (is_null(values[i])) {  // nulls come last: nothing but nulls is left
    out.text = fmt::format("({} IS NULL AND ", column);
    out.append(rest);
    out.text += ')';
    return out;
  }
  out.text = fmt::format("({} {} ? OR {} IS NULL OR ({} = ? AND ", column, order[i].descending ? "<" : ">",
                         column, column);
  out.values = {values[i], values[i]};
  out.append(rest);
  out.text += "))";
  return out;
}

}  // namespace

std::uint64_t fingerprint(const std::vector<std::string>& texts) {
  std::uint64_t hash = 14695981039346656037ULL;
  const auto add = [&](std::string_view text) {
    for (const char c : text) {
      hash ^= static_cast<unsigned char>(c);
      hash *= 1099511628211ULL;
    }
  };
  for (const auto& text : texts) {
    add(fmt::to_string(text.size()));
    add(":");
    add(text);
  }
  return hash;
}

std::string encode_cursor(const std::vector<Value>& values, std::uint64_t binding) {
  std::string out = fmt::format("s1~{:x}", binding);
  for (const Value& value : values) out += "~" + encode(value);
  return out;
}

Result<std::vector<Value>> decode_cursor(std::string_view text, std::uint64_t binding, std::size_t count) {
  const auto parts = split(text, '~');
  if (parts.size() < 2 || parts[0] != "s1") return invalid(text, "This is no cursor of a search.");
  if (parts[1] != fmt::format("{:x}", binding)) {
    return invalid(text, "This cursor belongs to another query.");
  }
  std::vector<Value> values;
  for (std::size_t i = 2; i < parts.size(); ++i) {
    auto value = decode(parts[i]);
    if (!value) return invalid(text, "This cursor is damaged.");
    values.push_back(*std::move(value));
  }
  if (values.size() != count) return invalid(text, "This cursor is damaged.");
  return values;
}

std::string order_sql(const std::vector<SortKey>& order) {
  std::string out;
  for (const SortKey& key : order) {
    if (!out.empty()) out += ", ";
    out += sort_sql(*key.field);
    if (key.descending) out += " DESC";
    if (!key.field->column->never_null) out += " NULLS LAST";
  }
  return out;
}

SqlPart after_sql(const std::vector<SortKey>& order, const std::vector<Value>& values) {
  return after_from(order, values, 0, first_of_row_value(order));
}

}  // namespace tiktok_marketing::context
