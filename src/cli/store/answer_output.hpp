#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/connector/answer.hpp>

#include "catalog/model.hpp"
#include "cli/output/error_view.hpp"
#include "cli/output/output.hpp"
#include "cli/output/terminal.hpp"

namespace tiktok_marketing::cli {

/// An answer of the context store, `{"data": […], "meta": {…}}`, taken apart. Rows keep the text alive.
struct StoreAnswer {
  Records rows;
  std::string meta;    ///< JSON object
  std::string totals;  ///< JSON array of an aggregate's totals; empty: there are none
};
[[nodiscard]] StoreAnswer open_store_answer(std::string document);

/// How it is shown.
struct StoreView {
  CallNames call;
  std::vector<std::string> fields;  ///< as selected; empty: the format chooses
  OutputFormat format = OutputFormat::json;
  const catalog::Entity* entity = nullptr;  ///< whose order of columns a table takes; nullptr: the rows' own
};
[[nodiscard]] OutputOptions output_options(const StoreView& view, const Terminal& terminal);

/// Rows to `out`, what the answer says about itself to `err` where the format has no place for it; the exit
/// code.
int show_store_answer(const Answer& answer, const StoreView& view, const Terminal& terminal);

/// What the format has no place for, to `err`.
void tell_about(const StoreAnswer& answer, std::int64_t rows, const RowOutput& output, const StoreView& view,
                const Terminal& terminal);

/// What people should know of an answer: its age, what is covered, what may still change. Pure.
[[nodiscard]] std::string store_notes(const StoreAnswer& answer, std::int64_t rows, CallNames call);

}  // namespace tiktok_marketing::cli
