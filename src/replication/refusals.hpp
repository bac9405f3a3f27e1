#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/error.hpp>

namespace tiktok_marketing::replication {

/// What an error means for the stream it came from. Pure.
enum class Refusal {
  none,         ///< an ordinary failure: the stream is tried again with the next run
  not_granted,  ///< this advertiser does not give this: say so and go on
  metrics,      ///< ask again without the metrics TikTok named
  page_size,    ///< ask again with smaller pages
  too_large,    ///< ask again in parts
  token,        ///< the token is refused: nothing else will work either
  storage,      ///< the disk is full or broken: pause
  cancelled,    ///< somebody asked to stop
};

struct Judgement {
  Refusal refusal = Refusal::none;
  std::vector<std::string> metrics;  ///< of `Refusal::metrics`
};

/// `asked`: the metrics of the request; `large_pages`: whether it asked for more than the safe page size.
///
/// TikTok's 40002 is an error unless its text says that the object does not exist or is not accessible: it
/// also stands for wrong metrics and parameters, and those must not look like an empty list.
[[nodiscard]] Judgement judge(const Error& error, std::span<const std::string> asked, bool large_pages);

/// The names in `Invalid metric fields: ['voucher_spend', 'cash_spend']`.
[[nodiscard]] std::vector<std::string> quoted_names(std::string_view message);

}  // namespace tiktok_marketing::replication
