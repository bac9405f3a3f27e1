#pragma once

#include <string_view>

// Python.h comes first: it sets macros that standard headers look at.
#include <Python.h>
#include <nanobind/nanobind.h>

namespace tiktok_marketing::python {

namespace nb = nanobind;

/// Takes over a reference the C API returned; a null pointer raises the Python exception that stands.
[[nodiscard]] inline nb::object owned(PyObject* object) {
  if (object == nullptr) nb::raise_python_error();
  return nb::steal(object);
}

[[nodiscard]] inline nb::object text_object(std::string_view text) {
  return owned(PyUnicode_FromStringAndSize(text.data(), static_cast<Py_ssize_t>(text.size())));
}

}  // namespace tiktok_marketing::python
