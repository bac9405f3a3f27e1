// Rendered from src/catalog by catalog-render; change the catalog, not this file.
// clang-format off
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <tiktok_marketing/connector/connector.hpp>

/// Typed handles: one class per entity, one struct of parameters per list.
///
/// Parameters that are not set are not sent; vectors that are empty count as not set. The connector checks
/// them as it checks JSON params, and answers the same errors. Handles are cheap to copy and thread-safe.
namespace tiktok_marketing {

/// Parameters of `advertisers list`.
struct AdvertisersListParams {
  /// Ids of the ad accounts to read; left out, every account that is known or can be discovered.
  std::vector<std::string> advertiser_ids = {};
  /// Accepted and without effect: TikTok answers all asked-for accounts at once.
  std::optional<std::int64_t> page = {};
  /// Accepted and without effect: ids are sent in batches of 100.
  std::optional<std::int64_t> page_size = {};
  /// true reads every page (and every date window of a report) instead of one page.
  std::optional<bool> all = {};
  /// Stop after this many records, reading as many pages as that takes.
  std::optional<std::int64_t> limit = {};
  /// Where to continue: the cursor in meta.next of an earlier answer, unchanged.
  std::optional<std::string> cursor = {};
  /// Names of the record fields to read, which makes answers smaller; all when left out.
  std::vector<std::string> fields = {};

  /// The params of `execute`; `{}` when nothing is set.
  [[nodiscard]] std::string to_json() const;
};

/// One row per ad account: name, currency, time zone, balance, status and company details.
class Advertisers {
 public:
  explicit Advertisers(Connector connector);

  /// Every page, record by record; an error is the last element.
  [[nodiscard]] RecordRange list(const AdvertisersListParams& params = {}, CallOptions options = {}) const;
  /// One answer: a page, or all of it with `all` or `limit`.
  [[nodiscard]] Result<Answer> list_page(const AdvertisersListParams& params = {}, CallOptions options = {}) const;

 private:
  Connector connector_;
};

/// Parameters of `campaigns list`.
struct CampaignsListParams {
  /// Id of the ad account to read; may be left out when exactly one account is known.
  std::optional<std::string> advertiser_id = {};
  /// Page to read, counted from 1.
  std::optional<std::int64_t> page = {};
  /// Records per page.
  std::optional<std::int64_t> page_size = {};
  /// Only records that match every key given; the keys are listed with the entity. JSON text, for example {"primary_status":"STATUS_ALL"}
  std::optional<std::string> filtering = {};
  /// true reads every page (and every date window of a report) instead of one page.
  std::optional<bool> all = {};
  /// Stop after this many records, reading as many pages as that takes.
  std::optional<std::int64_t> limit = {};
  /// Where to continue: the cursor in meta.next of an earlier answer, unchanged.
  std::optional<std::string> cursor = {};
  /// Names of the record fields to read, which makes answers smaller; all when left out.
  std::vector<std::string> fields = {};

  /// The params of `execute`; `{}` when nothing is set.
  [[nodiscard]] std::string to_json() const;
};

/// One row per campaign: objective, budget, status and when it was last changed.
class Campaigns {
 public:
  explicit Campaigns(Connector connector);

  /// Every page, record by record; an error is the last element.
  [[nodiscard]] RecordRange list(const CampaignsListParams& params = {}, CallOptions options = {}) const;
  /// One answer: a page, or all of it with `all` or `limit`.
  [[nodiscard]] Result<Answer> list_page(const CampaignsListParams& params = {}, CallOptions options = {}) const;

