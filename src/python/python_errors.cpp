#include "python/python_errors.hpp"

#include <utility>

namespace tiktok_marketing::python {
namespace {

// Never destroyed: it may be asked for until the interpreter has ended.
nb::object& factory() {
  static auto* const instance = new nb::object;
  return *instance;
}

nb::object members_of(const Error& error) {
  nb::dict members;
  members["type"] = text_object(name_of(error.type));
  members["kind"] = text_object(name_of(error.kind()));
  members["message"] = text_object(error.message);
  members["hint"] = text_object(error.hint);
  members["retryable"] = nb::bool_(error.retryable);
  if (error.retry_after_s) members["retry_after_s"] = nb::float_(*error.retry_after_s);
  if (!error.param.empty()) members["param"] = text_object(error.param);
  if (!error.given.empty()) members["given"] = text_object(error.given);
  if (!error.allowed.empty()) {
    nb::list allowed;
    for (const auto& value : error.allowed) allowed.append(text_object(value));
    members["allowed"] = allowed;
  }
  if (!error.example.empty()) members["example"] = text_object(error.example);
  if (error.upstream) {
    if (error.upstream->tiktok_code)
      members["tiktok_code"] = owned(PyLong_FromLongLong(*error.upstream->tiktok_code));
    members["tiktok_message"] = text_object(error.upstream->tiktok_message);
    members["request_id"] = text_object(error.upstream->request_id);
    members["http_status"] = nb::int_(error.upstream->http_status);
  }
  return members;
}

}  // namespace

void set_exception_factory(nb::object made_by) {
  factory() = std::move(made_by);
}

nb::object exception_of(const Error& error) {
  if (factory().is_valid()) return factory()(members_of(error));
  return owned(PyObject_CallFunctionObjArgs(PyExc_RuntimeError, text_object(error.message).ptr(), nullptr));
}

void raise(const Error& error) {
  const nb::object exception = exception_of(error);
  PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(exception.ptr())), exception.ptr());
  nb::raise_python_error();
}

}  // namespace tiktok_marketing::python
