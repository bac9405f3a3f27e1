#pragma once

#include <optional>
#include <string>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "base/json.hpp"
#include "connector/list_call.hpp"

namespace tiktok_marketing {

/// The advertisers a connector may be asked about. Ids are compared as the text TikTok would be sent. Pure.
class Fence {
 public:
  /// Lets everything through.
  Fence() = default;
  /// Lets `ids` through and nothing else; an empty list lets nothing through.
  explicit Fence(std::vector<std::string> ids) : ids_(std::move(ids)) {}

  [[nodiscard]] bool stands() const { return ids_.has_value(); }
  [[nodiscard]] const std::optional<std::vector<std::string>>& ids() const { return ids_; }

  /// Errors: `forbidden` with the fence in `allowed`, when anything in the call names another advertiser: its
  /// advertiser params, its cursor, a condition of its filter.
  [[nodiscard]] Result<void> check(const ListCall& call) const;
  /// The same for the params of a store action: any member that names advertisers, however deep.
  [[nodiscard]] Result<void> check(const Json& params) const;

 private:
  [[nodiscard]] bool permits(std::string_view id) const;
  [[nodiscard]] Error refusal(std::string_view param, std::string_view id) const;
  [[nodiscard]] Result<void> check_within(const Json& value, std::string_view param, bool names_them) const;
  [[nodiscard]] Result<void> check_text(std::string_view text, std::string_view param) const;

  std::optional<std::vector<std::string>> ids_;
};

}  // namespace tiktok_marketing
