#include "cli/output/csv_output.hpp"

#include <utility>

#include <fmt/format.h>

#include "base/json_members.hpp"
#include "base/text.hpp"
#include "cli/output/row.hpp"

namespace tiktok_marketing::cli {

void append_csv(std::string& out, std::string_view cell) {
  const bool plain = !cell.empty() && cell.find_first_of(",\"\r\n") == std::string_view::npos &&
                     cell.front() != ' ' && cell.back() != ' ';
  if (plain) {
    out += cell;
    return;
  }
  out += '"';
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

CsvOutput::CsvOutput(SliceWriter& writer, OutputOptions options)
    : writer_(writer), options_(std::move(options)) {}

void CsvOutput::page(const Records& rows) {
  if (!std::exchange(begun_, true)) begin(rows);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (options_.fields.empty()) note_unknown(rows.json(i));
    append_row(rows.json(i));
  }
  writer_.add(buffer_);
  writer_.flush();
  buffer_.clear();
}

void CsvOutput::finish(const Meta&) {
  // An empty list still has a header, or a reader could not tell it from a failure.
  if (!begun_) page(Records());
}

std::string CsvOutput::remark() const {
  if (unknown_.empty()) return {};
  return fmt::format("Left out, because the first page did not have them: {}. Name them with --select.",
                     join(unknown_, ", "));
}

void CsvOutput::begin(const Records& rows) {
  columns_ = options_.fields.empty() ? columns_of(options_.entity, rows) : options_.fields;
  if (columns_.empty() && options_.entity != nullptr) {
    for (const auto& field : options_.entity->fields) columns_.emplace_back(field.name);
  }
  known_.insert(columns_.begin(), columns_.end());
  for (const auto& column : columns_) {
    if (&column != columns_.data()) buffer_ += ',';
    append_csv(buffer_, column);
  }
  buffer_ += '\n';
}

void CsvOutput::note_unknown(std::string_view row) {
  for_each_member(row, [&](std::string_view name, std::string_view) {
    if (known_.insert(std::string(name)).second) unknown_.emplace_back(name);
    return true;
  });
}

void CsvOutput::append_row(std::string_view row) {
  for (const auto& column : columns_) {
    if (&column != columns_.data()) buffer_ += ',';
    const auto raw = raw_field(row, column);
    if (!raw.empty() && raw != "null") append_csv(buffer_, cell_text(raw));
  }
  buffer_ += '\n';
}

}  // namespace tiktok_marketing::cli
