#include "cli/params.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/file.hpp"

namespace tiktok_marketing::cli {
namespace {

Json text_or_json(std::string_view text) {
  auto parsed = Json::parse(text);
  return parsed ? *std::move(parsed) : Json(text);
}

Json list_of(std::string_view text, catalog::Type item_type) {
  if (trim(text).starts_with('[')) return text_or_json(text);
  Json::Array items;
  for (const auto& part : split(text, ',')) {
    const std::string_view item = trim(part);
    items.push_back(item_type == catalog::Type::string ? Json(item) : text_or_json(item));
  }
  return Json(std::move(items));
}

}  // namespace

Json assigned_value(std::string_view text, const catalog::Param* param) {
  if (param == nullptr) return text_or_json(text);
  switch (param->type) {
    case catalog::Type::string:
      return Json(text);
    case catalog::Type::array:
      return list_of(text, param->item_type);
    default:
      return text_or_json(text);
  }
}

Result<Json> build_params(const ExecuteCommand& command, std::string_view params_text,
                          const catalog::Entity* entity) {
  Json params{Json::Object{}};
  if (!trim(params_text).empty()) {
    auto parsed = Json::parse(params_text);
    if (!parsed || parsed->as_object() == nullptr) {
      Error error{.type = ErrorType::value_error};
      error.message = parsed ? fmt::format("--params must be a JSON object, not {}.", parsed->type_name())
                             : fmt::format("--params is no JSON: {}", parsed.error().message);
      error.hint = "For example: --params '{\"page_size\": 50}', or -p page_size=50.";
      error.param = "params";
      error.given = shortened(params_text);
      return error;
    }
    params = *std::move(parsed);
  }
  for (const auto& assignment : command.assignments) {
    const std::size_t equals = assignment.find('=');
    if (equals == std::string::npos || equals == 0) {
      Error error{.type = ErrorType::value_error};
      error.message = fmt::format("-p \"{}\" gives no value.", shortened(assignment));
      error.hint = "Write -p name=value, for example -p page_size=50.";
      return error;
    }
    const std::string_view name = std::string_view(assignment).substr(0, equals);
    const catalog::Param* param = entity == nullptr ? nullptr : catalog::find_param(*entity, name);
    params.set(name, assigned_value(std::string_view(assignment).substr(equals + 1), param));
  }
  if (!command.select.empty()) params.set("fields", list_of(command.select, catalog::Type::string));
  if (command.limit) params.set("limit", Json(*command.limit));
  return params;
}

Result<std::string> load_params(const std::string& given, int in) {
  if (given == "-") return read_descriptor(in);
  if (!given.starts_with('@')) return given;
  auto text = read_whole_file(given.substr(1));
  // To the caller a missing file is a wrong argument, not a missing thing at TikTok.
  if (!text) text.error().type = ErrorType::value_error;
  return text;
}

}  // namespace tiktok_marketing::cli