 private:
  Connector connector_;
};

/// Parameters of `ad_groups list`.
struct AdGroupsListParams {
  /// Id of the ad account to read; may be left out when exactly one account is known.
  std::optional<std::string> advertiser_id = {};
  /// Page to read, counted from 1.
  std::optional<std::int64_t> page = {};
  /// Records per page.
  std::optional<std::int64_t> page_size = {};
  /// Only records that match every key given; the keys are listed with the entity. JSON text, for example {"campaign_ids":["1790000000000101"]}
  std::optional<std::string> filtering = {};
  /// true reads every page (and every date window of a report) instead of one page.
  std::optional<bool> all = {};
  /// Stop after this many records, reading as many pages as that takes.
  std::optional<std::int64_t> limit = {};
  /// Where to continue: the cursor in meta.next of an earlier answer, unchanged.
  std::optional<std::string> cursor = {};
  /// Names of the record fields to read, which makes answers smaller; all when left out.
  std::vector<std::string> fields = {};

  /// The params of `execute`; `{}` when nothing is set.
  [[nodiscard]] std::string to_json() const;
};

/// One row per ad group: targeting, placements, bid, budget, schedule and optimization goal.
class AdGroups {
 public:
  explicit AdGroups(Connector connector);

  /// Every page, record by record; an error is the last element.
  [[nodiscard]] RecordRange list(const AdGroupsListParams& params = {}, CallOptions options = {}) const;
  /// One answer: a page, or all of it with `all` or `limit`.
  [[nodiscard]] Result<Answer> list_page(const AdGroupsListParams& params = {}, CallOptions options = {}) const;

 private:
  Connector connector_;
};

/// Parameters of `ads list`.
struct AdsListParams {
  /// Id of the ad account to read; may be left out when exactly one account is known.
  std::optional<std::string> advertiser_id = {};
  /// Page to read, counted from 1.
  std::optional<std::int64_t> page = {};
  /// Records per page.
  std::optional<std::int64_t> page_size = {};
  /// Only records that match every key given; the keys are listed with the entity. JSON text, for example {"adgroup_ids":["1790000000000201"]}
  std::optional<std::string> filtering = {};
  /// true reads every page (and every date window of a report) instead of one page.
  std::optional<bool> all = {};
  /// Stop after this many records, reading as many pages as that takes.
  std::optional<std::int64_t> limit = {};
  /// Where to continue: the cursor in meta.next of an earlier answer, unchanged.
  std::optional<std::string> cursor = {};
  /// Names of the record fields to read, which makes answers smaller; all when left out.
  std::vector<std::string> fields = {};

  /// The params of `execute`; `{}` when nothing is set.
  [[nodiscard]] std::string to_json() const;
};

/// One row per ad: text, creative, landing page, identity, tracking and status.
class Ads {
 public:
  explicit Ads(Connector connector);

  /// Every page, record by record; an error is the last element.
  [[nodiscard]] RecordRange list(const AdsListParams& params = {}, CallOptions options = {}) const;
  /// One answer: a page, or all of it with `all` or `limit`.
  [[nodiscard]] Result<Answer> list_page(const AdsListParams& params = {}, CallOptions options = {}) const;

 private:
  Connector connector_;
};

/// Parameters of `audiences list`.
struct AudiencesListParams {
  /// Id of the ad account to read; may be left out when exactly one account is known.
  std::optional<std::string> advertiser_id = {};
  /// Page to read, counted from 1.
  std::optional<std::int64_t> page = {};
  /// Records per page.
  std::optional<std::int64_t> page_size = {};
  /// Only these audiences, at most 100 ids.
  std::vector<std::string> custom_audience_ids = {};
  /// true reads every page (and every date window of a report) instead of one page.
  std::optional<bool> all = {};
  /// Stop after this many records, reading as many pages as that takes.
  std::optional<std::int64_t> limit = {};
  /// Where to continue: the cursor in meta.next of an earlier answer, unchanged.
  std::optional<std::string> cursor = {};
  /// Names of the record fields to keep, which makes answers smaller; all when left out.
  std::vector<std::string> fields = {};

  /// The params of `execute`; `{}` when nothing is set.
  [[nodiscard]] std::string to_json() const;
};

/// One row per custom audience: origin, size and whether it can be used.
class Audiences {
 public:
  explicit Audiences(Connector connector);

