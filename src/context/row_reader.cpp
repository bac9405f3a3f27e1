#include "context/row_reader.hpp"

#include <algorithm>

#include "base/json_members.hpp"
#include "base/json_scanner.hpp"
#include "context/number_text.hpp"

namespace tiktok_marketing::context {
namespace {

Cell text_cell(std::string_view text) {
  return {.type = Cell::Type::text, .text = text};
}

Cell integer_cell(std::int64_t value) {
  return {.type = Cell::Type::integer, .integer = value};
}

Cell number_cell(const SqlNumber& number) {
  if (const auto* whole = std::get_if<std::int64_t>(&number)) return integer_cell(*whole);
  return {.type = Cell::Type::real, .real = std::get<double>(number)};
}

/// What TikTok writes for a metric it has no value for.
constexpr std::string_view kNotAvailable = "-";

}  // namespace

Cell id_cell(std::string_view text) {
  if (const auto number = id_number(text)) return integer_cell(*number);
  if (text.empty()) return {};
  return {.type = Cell::Type::blob, .text = text};
}

RowReader::RowReader(const TableLayout& table) : table_(table), slots_(table.columns.size()) {
  const auto columns = sql_columns(table);
  const auto slot_of = [&](std::string_view name) {
    const auto found = std::ranges::find(columns, name, &SqlColumn::name);
    return static_cast<std::size_t>(found - columns.begin()) - 1;  // without `id`
  };
  cells_.resize(columns.size() - 1);
  odd_slot_ = slot_of("odd");
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto& column = table.columns[i];
    if (!column.stored) continue;
    slots_[i].value = slot_of(column.in_micros() ? std::string_view(column.number_column) : column.name);
    if (column.in_micros()) slots_[i].text = slot_of(column.name);
  }
  key_.resize(table.key.size());
  own_advertiser_ = table.key.size() == table.entity->primary_key.size();
}

bool RowReader::read(std::string_view record, std::string_view advertiser_id) {
  std::ranges::fill(cells_, Cell{});
  scratch_used_ = 0;
  odd_ = false;
  std::size_t position = 0;
  for_each_member(record, [&](std::string_view name, std::string_view value) {
    const int column = column_of(position++, name);
    if (column >= 0) take(static_cast<std::size_t>(column), value);
    return true;
  });
  Cell& advertiser = cells_[slots_[table_.advertiser].value];
  if (!own_advertiser_ || advertiser.type == Cell::Type::null) advertiser = id_cell(advertiser_id);
  if (odd_) cells_[odd_slot_] = integer_cell(1);
  for (std::size_t i = 0; i < key_.size(); ++i) key_[i] = cells_[slots_[table_.key[i]].value];
  return std::ranges::none_of(key_, [](const Cell& cell) { return cell.type == Cell::Type::null; });
}

int RowReader::column_of(std::size_t position, std::string_view name) {
  if (position < members_.size() && members_[position].name == name) return members_[position].column;
  const auto* found = table_.find(name);
  const bool ours = found != nullptr && found->stored && found->of_record;
  const int column = ours ? static_cast<int>(found - table_.columns.data()) : -1;
  if (position >= members_.size()) members_.resize(position + 1, {.name = {}, .column = -1});
  members_[position] = {.name = std::string(name), .column = column};
  return column;
}

std::string& RowReader::scratch() {
  if (scratch_used_ == scratch_.size()) scratch_.emplace_back();
  std::string& text = scratch_[scratch_used_++];
  text.clear();
  return text;
}

std::string_view RowReader::decoded(std::string_view json) {
  if (json.size() < 2 || json.front() != '"') return json;
  const std::string_view inside = json.substr(1, json.size() - 2);
  if (inside.find('\\') == std::string_view::npos) return inside;
  std::string& text = scratch();
  JsonScanner scanner(json);
  return scanner.string(&text) ? std::string_view(text) : inside;
}

void RowReader::take(std::size_t position, std::string_view json) {
  const ColumnLayout& column = table_.columns[position];
  Cell& cell = cells_[slots_[position].value];
  cell = {};
  if (column.in_micros()) cells_[slots_[position].text] = {};
  if (json == "null") return;
  const std::string_view text = decoded(json);
  if (column.metric != nullptr && text == kNotAvailable) return;
  switch (column.kind) {
    case ColumnKind::id:
      cell = id_cell(text);
      if (cell.type == Cell::Type::null) mark_odd();
      return;
    case ColumnKind::time:
      return take_time(cell, text);
    case ColumnKind::boolean:
      return take_boolean(cell, json);
    case ColumnKind::integer:
    case ColumnKind::count:
      return take_number(cell, text);
    case ColumnKind::number:
    case ColumnKind::decimal:
      cells_[slots_[position].text] = text_cell(text);
      if (const auto number = micros_of(text)) cell = number_cell(*number);
      return;
    case ColumnKind::text:
    case ColumnKind::json:
      cell = text_cell(text);
      return;
  }
}

void RowReader::take_number(Cell& cell, std::string_view text) {
  if (const auto plain = plain_integer(text)) {
    cell = integer_cell(*plain);
    return;
  }
  if (const auto number = scaled_number(text, 0)) cell = number_cell(*number);
  mark_odd();
}

void RowReader::take_time(Cell& cell, std::string_view text) {
  const bool may_change = text.size() != 19 || text[10] != ' ';
  if (!may_change) {
    cell = text_cell(text);
    return;
  }
  std::string& buffer = scratch();
  const auto normal = normal_time(text, buffer);
  cell = text_cell(normal.value_or(text));
  if (normal) mark_odd();
}

void RowReader::take_boolean(Cell& cell, std::string_view json) {
  if (json == "true") {
    cell = integer_cell(1);
  } else if (json == "false") {
    cell = integer_cell(0);
  } else {
    mark_odd();
  }
}

}  // namespace tiktok_marketing::context
