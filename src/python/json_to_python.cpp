#include "python/json_to_python.hpp"

#include <charconv>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <unordered_map>

namespace tiktok_marketing::python {
namespace {

// Pages are checked for 64 levels before they come here.
constexpr int kMaxDepth = 128;
constexpr std::size_t kMostKeys = 4096;
constexpr std::size_t kLongestKey = 64;

nb::object value_of(JsonText& text, int depth);

nb::object number_object(JsonText& text) {
  const char* begin = text.at;
  bool is_integer = true;
  for (; text.at < text.end; ++text.at) {
    const char c = *text.at;
    if ((c >= '0' && c <= '9') || c == '-') continue;
    if (c != '.' && c != 'e' && c != 'E' && c != '+') break;
    is_integer = false;
  }
  const std::string_view digits = text.since(begin);
  if (!is_integer) {
    double number = 0;
    const auto [stop, error] = std::from_chars(begin, text.at, number);
    // Beyond the range of a double Python has infinities and zeros, as its own parser gives.
    if (error == std::errc::result_out_of_range) return owned(PyFloat_FromString(text_object(digits).ptr()));
    if (error != std::errc{} || stop != text.at) not_json();
    return owned(PyFloat_FromDouble(number));
  }
  std::int64_t number = 0;
  const auto [stop, error] = std::from_chars(begin, text.at, number);
  if (error == std::errc{} && stop == text.at) return owned(PyLong_FromLongLong(number));
  if (error != std::errc::result_out_of_range) not_json();
  return owned(PyLong_FromString(std::string(digits).c_str(), nullptr, 10));
}

nb::object literal(JsonText& text, std::string_view word, PyObject* object) {
  if (!text.starts_with(word)) not_json();
  text.at += word.size();
  return nb::borrow(object);
}

nb::object array_object(JsonText& text, int depth) {
  nb::object list = owned(PyList_New(0));
  ++text.at;
  if (text.accept(']')) return list;
  do {
    const nb::object item = value_of(text, depth);
    if (PyList_Append(list.ptr(), item.ptr()) != 0) nb::raise_python_error();
  } while (text.accept(','));
  if (!text.accept(']')) not_json();
  return list;
}

RawString member_name(JsonText& text) {
  if (text.peek() != '"') not_json();
  const RawString name = read_string(text);
  if (!text.accept(':')) not_json();
  return name;
}

nb::object dict_object(JsonText& text, int depth) {
  nb::object dict = owned(PyDict_New());
  ++text.at;
  if (text.accept('}')) return dict;
  do {
    const nb::object key = key_object(member_name(text));
    const nb::object value = value_of(text, depth);
    if (PyDict_SetItem(dict.ptr(), key.ptr(), value.ptr()) != 0) nb::raise_python_error();
  } while (text.accept(','));
  if (!text.accept('}')) not_json();
  return dict;
}

nb::object value_of(JsonText& text, int depth) {
  text.skip_blanks();
  switch (text.peek()) {
    case '"':
      return string_object(read_string(text));
    case '{':
      if (depth == 0) not_json();
      return dict_object(text, depth - 1);
    case '[':
      if (depth == 0) not_json();
      return array_object(text, depth - 1);
    case 't':
      return literal(text, "true", Py_True);
    case 'f':
      return literal(text, "false", Py_False);
    case 'n':
      return literal(text, "null", Py_None);
    default:
      return number_object(text);
  }
}

}  // namespace

void not_json() {
  throw std::runtime_error("the answer is not the JSON it was taken for; please report this as a defect");
}

nb::object read_value(JsonText& text) {
  return value_of(text, kMaxDepth);
}

nb::object string_object(const RawString& raw) {
  if (!raw.closed) not_json();
  if (!raw.escaped) return text_object(raw.content);
  const std::string decoded = unescaped(raw.content);
  return owned(
      PyUnicode_DecodeUTF8(decoded.data(), static_cast<Py_ssize_t>(decoded.size()), "surrogatepass"));
}

nb::object key_object(const RawString& raw) {
  static auto& known = *new std::unordered_map<std::string_view, PyObject*>;
  if (raw.escaped || raw.content.size() > kLongestKey) return string_object(raw);
  if (const auto found = known.find(raw.content); found != known.end()) return nb::borrow(found->second);
  PyObject* key = text_object(raw.content).release().ptr();
  PyUnicode_InternInPlace(&key);
  if (known.size() >= kMostKeys) return nb::steal(key);
  // Both live as long as the process.
  known.emplace(*new std::string(raw.content), key);
  return nb::borrow(key);
}

nb::object object_of_json(std::string_view json) {
  JsonText text(json);
  nb::object value = value_of(text, kMaxDepth);
  text.skip_blanks();
  if (text.at != text.end) not_json();
  return value;
}

}  // namespace tiktok_marketing::python
