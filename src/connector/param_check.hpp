#pragma once

#include <span>
#include <string>
#include <string_view>

#include <tiktok_marketing/base/result.hpp>

#include "base/json.hpp"
#include "catalog/model.hpp"

/// Type and range checks of single parameters, by the catalog alone. Pure.
namespace tiktok_marketing {

/// An `invalid_parameter` with the entity's example as the corrected call.
[[nodiscard]] Error invalid_param(const catalog::Entity& entity, std::string_view param, const Json& given,
                                  std::string message, std::string hint = {});

/// The value in the type the catalog wants. Accepted besides that type: JSON text for arrays and objects,
/// text of digits for integers, `"true"`/`"false"` for booleans, integers for ids, one id for a list of ids.
[[nodiscard]] Result<Json> checked_value(const catalog::Entity& entity, const catalog::Param& param,
                                         Json value);

/// Error for a name the entity does not know, with the nearest one it does.
[[nodiscard]] Error unknown_param(const catalog::Entity& entity, std::string_view name);

/// Checks a `filtering` value: an object of the entity's filter keys, or for reports an array of
/// {field_name, filter_type, filter_value}, whose filter_value may be native JSON.
[[nodiscard]] Result<Json> checked_filtering(const catalog::Entity& entity, Json value);

}  // namespace tiktok_marketing