  /// Every page, record by record; an error is the last element.
  [[nodiscard]] RecordRange list(const AudiencesListParams& params = {}, CallOptions options = {}) const;
  /// One answer: a page, or all of it with `all` or `limit`.
  [[nodiscard]] Result<Answer> list_page(const AudiencesListParams& params = {}, CallOptions options = {}) const;

 private:
  Connector connector_;
};

/// Parameters of `creative_assets_images list`.
struct CreativeAssetsImagesListParams {
  /// Id of the ad account to read; may be left out when exactly one account is known.
  std::optional<std::string> advertiser_id = {};
  /// Page to read, counted from 1.
  std::optional<std::int64_t> page = {};
  /// Records per page.
  std::optional<std::int64_t> page_size = {};
  /// Only records that match every key given; the keys are listed with the entity. JSON text, for example {"width":1080}
  std::optional<std::string> filtering = {};
  /// true reads every page (and every date window of a report) instead of one page.
  std::optional<bool> all = {};
  /// Stop after this many records, reading as many pages as that takes.
  std::optional<std::int64_t> limit = {};
  /// Where to continue: the cursor in meta.next of an earlier answer, unchanged.
  std::optional<std::string> cursor = {};
  /// Names of the record fields to keep, which makes answers smaller; all when left out.
  std::vector<std::string> fields = {};

  /// The params of `execute`; `{}` when nothing is set.
  [[nodiscard]] std::string to_json() const;
};

/// One row per image in the account's creative library: size, format, link and material id.
class CreativeAssetsImages {
 public:
  explicit CreativeAssetsImages(Connector connector);

  /// Every page, record by record; an error is the last element.
  [[nodiscard]] RecordRange list(const CreativeAssetsImagesListParams& params = {}, CallOptions options = {}) const;
  /// One answer: a page, or all of it with `all` or `limit`.
  [[nodiscard]] Result<Answer> list_page(const CreativeAssetsImagesListParams& params = {}, CallOptions options = {}) const;

 private:
  Connector connector_;
};

/// Parameters of `creative_assets_videos list`.
struct CreativeAssetsVideosListParams {
  /// Id of the ad account to read; may be left out when exactly one account is known.
  std::optional<std::string> advertiser_id = {};
  /// Page to read, counted from 1.
  std::optional<std::int64_t> page = {};
  /// Records per page.
  std::optional<std::int64_t> page_size = {};
  /// Only records that match every key given; the keys are listed with the entity. JSON text, for example {"video_name":"autumn"}
  std::optional<std::string> filtering = {};
  /// Newest first by this time; TikTok sorts by CREATE_TIME when left out. One of CREATE_TIME, MODIFY_TIME.
  std::optional<std::string> sort_field = {};
  /// true reads every page (and every date window of a report) instead of one page.
  std::optional<bool> all = {};
  /// Stop after this many records, reading as many pages as that takes.
  std::optional<std::int64_t> limit = {};
  /// Where to continue: the cursor in meta.next of an earlier answer, unchanged.
  std::optional<std::string> cursor = {};
  /// Names of the record fields to keep, which makes answers smaller; all when left out.
  std::vector<std::string> fields = {};

  /// The params of `execute`; `{}` when nothing is set.
  [[nodiscard]] std::string to_json() const;
};

/// One row per video in the account's creative library: length, cover, preview link and flaws.
class CreativeAssetsVideos {
 public:
  explicit CreativeAssetsVideos(Connector connector);

  /// Every page, record by record; an error is the last element.
  [[nodiscard]] RecordRange list(const CreativeAssetsVideosListParams& params = {}, CallOptions options = {}) const;
  /// One answer: a page, or all of it with `all` or `limit`.
  [[nodiscard]] Result<Answer> list_page(const CreativeAssetsVideosListParams& params = {}, CallOptions options = {}) const;

