#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"

namespace tiktok_marketing::server {

/// One place of a document that is not as its schema says.
struct Violation {
  std::string field;  ///< `replication_config.start_date`, `entities.0.entity`; `body` for the whole document
  std::string message;
  std::string error_code;            ///< `missing` or `value_error.<what>`
  std::string given;                 ///< shortened; empty for `missing`
  std::vector<std::string> allowed;  ///< of an enum
};

/// A compiled JSON Schema. Made by `Schemas`, which owns it; immutable.
struct Schema {
  enum TypeBit : unsigned {
    object = 1,
    array = 2,
    string = 4,
    number = 8,
    integer = 16,
    boolean = 32,
    null = 64,
  };
  enum class Format { none, uuid, date, date_time, uri };

  const Schema* target = nullptr;  ///< of `$ref`
  std::vector<const Schema*> any_of;
  unsigned types = 0;  ///< or of `TypeBit`; 0: any
  std::vector<std::pair<std::string, const Schema*>> properties;
  std::vector<std::string> required;
  bool additional_properties = true;
  const Schema* items = nullptr;
  std::vector<Json> allowed;
  Format format = Format::none;
  std::size_t min_length = 0;  ///< in characters
  std::size_t max_length = std::string::npos;
  std::size_t max_items = std::string::npos;
  std::optional<double> minimum;
  std::optional<double> maximum;
};

/// The subset of JSON Schema that our contract uses: $ref (to components/schemas), anyOf, type (also a list),
/// properties, required, additionalProperties (true or false), items, enum, format, minLength, maxLength,
/// maxItems, minimum, maximum. Words for people (description, default, …) mean nothing here.
///
/// Thread-safety: compile everything first; checking is const.
class Schemas {
 public:
  /// Compiles `components.schemas` of an OpenAPI document.
  explicit Schemas(const Json& document);

  /// Compiles a schema that stands elsewhere in the document.
  [[nodiscard]] const Schema* compile(const Json& schema);
  /// nullptr for an unknown name.
  [[nodiscard]] const Schema* named(std::string_view name) const;
  /// Keywords that were met and would be ignored, and references to nothing. Empty for our contract.
  [[nodiscard]] const std::vector<std::string>& unsupported() const { return unsupported_; }

 private:
  void compile_into(Schema& out, const Json& schema);
  void compile_keyword(Schema& out, std::string_view keyword, const Json& value);

  std::deque<Schema> nodes_;
  std::map<std::string, Schema*, std::less<>> named_;
  std::vector<std::string> unsupported_;
};

/// All mistakes of a value, in the order of the schema; at most 20.
[[nodiscard]] std::vector<Violation> check(const Schema& schema, const Json& value,
                                           std::string_view field = "body");

/// A value that came as text in a path, query or header, as the JSON the schema asks for: digits become a
/// number, `true` and `false` booleans; everything else stays text.
[[nodiscard]] Json value_from_text(const Schema& schema, std::string_view text);

}  // namespace tiktok_marketing::server
