#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "base/json.hpp"

namespace tiktok_marketing::sandbox {

/// One way to misbehave. Members that are not set do nothing.
struct FaultAction {
  std::optional<int> code;  ///< this envelope instead of the answer
  std::string message;
  std::optional<int> http;  ///< this status
  bool html = false;        ///< with an HTML page instead of the answer
  std::optional<std::string> body;
  std::string content_type;
  std::optional<std::size_t> truncate_bytes;
  std::optional<std::size_t> cut_after_bytes;
  std::optional<std::size_t> bytes_per_second;
  std::optional<std::int64_t> delay_ms;
  bool no_answer = false;
  bool data_null = false;
  bool huge_integer = false;
  std::optional<std::size_t> shrink_total;
  std::string find;  ///< the first occurrence of this text …
  std::string with;  ///< … becomes this
};

/// When which fault happens. Counters start at zero with each plan. Thread-safe.
class FaultPlan {
 public:
  explicit FaultPlan(std::uint64_t seed) : seed_(seed) {}

  /// Replaces the plan. Errors: `value_error` naming the rule and the member that is wrong.
  [[nodiscard]] Result<void> load(std::string_view json);
  /// The faults of the next request for `path` (`/campaign/get/`), in the order of the plan.
  [[nodiscard]] std::vector<FaultAction> next(std::string_view path);
  /// Objects taken off the head of the path's list by `shrink_total` so far.
  [[nodiscard]] std::size_t removed(std::string_view path) const;
  void remove(std::string_view path, std::size_t objects);

 private:
  struct Rule {
    std::string path = "*";
    std::uint64_t from = 1;
    std::uint64_t to = UINT64_MAX;
    std::optional<double> probability;
    std::uint64_t times = UINT64_MAX;
    FaultAction action;
    std::uint64_t seen = 0;
    std::uint64_t fired = 0;
  };
  static Result<Rule> read_rule(const Json& json, std::size_t number);

  std::uint64_t seed_;
  mutable std::mutex mutex_;
  std::vector<Rule> rules_;
  std::vector<std::pair<std::string, std::size_t>> removed_;
};

}  // namespace tiktok_marketing::sandbox
