#include "sandbox/slices.hpp"

namespace tiktok_marketing::sandbox {
namespace {

std::vector<Share> countries(const Advertiser& a) {
  constexpr std::string_view kNeighbours[] = {"US", "GB", "FR"};
  std::vector<Share> shares{{a.country, 900}};
  int rest = 100;
  for (const auto other : kNeighbours) {
    if (other == a.country) continue;
    const int share = shares.size() == 1 ? 60 : rest;
    shares.push_back({other, share});
    rest -= share;
    if (rest == 0) break;
  }
  return shares;
}

}  // namespace

std::vector<Share> shares_of(const Advertiser& a, std::string_view dimension) {
  if (dimension == "gender") return {{"FEMALE", 520}, {"MALE", 462}, {"NONE", 18}};
  if (dimension == "age") {
    return {{"AGE_13_17", 40}, {"AGE_18_24", 300}, {"AGE_25_34", 310}, {"AGE_35_44", 180},
            {"AGE_45_54", 90}, {"AGE_55_100", 62}, {"NONE", 18}};
  }
  if (dimension == "country_code") return countries(a);
  if (dimension == "platform") return {{"ANDROID", 610}, {"IOS", 390}};
  if (dimension == "ac") return {{"WIFI", 540}, {"4G", 310}, {"5G", 150}};
  if (dimension == "language") return {{a.language, 960}, {a.language == "en" ? "es" : "en", 40}};
  if (dimension == "placement") return {{"TikTok", 820}, {"Pangle", 180}};
  if (dimension == "province_id") return {{"3117735", 450}, {"3128760", 350}, {"-1", 200}};
  return {};
}

Division divide(const Advertiser& a, const std::vector<std::string>& dimensions) {
  Division division{{Slice{}}, {{}}};
  for (const std::string& dimension : dimensions) {
    Division finer;
    const auto shares = shares_of(a, dimension);
    for (std::size_t s = 0; s < division.slices.size(); ++s) {
      const Slice whole = division.slices[s];
      const int width = whole.to - whole.from;
      int before = 0;
      for (const Share& share : shares) {
        finer.slices.push_back(
            {whole.from + width * before / 1'000, whole.from + width * (before + share.share) / 1'000});
        finer.values.push_back(division.values[s]);
        finer.values.back().push_back(share.value);
        before += share.share;
      }
    }
    division = std::move(finer);
  }
  return division;
}

}  // namespace tiktok_marketing::sandbox
