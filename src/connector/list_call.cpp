#include "connector/list_call.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "connector/json_texts.hpp"
#include "connector/param_check.hpp"
#include "connector/report_rules.hpp"

namespace tiktok_marketing {
namespace {

using catalog::Param;
using catalog::Wire;

// The tenant is chosen by the connector itself in open source mode; hosted callers name it in every call.
bool is_tenant_selector(std::string_view name) {
  return name == "workspace_name" || name == "customer_name" || name == "external_user_id";
}

struct Checked {
  Json values;      // with defaults
  Json explicitly;  // what the caller gave
};

Result<Checked> check_all(const catalog::Entity& entity, const Json& params) {
  Checked checked{Json(Json::Object{}), Json(Json::Object{})};
  for (const auto& [name, value] : *params.as_object()) {
    if (is_tenant_selector(name)) continue;
    const Param* param = catalog::find_param(entity, name);
    if (param == nullptr) return unknown_param(entity, name);
    if (value.is_null()) continue;
    auto good = checked_value(entity, *param, value);
    if (!good) return std::move(good).error();
    checked.explicitly.set(name, *good);
    checked.values.set(name, std::move(*good));
  }
  for (const Param& param : entity.params) {
    if (param.default_json.empty() || checked.values.find(param.name) != nullptr) continue;
    if (auto fallback = Json::parse(param.default_json)) checked.values.set(param.name, std::move(*fallback));
  }
  return checked;
}

// TikTok projects by whole members, and rows need their key to be told apart.
Json fields_for_tiktok(const catalog::Entity& entity, const std::vector<std::string>& fields) {
  std::vector<std::string> names;
  const auto add = [&](std::string_view name) {
    if (std::ranges::find(names, name) == names.end()) names.emplace_back(name);
  };
  for (const auto& field : fields) add(std::string_view(field).substr(0, field.find('.')));
  for (const auto key : entity.primary_key) add(key);
  return array_of(names);
}

void warn_about_unknown_fields(const catalog::Entity& entity, ListCall& call) {
  for (const auto& field : call.shape.fields) {
    const std::string_view name = std::string_view(field).substr(0, field.find('.'));
    const bool known = std::ranges::find(entity.fields, name, &catalog::Field::name) != entity.fields.end() ||
                       (entity.report != nullptr &&
                        (catalog::find_metric(name) != nullptr || catalog::find_dimension(name) != nullptr ||
                         name == "dimensions" || name == "metrics"));
    if (known) continue;
    std::vector<std::string_view> names;
    for (const auto& each : entity.fields) names.push_back(each.name);
    const auto near = nearest(name, names);
    call.warnings.push_back(fmt::format("{} is no documented field of {}{}", name, entity.name,
                                        near.empty() ? "" : fmt::format("; did you mean {}?", near)));
  }
}

// Dates that are given beside a cursor must be those of the call it came from. A date word may have changed
// its meaning since then; there the cursor's days hold.
bool dates_hold(const Json& values, const Cursor& cursor) {
  const auto start = parse_date(values.text_of("start_date"));
  const auto end = parse_date(values.text_of("end_date"));
  if (!cursor.window) return !start && !end;
  return (!start || *start <= cursor.window->start) && (!end || *end == *cursor.last_day);
}

bool is_handled_apart(const catalog::Entity& entity, std::string_view name) {
  return name == "page" || name == "page_size" || name == "advertiser_id" || name == "start_date" ||
         name == "end_date" || name == "fields" || name == entity.id_batch_param;
}

}  // namespace

Result<Json> parse_params(std::string_view params_json) {
  if (trim(params_json).empty()) return Json(Json::Object{});
  auto params = Json::parse(params_json);
  if (!params) {
    Error error = std::move(params).error();
    error.message = "params is " + error.message;
    error.param = "params";
    return error;
  }
  if (params->is_null()) return Json(Json::Object{});
  if (params->as_object() == nullptr) {
    return Error{.type = ErrorType::value_error,
                 .message = fmt::format("params must be a JSON object, not {}", params->type_name()),
                 .hint = R"(Pass for example {"advertiser_id":"7312000000000000101"}.)",
                 .param = "params",
                 .given = shortened(params->dump())};
  }
  return params;
}

Result<ListCall> validate_list(const catalog::Entity& entity, const Json& params) {
  auto checked = check_all(entity, params);
  if (!checked) return std::move(checked).error();
  const Json& values = checked->values;
  const Json& given = checked->explicitly;

  ListCall call;
  call.entity = &entity;
  call.given = given;
  call.binding = cursor_binding(entity.name, given);
  call.page = values.int_of("page").value_or(1);
  call.page_size = values.int_of("page_size").value_or(1000);
  call.limit = values.int_of("limit");
  // A short answer needs no long page.
  if (call.limit && given.find("page_size") == nullptr)
    call.page_size = std::min(call.page_size, *call.limit);
  const Json* all = values.find("all");
  call.all = all != nullptr && all->as_bool() != nullptr && *all->as_bool();
  call.shape.fields = texts_of(values.find("fields"));
  if (!values.text_of("advertiser_id").empty()) call.advertiser_id = values.text_of("advertiser_id");
  if (!entity.id_batch_param.empty()) call.advertiser_ids = texts_of(values.find(entity.id_batch_param));

  if (given.find("cursor") != nullptr) {
    if (given.find("page") != nullptr) {
      return invalid_param(entity, "page", *given.find("page"), "page and cursor exclude each other",
                           "Keep the cursor.");
    }
    auto cursor = decode_cursor(values.text_of("cursor"), call.binding);
    if (!cursor) return std::move(cursor).error();
    if (call.advertiser_id && !cursor->advertiser_id.empty() &&
        *call.advertiser_id != cursor->advertiser_id) {
      return Error{.type = ErrorType::invalid_cursor,
                   .message = "this cursor belongs to advertiser " + cursor->advertiser_id,
                   .hint = "Leave advertiser_id out or name that one, or leave cursor out to start again.",
                   .param = "cursor"};
    }
    if (!cursor->advertiser_id.empty()) call.advertiser_id = cursor->advertiser_id;
    if (!dates_hold(values, *cursor)) {
      return Error{
          .type = ErrorType::invalid_cursor,
          .message = "this cursor belongs to a call with other dates",
          .hint =
              "Leave start_date and end_date as they stand in meta.next, or leave cursor out to start again.",
          .param = "cursor"};
    }
    call.cursor = *cursor;
    call.page = cursor->page;
    call.page_size = cursor->page_size;
  }
  if (given.find("page") != nullptr) {
    if (call.all) {
      return invalid_param(entity, "page", *given.find("page"), "page and all exclude each other",
                           "Leave page out to read everything.");
    }
    if (call.page > 1) {
      call.page_bound = true;
      call.page_bound_by = "page";
    }
  }

  for (const Param& param : entity.params) {
    if (param.wire == Wire::none || is_handled_apart(entity, param.name)) continue;
    if (const Json* value = values.find(param.name)) call.query.emplace_back(std::string(param.name), *value);
  }
  const Param* fields = catalog::find_param(entity, "fields");
  if (!call.shape.fields.empty() && fields != nullptr && fields->wire != Wire::none) {
    call.query.emplace_back("fields", fields_for_tiktok(entity, call.shape.fields));
  }
  if (entity.report != nullptr) {
    if (auto outcome = apply_report_rules(values, given, call); !outcome) return std::move(outcome).error();
  }
  warn_about_unknown_fields(entity, call);
  return call;
}

}  // namespace tiktok_marketing
