#pragma once

#include <span>
#include <string_view>

/// Questions that people ask of their ad accounts every day, each answered by one call. `constexpr` data.
namespace tiktok_marketing::catalog {

struct Recipe {
  std::string_view name;         ///< `spend_against_budget`
  std::string_view question;     ///< as a person asks it
  std::string_view entity;       ///< empty: can not be answered; `lacking` says why
  std::string_view action;       ///< `context_store_aggregate`, `context_store_search`
  std::string_view params_json;  ///< of the call; dates are words, so it is right every day
  std::string_view reading;      ///< how to read the answer
  std::string_view lacking;      ///< what of the question it leaves open; empty: nothing
};

/// Those that can be answered first.
[[nodiscard]] std::span<const Recipe> recipes();
/// nullptr for an unknown name.
[[nodiscard]] const Recipe* find_recipe(std::string_view name);

}  // namespace tiktok_marketing::catalog
