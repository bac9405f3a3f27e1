#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/secret.hpp>

#include "platform/change_hook.hpp"
#include "platform/context.hpp"
#include "platform/types.hpp"

namespace tiktok_marketing::platform {

/// A developer app at TikTok: what OAuth and the listing of granted advertisers need.
struct TiktokApp {
  std::string id;                              ///< of the row; the settings' app has none
  std::optional<std::string> organization_id;  ///< nullopt: for every organization
  std::string app_id;
  Secret app_secret;
  SystemTime created_at;
  SystemTime updated_at;
};

/// TikTok apps, one for each organization at most and one global. Secrets are sealed. Blocks; thread-safe.
class TiktokApps {
 public:
  explicit TiktokApps(std::shared_ptr<Context> context) : context_(std::move(context)) {}

  /// The organization's, else the global one, else the settings' one, else nullopt.
  [[nodiscard]] Result<std::optional<TiktokApp>> app_for(std::string_view organization_id);
  [[nodiscard]] Result<TiktokApp> put(std::optional<std::string> organization_id, std::string app_id,
                                      Secret secret);
  /// Idempotent.
  [[nodiscard]] Result<void> remove(std::optional<std::string> organization_id);
  [[nodiscard]] Result<std::vector<TiktokApp>> list();

  /// Called after `put` and `remove`, on the thread of the change.
  void on_change(std::function<void()> call) { changed_.set(std::move(call)); }

 private:
  std::shared_ptr<Context> context_;
  ChangeHook changed_;
};

}  // namespace tiktok_marketing::platform
