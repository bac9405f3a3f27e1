#pragma once

#include <string>

#include "base/json.hpp"
#include "catalog/model.hpp"

/// JSON Schemas (draft 2020-12) made from the tables. Pure; compact text.
namespace tiktok_marketing::catalog {

/// Schema of one record as it is delivered: ids are text, metrics text or (with `numbers`) JSON numbers.
/// Further members are allowed, for TikTok may send fields that are not in the catalog.
[[nodiscard]] std::string record_schema(const Entity& entity);

/// Schema of the params of `list`. Nothing is required in it: an account that is known may be left out.
[[nodiscard]] std::string params_schema(const Entity& entity);

[[nodiscard]] Json record_schema_json(const Entity& entity);
[[nodiscard]] Json params_schema_json(const Entity& entity);

}  // namespace tiktok_marketing::catalog