 private:
  Connector connector_;
};

/// Parameters of `advertisers_reports_daily list`.
struct AdvertisersReportsDailyListParams {
  /// Id of the ad account to read; may be left out when exactly one account is known.
  std::optional<std::string> advertiser_id = {};
  /// Kind of buying; AUCTION also holds reservation ads, RESERVATION is deprecated. One of AUCTION, RESERVATION.
  std::optional<std::string> service_type = {};
  /// BASIC for performance; AUDIENCE to break down by gender, age, country and the like. One of BASIC, AUDIENCE, PLAYABLE_MATERIAL, CATALOG, BC, TT_SHOP.
  std::optional<std::string> report_type = {};
  /// Level the numbers are about; must fit the id among the dimensions. One of AUCTION_ADVERTISER, AUCTION_CAMPAIGN, AUCTION_ADGROUP, AUCTION_AD, RESERVATION_ADVERTISER, RESERVATION_CAMPAIGN, RESERVATION_ADGROUP, RESERVATION_AD.
  std::optional<std::string> data_level = {};
  /// What to break down by: one id, at most one time (stat_time_day or stat_time_hour), and others.
  std::vector<std::string> dimensions = {};
  /// Numbers and attributes to read, by name; fewer make the answer smaller.
  std::vector<std::string> metrics = {};
  /// First day, YYYY-MM-DD in the account's time zone; without dates the last 7 complete days.
  std::optional<std::string> start_date = {};
  /// Last day, included, YYYY-MM-DD in the account's time zone.
  std::optional<std::string> end_date = {};
  /// Page to read, counted from 1.
  std::optional<std::int64_t> page = {};
  /// Records per page.
  std::optional<std::int64_t> page_size = {};
  /// Conditions {field_name, filter_type, filter_value}; deleted objects need a status filter. JSON text, for example [{"field_name":"campaign_ids","filter_type":"IN","filter_value":"[\"1790000000000101\"]"}]
  std::optional<std::string> filtering = {};
  /// Metric to sort rows by; unsorted when left out. Not across several date windows.
  std::optional<std::string> order_field = {};
  /// Direction of order_field; TikTok takes DESC when left out. One of ASC, DESC.
  std::optional<std::string> order_type = {};
  /// Also answer the totals of all rows: only BASIC, one id dimension (with or without day), page 1.
  std::optional<bool> enable_total_metrics = {};
  /// Totals since the object was created; dates are ignored and no time dimension is allowed.
  std::optional<bool> query_lifetime = {};
  /// Instead of start_date and end_date, resolved in the account's time zone and echoed in meta. One of today, yesterday, last_7_days, last_30_days, this_month, last_month.
  std::optional<std::string> date_range = {};
  /// true gives metrics as JSON numbers with all their digits instead of TikTok's text.
  std::optional<bool> numbers = {};
  /// flat puts dimensions and metrics side by side; nested keeps TikTok's two objects. One of flat, nested.
  std::optional<std::string> shape = {};
  /// true reads every page (and every date window of a report) instead of one page.
  std::optional<bool> all = {};
  /// Stop after this many records, reading as many pages as that takes.
  std::optional<std::int64_t> limit = {};
  /// Where to continue: the cursor in meta.next of an earlier answer, unchanged.
  std::optional<std::string> cursor = {};
  /// Names of the record fields to keep, which makes answers smaller; all when left out.
  std::vector<std::string> fields = {};

  /// The params of `execute`; `{}` when nothing is set.
  [[nodiscard]] std::string to_json() const;
};

/// Daily performance of an ad account: spend, delivery, video views, social actions and app installs.
class AdvertisersReportsDaily {
 public:
  explicit AdvertisersReportsDaily(Connector connector);

  /// Every page, record by record; an error is the last element.
  [[nodiscard]] RecordRange list(const AdvertisersReportsDailyListParams& params = {}, CallOptions options = {}) const;
  /// One answer: a page, or all of it with `all` or `limit`.
  [[nodiscard]] Result<Answer> list_page(const AdvertisersReportsDailyListParams& params = {}, CallOptions options = {}) const;

