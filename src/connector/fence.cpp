#include "connector/fence.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"

namespace tiktok_marketing {
namespace {

// An id, or something that could be read as one (`7.31e18`, `731,732`); words such as `desc` are neither.
bool may_be_id(std::string_view text) {
  return !text.empty() && std::string_view("0123456789+-.").find(text.front()) != std::string_view::npos;
}

bool is_about_advertisers(std::string_view name) {
  return name.find("advertiser") != std::string_view::npos;
}

// A report's condition names its subject in one member and the ids in another.
bool is_condition_about_advertisers(const Json& object) {
  return is_about_advertisers(object.text_of("field_name"));
}

}  // namespace

bool Fence::permits(std::string_view id) const {
  return !ids_ || std::ranges::find(*ids_, id) != ids_->end();
}

Error Fence::refusal(std::string_view param, std::string_view id) const {
  return Error{.type = ErrorType::forbidden,
               .message = fmt::format("advertiser {} is not one of this connector's advertisers", id),
               .hint = "Use one of allowed; the connector was restricted to them when it was set up.",
               .param = std::string(param),
               .given = shortened(id),
               .allowed = ids_.value_or(std::vector<std::string>{})};
}

Result<void> Fence::check(const ListCall& call) const {
  if (!ids_) return {};
  if (call.cursor && !call.cursor->advertiser_id.empty() && !permits(call.cursor->advertiser_id)) {
    return refusal("cursor", call.cursor->advertiser_id);
  }
  if (call.advertiser_id && !permits(*call.advertiser_id)) {
    return refusal("advertiser_id", *call.advertiser_id);
  }
  for (const auto& id : call.advertiser_ids) {
    if (!permits(id)) return refusal(call.entity->id_batch_param, id);
  }
  for (const auto& [name, value] : call.query) {
    if (auto outcome = check_within(value, name, is_about_advertisers(name)); !outcome) return outcome;
  }
  return {};
}

Result<void> Fence::check(const Json& params) const {
  return ids_ ? check_within(params, "params", false) : Result<void>();
}

Result<void> Fence::check_within(const Json& value, std::string_view param, bool names_them) const {
  if (const auto* members = value.as_object()) {
    const bool condition = is_condition_about_advertisers(value);
    for (const auto& [name, member] : *members) {
      const bool about = names_them || condition || is_about_advertisers(name);
      if (auto outcome = check_within(member, param, about); !outcome) return outcome;
    }
  } else if (const auto* items = value.as_array()) {
    for (const Json& item : *items) {
      if (auto outcome = check_within(item, param, names_them); !outcome) return outcome;
    }
  } else if (names_them) {
    if (const auto* text = value.as_string()) return check_text(*text, param);
    if (const auto* number = value.as_number()) return check_text(number->text, param);
  }
  return {};
}

Result<void> Fence::check_text(std::string_view text, std::string_view param) const {
  text = trim(text);
  if (may_be_id(text)) return permits(text) ? Result<void>() : refusal(param, text);
  // Lists travel as JSON text, too.
  if (!text.starts_with('[') && !text.starts_with('"')) return {};
  const auto inner = Json::parse(text);
  return inner ? check_within(*inner, param, true) : Result<void>();
}

}  // namespace tiktok_marketing
