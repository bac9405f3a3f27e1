#include "platform/connectors.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/date.hpp"
#include "base/text.hpp"

namespace tiktok_marketing::platform {
namespace {

constexpr std::array<std::string_view, 3> kKeys{"start_date", "advertiser_ids", "lookback_days"};
constexpr std::size_t kMaxAdvertisers = 1'000;
constexpr std::size_t kMaxIdDigits = 20;
constexpr int kMaxLookback = 28;

Error bad(std::string_view key, const Json& given, std::string message, std::string hint) {
  return {.type = ErrorType::value_error,
          .message = std::move(message),
          .hint = std::move(hint),
          .param = fmt::format("replication_config.{}", key),
          .given = shortened(given.dump())};
}

Result<std::string> read_start_date(const Json& given) {
  if (given.is_null()) return std::string(kDefaultStartDate);
  const std::string* text = given.as_string();
  if (text == nullptr || !parse_date(*text)) {
    return bad("start_date", given, "start_date is not a day of the calendar written as YYYY-MM-DD.",
               fmt::format("Write for example \"{}\", which is also the default.", kDefaultStartDate));
  }
  return *text;
}

/// The digits of an id that came as text or as a number; empty: it is no id.
std::string id_in(const Json& item) {
  std::string text;
  if (const std::string* given = item.as_string()) text = *given;
  if (const Json::Number* number = item.as_number()) text = number->text;
  const bool digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  return digits && text.size() <= kMaxIdDigits ? text : std::string();
}

Result<std::optional<std::vector<std::string>>> read_advertisers(const Json& given) {
  if (given.is_null()) return std::optional<std::vector<std::string>>();
  const Json::Array* items = given.as_array();
  if (items == nullptr || items->empty() || items->size() > kMaxAdvertisers) {
    return bad("advertiser_ids", given,
               fmt::format("advertiser_ids is not a list of 1 to {} ids.", kMaxAdvertisers),
               "List the ad accounts the connector is restricted to; null or nothing means no restriction.");
  }
  std::vector<std::string> ids;
  for (const Json& item : *items) {
    std::string id = id_in(item);
    if (id.empty()) {
      return bad("advertiser_ids", item, "advertiser_ids holds something that is no advertiser id.",
                 "An id is a number of up to 20 digits, written as text: [\"7312000000000000101\"].");
    }
    if (std::ranges::find(ids, id) == ids.end()) ids.push_back(std::move(id));
  }
  return std::optional(std::move(ids));
}

Result<std::optional<int>> read_lookback(const Json& given) {
  if (given.is_null()) return std::optional<int>();
  const auto days = given.as_int();
  if (!days || *days < 1 || *days > kMaxLookback) {
    return bad("lookback_days", given,
               fmt::format("lookback_days is not a whole number from 1 to {}.", kMaxLookback),
               "It says how many days back report rows are read again; leave it out for the default.");
  }
  return std::optional(static_cast<int>(*days));
}

Result<void> read_key(const std::string& key, const Json& given, bool ignore_unknown,
                      ReplicationConfig& config) {
  if (key == "start_date") {
    auto date = read_start_date(given);
    if (!date) return std::move(date).error();
    config.start_date = *std::move(date);
  } else if (key == "advertiser_ids") {
    auto ids = read_advertisers(given);
    if (!ids) return std::move(ids).error();
    config.advertiser_ids = *std::move(ids);
  } else if (key == "lookback_days") {
    auto days = read_lookback(given);
    if (!days) return std::move(days).error();
    config.lookback_days = *days;
  } else if (!ignore_unknown) {
    const auto near = nearest(key, kKeys);
    // The value is not repeated: it may be a token that was put in the wrong place.
    Error error = bad(shortened(key, 60), Json(key), "replication_config has no such key.",
                      near.empty() ? "Use the keys in allowed." : fmt::format("Did you mean {}?", near));
    error.allowed.assign(kKeys.begin(), kKeys.end());
    return error;
  }
  return {};
}

}  // namespace

Json ReplicationConfig::to_json() const {
  Json json;
  json.set("start_date", start_date);
  if (advertiser_ids) json.set("advertiser_ids", Json::Array(advertiser_ids->begin(), advertiser_ids->end()));
  if (lookback_days) json.set("lookback_days", *lookback_days);
  return json;
}

Result<ReplicationConfig> parse_replication_config(const Json& given, bool ignore_unknown,
                                                   const ReplicationConfig& base) {
  ReplicationConfig config = base;
  if (given.is_null()) return config;
  const Json::Object* members = given.as_object();
  if (members == nullptr) {
    return Error{.type = ErrorType::value_error,
                 .message = fmt::format("replication_config is {}, not an object.", given.type_name()),
                 .hint = "Write for example {\"start_date\": \"2026-01-01\"}.",
                 .param = "replication_config",
                 .given = shortened(given.dump())};
  }
  for (const auto& [key, value] : *members) {
    if (auto read = read_key(key, value, ignore_unknown, config); !read) return std::move(read).error();
  }
  return config;
}

}  // namespace tiktok_marketing::platform
