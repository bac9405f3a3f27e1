#pragma once

#include <memory>
#include <vector>

#include "sandbox/delivery.hpp"
#include "sandbox/lists.hpp"
#include "sandbox/report_query.hpp"

namespace tiktok_marketing::sandbox {

/// Which rows a report has, without their numbers: small even for a report of half a million rows.
struct ReportIndex {
  struct Unit {
    std::uint32_t advertiser;  ///< position in the call's list
    std::uint32_t object;      ///< index of the campaign, ad group or ad; 0 for a whole account
    std::uint32_t mask;        ///< days of the window or hours of the day that have a row
    std::uint32_t first_row;
  };
  std::vector<Unit> units;
  std::size_t rows = 0;
  bool cut = false;                  ///< more than 20,000 ids matched
  std::vector<std::uint32_t> order;  ///< row numbers in the wanted order; empty: as they come
  std::string total_metrics;         ///< JSON object, when asked for
};

/// `report/integrated/get/`. Thread-safe.
class Reports {
 public:
  /// `key` identifies the call without its page; used to remember the index.
  [[nodiscard]] Answer run(const std::vector<const Advertiser*>& advertisers, const Params& params,
                           const std::string& key, Seconds now, std::size_t removed);

 private:
  Lru<ReportIndex> indexes_{32, 16 << 20};
};

}  // namespace tiktok_marketing::sandbox
