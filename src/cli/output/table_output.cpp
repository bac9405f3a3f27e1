#include "cli/output/table_output.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "cli/output/row.hpp"
#include "cli/output/text_width.hpp"

namespace tiktok_marketing::cli {
namespace {

using Cells = std::vector<std::vector<std::string>>;

Cells cells_of(const Records& rows, const std::vector<std::string>& fields) {
  Cells cells(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (const auto& field : fields) cells[i].push_back(printable(cell_text(raw_field(rows.json(i), field))));
  }
  return cells;
}

bool is_key(const catalog::Entity* entity, std::string_view field) {
  return entity != nullptr && std::find(entity->primary_key.begin(), entity->primary_key.end(), field) !=
                                  entity->primary_key.end();
}

// `ad_name` for rows whose key is `ad_id`, `name` for any.
bool is_own_name(const catalog::Entity* entity, std::string_view field) {
  if (field == "name") return true;
  if (entity == nullptr || entity->primary_key.empty() || !field.ends_with("_name")) return false;
  const std::string_view key = entity->primary_key.front();
  return key.ends_with("_id") && key.substr(0, key.size() - 3) == field.substr(0, field.size() - 5);
}

// Lower comes first; a column that says the same in every row tells least.
int rank_of(const catalog::Entity* entity, std::string_view field, const Cells& cells, std::size_t column) {
  bool filled = false;
  bool nested = false;
  bool varies = cells.size() < 2;
  for (const auto& row : cells) {
    const auto& cell = row[column];
    filled = filled || !cell.empty();
    nested = nested || cell.starts_with('{') || cell.starts_with('[');
    varies = varies || cell != cells.front()[column];
  }
  if (!filled) return 6;
  if (nested) return 5;
  if (is_key(entity, field)) return 0;
  if (!varies) return 4;
  if (is_own_name(entity, field)) return 1;
  if (field.ends_with("status")) return 2;
  return 3;
}

std::vector<std::size_t> order_of(const catalog::Entity* entity, const std::vector<std::string>& fields,
                                  const Cells& cells) {
  std::vector<std::pair<int, std::size_t>> ranked;
  for (std::size_t i = 0; i < fields.size(); ++i)
    ranked.emplace_back(rank_of(entity, fields[i], cells, i), i);
  std::sort(ranked.begin(), ranked.end());
  std::vector<std::size_t> order;
  for (const auto& [rank, index] : ranked) {
    if (rank < 5 || order.empty()) order.push_back(index);
  }
  return order;
}

}  // namespace

TableOutput::TableOutput(SliceWriter& writer, OutputOptions options)
    : writer_(writer), options_(std::move(options)) {}

void TableOutput::choose_columns(const Records& rows) {
  const bool selected = !options_.fields.empty();
  const auto names = selected ? options_.fields : columns_of(options_.entity, rows);
  const Cells cells = cells_of(rows, names);
  const std::size_t widest = std::clamp<std::size_t>(options_.width / 4, 16, kMaxColumnWidth);
  const auto measured = measure(names, cells, selected ? kMaxColumnWidth : widest);
  candidates_ = names.size();

  std::vector<std::size_t> order(names.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  if (!selected) order = order_of(options_.entity, names, cells);
  std::size_t used = 0;
  for (const std::size_t i : order) {
    const std::size_t wanted = measured[i].width + (fields_.empty() ? 0 : kColumnGap);
    if (!selected && !fields_.empty() && used + wanted > options_.width) continue;
    used += wanted;
    fields_.push_back(names[i]);
    columns_.push_back(measured[i]);
  }
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    const bool is_id = fields_[i].ends_with("_id");
    columns_[i].right = columns_[i].right && !is_id;
  }
}

void TableOutput::page(const Records& rows) {
  std::string text;
  if (!std::exchange(begun_, true)) {
    choose_columns(rows);
    append_titles(text, columns_, options_.colour);
  }
  for (const auto& row : cells_of(rows, fields_)) append_line(text, columns_, row);
  writer_.add(text);
  writer_.flush();
}

void TableOutput::finish(const Meta&) {}

std::string TableOutput::remark() const {
  if (!options_.fields.empty() || fields_.size() == candidates_) return {};
  return fmt::format("{} of {} columns shown; choose others with --select, or see all with --output json.",
                     fields_.size(), candidates_);
}

}  // namespace tiktok_marketing::cli
