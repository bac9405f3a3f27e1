#include "catalog/entities.hpp"
#include "catalog/shared_params.hpp"

namespace tiktok_marketing::catalog {
namespace {

constexpr FilterKey kFilterKeys[] = {
    {.name = "video_ids", .type = Type::array, .max_items = 100, .description = "Ids of videos."},
    {.name = "material_ids",
     .type = Type::array,
     .max_items = 20,
     .is_id = true,
     .description = "Ids of materials (older limit: 100)."},
    {.name = "video_name", .type = Type::string, .description = "Videos with a name like this text."},
    {.name = "video_material_source",
     .type = Type::array,
     .description = "How the video came into the library, for example UPLOADED_TO_TIKTOK_ADS_MANAGER."},
    {.name = "width", .type = Type::integer, .description = "Width in pixels."},
    {.name = "height", .type = Type::integer, .description = "Height in pixels."},
    {.name = "ratio",
     .type = Type::array,
     .item_type = Type::number,
     .description = "Width divided by height."},
    {.name = "displayable",
     .type = Type::boolean,
     .description = "Only videos that can be shown in TikTok Ads Manager."},
};

constexpr Param kParams[] = {
    kAdvertiserId,
    kPage,
    page_size_param("100", 1000),
    filtering_param("{\"video_name\":\"autumn\"}"),
    {.name = "sort_field",
     .type = Type::string,
     .origin = Origin::tiktok,
     .allowed = kVideoSortFields,
     .description = "Newest first by this time; TikTok sorts by CREATE_TIME when left out.",
     .example_json = "\"MODIFY_TIME\""},
    kAll,
    kLimit,
    kCursor,
    kLocalFields};

constexpr Field kFields[] = {
    {.name = "video_id", .type = Type::string, .description = "Id of the video.", .is_id = true},
    {.name = "video_cover_url",
     .type = Type::string,
     .description = "Where to see the cover; the link works for six hours."},
    {.name = "format", .type = Type::string, .description = "File format, for example mp4."},
    {.name = "preview_url",
     .type = Type::string,
     .description = "Where to watch the video; the link works for six hours."},
    {.name = "preview_url_expire_time",
     .type = Type::string,
     .format = "date-time",
     .description = "When preview_url stops working, UTC."},
    {.name = "duration", .type = Type::number, .description = "Length in seconds."},
    {.name = "height", .type = Type::integer, .description = "Height in pixels."},
    {.name = "width", .type = Type::integer, .description = "Width in pixels."},
    {.name = "bit_rate", .type = Type::number, .description = "Bits per second."},
    {.name = "signature", .type = Type::string, .description = "MD5 of the file."},
    {.name = "size", .type = Type::integer, .description = "Size of the file in bytes."},
    {.name = "material_id",
     .type = Type::string,
     .description = "Id of the video as creative material.",
     .is_id = true},
    {.name = "allowed_placements",
     .type = Type::array,
     .description = "Placements the video may be used on."},
    {.name = "allow_download", .type = Type::boolean, .description = "Whether the video may be downloaded."},
    {.name = "file_name", .type = Type::string, .description = "Name of the file."},
    {.name = "create_time",
     .type = Type::string,
     .format = "date-time",
     .description = "When the video was uploaded, UTC."},
    {.name = "modify_time",
     .type = Type::string,
     .format = "date-time",
     .description = "When the video was last changed, UTC."},
    {.name = "displayable",
     .type = Type::boolean,
     .description = "Whether the video can be shown in TikTok Ads Manager."},
    {.name = "fix_task_id",
     .type = Type::string,
     .description = "Id of the task that repairs the video's flaws.",
     .is_id = true},
    {.name = "flaw_types", .type = Type::array, .description = "Flaws TikTok found in the video."},
};

constexpr SearchField kSearchFields[] = {
    {"create_time", Type::string, "create_time"},
    {"duration", Type::number, "duration"},
    {"file_name", Type::string, "file_name"},
    {"format", Type::string, "format"},
    {"height", Type::integer, "height"},
    {"modify_time", Type::string, "modify_time"},
    {"size", Type::integer, "size"},
    {"video_cover_url", Type::string, "video_cover_url"},
    {"video_id", Type::string, "video_id"},
    {"width", Type::integer, "width"},
};

constexpr std::string_view kPrimaryKey[] = {"video_id"};

constexpr std::string_view kDifferences[] = {
    "filtering and sort_field are added from TikTok's own parameters.",
    "page_size: the original allows 100, TikTok's newer page 1,000; the default stays 100 because older "
    "accounts may refuse more.",
    "filtering.material_ids: older pages allow 100, the newer one 20; 20 is used."};

}  // namespace

constinit const Entity kCreativeAssetsVideos{
    .name = "creative_assets_videos",
    .record_name = "CreativeAssetVideo",
    .list_name = "CreativeAssetsVideos",
    .stream = "creative_assets_videos",
    .description =
        "One row per video in the account's creative library: length, cover, preview link and flaws.",
    .path = "/file/video/ad/search/",
    .scope = "Creative Management",
    .params = kParams,
    .filter_keys = kFilterKeys,
    .fields = kFields,
    .search_fields = kSearchFields,
    .primary_key = kPrimaryKey,
    .cursor_field = "modify_time",
    .parent = "advertisers",
    .example_json = "{\"advertiser_id\":\"7312000000000000101\"}",
    .differences = kDifferences,
};

}  // namespace tiktok_marketing::catalog
