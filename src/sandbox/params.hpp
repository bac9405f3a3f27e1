#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "http/server/server.hpp"

namespace tiktok_marketing::sandbox {

enum class ParamType : std::uint8_t {
  text,
  id,  ///< digits as text
  integer,
  boolean,  ///< `true` or `false`
  list,     ///< JSON array of strings
  id_list,  ///< JSON array of strings of digits
  number_list,
  object,
  object_list,
  datetime,  ///< `2026-09-14 08:00:00`
  date,      ///< `2026-09-14`
};

struct ParamRule {
  std::string_view name;
  ParamType type;
  bool required;
  std::int64_t least;     ///< of the value, or of the number of items
  std::int64_t greatest;  ///< 0: no limit
  std::span<const std::string_view> values;
  std::span<const ParamRule> members;
};

/// A refusal inside the envelope.
struct ApiError {
  int code = 0;
  std::string message;
};

/// The checked parameters of a call: the values by name, lists and objects as JSON.
class Params {
 public:
  /// Reads the query (and, as the service does, a JSON body of a GET for what the query lacks) and checks
  /// it against the rules. Parameters without a rule are ignored.
  [[nodiscard]] std::optional<ApiError> read(std::span<const ParamRule> rules,
                                             const http::ServerRequest& request);

  [[nodiscard]] const Json* find(std::string_view name) const { return values_.find(name); }
  [[nodiscard]] std::string_view text(std::string_view name) const { return values_.text_of(name); }
  [[nodiscard]] std::int64_t integer(std::string_view name, std::int64_t fallback) const;
  [[nodiscard]] bool flag(std::string_view name) const;
  [[nodiscard]] std::vector<std::string_view> list(std::string_view name) const;
  /// A member of `filtering`.
  [[nodiscard]] const Json* filter(std::string_view name) const;

 private:
  Json values_ = Json::Object{};
};

/// Texts of an array value; empty for anything else.
[[nodiscard]] std::vector<std::string_view> texts_of(const Json* value);
/// Digits only, at most 20 of them.
[[nodiscard]] bool is_id(std::string_view text);

[[nodiscard]] std::span<const ParamRule> advertiser_rules();
[[nodiscard]] std::span<const ParamRule> campaign_rules();
[[nodiscard]] std::span<const ParamRule> adgroup_rules();
[[nodiscard]] std::span<const ParamRule> ad_rules();
[[nodiscard]] std::span<const ParamRule> audience_rules();
[[nodiscard]] std::span<const ParamRule> image_rules();
[[nodiscard]] std::span<const ParamRule> video_rules();
[[nodiscard]] std::span<const ParamRule> report_rules();
/// Values of the status filters of reports.
[[nodiscard]] std::span<const std::string_view> report_status_values();

}  // namespace tiktok_marketing::sandbox
