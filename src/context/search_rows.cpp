#include "context/search_rows.hpp"

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/json_members.hpp"
#include "connector/projection.hpp"
#include "context/number_text.hpp"
#include "context/query_sql.hpp"

namespace tiktok_marketing::context {
namespace {

bool shown_as_number(const ColumnLayout& layout) {
  return layout.kind == ColumnKind::integer || layout.kind == ColumnKind::number || layout.as_number;
}

void append_text(std::string& out, const ColumnLayout& layout, std::string_view text) {
  if (shown_as_number(layout) && is_json_number(text)) {
    out += text;
  } else {
    append_json_string(out, text);
  }
}

}  // namespace

void append_as_it_came(std::string& out, const ColumnLayout& layout, std::string_view json) {
  if (json.empty() || json == "null" || (layout.metric != nullptr && json == "\"-\"")) {
    out += "null";
    return;
  }
  const bool is_text = json.front() == '"';
  if (shown_as_number(layout)) {
    const std::string_view inside = is_text ? json.substr(1, json.size() - 2) : json;
    out += is_json_number(inside) ? inside : json;
  } else if (layout.kind == ColumnKind::boolean || is_text) {
    out += json;
  } else {
    append_json_string(out, json);
  }
}

RowWriter::RowWriter(const SearchCall& call) {
  for (const Output& output : call.outputs) {
    if (output.field->column->stored) {
      plain_.push_back(output.field);
      columns_ += fmt::format("{}{}.{}", columns_.empty() ? "" : ", ", output.field->alias,
                              output.field->column->name);
      continue;
    }
    std::string path(output.field->column->name);
    for (const auto& part : output.path) path += "." + part;
    paths_.push_back(std::move(path));
    needs_record_ = true;
  }
  path_views_.assign(paths_.begin(), paths_.end());
  column_count_ = static_cast<int>(plain_.size());
}

void RowWriter::append(std::string& out, const database::Statement& row, bool odd,
                       std::string_view record) const {
  out += '{';
  bool first = true;
  for (int i = 0; i < column_count_; ++i) {
    const ColumnLayout& layout = *plain_[static_cast<std::size_t>(i)]->column;
    if (!first) out += ',';
    first = false;
    append_json_string(out, layout.name);
    out += ':';
    // Whose row it is decides the store; the record may not say it.
    const bool from_record = odd && layout.of_record && layout.name != "advertiser_id";
    if (from_record) {
      append_as_it_came(out, layout, find_member(record, layout.name));
    } else {
      append_column(out, row, i, layout);
    }
  }
  if (needs_record_) append_members(out, record, first);
  out += '}';
}

void RowWriter::append_column(std::string& out, const database::Statement& row, int column,
                              const ColumnLayout& layout) const {
  if (row.is_null(column)) {
    out += "null";
    return;
  }
  switch (layout.kind) {
    case ColumnKind::boolean:
      out += row.integer(column) != 0 ? "true" : "false";
      return;
    case ColumnKind::integer:
    case ColumnKind::number:
    case ColumnKind::count:
    case ColumnKind::decimal:
      return append_text(out, layout, row.text(column));
    default:
      return append_json_string(out, row.text(column));
  }
}

void RowWriter::append_members(std::string& out, std::string_view record, bool& first) const {
  std::string selected;
  if (!append_selected(selected, record, path_views_)) selected = record;
  const std::size_t open = selected.find('{');
  const std::size_t close = selected.rfind('}');
  if (open == std::string::npos || close == std::string::npos) return;
  const std::string_view inside = std::string_view(selected).substr(open + 1, close - open - 1);
  if (inside.find_first_not_of(" \t\r\n") == std::string_view::npos) return;
  if (!first) out += ',';
  first = false;
  out += inside;
}

}  // namespace tiktok_marketing::context
