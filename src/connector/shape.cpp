#include "connector/shape.hpp"

#include <algorithm>
#include <span>

#include "base/json_members.hpp"
#include "base/json_scanner.hpp"
#include "catalog/model.hpp"

namespace tiktok_marketing {
namespace {

// Appends `{` and members, putting commas between them.
class ObjectWriter {
 public:
  explicit ObjectWriter(std::string& out) : out_(out) { out_ += '{'; }
  void member(std::string_view name, std::string_view value) {
    begin(name);
    out_ += value;
  }
  void begin(std::string_view name) {
    if (!first_) out_ += ',';
    first_ = false;
    out_ += '"';
    out_ += name;
    out_ += "\":";
  }
  void close() { out_ += '}'; }

 private:
  std::string& out_;
  bool first_ = true;
};

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

// `fields` of one level: a name alone keeps the whole member, `name.rest` the rest within it.
void append_projected(std::string& out, std::string_view object, std::span<const std::string_view> fields) {
  ObjectWriter writer(out);
  for_each_member(object, [&](std::string_view name, std::string_view value) {
    bool whole = false;
    std::vector<std::string_view> inner;
    for (const auto field : fields) {
      if (field == name) whole = true;
      if (field.size() > name.size() + 1 && field.starts_with(name) && field[name.size()] == '.') {
        inner.push_back(field.substr(name.size() + 1));
      }
    }
    if (whole || (!inner.empty() && !value.starts_with('{'))) {
      writer.member(name, value);
    } else if (!inner.empty()) {
      writer.begin(name);
      append_projected(out, value, inner);
    }
    return true;
  });
  writer.close();
}

using Spans = std::vector<std::pair<std::size_t, std::size_t>>;

Records records_in(const std::shared_ptr<const std::string>& buffer, const Spans& spans) {
  Records records;
  records.reserve(spans.size());
  const std::string_view text(*buffer);
  for (const auto& [start, length] : spans) records.add(buffer, text.substr(start, length));
  return records;
}

Records reports(const tiktok::ListPage& page, const Shape& shape) {
  auto buffer = std::make_shared<std::string>();
  buffer->reserve(page.envelope.body ? page.envelope.body->size() : 0);
  Flattener flattener(shape);
  Spans spans;
  spans.reserve(page.records.size());
  for (const auto record : page.records) {
    const std::size_t start = buffer->size();
    if (shape.nested) {
      flattener.append_nested(*buffer, record);
    } else {
      flattener.append(*buffer, record);
    }
    spans.emplace_back(start, buffer->size() - start);
  }
  return records_in(buffer, spans);
}

Records as_they_came(const tiktok::ListPage& page) {
  Records records;
  records.reserve(page.records.size());
  for (const auto record : page.records) records.add(page.envelope.body, record);
  return records;
}

Records projected(const Records& rows, const std::vector<std::string>& fields) {
  const std::vector<std::string_view> wanted(fields.begin(), fields.end());
  auto buffer = std::make_shared<std::string>();
  Spans spans;
  spans.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::size_t start = buffer->size();
    append_projected(*buffer, rows.json(i), wanted);
    spans.emplace_back(start, buffer->size() - start);
  }
  return records_in(buffer, spans);
}

}  // namespace

Records shape_records(const tiktok::ListPage& page, const Shape& shape) {
  Records rows = shape.report ? reports(page, shape) : as_they_came(page);
  return shape.fields.empty() ? rows : projected(rows, shape.fields);
}

}  // namespace tiktok_marketing
