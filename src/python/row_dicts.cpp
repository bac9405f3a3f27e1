#include "python/row_dicts.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <deque>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "python/json_text.hpp"
#include "python/json_to_python.hpp"

namespace tiktok_marketing::python {
namespace {

// Rows of one list have a handful of shapes; what has more is read row by row.
constexpr std::size_t kMostShapes = 16;

bool ends_value(char c) {
  return c == ',' || c == '}' || c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

// Many texts of a column are one of a few words; a power of two.
constexpr std::size_t kKnownTexts = 8;
constexpr std::size_t kLongestKnown = 64;

struct KnownText {
  std::string_view content;
  nb::object object;
};

// A member that rows have, and the values it had last.
struct Column {
  std::string_view name;  // with its quotes, as it stands
  nb::object key;
  std::string_view text;  // as it stands
  nb::object value;
  bool is_scalar = false;       // one object may stand in many rows
  std::size_t read_in_row = 0;  // counted from 1
  std::array<KnownText, kKnownTexts> known;
};

// Whether the value that is next is the column's last one; then moves behind it.
bool accept_same(JsonText& text, const Column& column) {
  if (!column.is_scalar || !text.starts_with(column.text)) return false;
  const char* after = text.at + column.text.size();
  if (column.text.front() != '"' && after < text.end && !ends_value(*after)) return false;
  text.at = after;
  return true;
}

std::size_t place_of(std::string_view content) {
  if (content.empty()) return 0;
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(content[at]); };
  return (content.size() + 3U * byte(content.size() / 2) + byte(content.size() - 1)) % kKnownTexts;
}

nb::object text_of_column(JsonText& text, Column& column) {
  const RawString raw = read_string(text);
  if (!raw.closed || raw.escaped || raw.content.size() > kLongestKnown) return string_object(raw);
  KnownText& known = column.known[place_of(raw.content)];
  if (!known.object.is_valid() || known.content != raw.content) known = {raw.content, string_object(raw)};
  return known.object;
}

void read_column(JsonText& text, Column& column) {
  if (accept_same(text, column)) return;
  if (text.at == text.end) not_json();
  const char* begin = text.at;
  column.value = *begin == '"' ? text_of_column(text, column) : read_value(text);
  column.text = text.since(begin);
  column.is_scalar = *begin != '{' && *begin != '[';
}

// The members of some rows in their order, and the last of these rows.
struct Shape {
  std::vector<Column*> columns;
  nb::object dict;
  std::vector<PyObject*> values;  // owned by the dict
};

void set(nb::handle dict, nb::handle key, PyObject* value) {
  if (PyDict_SetItem(dict.ptr(), key.ptr(), value) != 0) nb::raise_python_error();
}

class RowReader {
 public:
  nb::object read(std::string_view row) {
    JsonText text(row);
    if (!text.accept('{')) not_json();
    begin_row();
    if (text.accept('}')) return owned(PyDict_New());
    do {
      Column& column = next_column(text);
      if (!text.accept(':')) not_json();
      if (std::exchange(column.read_in_row, row_number_) == row_number_) return read_alone(row);
      read_column(text, column);
      columns_.push_back(&column);
    } while (text.accept(','));
    if (!text.accept('}')) not_json();
    return dict_of_row();
  }

 private:
  void begin_row() {
    ++row_number_;
    columns_.clear();
  }

  // The column whose name is next; then moves behind the name.
  Column& next_column(JsonText& text) {
    if (!goes_on(shape_, text)) shape_ = shape_that_goes_on(text);
    if (shape_ == nullptr) return column_of(text);
    Column& column = *shape_->columns[columns_.size()];
    text.at += column.name.size();
    return column;
  }

