#pragma once

#include <tiktok_marketing/base/error.hpp>

#include "python/python_object.hpp"

namespace tiktok_marketing::python {

/// Takes the callable that makes the package's exception from the members of an error.
void set_exception_factory(nb::object factory);

/// The exception a caller gets for `error`: made by the factory, `RuntimeError` without one.
[[nodiscard]] nb::object exception_of(const Error& error);

/// Raises it.
[[noreturn]] void raise(const Error& error);

}  // namespace tiktok_marketing::python
