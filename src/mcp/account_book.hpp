#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <tiktok_marketing/connector/connector.hpp>

#include "base/json.hpp"

namespace tiktok_marketing::mcp {

/// The advertisers of the connector and the names of their campaigns, kept for some minutes: completion asks
/// with every letter.
///
/// Held by a shared pointer. Thread-safety: all members from any thread. `then` is called once, at once or on
/// the engine thread; what cannot be read is an empty answer.
class AccountBook : public std::enable_shared_from_this<AccountBook> {
 public:
  using Clock = std::chrono::steady_clock;
  using Names = std::vector<std::string>;

  AccountBook(std::shared_ptr<const Connector> connector, bool has_store)
      : connector_(std::move(connector)), has_store_(has_store) {}

  /// The document of `check`, null when it failed.
  void account(std::function<void(const Json&)> then);
  void advertiser_ids(std::function<void(const Names&)> then);
  /// Of one advertiser, or of those the connector uses by default.
  void campaign_names(const std::string& advertiser_id, std::function<void(const Names&)> then);

 private:
  template <typename T>
  struct Kept {
    T value;
    Clock::time_point until;
  };
  void read_campaigns(const std::string& advertiser_id, std::function<void(Names)> then);

  const std::shared_ptr<const Connector> connector_;
  const bool has_store_;
  std::mutex mutex_;
  std::optional<Kept<Json>> account_;
  std::map<std::string, Kept<Names>> campaigns_;
};

}  // namespace tiktok_marketing::mcp
