#include "catalog/entities.hpp"
#include "catalog/report_params.hpp"

namespace tiktok_marketing::catalog {
namespace {

constexpr std::string_view kDimensions[] = {"advertiser_id", "stat_time_day"};

constexpr std::string_view kMetrics[] = {"cash_spend",
                                         "voucher_spend",
                                         "spend",
                                         "cpc",
                                         "cpm",
                                         "impressions",
                                         "clicks",
                                         "ctr",
                                         "reach",
                                         "cost_per_1000_reached",
                                         "frequency",
                                         "video_play_actions",
                                         "video_watched_2s",
                                         "video_watched_6s",
                                         "average_video_play",
                                         "average_video_play_per_user",
                                         "video_views_p25",
                                         "video_views_p50",
                                         "video_views_p75",
                                         "video_views_p100",
                                         "profile_visits",
                                         "likes",
                                         "comments",
                                         "shares",
                                         "follows",
                                         "clicks_on_music_disc",
                                         "real_time_app_install",
                                         "real_time_app_install_cost",
                                         "app_install"};

constexpr auto kParams =
    report_params("\"AUCTION_ADVERTISER\"", kJsonArray<kDimensions>, kJsonArray<kMetrics>);

constexpr Report kReport{.level = Level::advertiser,
                         .data_level = "AUCTION_ADVERTISER",
                         .id_dimension = "advertiser_id",
                         .default_dimensions = kDimensions,
                         .default_metrics = kMetrics};

constexpr Field kFields[] = {
    {.name = "advertiser_id",
     .type = Type::integer,
     .description = "Id of the ad account the row is about.",
     .is_id = true},
    {.name = "stat_time_day",
     .type = Type::string,
     .description = "Day of the row in the account's time zone, YYYY-MM-DD 00:00:00."},
    metric_field("spend", Type::string),
    metric_field("cash_spend", Type::string),
    metric_field("voucher_spend", Type::string),
    metric_field("cpc", Type::string),
    metric_field("cpm", Type::string),
    metric_field("impressions", Type::string),
    metric_field("clicks", Type::string),
    metric_field("ctr", Type::string),
    metric_field("reach", Type::string),
    metric_field("cost_per_1000_reached", Type::string),
    metric_field("frequency", Type::string),
    metric_field("video_play_actions", Type::number),
    metric_field("video_watched_2s", Type::number),
    metric_field("video_watched_6s", Type::number),
    metric_field("average_video_play", Type::number),
    metric_field("average_video_play_per_user", Type::number),
    metric_field("video_views_p25", Type::number),
    metric_field("video_views_p50", Type::number),
    metric_field("video_views_p75", Type::number),
    metric_field("video_views_p100", Type::number),
    metric_field("profile_visits", Type::number),
    metric_field("likes", Type::number),
    metric_field("comments", Type::number),
    metric_field("shares", Type::number),
    metric_field("follows", Type::number),
    metric_field("clicks_on_music_disc", Type::number),
    metric_field("real_time_app_install", Type::number),
    metric_field("real_time_app_install_cost", Type::number),
    metric_field("app_install", Type::number),
};

constexpr SearchField kSearchFields[] = {
    {"advertiser_id", Type::integer, "advertiser_id"},
    {"stat_time_day", Type::string, "stat_time_day"},
    {"spend", Type::string, "metrics.spend"},
    {"cash_spend", Type::string, "metrics.cash_spend"},
    {"voucher_spend", Type::string, "metrics.voucher_spend"},
    {"cpc", Type::string, "metrics.cpc"},
    {"cpm", Type::string, "metrics.cpm"},
    {"impressions", Type::string, "metrics.impressions"},
    {"clicks", Type::string, "metrics.clicks"},
    {"ctr", Type::string, "metrics.ctr"},
    {"reach", Type::string, "metrics.reach"},
    {"cost_per_1000_reached", Type::string, "metrics.cost_per_1000_reached"},
    {"frequency", Type::string, "metrics.frequency"},
    {"video_play_actions", Type::number, "metrics.video_play_actions"},
    {"video_watched_2s", Type::number, "metrics.video_watched_2s"},
    {"video_watched_6s", Type::number, "metrics.video_watched_6s"},
    {"average_video_play", Type::number, "metrics.average_video_play"},
    {"average_video_play_per_user", Type::number, "metrics.average_video_play_per_user"},
    {"video_views_p25", Type::number, "metrics.video_views_p25"},
    {"video_views_p50", Type::number, "metrics.video_views_p50"},
    {"video_views_p75", Type::number, "metrics.video_views_p75"},
    {"video_views_p100", Type::number, "metrics.video_views_p100"},
    {"profile_visits", Type::number, "metrics.profile_visits"},
    {"likes", Type::number, "metrics.likes"},
    {"comments", Type::number, "metrics.comments"},
    {"shares", Type::number, "metrics.shares"},
    {"follows", Type::number, "metrics.follows"},
    {"clicks_on_music_disc", Type::number, "metrics.clicks_on_music_disc"},
    {"real_time_app_install", Type::number, "metrics.real_time_app_install"},
    {"real_time_app_install_cost", Type::number, "metrics.real_time_app_install_cost"},
    {"app_install", Type::number, "metrics.app_install"},
};

constexpr std::string_view kPrimaryKey[] = {"advertiser_id", "stat_time_day"};

}  // namespace

constinit const Entity kAdvertisersReportsDaily{
    .name = "advertisers_reports_daily",
    .record_name = "AdvertisersReportDaily",
    .list_name = "AdvertisersReportsDaily",
    .stream = "advertisers_reports_daily",
    .description =
        "Daily performance of an ad account: spend, delivery, video views, social actions and app installs.",
    .path = "/report/integrated/get/",
    .scope = "Reporting / Consolidated Report",
    .suggested = true,
    .params = kParams,
    .fields = kFields,
    .search_fields = kSearchFields,
    .primary_key = kPrimaryKey,
    .cursor_field = "stat_time_day",
    .report = &kReport,
    .parent = "advertisers",
    .example_json = "{\"advertiser_id\":\"7312000000000000101\",\"date_range\":\"last_7_days\"}",
    .differences = kReportDifferences,
};

}  // namespace tiktok_marketing::catalog