 private:
  Connector connector_;
};

/// Parameters of `campaigns_reports_daily list`.
struct CampaignsReportsDailyListParams {
  /// Id of the ad account to read; may be left out when exactly one account is known.
  std::optional<std::string> advertiser_id = {};
  /// Kind of buying; AUCTION also holds reservation ads, RESERVATION is deprecated. One of AUCTION, RESERVATION.
  std::optional<std::string> service_type = {};
  /// BASIC for performance; AUDIENCE to break down by gender, age, country and the like. One of BASIC, AUDIENCE, PLAYABLE_MATERIAL, CATALOG, BC, TT_SHOP.
  std::optional<std::string> report_type = {};
  /// Level the numbers are about; must fit the id among the dimensions. One of AUCTION_ADVERTISER, AUCTION_CAMPAIGN, AUCTION_ADGROUP, AUCTION_AD, RESERVATION_ADVERTISER, RESERVATION_CAMPAIGN, RESERVATION_ADGROUP, RESERVATION_AD.
  std::optional<std::string> data_level = {};
  /// What to break down by: one id, at most one time (stat_time_day or stat_time_hour), and others.
  std::vector<std::string> dimensions = {};
  /// Numbers and attributes to read, by name; fewer make the answer smaller.
  std::vector<std::string> metrics = {};
  /// First day, YYYY-MM-DD in the account's time zone; without dates the last 7 complete days.
  std::optional<std::string> start_date = {};
  /// Last day, included, YYYY-MM-DD in the account's time zone.
  std::optional<std::string> end_date = {};
  /// Page to read, counted from 1.
  std::optional<std::int64_t> page = {};
  /// Records per page.
  std::optional<std::int64_t> page_size = {};
  /// Conditions {field_name, filter_type, filter_value}; deleted objects need a status filter. JSON text, for example [{"field_name":"campaign_ids","filter_type":"IN","filter_value":"[\"1790000000000101\"]"}]
  std::optional<std::string> filtering = {};
  /// Metric to sort rows by; unsorted when left out. Not across several date windows.
  std::optional<std::string> order_field = {};
  /// Direction of order_field; TikTok takes DESC when left out. One of ASC, DESC.
  std::optional<std::string> order_type = {};
  /// Also answer the totals of all rows: only BASIC, one id dimension (with or without day), page 1.
  std::optional<bool> enable_total_metrics = {};
  /// Totals since the object was created; dates are ignored and no time dimension is allowed.
  std::optional<bool> query_lifetime = {};
  /// Instead of start_date and end_date, resolved in the account's time zone and echoed in meta. One of today, yesterday, last_7_days, last_30_days, this_month, last_month.
  std::optional<std::string> date_range = {};
  /// true gives metrics as JSON numbers with all their digits instead of TikTok's text.
  std::optional<bool> numbers = {};
  /// flat puts dimensions and metrics side by side; nested keeps TikTok's two objects. One of flat, nested.
  std::optional<std::string> shape = {};
  /// true reads every page (and every date window of a report) instead of one page.
  std::optional<bool> all = {};
  /// Stop after this many records, reading as many pages as that takes.
  std::optional<std::int64_t> limit = {};
  /// Where to continue: the cursor in meta.next of an earlier answer, unchanged.
  std::optional<std::string> cursor = {};
  /// Names of the record fields to keep, which makes answers smaller; all when left out.
  std::vector<std::string> fields = {};

  /// The params of `execute`; `{}` when nothing is set.
  [[nodiscard]] std::string to_json() const;
};

/// Daily performance per campaign: spend, delivery, video views, social actions and app installs.
class CampaignsReportsDaily {
 public:
  explicit CampaignsReportsDaily(Connector connector);

  /// Every page, record by record; an error is the last element.
  [[nodiscard]] RecordRange list(const CampaignsReportsDailyListParams& params = {}, CallOptions options = {}) const;
  /// One answer: a page, or all of it with `all` or `limit`.
  [[nodiscard]] Result<Answer> list_page(const CampaignsReportsDailyListParams& params = {}, CallOptions options = {}) const;

