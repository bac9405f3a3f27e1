#include "connector/json_texts.hpp"

namespace tiktok_marketing {

std::vector<std::string> texts_of(const Json* array) {
  std::vector<std::string> texts;
  if (array == nullptr || array->as_array() == nullptr) return texts;
  for (const Json& item : *array->as_array())
    texts.push_back(item.as_string() != nullptr ? *item.as_string() : item.dump());
  return texts;
}

Json array_of(const std::vector<std::string>& texts) {
  return Json(Json::Array(texts.begin(), texts.end()));
}

}  // namespace tiktok_marketing
