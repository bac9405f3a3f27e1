#include "python/python_to_json.hpp"

#include <charconv>
#include <cmath>
#include <string_view>

#include "base/json.hpp"

namespace tiktok_marketing::python {
namespace {

constexpr int kMaxDepth = 64;

void append_value(std::string& out, nb::handle object, int depth);

std::string_view utf8_of(nb::handle text) {
  Py_ssize_t size = 0;
  const char* data = PyUnicode_AsUTF8AndSize(text.ptr(), &size);
  if (data == nullptr) nb::raise_python_error();
  return {data, static_cast<std::size_t>(size)};
}

void append_python_text(std::string& out, nb::handle object) {
  out += utf8_of(owned(PyObject_Str(object.ptr())));
}

void append_float(std::string& out, double number) {
  if (!std::isfinite(number)) throw nb::value_error("params hold a number that is not finite");
  char text[32];
  const auto [end, error] = std::to_chars(text, text + sizeof text, number);
  static_cast<void>(error);
  out.append(text, end);
}

void append_dict(std::string& out, nb::handle dict, int depth) {
  out += '{';
  bool is_first = true;
  PyObject* key = nullptr;
  PyObject* value = nullptr;
  Py_ssize_t at = 0;
  while (PyDict_Next(dict.ptr(), &at, &key, &value) != 0) {
    // As the original's methods do: what is None was not given.
    if (value == Py_None) continue;
    if (!PyUnicode_Check(key)) throw nb::type_error("params hold a dict whose keys are not all texts");
    if (!is_first) out += ',';
    is_first = false;
    append_json_string(out, utf8_of(key));
    out += ':';
    append_value(out, value, depth);
  }
  out += '}';
}

void append_items(std::string& out, nb::handle iterable, int depth) {
  out += '[';
  bool is_first = true;
  const nb::object items = owned(PyObject_GetIter(iterable.ptr()));
  while (PyObject* next = PyIter_Next(items.ptr())) {
    const nb::object item = nb::steal(next);
    if (!is_first) out += ',';
    is_first = false;
    append_value(out, item, depth);
  }
  if (PyErr_Occurred() != nullptr) nb::raise_python_error();
  out += ']';
}

// The value of an attribute, or of calling it where it is a method.
nb::object attribute(nb::handle object, const char* name) {
  nb::object value = object.attr(name);
  return PyCallable_Check(value.ptr()) != 0 ? value() : value;
}

bool is_decimal(nb::handle object) {
  return nb::hasattr(object, "as_tuple") && nb::hasattr(object, "is_finite");
}

void append_foreign(std::string& out, nb::handle object, int depth) {
  if (nb::hasattr(object, "model_dump")) return append_value(out, attribute(object, "model_dump"), depth);
  if (nb::hasattr(object, "isoformat")) return append_value(out, attribute(object, "isoformat"), depth);
  if (is_decimal(object)) {
    if (!nb::cast<bool>(attribute(object, "is_finite")))
      throw nb::value_error("params hold a number that is not finite");
    return append_python_text(out, nb::str("{:f}").attr("format")(object));
  }
  if (PyMapping_Check(object.ptr()) != 0 && nb::hasattr(object, "items")) {
    auto* dict_type = reinterpret_cast<PyObject*>(&PyDict_Type);
    return append_dict(out, owned(PyObject_CallFunctionObjArgs(dict_type, object.ptr(), nullptr)), depth);
  }
  const nb::str type =
      nb::str(nb::handle(reinterpret_cast<PyObject*>(Py_TYPE(object.ptr()))).attr("__name__"));
  throw nb::type_error(("params hold a " + std::string(type.c_str()) +
                        ", which has no JSON form; use texts, numbers, bools, lists and dicts")
                           .c_str());
}

void append_value(std::string& out, nb::handle object, int depth) {
  if (depth == 0) throw nb::value_error("params are nested too deeply, or hold themselves");
  PyObject* raw = object.ptr();
  if (raw == Py_None) {
    out += "null";
  } else if (raw == Py_True || raw == Py_False) {
    out += raw == Py_True ? "true" : "false";
  } else if (PyUnicode_Check(raw)) {
    // A text of an enumeration is the text.
    append_json_string(out, utf8_of(object));
  } else if (PyLong_Check(raw)) {
    out += utf8_of(owned(PyNumber_ToBase(raw, 10)));
  } else if (PyFloat_Check(raw)) {
    append_float(out, PyFloat_AsDouble(raw));
  } else if (PyDict_Check(raw)) {
    append_dict(out, object, depth - 1);
  } else if (PyList_Check(raw) || PyTuple_Check(raw) || PyAnySet_Check(raw)) {
    append_items(out, object, depth - 1);
  } else if (nb::hasattr(object, "value") && nb::hasattr(object, "name")) {
    append_value(out, object.attr("value"), depth - 1);
  } else {
    append_foreign(out, object, depth - 1);
  }
}

}  // namespace

std::string json_of_object(nb::handle object) {
  std::string out;
  append_value(out, object, kMaxDepth);
  return out;
}

}  // namespace tiktok_marketing::python