 private:
  Connector connector_;
};

/// Parameters of `ad_groups_reports_daily list`.
struct AdGroupsReportsDailyListParams {
  /// Id of the ad account to read; may be left out when exactly one account is known.
  std::optional<std::string> advertiser_id = {};
  /// Kind of buying; AUCTION also holds reservation ads, RESERVATION is deprecated. One of AUCTION, RESERVATION.
  std::optional<std::string> service_type = {};
  /// BASIC for performance; AUDIENCE to break down by gender, age, country and the like. One of BASIC, AUDIENCE, PLAYABLE_MATERIAL, CATALOG, BC, TT_SHOP.
  std::optional<std::string> report_type = {};
  /// Level the numbers are about; must fit the id among the dimensions. One of AUCTION_ADVERTISER, AUCTION_CAMPAIGN, AUCTION_ADGROUP, AUCTION_AD, RESERVATION_ADVERTISER, RESERVATION_CAMPAIGN, RESERVATION_ADGROUP, RESERVATION_AD.
  std::optional<std::string> data_level = {};
  /// What to break down by: one id, at most one time (stat_time_day or stat_time_hour), and others.
  std::vector<std::string> dimensions = {};
  /// Numbers and attributes to read, by name; fewer make the answer smaller.
  std::vector<std::string> metrics = {};
  /// First day, YYYY-MM-DD in the account's time zone; without dates the last 7 complete days.
  std::optional<std::string> start_date = {};
  /// Last day, included, YYYY-MM-DD in the account's time zone.
  std::optional<std::string> end_date = {};
  /// Page to read, counted from 1.
  std::optional<std::int64_t> page = {};
  /// Records per page.
  std::optional<std::int64_t> page_size = {};
  /// Conditions {field_name, filter_type, filter_value}; deleted objects need a status filter. JSON text, for example [{"field_name":"campaign_ids","filter_type":"IN","filter_value":"[\"1790000000000101\"]"}]
  std::optional<std::string> filtering = {};
  /// Metric to sort rows by; unsorted when left out. Not across several date windows.
  std::optional<std::string> order_field = {};
  /// Direction of order_field; TikTok takes DESC when left out. One of ASC, DESC.
  std::optional<std::string> order_type = {};
  /// Also answer the totals of all rows: only BASIC, one id dimension (with or without day), page 1.
  std::optional<bool> enable_total_metrics = {};
  /// Totals since the object was created; dates are ignored and no time dimension is allowed.
  std::optional<bool> query_lifetime = {};
  /// Instead of start_date and end_date, resolved in the account's time zone and echoed in meta. One of today, yesterday, last_7_days, last_30_days, this_month, last_month.
  std::optional<std::string> date_range = {};
  /// true gives metrics as JSON numbers with all their digits instead of TikTok's text.
  std::optional<bool> numbers = {};
  /// flat puts dimensions and metrics side by side; nested keeps TikTok's two objects. One of flat, nested.
  std::optional<std::string> shape = {};
  /// true reads every page (and every date window of a report) instead of one page.
  std::optional<bool> all = {};
  /// Stop after this many records, reading as many pages as that takes.
  std::optional<std::int64_t> limit = {};
  /// Where to continue: the cursor in meta.next of an earlier answer, unchanged.
  std::optional<std::string> cursor = {};
  /// Names of the record fields to keep, which makes answers smaller; all when left out.
  std::vector<std::string> fields = {};

  /// The params of `execute`; `{}` when nothing is set.
  [[nodiscard]] std::string to_json() const;
};

/// Daily performance per ad group: as for campaigns, and conversions, results and secondary goals.
class AdGroupsReportsDaily {
 public:
  explicit AdGroupsReportsDaily(Connector connector);

  /// Every page, record by record; an error is the last element.
  [[nodiscard]] RecordRange list(const AdGroupsReportsDailyListParams& params = {}, CallOptions options = {}) const;
  /// One answer: a page, or all of it with `all` or `limit`.
  [[nodiscard]] Result<Answer> list_page(const AdGroupsReportsDailyListParams& params = {}, CallOptions options = {}) const;

