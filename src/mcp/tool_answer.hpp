#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <tiktok_marketing/base/error.hpp>

#include "base/json.hpp"

/// Results of `tools/call` as JSON text. Pure. The rows stand in one place of a result, never in two.
namespace tiktok_marketing::mcp {

enum class Format : std::uint8_t {
  rows,     ///< `data`: one object a row
  columns,  ///< `columns` and `rows`: the names once
  csv,      ///< as text
};
inline constexpr std::string_view kFormats[] = {"rows", "columns", "csv"};

/// Where a client looks: models of some see the structured content alone, those of others the text alone.
enum class Place : std::uint8_t { structured, text };

/// About the tokens of one row, without the names of its columns where these stand once.
[[nodiscard]] std::size_t tokens_of_row(std::string_view row, Format format);

/// How many of `rows`, from the first on, fit beside `other_tokens` into `max_tokens`. At least one, for an
/// answer without a row leads nowhere.
[[nodiscard]] std::size_t rows_that_fit(std::span<const std::string_view> rows, Format format,
                                        std::size_t other_tokens, std::size_t max_tokens);

[[nodiscard]] std::string rows_result(std::span<const std::string_view> rows, const Json& meta, Format format,
                                      Place place);
/// A result that is one JSON object.
[[nodiscard]] std::string object_result(std::string_view object_json, Place place);
/// What the caller can mend: `isError` with the error as text, which is what models see of it.
[[nodiscard]] std::string error_result(const Error& error);

}  // namespace tiktok_marketing::mcp
