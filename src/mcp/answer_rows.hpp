#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/connector/answer.hpp>

#include "base/json.hpp"

namespace tiktok_marketing::mcp {

/// The rows of an answer and what it says about itself, wherever it came from. Moves, but does not copy: the
/// rows are views into what it holds.
struct AnswerRows {
  AnswerRows() = default;
  AnswerRows(AnswerRows&&) = default;
  AnswerRows& operator=(AnswerRows&&) = default;

  std::vector<std::string_view> rows;  ///< JSON objects
  Json meta;
  std::vector<std::shared_ptr<const void>> owners;
};

/// Of a list: its records. Of the context store: the `data` and `meta` of its document.
/// Errors: `internal_error` when a document has another form.
[[nodiscard]] Result<AnswerRows> rows_of(Answer answer);

}  // namespace tiktok_marketing::mcp
