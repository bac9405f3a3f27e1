#include <algorithm>
#include <initializer_list>

#include <fmt/format.h>

#include "sandbox/rows.hpp"

namespace tiktok_marketing::sandbox {
namespace {

constexpr std::uint64_t kImageSalt = 0x1a9e;
constexpr std::uint64_t kVideoSalt = 0x71de0;

struct Shape {
  int width, height;
};
constexpr Shape kShapes[] = {{720, 1280}, {1080, 1920}, {1280, 720}, {640, 640}};

// Index 0 is the oldest; spread over the life of the account.
Seconds asset_created(const Advertiser& a, std::uint64_t salt, std::uint64_t index, std::uint64_t count) {
  const Seconds step = (a.settled - a.opened) / static_cast<Seconds>(std::max<std::uint64_t>(1, count));
  return a.opened - 5 * kDay + static_cast<Seconds>(index) * step +
         static_cast<Seconds>(below(a.hash + salt, index, static_cast<std::uint64_t>(step)));
}

std::string_view pick_text(std::uint64_t hash, std::uint64_t salt,
                           std::initializer_list<std::string_view> items) {
  return items.begin()[below(hash, salt, items.size())];
}

std::string mask(std::string_view text, std::size_t keep) {
  return std::string(text.substr(0, keep)) + std::string(text.size() > keep ? text.size() - keep : 3, '*');
}

AssetFacts facts(const Advertiser& a, std::uint64_t salt, std::uint64_t index, std::uint64_t count,
                 Seconds now) {
  const auto hash = mix(a.hash, salt, index);
  const Shape shape = pick(hash, 1, kShapes);
  const Seconds created = asset_created(a, salt, index, count);
  const bool renamed = chance(hash, 2, 20);
  const Seconds modified = renamed ? std::min(now, created + 9 * kDay) : created;
  return {created, modified, shape.width, shape.height, !chance(hash, 3, 6)};
}

template <typename Sink>
void write_advertiser(Sink& s, const RowContext& context) {
  const Advertiser& a = context.advertiser;
  s.begin();
  s.text("advertiser_id", a.id_text);
  s.words("name", a.name);
  s.words("company", a.brand + " Ltd");
  s.absent("company_name_editable");
  s.text("status", "STATUS_ENABLE");
  s.text("role", "ROLE_ADVERTISER");
  s.text("rejection_reason", "");
  s.text("advertiser_account_type", "AUCTION");
  s.text("currency", a.currency);
  s.text("timezone", a.zone);
  s.text("display_timezone", a.display_zone);
  s.text("country", a.country);
  s.text("language", a.language);
  s.text("industry", "290303");
  s.words("brand", a.brand);
  s.text("address", "");
  s.text("description", "");
  s.words("contacter", mask("Ma", 2));
  s.text("email", "m***@h************.com");
  s.text("cellphone_number", "");
  s.text("telephone_number", fmt::format("+{}******{:02}", 30 + a.index, a.index % 100));
  s.text("license_no", "");
  s.null("license_url");
  s.null("license_province");
  s.null("license_city");
  s.text("promotion_area", "0");
  s.null("promotion_center_province");
  s.null("promotion_center_city");
  s.null("owner_bc_id");
  s.boolean("can_use_custom_identity", true);
  s.boolean("ads_only_mode", false);
  s.number("balance", static_cast<std::int64_t>(below(a.hash, 5, 400'000)) * a.money / 100);
  s.integer("create_time", a.opened - 60 * kDay);
  s.end();
}

}  // namespace

void write_row(RowSink& sink, const RowContext& context) {
  write_advertiser(sink, context);
}

std::span<const std::string_view> advertiser_fields() {
  static const auto names = [] {
    NameSink sink;
    const Advertiser advertiser;
    write_advertiser(sink, RowContext{advertiser, 0});
    return sink.names;
  }();
  return names;
}

void write_row(RowSink& s, const RowContext& context, const Audience& audience) {
  constexpr std::string_view kTypes[] = {"Customer File Audience", "Website Audience", "Engagement Audience",
                                         "Lookalike Audience", "App Activity Audience"};
  const Advertiser& a = context.advertiser;
  const auto hash = mix(a.hash, 0xa0d1, audience.index);
  const std::string_view type = pick(hash, 1, kTypes);
  const Seconds created = audience_created(a, audience.index);
  const Seconds expires = created + 365 * kDay;
  const bool expired = context.now >= expires;
  s.begin();
  s.id("audience_id", audience_id(a, audience.index));
  s.words("name",
          fmt::format("{} {}", pick_text(hash, 2, {"Newsletter", "Compradores", "訪問者", "Käufer 180 d"}),
                      2024 + audience.index % 3));
  s.text("audience_type", type);
  s.text_or_null("calculate_type", type == kTypes[0], "EMAIL_SHA256");
  s.integer("cover_num", expired ? 0 : static_cast<std::int64_t>(200 + below(hash, 3, 250'000)));
  s.boolean("shared", chance(hash, 4, 10));
  s.boolean("is_creator", true);
  s.boolean("is_valid", !expired && context.now > created + kDay);
  s.boolean("is_expiring", !expired && context.now > expires - 60 * kDay);
  s.time("create_time", created);
  s.time("expired_time", expires);
  s.end();
}

void write_row(RowSink& s, const RowContext& context, const Image& image) {
  const Advertiser& a = context.advertiser;
  const AssetFacts f = image_facts(a, image.index, context.now);
  const auto hash = mix(a.hash, kImageSalt, image.index);
  const std::string url = fmt::format("https://p16-sg.example.com/img/{}/{}?x-expires={}", a.index,
                                      image.index, context.now + kHour);
  s.begin();
  s.text("image_id", image_id(a, image.index));
  s.id("material_id", image_material_id(a, image.index));
  s.words("file_name", fmt::format("{}-{}.jpg", pick_text(hash, 4, {"cover", "otoño", "春", "hero \"wide\""}),
                                   image.index));
  s.text("format", "jpeg");
  s.integer("width", f.width);
  s.integer("height", f.height);
  s.integer("size", static_cast<std::int64_t>(40'000 + below(hash, 5, 900'000)));
  s.text("signature", fmt::format("{:016x}{:016x}", mix(hash, 6), mix(hash, 7)));
  s.boolean("displayable", f.displayable);
  s.boolean("is_carousel_usable", chance(hash, 8, 40));
  s.text("url", url);
  s.text("image_url", url);
  s.time("create_time", f.created, true);
  s.time("modify_time", f.modified, true);
  s.end();
}

void write_row(RowSink& s, const RowContext& context, const Video& video) {
  const Advertiser& a = context.advertiser;
  const AssetFacts f = video_facts(a, video.index, context.now);
  const auto hash = mix(a.hash, kVideoSalt, video.index);
  const auto millis = static_cast<std::int64_t>(5'000 + below(hash, 4, 55'000));
  const auto size = static_cast<std::int64_t>(800'000 + below(hash, 5, 30'000'000));
  const Seconds expires = context.now + 6 * kHour;
  s.begin();
  s.text("video_id", video_id(a, video.index));
  s.id("material_id", video_material_id(a, video.index));
  s.words("file_name", video_name(a, video.index));
  s.text("format", "mp4");
  s.integer("width", f.width);
  s.integer("height", f.height);
  s.json("duration", fmt::format("{}.{:03}", millis / 1'000, millis % 1'000));
  s.integer("bit_rate", size * 8'000 / millis);
  s.integer("size", size);
  s.integer("fps", chance(hash, 6, 70) ? 30 : 25);
  s.text("definition", f.width >= 1'080 ? "1080p" : "720p");
  s.text("signature", fmt::format("{:016x}{:016x}", mix(hash, 7), mix(hash, 8)));
  s.boolean("displayable", f.displayable);
  s.boolean("allow_download", chance(hash, 9, 80));
  s.json("allowed_placements", "[\"PLACEMENT_TIKTOK\",\"PLACEMENT_PANGLE\"]");
  s.text("video_cover_url",
         fmt::format("https://p16-sg.example.com/c/{}/{}?x-expires={}", a.index, video.index, expires));
  s.text("preview_url",
         fmt::format("https://v16.example.com/p/{}/{}?x-expires={}", a.index, video.index, expires));
  s.time("preview_url_expire_time", expires);
  if (chance(hash, 10, 8)) {
    s.json("flaw_types", "[\"LOW_RESOLUTION\"]");
  } else {
    s.null("flaw_types");
  }
  s.null("fix_task_id");
  s.time("create_time", f.created, true);
  s.time("modify_time", f.modified, true);
  s.end();
}

AssetFacts image_facts(const Advertiser& a, std::uint64_t index, Seconds now) {
  return facts(a, kImageSalt, index, a.images, now);
}
AssetFacts video_facts(const Advertiser& a, std::uint64_t index, Seconds now) {
  return facts(a, kVideoSalt, index, a.videos, now);
}
std::string image_id(const Advertiser& a, std::uint64_t index) {
  return fmt::format("ad-site-i18n-sg/{:016x}{:08x}", mix(a.hash, kImageSalt, index), index);
}
std::string video_id(const Advertiser& a, std::uint64_t index) {
  static constexpr char kDigits[] = "0123456789abcdefghijklmnopqrstuv";
  std::string id = "v10033g50000";
  auto hash = mix(a.hash, kVideoSalt, index);
  for (int i = 0; i < 12; ++i, hash >>= 5) id.push_back(kDigits[hash & 31]);
  return id + fmt::format("{:x}", index);
}
std::uint64_t image_material_id(const Advertiser& a, std::uint64_t index) {
  return 7'120'000'000'000'000'000ULL + a.index * 1'000'000'000'000ULL + index * 1'000'000 +
         below(a.hash, index, 1'000'000);
}
std::uint64_t video_material_id(const Advertiser& a, std::uint64_t index) {
  return image_material_id(a, index) + 500'000'000'000'000ULL;
}
std::string video_name(const Advertiser& a, std::uint64_t index) {
  const auto hash = mix(a.hash, kVideoSalt, index);
  return fmt::format("{}-{}.mp4",
                     pick_text(hash, 11, {"barista", "unboxing", "夏祭り", "manhã", "launch teaser"}), index);
}
std::string_view video_source(const Advertiser& a, std::uint64_t index) {
  return chance(mix(a.hash, kVideoSalt, index), 12, 85) ? "UPLOADED_TO_TIKTOK_ADS_MANAGER"
                                                        : "CREATIVE_TOOL_SMART_VIDEO";
}
std::uint64_t audience_id(const Advertiser& a, std::uint64_t index) {
  return 194'000'000ULL + a.index * 1'000'000ULL + index * 100 + below(a.hash, index + 7'000, 100);
}
Seconds audience_created(const Advertiser& a, std::uint64_t index) {
  return asset_created(a, 0xa0d1, index, a.audiences);
}

}  // namespace tiktok_marketing::sandbox
