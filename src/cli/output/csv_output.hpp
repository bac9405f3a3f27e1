#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "cli/output/output.hpp"

namespace tiktok_marketing::cli {

/// RFC 4180 with line feeds. The header is the selected fields, else the members of the first page in the
/// catalog's order; it never changes afterwards, and what later pages have beyond it is named in `remark`.
/// Null and absent are empty, an empty text is `""`; objects and arrays are JSON text.
class CsvOutput : public RowOutput {
 public:
  CsvOutput(SliceWriter& writer, OutputOptions options);
  void page(const Records& rows) override;
  void finish(const Meta& meta) override;
  [[nodiscard]] std::string remark() const override;

 private:
  void begin(const Records& rows);
  void note_unknown(std::string_view row);
  void append_row(std::string_view row);

  SliceWriter& writer_;
  OutputOptions options_;
  bool begun_ = false;
  std::vector<std::string> columns_;
  std::unordered_set<std::string> known_;
  std::vector<std::string> unknown_;
  std::string buffer_;
};

/// Appends a cell, quoted where it must be.
void append_csv(std::string& out, std::string_view cell);

}  // namespace tiktok_marketing::cli
