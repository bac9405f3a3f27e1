#include "server/json_schema.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.hpp"
#include "server/text_formats.hpp"

namespace tiktok_marketing::server {
namespace {

constexpr std::string_view kSchemaPrefix = "#/components/schemas/";
constexpr std::size_t kMaxViolations = 20;

struct TypeName {
  std::string_view name;
  Schema::TypeBit bit;
  std::string_view words;
};
constexpr std::array kTypeNames{
    TypeName{"object", Schema::object, "an object"},
    TypeName{"array", Schema::array, "an array"},
    TypeName{"string", Schema::string, "a string"},
    TypeName{"number", Schema::number, "a number"},
    TypeName{"integer", Schema::integer, "an integer"},
    TypeName{"boolean", Schema::boolean, "a boolean"},
    TypeName{"null", Schema::null, "null"},
};
constexpr std::array<std::pair<std::string_view, Schema::Format>, 4> kFormats{{
    {"uuid", Schema::Format::uuid},
    {"date", Schema::Format::date},
    {"date-time", Schema::Format::date_time},
    {"uri", Schema::Format::uri},
}};
constexpr std::array<std::string_view, 5> kWordsForPeople{"description", "default", "title", "deprecated",
                                                          "example"};

unsigned type_bits_of(const Json& value) {
  if (value.is_null()) return Schema::null;
  if (value.as_bool() != nullptr) return Schema::boolean;
  if (value.as_string() != nullptr) return Schema::string;
  if (value.as_object() != nullptr) return Schema::object;
  if (value.as_array() != nullptr) return Schema::array;
  return value.as_int() ? Schema::number | Schema::integer : Schema::number;
}

std::string words_of(unsigned types) {
  std::vector<std::string> words;
  for (const TypeName& type : kTypeNames) {
    // null stands for absent; nobody has to be told that it may be sent.
    if ((types & type.bit) != 0 && type.bit != Schema::null) words.emplace_back(type.words);
  }
  return join(words, " or ");
}

std::string_view words_of(Schema::Format format) {
  switch (format) {
    case Schema::Format::uuid:
      return "a UUID";
    case Schema::Format::date:
      return "a day as YYYY-MM-DD";
    case Schema::Format::date_time:
      return "a time as YYYY-MM-DDTHH:MM:SSZ";
    case Schema::Format::uri:
      return "an absolute URL";
    case Schema::Format::none:
      break;
  }
  return "text";
}

bool has_format(Schema::Format format, std::string_view text) {
  switch (format) {
    case Schema::Format::uuid:
      return is_uuid(text);
    case Schema::Format::date:
      return is_day(text);
    case Schema::Format::date_time:
      return parse_rfc3339(text).has_value();
    case Schema::Format::uri:
      return is_absolute_url(text);
    case Schema::Format::none:
      break;
  }
  return true;
}

std::size_t characters_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & '\xC0') != '\x80'; }));
}

class Checker {
 public:
  explicit Checker(std::vector<Violation>& out) : out_(out) {}

  void check(const Schema& schema, const Json& value, const std::string& path) {
    if (out_.size() >= kMaxViolations) return;
    if (schema.target != nullptr) return check(*schema.target, value, path);
    if (!schema.any_of.empty()) return check_any(schema, value, path);
    if (schema.types != 0 && (schema.types & type_bits_of(value)) == 0) {
      return complain(path, "value_error.type",
                      fmt::format("must be {}, not {}", words_of(schema.types), value.type_name()), value);
    }
    if (!schema.allowed.empty() && std::ranges::find(schema.allowed, value) == schema.allowed.end()) {
      return complain_about_choice(schema, value, path);
    }
    if (const auto* text = value.as_string()) check_text(schema, *text, value, path);
    if (value.as_number() != nullptr) check_number(schema, value, path);
    if (const auto* items = value.as_array()) check_items(schema, *items, value, path);
    if (const auto* members = value.as_object()) check_members(schema, *members, value, path);
  }