  // Whether the shape has the next member at this place.
  [[nodiscard]] bool goes_on(const Shape* shape, const JsonText& text) const {
    const std::size_t place = columns_.size();
    return shape != nullptr && place < shape->columns.size() && text.starts_with(shape->columns[place]->name);
  }
  // Whether the shape begins with what was read of this row.
  [[nodiscard]] bool begins_so(const Shape& shape) const {
    return shape.columns.size() >= columns_.size() &&
           std::equal(columns_.begin(), columns_.end(), shape.columns.begin());
  }
  [[nodiscard]] Shape* shape_that_goes_on(const JsonText& text) {
    const auto found = std::ranges::find_if(
        shapes_, [&](const Shape& shape) { return goes_on(&shape, text) && begins_so(shape); });
    return found == shapes_.end() ? nullptr : &*found;
  }
  [[nodiscard]] Shape* shape_of_row() {
    const auto found = std::ranges::find_if(shapes_, [&](const Shape& shape) {
      return shape.columns.size() == columns_.size() && begins_so(shape);
    });
    return found == shapes_.end() ? nullptr : &*found;
  }

  Column& column_of(JsonText& text) {
    const char* begin = text.at;
    if (text.peek() != '"') not_json();
    const RawString name = read_string(text);
    Column& column = by_name_[text.since(begin)];
    if (!column.key.is_valid()) {
      column.name = text.since(begin);
      column.key = key_object(name);
    }
    return column;
  }

  nb::object dict_of_row() {
    if (shape_ == nullptr || shape_->columns.size() != columns_.size()) shape_ = shape_of_row();
    return shape_ == nullptr ? new_shape() : copy_of_shape(*shape_);
  }

  static nb::object copy_of_shape(Shape& shape) {
    nb::object dict = owned(PyDict_Copy(shape.dict.ptr()));
    for (std::size_t i = 0; i < shape.columns.size(); ++i) {
      const Column& column = *shape.columns[i];
      if (column.value.ptr() == shape.values[i]) continue;
      set(dict, column.key, column.value.ptr());
      shape.values[i] = column.value.ptr();
    }
    return shape.dict = std::move(dict);
  }

  nb::object new_shape() {
    Shape shape{.columns = columns_, .dict = owned(PyDict_New())};
    for (const Column* column : columns_) {
      set(shape.dict, column->key, column->value.ptr());
      shape.values.push_back(column->value.ptr());
    }
    nb::object dict = shape.dict;
    // Names that are written differently may be the same; such a row is no pattern for others.
    const bool is_pattern = static_cast<std::size_t>(PyDict_Size(dict.ptr())) == columns_.size();
    if (is_pattern && shapes_.size() < kMostShapes) shape_ = &shapes_.emplace_back(std::move(shape));
    return dict;
  }

  // A name stands twice in this row: the last value counts.
  nb::object read_alone(std::string_view row) {
    shape_ = nullptr;
    return object_of_json(row);
  }

  std::unordered_map<std::string_view, Column> by_name_;
  std::deque<Shape> shapes_;
  Shape* shape_ = nullptr;        // the one this row seems to have
  std::vector<Column*> columns_;  // what was read of this row
  std::size_t row_number_ = 0;
};

// Keeps Python from looking for rubbish among the rows while they are made: there is none, and it would look
// several times.
class NoCollection {
 public:
  NoCollection() : was_enabled_(PyGC_Disable() != 0) {}
  NoCollection(const NoCollection&) = delete;
  NoCollection& operator=(const NoCollection&) = delete;
  ~NoCollection() {
    if (was_enabled_) PyGC_Enable();
  }

 private:
  bool was_enabled_;
};

}  // namespace

nb::object list_of_rows(const Records& rows) {
  const NoCollection no_collection;
  nb::object list = owned(PyList_New(static_cast<Py_ssize_t>(rows.size())));
  RowReader reader;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    nb::object row = reader.read(rows.json(i));
    PyList_SetItem(list.ptr(), static_cast<Py_ssize_t>(i), row.release().ptr());
  }
  return list;
}

}  // namespace tiktok_marketing::python
