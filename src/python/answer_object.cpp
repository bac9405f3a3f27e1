#include "python/answer_object.hpp"

#include "python/json_to_python.hpp"
#include "python/row_dicts.hpp"

namespace tiktok_marketing::python {

nb::object object_of_answer(const Answer& answer) {
  if (!answer.document.empty()) return object_of_json(answer.document);
  nb::dict object;
  object["data"] = list_of_rows(answer.records);
  object["meta"] = object_of_json(answer.meta.to_json());
  return object;
}

}  // namespace tiktok_marketing::python
