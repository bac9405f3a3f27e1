#include "mcp/answer_rows.hpp"

#include <utility>

#include "base/json_members.hpp"

namespace tiktok_marketing::mcp {
namespace {

std::vector<std::string_view> items_of(std::string_view array) {
  std::vector<std::string_view> items;
  std::size_t at = detail::after_blanks(array, 0);
  if (at >= array.size() || array[at] != '[') return items;
  at = detail::after_blanks(array, at + 1);
  while (at < array.size() && array[at] != ']') {
    const std::size_t end = detail::after_value(array, at);
    items.push_back(array.substr(at, end - at));
    at = detail::after_blanks(array, end);
    if (at < array.size() && array[at] == ',') at = detail::after_blanks(array, at + 1);
  }
  return items;
}

}  // namespace

Result<AnswerRows> rows_of(Answer answer) {
  AnswerRows out;
  std::string meta_text;
  if (answer.document.empty()) {
    meta_text = answer.meta.to_json();
    const auto records = std::make_shared<const Records>(std::move(answer.records));
    out.rows.reserve(records->size());
    for (std::size_t i = 0; i < records->size(); ++i) out.rows.push_back(records->json(i));
    out.owners.push_back(records);
  } else {
    const auto document = std::make_shared<const std::string>(std::move(answer.document));
    out.rows = items_of(find_member(*document, "data"));
    meta_text = find_member(*document, "meta");
    out.owners.push_back(document);
  }
  auto meta = Json::parse(meta_text);
  if (!meta || meta->as_object() == nullptr) {
    return Error{.type = ErrorType::internal_error, .message = "The answer says nothing about itself."};
  }
  out.meta = *std::move(meta);
  return out;
}

}  // namespace tiktok_marketing::mcp
