#include "catalog/entities.hpp"
#include "catalog/shared_params.hpp"

namespace tiktok_marketing::catalog {
namespace {

constexpr FilterKey kFilterKeys[] = {
    {.name = "image_ids", .type = Type::array, .max_items = 100, .description = "Ids of images."},
    {.name = "material_ids",
     .type = Type::array,
     .max_items = 1000,
     .is_id = true,
     .description = "Ids of materials (older limit: 100)."},
    {.name = "width", .type = Type::integer, .description = "Width in pixels."},
    {.name = "height", .type = Type::integer, .description = "Height in pixels."},
    {.name = "ratio",
     .type = Type::array,
     .item_type = Type::number,
     .description = "Width divided by height; each value matches within 0.05."},
    {.name = "displayable",
     .type = Type::boolean,
     .description = "Only images that can be shown in TikTok Ads Manager."},
};

constexpr Param kParams[] = {kAdvertiserId,
                             kPage,
                             page_size_param("100", 1000),
                             filtering_param("{\"width\":1080}"),
                             kAll,
                             kLimit,
                             kCursor,
                             kLocalFields};

constexpr Field kFields[] = {
    {.name = "image_id", .type = Type::string, .description = "Id of the image.", .is_id = true},
    {.name = "format", .type = Type::string, .description = "File format, for example jpeg or png."},
    {.name = "image_url",
     .type = Type::string,
     .description = "Where to see the image; the link works for one hour."},
    {.name = "height", .type = Type::integer, .description = "Height in pixels."},
    {.name = "width", .type = Type::integer, .description = "Width in pixels."},
    {.name = "signature", .type = Type::string, .description = "MD5 of the file."},
    {.name = "size", .type = Type::integer, .description = "Size of the file in bytes."},
    {.name = "material_id",
     .type = Type::string,
     .description = "Id of the image as creative material.",
     .is_id = true},
    {.name = "is_carousel_usable",
     .type = Type::boolean,
     .description = "Whether the image fits carousel ads."},
    {.name = "file_name", .type = Type::string, .description = "Name of the file, unique in the account."},
    {.name = "create_time",
     .type = Type::string,
     .format = "date-time",
     .description = "When the image was uploaded, UTC."},
    {.name = "modify_time",
     .type = Type::string,
     .format = "date-time",
     .description = "When the image was last changed, UTC."},
    {.name = "displayable",
     .type = Type::boolean,
     .description = "Whether the image can be shown in TikTok Ads Manager."},
};

constexpr SearchField kSearchFields[] = {
    {"create_time", Type::string, "create_time"},
    {"file_name", Type::string, "file_name"},
    {"format", Type::string, "format"},
    {"height", Type::integer, "height"},
    {"image_id", Type::string, "image_id"},
    {"image_url", Type::string, "image_url"},
    {"modify_time", Type::string, "modify_time"},
    {"size", Type::integer, "size"},
    {"width", Type::integer, "width"},
};

constexpr std::string_view kPrimaryKey[] = {"image_id"};

constexpr std::string_view kDifferences[] = {
    "filtering is added from TikTok's own parameters; its material_ids may hold 1,000 ids, on older pages "
    "100.",
    "page_size: the original allows 100, TikTok's newer page 1,000; the default stays 100 because older "
    "accounts may refuse more."};

}  // namespace

constinit const Entity kCreativeAssetsImages{
    .name = "creative_assets_images",
    .record_name = "CreativeAssetImage",
    .list_name = "CreativeAssetsImages",
    .stream = "creative_assets_images",
    .description = "One row per image in the account's creative library: size, format, link and material id.",
    .path = "/file/image/ad/search/",
    .scope = "Creative Management",
    .params = kParams,
    .filter_keys = kFilterKeys,
    .fields = kFields,
    .search_fields = kSearchFields,
    .primary_key = kPrimaryKey,
    .cursor_field = "modify_time",
    .reachable_rows = 10000,
    .parent = "advertisers",
    .example_json = "{\"advertiser_id\":\"7312000000000000101\"}",
    .differences = kDifferences,
};

}  // namespace tiktok_marketing::catalog
