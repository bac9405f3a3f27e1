#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "base/date.hpp"
#include "base/json.hpp"

namespace tiktok_marketing::mcp {

/// The arguments of one tool call, read one by one. The first fault is kept; reading goes on with what is
/// absent. Refers to the JSON it was made of.
class Arguments {
 public:
  /// `arguments` null: none. `names`: all that the tool knows; empty: any. `example`: a correct call, for
  /// errors.
  Arguments(const Json& arguments, std::span<const std::string_view> names, std::string_view example);

  [[nodiscard]] const Json* find(std::string_view name) const;
  [[nodiscard]] std::string text(std::string_view name);
  /// Text that is one of `allowed`; the first of them when absent.
  [[nodiscard]] std::string word(std::string_view name, std::span<const std::string_view> allowed);
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name, std::int64_t least,
                                                    std::int64_t most);
  /// A day, written 2026-09-14.
  [[nodiscard]] std::optional<Date> date(std::string_view name);
  /// A list of texts; one text counts as a list of one.
  [[nodiscard]] std::vector<std::string> texts(std::string_view name);
  /// An object, also written as JSON text. An empty object when absent.
  [[nodiscard]] Json object(std::string_view name);
  void require(std::string_view name);

  [[nodiscard]] const std::optional<Error>& fault() const { return fault_; }
  /// An error about one of these arguments, with the example.
  [[nodiscard]] Error error(std::string_view name, std::string message, std::string hint) const;

 private:
  void note(Error error);
  void refuse(std::string_view name, std::string_view what);

  const Json* arguments_;
  std::string_view example_;
  std::optional<Error> fault_;
};

}  // namespace tiktok_marketing::mcp
