#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

namespace tiktok_marketing {

/// A small JSON document. Numbers keep their text, so an id of 20 digits and `100.00` survive unchanged;
/// objects keep their order and the last of two equal names wins on lookup.
///
/// For requests, settings and error bodies. Pages of records never become a tree (`tiktok/page.hpp`).
class Json {
 public:
  struct Number {
    std::string text;  ///< as it stood in the document
    bool operator==(const Number&) const = default;
  };
  using Array = std::vector<Json>;
  using Member = std::pair<std::string, Json>;
  using Object = std::vector<Member>;

  Json() = default;                                             ///< null
  Json(std::nullptr_t) {}                                       // NOLINT(google-explicit-constructor)
  Json(bool value) : value_(value) {}                           // NOLINT(google-explicit-constructor)
  Json(int value);                                              // NOLINT(google-explicit-constructor)
  Json(std::int64_t value);                                     // NOLINT(google-explicit-constructor)
  Json(std::uint64_t value);                                    // NOLINT(google-explicit-constructor)
  Json(double value);                                           // NOLINT(google-explicit-constructor)
  Json(Number value) : value_(std::move(value)) {}              // NOLINT(google-explicit-constructor)
  Json(std::string value) : value_(std::move(value)) {}         // NOLINT(google-explicit-constructor)
  Json(std::string_view value) : value_(std::string(value)) {}  // NOLINT(google-explicit-constructor)
  Json(const char* value) : value_(std::string(value)) {}       // NOLINT(google-explicit-constructor)
  Json(Array value) : value_(std::move(value)) {}               // NOLINT(google-explicit-constructor)
  Json(Object value) : value_(std::move(value)) {}              // NOLINT(google-explicit-constructor)

  /// Strict RFC 8259; at most 64 levels deep; duplicate names kept. Errors: `value_error` with the offset.
  [[nodiscard]] static Result<Json> parse(std::string_view text);

  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::nullptr_t>(value_); }
  [[nodiscard]] const bool* as_bool() const { return std::get_if<bool>(&value_); }
  [[nodiscard]] const Number* as_number() const { return std::get_if<Number>(&value_); }
  [[nodiscard]] const std::string* as_string() const { return std::get_if<std::string>(&value_); }
  [[nodiscard]] const Array* as_array() const { return std::get_if<Array>(&value_); }
  [[nodiscard]] const Object* as_object() const { return std::get_if<Object>(&value_); }
  [[nodiscard]] Array* as_array() { return std::get_if<Array>(&value_); }
  [[nodiscard]] Object* as_object() { return std::get_if<Object>(&value_); }
  /// The number as a 64-bit integer; nullopt when it is not a number, has a fraction or does not fit.
  [[nodiscard]] std::optional<std::int64_t> as_int() const;
  [[nodiscard]] std::optional<double> as_double() const;

  /// Member of an object, or nullptr when absent or this is no object.
  [[nodiscard]] const Json* find(std::string_view name) const;
  /// Shorthands for foreign documents: empty when absent or of another type.
  [[nodiscard]] std::string_view text_of(std::string_view name) const;
  [[nodiscard]] std::optional<std::int64_t> int_of(std::string_view name) const;
  /// Replaces or appends a member; turns null into an object.
  void set(std::string_view name, Json value);
  void erase(std::string_view name);
  void push_back(Json value);

  /// Compact text.
  [[nodiscard]] std::string dump() const;
  void append_to(std::string& out) const;
  /// `"an object"`, `"a string"`, … for messages.
  [[nodiscard]] std::string_view type_name() const;

  bool operator==(const Json&) const = default;

 private:
  std::variant<std::nullptr_t, bool, Number, std::string, Array, Object> value_ = nullptr;
};

/// Appends `text` as a JSON string with quotes. Invalid UTF-8 becomes U+FFFD.
void append_json_string(std::string& out, std::string_view text);

}  // namespace tiktok_marketing
