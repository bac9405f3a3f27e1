#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "catalog/model.hpp"

namespace tiktok_marketing::mcp {

/// Exact sums over rows of a live report, each metric by its nature: amounts are added without a double,
/// ratios are made of the sums of their parts, and what cannot be added (reach, averages, results of several
/// goals) is named instead of guessed. Rows of other entities are only counted.
class ReportSums {
 public:
  explicit ReportSums(const catalog::Entity& entity) : entity_(&entity) {}

  void add(std::string_view row);
  [[nodiscard]] std::int64_t rows() const { return rows_; }
  /// `{"rows": 12, "spend": 3.50, "ctr": 1.2, "not_additive": ["reach"]}`
  [[nodiscard]] Json json() const;

 private:
  struct Sum {
    const catalog::Metric* metric = nullptr;
    __int128 unscaled = 0;
    int scale = 0;
    bool usable = true;  ///< false: a value was no number, or the sum grew beyond what is exact
    std::int64_t values = 0;
  };
  [[nodiscard]] Json ratio(const catalog::Metric& metric) const;

  const catalog::Entity* entity_;
  std::int64_t rows_ = 0;
  std::vector<std::string> order_;
  std::map<std::string, Sum, std::less<>> sums_;
};

}  // namespace tiktok_marketing::mcp
