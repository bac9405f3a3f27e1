#pragma once

#include "catalog/model.hpp"

/// The entities, each defined in its own `entity_*.cpp`; everybody else finds them through `find_entity`.
namespace tiktok_marketing::catalog {

extern const Entity kAdvertisers;
extern const Entity kCampaigns;
extern const Entity kAdGroups;
extern const Entity kAds;
extern const Entity kAudiences;
extern const Entity kCreativeAssetsImages;
extern const Entity kCreativeAssetsVideos;
extern const Entity kAdvertisersReportsDaily;
extern const Entity kCampaignsReportsDaily;
extern const Entity kAdGroupsReportsDaily;
extern const Entity kAdsReportsDaily;

}  // namespace tiktok_marketing::catalog