 private:
  Connector connector_;
};

/// Parameters of `ads_reports_daily list`.
struct AdsReportsDailyListParams {
  /// Id of the ad account to read; may be left out when exactly one account is known.
  std::optional<std::string> advertiser_id = {};
  /// Kind of buying; AUCTION also holds reservation ads, RESERVATION is deprecated. One of AUCTION, RESERVATION.
  std::optional<std::string> service_type = {};
  /// BASIC for performance; AUDIENCE to break down by gender, age, country and the like. One of BASIC, AUDIENCE, PLAYABLE_MATERIAL, CATALOG, BC, TT_SHOP.
  std::optional<std::string> report_type = {};
  /// Level the numbers are about; must fit the id among the dimensions. One of AUCTION_ADVERTISER, AUCTION_CAMPAIGN, AUCTION_ADGROUP, AUCTION_AD, RESERVATION_ADVERTISER, RESERVATION_CAMPAIGN, RESERVATION_ADGROUP, RESERVATION_AD.
  std::optional<std::string> data_level = {};
  /// What to break down by: one id, at most one time (stat_time_day or stat_time_hour), and others.
  std::vector<std::string> dimensions = {};
  /// Numbers and attributes to read, by name; fewer make the answer smaller.
  std::vector<std::string> metrics = {};
  /// First day, YYYY-MM-DD in the account's time zone; without dates the last 7 complete days.
  std::optional<std::string> start_date = {};
  /// Last day, included, YYYY-MM-DD in the account's time zone.
  std::optional<std::string> end_date = {};
  /// Page to read, counted from 1.
  std::optional<std::int64_t> page = {};
  /// Records per page.
  std::optional<std::int64_t> page_size = {};
  /// Conditions {field_name, filter_type, filter_value}; deleted objects need a status filter. JSON text, for example [{"field_name":"campaign_ids","filter_type":"IN","filter_value":"[\"1790000000000101\"]"}]
  std::optional<std::string> filtering = {};
  /// Metric to sort rows by; unsorted when left out. Not across several date windows.
  std::optional<std::string> order_field = {};
  /// Direction of order_field; TikTok takes DESC when left out. One of ASC, DESC.
  std::optional<std::string> order_type = {};
  /// Also answer the totals of all rows: only BASIC, one id dimension (with or without day), page 1.
  std::optional<bool> enable_total_metrics = {};
  /// Totals since the object was created; dates are ignored and no time dimension is allowed.
  std::optional<bool> query_lifetime = {};
  /// Instead of start_date and end_date, resolved in the account's time zone and echoed in meta. One of today, yesterday, last_7_days, last_30_days, this_month, last_month.
  std::optional<std::string> date_range = {};
  /// true gives metrics as JSON numbers with all their digits instead of TikTok's text.
  std::optional<bool> numbers = {};
  /// flat puts dimensions and metrics side by side; nested keeps TikTok's two objects. One of flat, nested.
  std::optional<std::string> shape = {};
  /// true reads every page (and every date window of a report) instead of one page.
  std::optional<bool> all = {};
  /// Stop after this many records, reading as many pages as that takes.
  std::optional<std::int64_t> limit = {};
  /// Where to continue: the cursor in meta.next of an earlier answer, unchanged.
  std::optional<std::string> cursor = {};
  /// Names of the record fields to keep, which makes answers smaller; all when left out.
  std::vector<std::string> fields = {};

  /// The params of `execute`; `{}` when nothing is set.
  [[nodiscard]] std::string to_json() const;
};

/// Daily performance per ad: as for ad groups, with the names of everything above the ad.
class AdsReportsDaily {
 public:
  explicit AdsReportsDaily(Connector connector);

  /// Every page, record by record; an error is the last element.
  [[nodiscard]] RecordRange list(const AdsReportsDailyListParams& params = {}, CallOptions options = {}) const;
  /// One answer: a page, or all of it with `all` or `limit`.
  [[nodiscard]] Result<Answer> list_page(const AdsReportsDailyListParams& params = {}, CallOptions options = {}) const;

 private:
  Connector connector_;
};

}  // namespace tiktok_marketing
