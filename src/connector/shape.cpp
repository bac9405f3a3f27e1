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

// Rows of a page name their metrics in the same order, so what was learnt about the nth metric of one row
// holds for the nth of the next.
class MetricKinds {
 public:
  bool is_number(std::size_t position, std::string_view name) {
    if (position < known_.size() && known_[position].name == name) return known_[position].number;
    const auto* metric = catalog::find_metric(name);
    const bool number = metric != nullptr && metric->nature != catalog::Nature::attribute;
    if (position == known_.size()) known_.push_back({std::string(name), number});
    return number;
  }

 private:
  struct Kind {
    std::string name;
    bool number;
  };
  std::vector<Kind> known_;
};

class Flattener {
 public:
  explicit Flattener(const Shape& shape) : shape_(shape) {}

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
    std::size_t position = 0;
    for_each_member(metrics, [&](std::string_view name, std::string_view value) {
      // An id asked for as dimension and as metric stands in the row once.
      if (find_member(dimensions, name).empty()) row.member(name, leaving_value(position, name, value));
      ++position;
      return true;
    });
    if (position >= shape_.metrics.size()) return;
    for (const auto& name : shape_.metrics) {
      if (find_member(metrics, name).empty() && find_member(dimensions, name).empty()) row.member(name, "null");
    }
  }

  std::string_view leaving_value(std::size_t position, std::string_view name, std::string_view value) {
    if (value == "\"-\"") return "null";
    if (!shape_.numbers || value.size() < 3 || value.front() != '"') return value;
    const std::string_view text = value.substr(1, value.size() - 2);
    return is_plain_number(text) && kinds_.is_number(position, name) ? text : value;
  }

  const Shape& shape_;
  MetricKinds kinds_;
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

Records records_in(std::shared_ptr<const std::string> buffer, const Spans& spans) {
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
  return records_in(std::move(buffer), spans);
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
  return records_in(std::move(buffer), spans);
}

}  // namespace

Records shape_records(const tiktok::ListPage& page, const Shape& shape) {
  Records rows = shape.report ? reports(page, shape) : as_they_came(page);
  return shape.fields.empty() ? rows : projected(rows, shape.fields);
}

}  // namespace tiktok_marketing
