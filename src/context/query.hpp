#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "base/json.hpp"
#include "context/tables.hpp"

/// The language of queries: operators outside, fields inside, `{"gt": {"spend": 9}}`. Pure.
///
/// Logic is two-valued. `eq` null: absent or null; `neq` is the opposite of `eq`, so it holds for nulls;
/// every other comparison with a null on either side is false. Several operators in one object, and several
/// fields of one operator, must all hold.
namespace tiktok_marketing::context {

inline constexpr int kMostLevels = 32;
inline constexpr int kMostConditions = 1'000;
inline constexpr int kMostListed = 10'000;  ///< values of all `in` together

/// A field a query may name.
struct QueryField {
  std::string name;
  const ColumnLayout* column = nullptr;
  std::string alias = "t";  ///< its table's name in SQL; the record's is this with `_raw`
};

/// The fields of one query. References stay valid while fields are added.
class QueryFields {
 public:
  QueryFields() = default;
  explicit QueryFields(const TableLayout& table);
  void add(QueryField field) { fields_.push_back(std::move(field)); }
  /// nullptr for an unknown name.
  [[nodiscard]] const QueryField* find(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> names() const;

 private:
  std::deque<QueryField> fields_;
};

enum class Operator : std::uint8_t {
  eq,
  neq,
  gt,
  gte,
  lt,
  lte,
  in,
  like,
  fuzzy,
  keyword,
  contains,
  array_contains,
  startswith,
  endswith,
  any,
};
[[nodiscard]] std::string_view name_of(Operator op);

/// Bytes of an id that is no 64-bit number.
struct Bytes {
  std::string text;
  friend bool operator==(const Bytes&, const Bytes&) = default;
};
/// A value as the column it is compared with holds it; monostate: null.
using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string, Bytes>;

/// What a condition looks at: a field, or a member within a field that is an array or object. Without field:
/// a member of the element an `any` around it stands at.
struct Target {
  const QueryField* field = nullptr;
  std::vector<std::string> path;
};

struct FilterTree {
  enum class Kind : std::uint8_t {
    all,       ///< each child holds; without children: true
    either,    ///< some child holds; without children: false
    negation,  ///< its one child does not hold
    leaf,
  };
  Kind kind = Kind::all;
  std::vector<FilterTree> children;  ///< of a leaf with `any`: the element's condition
  Operator op = Operator::eq;
  Target target;
  std::vector<Value> values;  ///< one; of `in` any number
};

struct SortKey {
  const QueryField* field = nullptr;
  bool descending = false;
};

/// Reads a filter. `pointer` is the JSON pointer of `filter` itself, for errors. The tree refers to `fields`.
/// Errors: `invalid_query` with the JSON pointer of the fault in `param`, and `allowed`.
[[nodiscard]] Result<FilterTree> parse_filter(const Json& filter, const QueryFields& fields,
                                              std::string_view pointer);
/// `[{"spend": "desc"}, …]`, most significant first. Errors: as `parse_filter`.
[[nodiscard]] Result<std::vector<SortKey>> parse_sort(const Json& sort, const QueryFields& fields,
                                                      std::string_view pointer);

[[nodiscard]] Error invalid_query(std::string_view pointer, std::string message, std::string hint,
                                  std::vector<std::string> allowed = {});
[[nodiscard]] Error unknown_field(std::string_view pointer, std::string_view name, const QueryFields& fields);
/// `pointer` + `/` + `member`, escaped.
[[nodiscard]] std::string below(std::string_view pointer, std::string_view member);
[[nodiscard]] std::string below(std::string_view pointer, std::size_t index);

}  // namespace tiktok_marketing::context