 private:
  static std::string inside(const std::string& path, std::string_view name) {
    return path.empty() ? std::string(name) : fmt::format("{}.{}", path, name);
  }
  void complain(const std::string& path, std::string code, const std::string& what, const Json& given) {
    const std::string field = path.empty() ? "body" : path;
    const std::string text = given.as_string() != nullptr ? *given.as_string() : given.dump();
    out_.push_back({field, fmt::format("{} {}", field, what), std::move(code), shortened(text), {}});
  }
  void complain_about_choice(const Schema& schema, const Json& value, const std::string& path) {
    std::vector<std::string> allowed;
    for (const Json& each : schema.allowed) {
      if (each.as_string() != nullptr) allowed.push_back(*each.as_string());
    }
    complain(path, "value_error.enum", fmt::format("must be one of {}", join(allowed, ", ")), value);
    out_.back().allowed = std::move(allowed);
  }

  // The branch of the value's type tells best what is wrong.
  void check_any(const Schema& schema, const Json& value, const std::string& path) {
    std::vector<Violation> best;
    for (const Schema* branch : schema.any_of) {
      std::vector<Violation> found;
      Checker(found).check(*branch, value, path);
      if (found.empty()) return;
      if (best.empty()) best = std::move(found);
    }
    out_.insert(out_.end(), best.begin(), best.end());
  }
  void check_text(const Schema& schema, std::string_view text, const Json& value, const std::string& path) {
    const std::size_t length = characters_of(text);
    if (length < schema.min_length) {
      complain(path, "value_error.length",
               schema.min_length == 1 ? "must not be empty"
                                      : fmt::format("must have at least {} characters", schema.min_length),
               value);
    } else if (length > schema.max_length) {
      complain(path, "value_error.length",
               fmt::format("has {} characters; at most {} are accepted", length, schema.max_length), value);
    } else if (!has_format(schema.format, text)) {
      complain(path, "value_error.format", fmt::format("must be {}", words_of(schema.format)), value);
    }
  }
  void check_number(const Schema& schema, const Json& value, const std::string& path) {
    const auto number = value.as_double();
    if (schema.minimum && (!number || *number < *schema.minimum)) {
      complain(path, "value_error.range", fmt::format("must be {} or more", *schema.minimum), value);
    } else if (schema.maximum && (!number || *number > *schema.maximum)) {
      complain(path, "value_error.range", fmt::format("must be {} or less", *schema.maximum), value);
    }
  }
  void check_items(const Schema& schema, const Json::Array& items, const Json& value,
                   const std::string& path) {
    if (items.size() > schema.max_items) {
      return complain(path, "value_error.items",
                      fmt::format("has {} items; at most {} are accepted", items.size(), schema.max_items),
                      value);
    }
    if (schema.items == nullptr) return;
    for (std::size_t i = 0; i < items.size(); ++i)
      check(*schema.items, items[i], inside(path, fmt::to_string(i)));
  }
  void check_members(const Schema& schema, const Json::Object& members, const Json& value,
                     const std::string& path) {
    for (const std::string& name : schema.required) {
      if (value.find(name) != nullptr) continue;
      out_.push_back(
          {inside(path, name), fmt::format("required property '{}' not found", name), "missing", {}, {}});
    }
    for (const auto& [name, property] : schema.properties) {
      if (const Json* member = value.find(name)) check(*property, *member, inside(path, name));
    }
    if (schema.additional_properties) return;
    for (const auto& [name, member] : members) {
      if (std::ranges::find(schema.properties, name, &std::pair<std::string, const Schema*>::first) ==
          schema.properties.end()) {
        complain(inside(path, shortened(name, 60)), "value_error.extra", "is not known here", member);
      }
    }
  }

  std::vector<Violation>& out_;
};

}  // namespace

Schemas::Schemas(const Json& document) {
  const Json* components = document.find("components");
  const Json* schemas = components == nullptr ? nullptr : components->find("schemas");
  const Json::Object* members = schemas == nullptr ? nullptr : schemas->as_object();
  if (members == nullptr) return;
  for (const auto& [name, schema] : *members) named_[name] = &nodes_.emplace_back();
  for (const auto& [name, schema] : *members) compile_into(*named_[name], schema);
}

