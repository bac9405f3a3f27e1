#include "connector/shape.hpp"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "base/json_members.hpp"
#include "base/json_scanner.hpp"
#include "catalog/model.hpp"
#include "connector/object_writer.hpp"
#include "connector/projection.hpp"
#include "connector/rewriting.hpp"
#include "connector/text_cut.hpp"

namespace tiktok_marketing {
namespace {

bool is_plain_number(std::string_view text) {
  JsonScanner scanner(text);
  return !text.empty() && text.front() != ' ' && scanner.number() == text;
}

// What is known about the metrics of one row. Rows of a page name their metrics in the same order, so it is
// worked out for the first and holds for the rest; a row that differs is worked out anew.
class MetricLayout {
 public:
  explicit MetricLayout(const std::vector<std::string>& asked_for) : asked_for_(asked_for) {}

  void fit(std::string_view metrics) {
    std::size_t position = 0;
    bool same = learnt_;
    for_each_member(metrics, [&](std::string_view name, std::string_view) {
      same = same && position < metrics_.size() && metrics_[position].name == name;
      ++position;
      return same;
    });
    if (!same || position != metrics_.size()) learn(metrics);
  }
  [[nodiscard]] bool is_number(std::size_t position) const { return metrics_[position].number; }
  /// Asked-for metrics that the row lacks.
  [[nodiscard]] std::span<const std::string_view> lacking() const { return lacking_; }

 private:
  struct Metric {
    std::string_view name;
    bool number;
  };

  void learn(std::string_view metrics) {
    learnt_ = true;
    metrics_.clear();
    for_each_member(metrics, [&](std::string_view name, std::string_view) {
      const auto* metric = catalog::find_metric(name);
      metrics_.push_back({name, metric != nullptr && metric->nature != catalog::Nature::attribute});
      return true;
    });
    lacking_.clear();
    for (const std::string_view name : asked_for_) {
      if (std::ranges::find(metrics_, name, &Metric::name) == metrics_.end()) lacking_.push_back(name);
    }
  }

  const std::vector<std::string>& asked_for_;
  bool learnt_ = false;
  std::vector<Metric> metrics_;
  std::vector<std::string_view> lacking_;
};

class Flattener {
 public:
  explicit Flattener(const Shape& shape) : shape_(shape), layout_(shape.metrics) {}

  void append(std::string& out, std::string_view record) {
    const auto dimensions = find_member(record, "dimensions");
    const auto metrics = find_member(record, "metrics");
    ObjectWriter row(out);
    for_each_member(dimensions, [&](std::string_view name, std::string_view value) {
      row.member(name, value);
      return true;
    });
    append_metrics(row, dimensions, metrics);
    for_each_member(record, [&](std::string_view name, std::string_view value) {
      if (name != "dimensions" && name != "metrics") row.member(name, value);
      return true;
    });
    row.close();
  }

  /// The `metrics` object alone, for the nested shape.
  void append_nested(std::string& out, std::string_view record) {
    ObjectWriter row(out);
    for_each_member(record, [&](std::string_view name, std::string_view value) {
      if (name != "metrics") {
        row.member(name, value);
        return true;
      }
      row.begin(name);
      ObjectWriter inner(out);
      append_metrics(inner, {}, value);
      inner.close();
      return true;
    });
    row.close();
  }

 private:
  void append_metrics(ObjectWriter& row, std::string_view dimensions, std::string_view metrics) {
    layout_.fit(metrics);
    std::size_t position = 0;
    for_each_member(metrics, [&](std::string_view name, std::string_view value) {
      // An id asked for as dimension and as metric stands in the row once.
      if (find_member(dimensions, name).empty()) row.member(name, leaving_value(position, value));
      ++position;
      return true;
    });
    for (const auto name : layout_.lacking()) {
      if (find_member(dimensions, name).empty()) row.member(name, "null");
    }
  }

  std::string_view leaving_value(std::size_t position, std::string_view value) const {
    if (value == "\"-\"") return "null";
    if (!shape_.numbers || value.size() < 3 || value.front() != '"') return value;
    const std::string_view text = value.substr(1, value.size() - 2);
    return layout_.is_number(position) && is_plain_number(text) ? text : value;
  }

  const Shape& shape_;
  MetricLayout layout_;
};

Records as_they_came(const tiktok::ListPage& page) {
  Records records;
  records.reserve(page.records.size());
  const std::shared_ptr<const void> body = page.envelope.body;
  for (const auto record : page.records) records.add(body, record);
  return records;
}

Records flattened(Records rows, const Shape& shape) {
  Flattener flattener(shape);
  return rewritten(std::move(rows), [&](std::string& out, std::string_view row) {
    if (shape.nested) {
      flattener.append_nested(out, row);
    } else {
      flattener.append(out, row);
    }
    return true;
  });
}

using Projection = bool (*)(std::string& out, std::string_view row, FieldPaths paths);

Records projected(Records rows, const std::vector<std::string>& fields, Projection append) {
  const std::vector<std::string_view> paths(fields.begin(), fields.end());
  return rewritten(std::move(rows),
                   [&](std::string& out, std::string_view row) { return append(out, row, paths); });
}

}  // namespace

Records shape_records(const tiktok::ListPage& page, const Shape& shape) {
  Records rows = as_they_came(page);
  if (shape.report) rows = flattened(std::move(rows), shape);
  if (!shape.fields.empty()) rows = projected(std::move(rows), shape.fields, append_selected);
  if (!shape.select.empty()) return projected(std::move(rows), shape.select, append_selected);
  if (!shape.exclude.empty()) return projected(std::move(rows), shape.exclude, append_without);
  return rows;
}

bool cut_texts(Records& rows, const Shape& shape) {
  if (shape.max_text_bytes == 0) return false;
  bool any = false;
  rows = rewritten(std::move(rows), [&](std::string& out, std::string_view row) {
    const bool cut = append_with_texts_cut(out, row, shape.max_text_bytes);
    any = any || cut;
    return cut;
  });
  return any;
}

std::string why_texts_were_cut(const Shape& shape) {
  return fmt::format(
      "texts of more than {} bytes were cut, as marked in them; ask without cutting to have them whole",
      shape.max_text_bytes);
}

}  // namespace tiktok_marketing
