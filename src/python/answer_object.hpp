#pragma once

#include <tiktok_marketing/connector/answer.hpp>

#include "python/python_object.hpp"

namespace tiktok_marketing::python {

/// Of a list `{"data": [rows], "meta": {…}}`; of every other action its document.
[[nodiscard]] nb::object object_of_answer(const Answer& answer);

}  // namespace tiktok_marketing::python