const Schema* Schemas::compile(const Json& schema) {
  if (const std::string_view target = schema.text_of("$ref"); target.starts_with(kSchemaPrefix)) {
    if (const Schema* found = named(target.substr(kSchemaPrefix.size()))) return found;
  }
  Schema& node = nodes_.emplace_back();
  compile_into(node, schema);
  return &node;
}

const Schema* Schemas::named(std::string_view name) const {
  const auto it = named_.find(name);
  return it == named_.end() ? nullptr : it->second;
}

void Schemas::compile_into(Schema& out, const Json& schema) {
  const Json::Object* members = schema.as_object();
  if (members == nullptr) {
    unsupported_.push_back("a schema that is no object");
    return;
  }
  for (const auto& [keyword, value] : *members) compile_keyword(out, keyword, value);
}

void Schemas::compile_keyword(Schema& out, std::string_view keyword, const Json& value) {
  const auto size = [&value] { return static_cast<std::size_t>(value.as_int().value_or(0)); };
  const auto items = [&value] {
    return value.as_array() != nullptr ? *value.as_array() : Json::Array{value};
  };
  if (keyword == "$ref") {
    const std::string_view target = value.as_string() != nullptr ? *value.as_string() : std::string_view{};
    if (target.starts_with(kSchemaPrefix)) out.target = named(target.substr(kSchemaPrefix.size()));
    if (out.target == nullptr) unsupported_.push_back(fmt::format("$ref {}", target));
  } else if (keyword == "anyOf") {
    for (const Json& branch : items()) out.any_of.push_back(compile(branch));
  } else if (keyword == "type") {
    for (const Json& name : items()) {
      for (const TypeName& type : kTypeNames) {
        if (name == Json(type.name)) out.types |= type.bit;
      }
    }
  } else if (keyword == "properties" && value.as_object() != nullptr) {
    for (const auto& [name, property] : *value.as_object())
      out.properties.emplace_back(name, compile(property));
  } else if (keyword == "required") {
    for (const Json& name : items())
      out.required.push_back(name.as_string() != nullptr ? *name.as_string() : "");
  } else if (keyword == "additionalProperties" && value.as_bool() != nullptr) {
    out.additional_properties = *value.as_bool();
  } else if (keyword == "items") {
    out.items = compile(value);
  } else if (keyword == "enum") {
    out.allowed = items();
  } else if (keyword == "format") {
    const auto it =
        std::ranges::find_if(kFormats, [&](const auto& each) { return value == Json(each.first); });
    if (it != kFormats.end())
      out.format = it->second;
    else
      unsupported_.push_back(fmt::format("format {}", value.dump()));
  } else if (keyword == "minLength") {
    out.min_length = size();
  } else if (keyword == "maxLength") {
    out.max_length = size();
  } else if (keyword == "maxItems") {
    out.max_items = size();
  } else if (keyword == "minimum") {
    out.minimum = value.as_double();
  } else if (keyword == "maximum") {
    out.maximum = value.as_double();
  } else if (std::ranges::find(kWordsForPeople, keyword) == kWordsForPeople.end()) {
    unsupported_.emplace_back(keyword);
  }
}

std::vector<Violation> check(const Schema& schema, const Json& value, std::string_view field) {
  std::vector<Violation> found;
  Checker(found).check(schema, value, field == "body" ? std::string{} : std::string(field));
  return found;
}

Json value_from_text(const Schema& schema, std::string_view text) {
  const Schema* plain = &schema;
  while (plain->target != nullptr) plain = plain->target;
  if ((plain->types & Schema::boolean) != 0 && (text == "true" || text == "false")) return text == "true";
  if ((plain->types & (Schema::integer | Schema::number)) != 0) {
    if (auto number = Json::parse(text); number && number->as_number() != nullptr) return std::move(*number);
  }
  return text;
}

}  // namespace tiktok_marketing::server
