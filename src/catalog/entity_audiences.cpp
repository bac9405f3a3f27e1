#include "catalog/entities.hpp"
#include "catalog/shared_params.hpp"

namespace tiktok_marketing::catalog {
namespace {

constexpr Param kParams[] = {kAdvertiserId,
                             kPage,
                             page_size_param("100", 100),
                             {.name = "custom_audience_ids",
                              .type = Type::array,
                              .wire = Wire::json,
                              .origin = Origin::tiktok,
                              .is_id = true,
                              .min = 1,
                              .max = 100,
                              .description = "Only these audiences, at most 100 ids.",
                              .example_json = "[\"123456789\"]"},
                             kAll,
                             kLimit,
                             kCursor,
                             kLocalFields};

constexpr Field kFields[] = {
    {.name = "audience_id", .type = Type::string, .description = "Id of the custom audience.", .is_id = true},
    {.name = "name", .type = Type::string, .description = "Name of the audience."},
    {.name = "audience_type",
     .type = Type::string,
     .description = "Where the audience comes from, as display text, for example Website Audience."},
    {.name = "cover_num", .type = Type::integer, .description = "Number of people matched."},
    {.name = "is_valid",
     .type = Type::boolean,
     .description = "Whether it can be used now; false while it is computed or once it has expired."},
    {.name = "is_expiring", .type = Type::boolean, .description = "Whether it expires within 60 days."},
    {.name = "is_creator",
     .type = Type::boolean,
     .description = "Whether this ad account created the audience."},
    {.name = "shared", .type = Type::boolean, .description = "Whether it was shared with this ad account."},
    {.name = "calculate_type",
     .type = Type::string,
     .description = "How people were identified, for example EMAIL_SHA256."},
    {.name = "create_time",
     .type = Type::string,
     .format = "date-time",
     .description = "When the audience was created, UTC."},
    {.name = "expired_time",
     .type = Type::string,
     .format = "date-time",
     .description = "When the audience expires, UTC."},
};

constexpr SearchField kSearchFields[] = {
    {"audience_id", Type::string, "audience_id"}, {"audience_type", Type::string, "audience_type"},
    {"cover_num", Type::integer, "cover_num"},    {"create_time", Type::string, "create_time"},
    {"is_valid", Type::boolean, "is_valid"},      {"name", Type::string, "name"},
    {"shared", Type::boolean, "shared"},
};

constexpr std::string_view kPrimaryKey[] = {"audience_id"};

constexpr std::string_view kDifferences[] = {"custom_audience_ids is added from TikTok's own parameters."};

}  // namespace

constinit const Entity kAudiences{
    .name = "audiences",
    .record_name = "Audience",
    .list_name = "Audiences",
    .stream = "audiences",
    .description = "One row per custom audience: origin, size and whether it can be used.",
    .path = "/dmp/custom_audience/list/",
    .scope = "Audience Management",
    .params = kParams,
    .fields = kFields,
    .search_fields = kSearchFields,
    .primary_key = kPrimaryKey,
    .parent = "advertisers",
    .example_json = "{\"advertiser_id\":\"7312000000000000101\"}",
    .differences = kDifferences,
};

}  // namespace tiktok_marketing::catalog
