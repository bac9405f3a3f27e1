#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/connector/answer.hpp>

#include "catalog/model.hpp"
#include "cli/output/slice_writer.hpp"
#include "cli/output/terminal.hpp"

namespace tiktok_marketing::cli {

enum class OutputFormat { json, jsonl, csv, table };

/// Errors: `value_error` with the allowed words.
[[nodiscard]] Result<OutputFormat> parse_output_format(std::string_view text);

/// `output` as given; empty: table on a terminal, else json. Errors: as above.
[[nodiscard]] Result<OutputFormat> row_format(std::string_view output, const Terminal& terminal);

/// What the formats may know about the rows and the place they go to.
struct OutputOptions {
  const catalog::Entity* entity = nullptr;
  std::vector<std::string> fields;  ///< as selected, `a.b` allowed; empty: the format chooses
  bool terminal = false;
  bool colour = false;
  std::size_t width = 80;  ///< cells of a line; tables only
};

/// One answer, page after page, in one format. Every page is written when `page` returns.
class RowOutput {
 public:
  virtual ~RowOutput() = default;
  virtual void page(const Records& rows) = 0;
  /// After the last page, also when there was none.
  virtual void finish(const Meta& meta) = 0;
  /// What the format left out, in words for standard error; empty: nothing.
  [[nodiscard]] virtual std::string remark() const { return {}; }
};

/// `writer` is borrowed.
[[nodiscard]] std::unique_ptr<RowOutput> make_output(OutputFormat format, SliceWriter& writer,
                                                     OutputOptions options);

}  // namespace tiktok_marketing::cli
