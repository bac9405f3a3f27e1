#include "base/json.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "base/json_scanner.hpp"

namespace tiktok_marketing {

Json::Json(int value) : value_(Number{std::to_string(value)}) {}
Json::Json(std::int64_t value) : value_(Number{std::to_string(value)}) {}
Json::Json(std::uint64_t value) : value_(Number{std::to_string(value)}) {}
Json::Json(double value) {
  if (std::isfinite(value)) value_ = Number{fmt::format("{}", value)};
}

namespace {

class TreeBuilder {
 public:
  explicit TreeBuilder(std::string_view text) : scanner_(text) {}

  Result<Json> build() {
    auto value = read_value(0);
    if (!value) return value;
    if (!scanner_.at_end()) return scanner_.failure("text after the end of the document");
    return value;
  }

 private:
  Result<Json> read_value(int depth) {
    const char first = scanner_.peek();
    if (depth == JsonScanner::kMaxDepth && (first == '{' || first == '[')) {
      return scanner_.failure("nested more than 64 levels deep");
    }
    switch (first) {
      case '{':
        return read_object(depth);
      case '[':
        return read_array(depth);
      case '"':
        return read_string().transform([](std::string s) { return Json(std::move(s)); });
      case 't':
        return scanner_.literal("true") ? Result<Json>(Json(true)) : scanner_.failure("expected true");
      case 'f':
        return scanner_.literal("false") ? Result<Json>(Json(false)) : scanner_.failure("expected false");
      case 'n':
        return scanner_.literal("null") ? Result<Json>(Json()) : scanner_.failure("expected null");
      default:
        break;
    }
    const std::string_view number = scanner_.number();
    if (number.empty()) return scanner_.failure("expected a value");
    return Json(Json::Number{std::string(number)});
  }

  Result<std::string> read_string() {
    std::string text;
    if (!scanner_.string(&text)) return scanner_.failure("broken string");
    return text;
  }

  Result<Json> read_array(int depth) {
    Json::Array items;
    scanner_.accept('[');
    if (scanner_.accept(']')) return Json(std::move(items));
    do {
      auto item = read_value(depth + 1);
      if (!item) return item;
      items.push_back(std::move(*item));
    } while (scanner_.accept(','));
    if (!scanner_.accept(']')) return scanner_.failure("expected , or ]");
    return Json(std::move(items));
  }

  Result<Json> read_object(int depth) {
    Json::Object members;
    scanner_.accept('{');
    if (scanner_.accept('}')) return Json(std::move(members));
    do {
      if (scanner_.peek() != '"') return scanner_.failure("expected a name in quotes");
      auto name = read_string();
      if (!name) return std::move(name).error();
      if (!scanner_.accept(':')) return scanner_.failure("expected :");
      auto value = read_value(depth + 1);
      if (!value) return value;
      members.emplace_back(std::move(*name), std::move(*value));
    } while (scanner_.accept(','));
    if (!scanner_.accept('}')) return scanner_.failure("expected , or }");
    return Json(std::move(members));
  }

  JsonScanner scanner_;
};

}  // namespace

Result<Json> Json::parse(std::string_view text) {
  return TreeBuilder(text).build();
}

std::optional<std::int64_t> Json::as_int() const {
  const Number* number = as_number();
  if (number == nullptr) return std::nullopt;
  std::int64_t value = 0;
  const char* end = number->text.data() + number->text.size();
  const auto [stop, error] = std::from_chars(number->text.data(), end, value);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

std::optional<double> Json::as_double() const {
  const Number* number = as_number();
  if (number == nullptr) return std::nullopt;
  double value = 0;
  const char* end = number->text.data() + number->text.size();
  const auto [stop, error] = std::from_chars(number->text.data(), end, value);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

const Json* Json::find(std::string_view name) const {
  const Object* object = as_object();
  if (object == nullptr) return nullptr;
  const auto member =
      std::find_if(object->rbegin(), object->rend(), [&](const Member& m) { return m.first == name; });
  return member == object->rend() ? nullptr : &member->second;
}

std::string_view Json::text_of(std::string_view name) const {
  const Json* member = find(name);
  const std::string* text = member == nullptr ? nullptr : member->as_string();
  return text == nullptr ? std::string_view{} : std::string_view{*text};
}

std::optional<std::int64_t> Json::int_of(std::string_view name) const {
  const Json* member = find(name);
  return member == nullptr ? std::nullopt : member->as_int();
}

void Json::set(std::string_view name, Json value) {
  if (is_null()) value_ = Object{};
  Object& object = std::get<Object>(value_);
  const auto member =
      std::find_if(object.begin(), object.end(), [&](const Member& m) { return m.first == name; });
  if (member == object.end()) {
    object.emplace_back(std::string(name), std::move(value));
  } else {
    member->second = std::move(value);
  }
}

void Json::erase(std::string_view name) {
  if (Object* object = as_object()) std::erase_if(*object, [&](const Member& m) { return m.first == name; });
}

void Json::push_back(Json value) {
  if (is_null()) value_ = Array{};
  std::get<Array>(value_).push_back(std::move(value));
}

std::string Json::dump() const {
  std::string out;
  append_to(out);
  return out;
}

void Json::append_to(std::string& out) const {
  if (const bool* flag = as_bool()) {
    out += *flag ? "true" : "false";
  } else if (const Number* number = as_number()) {
    out += number->text;
  } else if (const std::string* text = as_string()) {
    append_json_string(out, *text);
  } else if (const Array* items = as_array()) {
    out += '[';
    for (const Json& item : *items) {
      if (&item != items->data()) out += ',';
      item.append_to(out);
    }
    out += ']';
  } else if (const Object* members = as_object()) {
    out += '{';
    for (const Member& member : *members) {
      if (&member != members->data()) out += ',';
      append_json_string(out, member.first);
      out += ':';
      member.second.append_to(out);
    }
    out += '}';
  } else {
    out += "null";
  }
}

std::string_view Json::type_name() const {
  if (is_null()) return "null";
  if (as_bool() != nullptr) return "a boolean";
  if (as_number() != nullptr) return "a number";
  if (as_string() != nullptr) return "a string";
  if (as_array() != nullptr) return "an array";
  return "an object";
}

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x80) {
      const std::size_t length = utf8_length(text.substr(i));
      if (length > 0) {
        i += length;
        continue;
      }
    } else if (byte >= 0x20 && byte != '"' && byte != '\\') {
      ++i;
      continue;
    }
    out.append(text.substr(plain, i - plain));
    switch (byte) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (byte < 0x20) {
          out += fmt::format("\\u{:04x}", byte);
        } else {
          out += "\xEF\xBF\xBD";
        }
    }
    plain = ++i;
  }
  out.append(text.substr(plain));
  out += '"';
}

}  // namespace tiktok_marketing
