#pragma once

#include <string>
#include <vector>

#include "cli/output/output.hpp"
#include "cli/output/table.hpp"

namespace tiktok_marketing::cli {

/// Rows as a table for people. Columns and widths follow from the first page: the selected fields, else as
/// many as fit the width, in the order key, name, status, then the catalog's; empty columns and nested values
/// step back. A later, longer text is cut.
class TableOutput : public RowOutput {
 public:
  TableOutput(SliceWriter& writer, OutputOptions options);
  void page(const Records& rows) override;
  void finish(const Meta& meta) override;
  [[nodiscard]] std::string remark() const override;

 private:
  void choose_columns(const Records& rows);

  SliceWriter& writer_;
  OutputOptions options_;
  bool begun_ = false;
  std::vector<std::string> fields_;
  std::vector<TableColumn> columns_;
  std::size_t candidates_ = 0;
};

}  // namespace tiktok_marketing::cli
