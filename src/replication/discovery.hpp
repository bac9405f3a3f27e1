#pragma once

#include <memory>
#include <string>
#include <vector>

#include <tiktok_marketing/base/secret.hpp>
#include <tiktok_marketing/connector/record.hpp>

#include "base/task.hpp"
#include "context/store.hpp"
#include "tiktok/client.hpp"

/// Who the token belongs to and which advertisers it shows. Engine thread only.
namespace tiktok_marketing::replication {

/// Where advertisers come from.
struct AdvertiserSource {
  std::vector<std::string> ids;  ///< known ones; empty: what TikTok grants the token
  std::string app_id;            ///< with the secret: lets them be looked up
  Secret app_secret;
};

/// One advertiser as TikTok describes it.
struct Found {
  context::AdvertiserInfo info;
  Records row;  ///< the one record
};

struct Discovery {
  std::string user;  ///< core user id; empty where the token may not read it
  std::vector<Found> advertisers;
  std::vector<std::pair<std::string, Error>> unreadable;
};

/// Errors: a refused token; `missing_parameter` when no advertiser is known and none can be looked up;
/// TikTok's.
[[nodiscard]] Task<Result<Discovery>> discover(std::shared_ptr<tiktok::Client> client,
                                               AdvertiserSource source, tiktok::CallContext context);

/// Core user id of the token's TikTok user; empty where the token may not read it.
[[nodiscard]] Task<Result<std::string>> ask_user(std::shared_ptr<tiktok::Client> client,
                                                 tiktok::CallContext context);

/// What a record of `advertiser/info/` says. Pure.
[[nodiscard]] context::AdvertiserInfo info_in(const Record& row);

}  // namespace tiktok_marketing::replication
