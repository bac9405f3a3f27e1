#include <algorithm>
#include <iterator>

#include "catalog/entities.hpp"

namespace tiktok_marketing::catalog {
namespace {

constexpr const Entity* kEntities[] = {
    &kAdvertisers,
    &kCampaigns,
    &kAdGroups,
    &kAds,
    &kAudiences,
    &kCreativeAssetsImages,
    &kCreativeAssetsVideos,
    &kAdvertisersReportsDaily,
    &kCampaignsReportsDaily,
    &kAdGroupsReportsDaily,
    &kAdsReportsDaily,
};

}  // namespace

std::span<const Entity* const> entities() {
  return kEntities;
}

const Entity* find_entity(std::string_view name) {
  const auto* found = std::ranges::find_if(kEntities, [&](const Entity* e) { return e->name == name; });
  return found == std::end(kEntities) ? nullptr : *found;
}

const Param* find_param(const Entity& entity, std::string_view name) {
  const auto found = std::ranges::find(entity.params, name, &Param::name);
  return found == entity.params.end() ? nullptr : &*found;
}

std::optional<Level> level_of(std::string_view data_level) {
  for (std::string_view prefix : {"AUCTION_", "RESERVATION_"}) {
    if (!data_level.starts_with(prefix)) continue;
    const auto rest = data_level.substr(prefix.size());
    if (rest == "ADVERTISER") return Level::advertiser;
    if (rest == "CAMPAIGN") return Level::campaign;
    if (rest == "ADGROUP") return Level::adgroup;
    if (rest == "AD") return Level::ad;
  }
  return std::nullopt;
}

std::string_view name_of(Type type) {
  switch (type) {
    case Type::string:
      return "string";
    case Type::integer:
      return "integer";
    case Type::number:
      return "number";
    case Type::boolean:
      return "boolean";
    case Type::array:
      return "array";
    case Type::object:
      return "object";
  }
  return {};
}

std::string_view name_of(Origin origin) {
  switch (origin) {
    case Origin::original:
      return "original";
    case Origin::tiktok:
      return "tiktok";
    case Origin::ours:
      return "ours";
  }
  return {};
}

std::string_view name_of(Nature nature) {
  switch (nature) {
    case Nature::sum:
      return "sum";
    case Nature::ratio:
      return "ratio";
    case Nature::deduplicated:
      return "deduplicated";
    case Nature::average:
      return "average";
    case Nature::goal_dependent:
      return "goal_dependent";
    case Nature::attribute:
      return "attribute";
  }
  return {};
}

std::string_view name_of(Settling settling) {
  switch (settling) {
    case Settling::delivery:
      return "delivery";
    case Settling::conversion:
      return "conversion";
    case Settling::never:
      return "never";
  }
  return {};
}

std::string_view name_of(Level level) {
  switch (level) {
    case Level::advertiser:
      return "advertiser";
    case Level::campaign:
      return "campaign";
    case Level::adgroup:
      return "adgroup";
    case Level::ad:
      return "ad";
  }
  return {};
}

}  // namespace tiktok_marketing::catalog
