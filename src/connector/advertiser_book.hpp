#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <tiktok_marketing/base/secret.hpp>

#include "base/task.hpp"
#include "tiktok/client.hpp"
#include "tiktok/paging.hpp"

namespace tiktok_marketing {

/// What calls need to know about an ad account.
struct AdvertiserFacts {
  std::string id;
  std::string name;
  std::string currency;
  std::string time_zone;  ///< IANA if TikTok says it, else its `Etc/…` zone; reports are in this zone
};

/// The advertisers a connector knows: those of its settings, else those TikTok grants the token (needs app id
/// and secret). Answers are kept for ten minutes. Engine thread only; must outlive its tasks.
class AdvertiserBook {
 public:
  struct Settings {
    std::vector<std::string> ids;
    bool only_these = false;  ///< nothing is looked up beyond `ids`, even if there are none
    std::string app_id;
    Secret app_secret;
  };
  AdvertiserBook(std::shared_ptr<tiktok::Client> client, Settings settings)
      : client_(std::move(client)), settings_(std::move(settings)) {}

  [[nodiscard]] bool can_discover() const {
    return !settings_.only_these && !settings_.app_id.empty() && !settings_.app_secret.empty();
  }
  /// Known ids, maybe none. Errors: those of the discovery request.
  [[nodiscard]] Task<Result<std::vector<std::string>>> known_ids(tiktok::CallContext context);
  /// Facts of the readable ones among `ids`, in that order; the others are in `unreadable`.
  struct Facts {
    std::vector<AdvertiserFacts> readable;
    std::vector<tiktok::Unreadable> unreadable;
  };
  [[nodiscard]] Task<Result<Facts>> facts(std::vector<std::string> ids, tiktok::CallContext context);
  /// One advertiser's facts. Errors: as TikTok's for an unreadable id.
  [[nodiscard]] Task<Result<AdvertiserFacts>> facts_of(std::string id, tiktok::CallContext context);

 private:
  struct Kept {
    AdvertiserFacts facts;
    SteadyTime until;
  };
  std::shared_ptr<tiktok::Client> client_;
  Settings settings_;
  std::vector<std::string> discovered_;
  SteadyTime discovered_until_ = SteadyTime::min();
  std::map<std::string, Kept, std::less<>> kept_;
};

}  // namespace tiktok_marketing
