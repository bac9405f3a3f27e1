#pragma once

#include <string_view>

#include "python/json_text.hpp"
#include "python/python_object.hpp"

namespace tiktok_marketing::python {

/// The Python value of one JSON text that was checked before: dict, list, str, int, float, bool or None.
/// Integers keep all digits. Errors: `RuntimeError` where the text is no JSON after all.
[[nodiscard]] nb::object object_of_json(std::string_view json);

/// For who walks a text on their own: the value that is next, and then `text` stands behind it.
[[nodiscard]] nb::object read_value(JsonText& text);
/// The text of a string that was read.
[[nodiscard]] nb::object string_object(const RawString& raw);
/// The name of a member; each is made once in the life of the process.
[[nodiscard]] nb::object key_object(const RawString& name);
/// Raises `RuntimeError`.
[[noreturn]] void not_json();

}  // namespace tiktok_marketing::python
