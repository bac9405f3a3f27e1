#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "context/query.hpp"
#include "context/query_sql.hpp"

/// Pages by key: the next page begins after the last row's values, so rows that come and go meanwhile neither
/// repeat nor hide others. Pure.
namespace tiktok_marketing::context {

/// A fingerprint of texts; what stands between two of them counts.
[[nodiscard]] std::uint64_t fingerprint(const std::vector<std::string>& texts);

/// `binding`: fingerprint of the query the values belong to.
[[nodiscard]] std::string encode_cursor(const std::vector<Value>& values, std::uint64_t binding);
/// Errors: `invalid_cursor` for a text that is not ours, belongs to another query or has another number of
/// values than `count`.
[[nodiscard]] Result<std::vector<Value>> decode_cursor(std::string_view text, std::uint64_t binding,
                                                       std::size_t count);

/// `t.spend_micros DESC NULLS LAST, t.campaign_id`
[[nodiscard]] std::string order_sql(const std::vector<SortKey>& order);
/// "comes after these values in that order"; one value a key.
[[nodiscard]] SqlPart after_sql(const std::vector<SortKey>& order, const std::vector<Value>& values);

}  // namespace tiktok_marketing::context
