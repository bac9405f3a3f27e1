#include "mcp/report_sums.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include <tiktok_marketing/connector/record.hpp>

#include "base/json_members.hpp"

namespace tiktok_marketing::mcp {
namespace {

constexpr int kMostDigitsBehindPoint = 12;
constexpr int kRatioDigits = 4;

std::string_view without_quotes(std::string_view json) {
  if (json.size() >= 2 && json.front() == '"') return json.substr(1, json.size() - 2);
  return json;
}

std::string decimal_text(__int128 unscaled, int scale) {
  const bool negative = unscaled < 0;
  std::string digits;
  for (__int128 rest = negative ? -unscaled : unscaled; rest != 0; rest /= 10) {
    digits += static_cast<char>('0' + static_cast<int>(rest % 10));
  }
  while (static_cast<int>(digits.size()) <= scale) digits += '0';
  std::ranges::reverse(digits);
  if (scale > 0) digits.insert(digits.size() - static_cast<std::size_t>(scale), ".");
  return negative ? "-" + digits : digits;
}

long double value_of(__int128 unscaled, int scale) {
  return static_cast<long double>(unscaled) / std::pow(10.0L, scale);
}

}  // namespace

void ReportSums::add(std::string_view row) {
  ++rows_;
  if (entity_->report == nullptr) return;
  for_each_member(row, [&](std::string_view name, std::string_view value) {
    const auto* metric = catalog::find_metric(name);
    if (metric == nullptr || metric->nature == catalog::Nature::attribute) return true;
    auto found = sums_.find(name);
    if (found == sums_.end()) {
      order_.emplace_back(name);
      found = sums_.emplace(name, Sum{.metric = metric}).first;
    }
    Sum& sum = found->second;
    const std::string_view text = without_quotes(value);
    if (text == "null") return true;
    const auto number = Decimal::parse(text);
    if (!number || number->scale > kMostDigitsBehindPoint) {
      sum.usable = false;
      return true;
    }
    __int128 unscaled = number->unscaled;
    for (int scale = number->scale; scale < sum.scale; ++scale) unscaled *= 10;
    for (; sum.scale < number->scale; ++sum.scale) sum.unscaled *= 10;
    sum.unscaled += unscaled;
    ++sum.values;
    return true;
  });
}

Json ReportSums::ratio(const catalog::Metric& metric) const {
  const auto above = sums_.find(metric.numerator);
  const auto below = sums_.find(metric.denominator);
  if (above == sums_.end() || below == sums_.end()) return {};
  if (!above->second.usable || !below->second.usable || below->second.unscaled == 0) return {};
  const long double value = static_cast<long double>(metric.scale) *
                            value_of(above->second.unscaled, above->second.scale) /
                            value_of(below->second.unscaled, below->second.scale);
  return Json::Number{fmt::format("{:.{}f}", static_cast<double>(value), kRatioDigits)};
}

Json ReportSums::json() const {
  Json out;
  out.set("rows", rows_);
  Json::Array not_additive;
  for (const std::string& name : order_) {
    const Sum& sum = sums_.find(name)->second;
    const bool adds = sum.metric->nature == catalog::Nature::sum && sum.usable;
    const Json quotient = sum.metric->nature == catalog::Nature::ratio ? ratio(*sum.metric) : Json();
    if (adds && sum.values > 0) {
      out.set(name, Json::Number{decimal_text(sum.unscaled, sum.scale)});
    } else if (!quotient.is_null()) {
      out.set(name, quotient);
    } else if (!adds) {
      not_additive.emplace_back(name);
    }
  }
  if (!not_additive.empty()) out.set("not_additive", std::move(not_additive));
  return out;
}

}  // namespace tiktok_marketing::mcp
