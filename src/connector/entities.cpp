// Rendered from src/catalog by catalog-render; change the catalog, not this file.
// clang-format off
#include <tiktok_marketing/connector/entities.hpp>

#include <string_view>
#include <utility>

#include "base/json.hpp"

namespace tiktok_marketing {
namespace {

class ParamsWriter {
 public:
  void add(std::string_view name, const std::optional<std::string>& value) {
    if (value) append_json_string(start(name), *value);
  }
  void add(std::string_view name, const std::optional<std::int64_t>& value) {
    if (value) start(name) += std::to_string(*value);
  }
  void add(std::string_view name, const std::optional<bool>& value) {
    if (value) start(name) += *value ? "true" : "false";
  }
  void add(std::string_view name, const std::vector<std::string>& values) {
    if (values.empty()) return;
    std::string& out = start(name);
    char separator = '[';
    for (const std::string& value : values) {
      out += std::exchange(separator, ',');
      append_json_string(out, value);
    }
    out += ']';
  }
  [[nodiscard]] std::string finish() && { return std::move(out_) + '}'; }

 private:
  std::string& start(std::string_view name) {
    if (out_.size() > 1) out_ += ',';
    append_json_string(out_, name);
    return out_ += ':';
  }
  std::string out_ = "{";
};

}  // namespace

std::string AdvertisersListParams::to_json() const {
  ParamsWriter writer;
  writer.add("advertiser_ids", advertiser_ids);
  writer.add("page", page);
  writer.add("page_size", page_size);
  writer.add("all", all);
  writer.add("limit", limit);
  writer.add("cursor", cursor);
  writer.add("fields", fields);
  return std::move(writer).finish();
}

Advertisers::Advertisers(Connector connector) : connector_(std::move(connector)) {}

RecordRange Advertisers::list(const AdvertisersListParams& params, CallOptions options) const {
  return connector_.list("advertisers", params.to_json(), std::move(options));
}

Result<Answer> Advertisers::list_page(const AdvertisersListParams& params, CallOptions options) const {
  return connector_.execute("advertisers", "list", params.to_json(), std::move(options));
}

Advertisers Connector::advertisers() const { return Advertisers(*this); }

std::string CampaignsListParams::to_json() const {
  ParamsWriter writer;
  writer.add("advertiser_id", advertiser_id);
  writer.add("page", page);
  writer.add("page_size", page_size);
  writer.add("filtering", filtering);
  writer.add("all", all);
  writer.add("limit", limit);
  writer.add("cursor", cursor);
  writer.add("fields", fields);
  return std::move(writer).finish();
}

Campaigns::Campaigns(Connector connector) : connector_(std::move(connector)) {}

RecordRange Campaigns::list(const CampaignsListParams& params, CallOptions options) const {
  return connector_.list("campaigns", params.to_json(), std::move(options));
}

Result<Answer> Campaigns::list_page(const CampaignsListParams& params, CallOptions options) const {
  return connector_.execute("campaigns", "list", params.to_json(), std::move(options));
}

Campaigns Connector::campaigns() const { return Campaigns(*this); }

std::string AdGroupsListParams::to_json() const {
  ParamsWriter writer;
  writer.add("advertiser_id", advertiser_id);
  writer.add("page", page);
  writer.add("page_size", page_size);
  writer.add("filtering", filtering);
  writer.add("all", all);
  writer.add("limit", limit);
  writer.add("cursor", cursor);
  writer.add("fields", fields);
  return std::move(writer).finish();
}

AdGroups::AdGroups(Connector connector) : connector_(std::move(connector)) {}

RecordRange AdGroups::list(const AdGroupsListParams& params, CallOptions options) const {
  return connector_.list("ad_groups", params.to_json(), std::move(options));
}

Result<Answer> AdGroups::list_page(const AdGroupsListParams& params, CallOptions options) const {
  return connector_.execute("ad_groups", "list", params.to_json(), std::move(options));
}

AdGroups Connector::ad_groups() const { return AdGroups(*this); }

std::string AdsListParams::to_json() const {
  ParamsWriter writer;
  writer.add("advertiser_id", advertiser_id);
  writer.add("page", page);
  writer.add("page_size", page_size);
  writer.add("filtering", filtering);
  writer.add("all", all);
  writer.add("limit", limit);
  writer.add("cursor", cursor);
  writer.add("fields", fields);
  return std::move(writer).finish();
}

Ads::Ads(Connector connector) : connector_(std::move(connector)) {}

RecordRange Ads::list(const AdsListParams& params, CallOptions options) const {
  return connector_.list("ads", params.to_json(), std::move(options));
}

Result<Answer> Ads::list_page(const AdsListParams& params, CallOptions options) const {
  return connector_.execute("ads", "list", params.to_json(), std::move(options));
}

Ads Connector::ads() const { return Ads(*this); }

std::string AudiencesListParams::to_json() const {
  ParamsWriter writer;
  writer.add("advertiser_id", advertiser_id);
  writer.add("page", page);
  writer.add("page_size", page_size);
  writer.add("custom_audience_ids", custom_audience_ids);
  writer.add("all", all);
  writer.add("limit", limit);
  writer.add("cursor", cursor);
  writer.add("fields", fields);
  return std::move(writer).finish();
}

Audiences::Audiences(Connector connector) : connector_(std::move(connector)) {}

RecordRange Audiences::list(const AudiencesListParams& params, CallOptions options) const {
  return connector_.list("audiences", params.to_json(), std::move(options));
}

Result<Answer> Audiences::list_page(const AudiencesListParams& params, CallOptions options) const {
  return connector_.execute("audiences", "list", params.to_json(), std::move(options));
}

Audiences Connector::audiences() const { return Audiences(*this); }

std::string CreativeAssetsImagesListParams::to_json() const {
  ParamsWriter writer;
  writer.add("advertiser_id", advertiser_id);
  writer.add("page", page);
  writer.add("page_size", page_size);
  writer.add("filtering", filtering);
  writer.add("all", all);
  writer.add("limit", limit);
  writer.add("cursor", cursor);
  writer.add("fields", fields);
  return std::move(writer).finish();
}

CreativeAssetsImages::CreativeAssetsImages(Connector connector) : connector_(std::move(connector)) {}

RecordRange CreativeAssetsImages::list(const CreativeAssetsImagesListParams& params, CallOptions options) const {
  return connector_.list("creative_assets_images", params.to_json(), std::move(options));
}

Result<Answer> CreativeAssetsImages::list_page(const CreativeAssetsImagesListParams& params, CallOptions options) const {
  return connector_.execute("creative_assets_images", "list", params.to_json(), std::move(options));
}

CreativeAssetsImages Connector::creative_assets_images() const { return CreativeAssetsImages(*this); }

std::string CreativeAssetsVideosListParams::to_json() const {
  ParamsWriter writer;
  writer.add("advertiser_id", advertiser_id);
  writer.add("page", page);
  writer.add("page_size", page_size);
  writer.add("filtering", filtering);
  writer.add("sort_field", sort_field);
  writer.add("all", all);
  writer.add("limit", limit);
  writer.add("cursor", cursor);
  writer.add("fields", fields);
  return std::move(writer).finish();
}

CreativeAssetsVideos::CreativeAssetsVideos(Connector connector) : connector_(std::move(connector)) {}

RecordRange CreativeAssetsVideos::list(const CreativeAssetsVideosListParams& params, CallOptions options) const {
  return connector_.list("creative_assets_videos", params.to_json(), std::move(options));
}

Result<Answer> CreativeAssetsVideos::list_page(const CreativeAssetsVideosListParams& params, CallOptions options) const {
  return connector_.execute("creative_assets_videos", "list", params.to_json(), std::move(options));
}

CreativeAssetsVideos Connector::creative_assets_videos() const { return CreativeAssetsVideos(*this); }

std::string AdvertisersReportsDailyListParams::to_json() const {
  ParamsWriter writer;
  writer.add("advertiser_id", advertiser_id);
  writer.add("service_type", service_type);
  writer.add("report_type", report_type);
  writer.add("data_level", data_level);
  writer.add("dimensions", dimensions);
  writer.add("metrics", metrics);
  writer.add("start_date", start_date);
  writer.add("end_date", end_date);
  writer.add("page", page);
  writer.add("page_size", page_size);
  writer.add("filtering", filtering);
  writer.add("order_field", order_field);
  writer.add("order_type", order_type);
  writer.add("enable_total_metrics", enable_total_metrics);
  writer.add("query_lifetime", query_lifetime);
  writer.add("date_range", date_range);
  writer.add("numbers", numbers);
  writer.add("shape", shape);
  writer.add("all", all);
  writer.add("limit", limit);
  writer.add("cursor", cursor);
  writer.add("fields", fields);
  return std::move(writer).finish();
}

AdvertisersReportsDaily::AdvertisersReportsDaily(Connector connector) : connector_(std::move(connector)) {}

RecordRange AdvertisersReportsDaily::list(const AdvertisersReportsDailyListParams& params, CallOptions options) const {
  return connector_.list("advertisers_reports_daily", params.to_json(), std::move(options));
}

Result<Answer> AdvertisersReportsDaily::list_page(const AdvertisersReportsDailyListParams& params, CallOptions options) const {
  return connector_.execute("advertisers_reports_daily", "list", params.to_json(), std::move(options));
}

AdvertisersReportsDaily Connector::advertisers_reports_daily() const { return AdvertisersReportsDaily(*this); }

std::string CampaignsReportsDailyListParams::to_json() const {
  ParamsWriter writer;
  writer.add("advertiser_id", advertiser_id);
  writer.add("service_type", service_type);
  writer.add("report_type", report_type);
  writer.add("data_level", data_level);
  writer.add("dimensions", dimensions);
  writer.add("metrics", metrics);
  writer.add("start_date", start_date);
  writer.add("end_date", end_date);
  writer.add("page", page);
  writer.add("page_size", page_size);
  writer.add("filtering", filtering);
  writer.add("order_field", order_field);
  writer.add("order_type", order_type);
  writer.add("enable_total_metrics", enable_total_metrics);
  writer.add("query_lifetime", query_lifetime);
  writer.add("date_range", date_range);
  writer.add("numbers", numbers);
  writer.add("shape", shape);
  writer.add("all", all);
  writer.add("limit", limit);
  writer.add("cursor", cursor);
  writer.add("fields", fields);
  return std::move(writer).finish();
}

CampaignsReportsDaily::CampaignsReportsDaily(Connector connector) : connector_(std::move(connector)) {}

RecordRange CampaignsReportsDaily::list(const CampaignsReportsDailyListParams& params, CallOptions options) const {
  return connector_.list("campaigns_reports_daily", params.to_json(), std::move(options));
}

Result<Answer> CampaignsReportsDaily::list_page(const CampaignsReportsDailyListParams& params, CallOptions options) const {
  return connector_.execute("campaigns_reports_daily", "list", params.to_json(), std::move(options));
}

CampaignsReportsDaily Connector::campaigns_reports_daily() const { return CampaignsReportsDaily(*this); }

std::string AdGroupsReportsDailyListParams::to_json() const {
  ParamsWriter writer;
  writer.add("advertiser_id", advertiser_id);
  writer.add("service_type", service_type);
  writer.add("report_type", report_type);
  writer.add("data_level", data_level);
  writer.add("dimensions", dimensions);
  writer.add("metrics", metrics);
  writer.add("start_date", start_date);
  writer.add("end_date", end_date);
  writer.add("page", page);
  writer.add("page_size", page_size);
  writer.add("filtering", filtering);
  writer.add("order_field", order_field);
  writer.add("order_type", order_type);
  writer.add("enable_total_metrics", enable_total_metrics);
  writer.add("query_lifetime", query_lifetime);
  writer.add("date_range", date_range);
  writer.add("numbers", numbers);
  writer.add("shape", shape);
  writer.add("all", all);
  writer.add("limit", limit);
  writer.add("cursor", cursor);
  writer.add("fields", fields);
  return std::move(writer).finish();
}

AdGroupsReportsDaily::AdGroupsReportsDaily(Connector connector) : connector_(std::move(connector)) {}

RecordRange AdGroupsReportsDaily::list(const AdGroupsReportsDailyListParams& params, CallOptions options) const {
  return connector_.list("ad_groups_reports_daily", params.to_json(), std::move(options));
}

Result<Answer> AdGroupsReportsDaily::list_page(const AdGroupsReportsDailyListParams& params, CallOptions options) const {
  return connector_.execute("ad_groups_reports_daily", "list", params.to_json(), std::move(options));
}

AdGroupsReportsDaily Connector::ad_groups_reports_daily() const { return AdGroupsReportsDaily(*this); }

std::string AdsReportsDailyListParams::to_json() const {
  ParamsWriter writer;
  writer.add("advertiser_id", advertiser_id);
  writer.add("service_type", service_type);
  writer.add("report_type", report_type);
  writer.add("data_level", data_level);
  writer.add("dimensions", dimensions);
  writer.add("metrics", metrics);
  writer.add("start_date", start_date);
  writer.add("end_date", end_date);
  writer.add("page", page);
  writer.add("page_size", page_size);
  writer.add("filtering", filtering);
  writer.add("order_field", order_field);
  writer.add("order_type", order_type);
  writer.add("enable_total_metrics", enable_total_metrics);
  writer.add("query_lifetime", query_lifetime);
  writer.add("date_range", date_range);
  writer.add("numbers", numbers);
  writer.add("shape", shape);
  writer.add("all", all);
  writer.add("limit", limit);
  writer.add("cursor", cursor);
  writer.add("fields", fields);
  return std::move(writer).finish();
}

AdsReportsDaily::AdsReportsDaily(Connector connector) : connector_(std::move(connector)) {}

RecordRange AdsReportsDaily::list(const AdsReportsDailyListParams& params, CallOptions options) const {
  return connector_.list("ads_reports_daily", params.to_json(), std::move(options));
}

Result<Answer> AdsReportsDaily::list_page(const AdsReportsDailyListParams& params, CallOptions options) const {
  return connector_.execute("ads_reports_daily", "list", params.to_json(), std::move(options));
}

AdsReportsDaily Connector::ads_reports_daily() const { return AdsReportsDaily(*this); }

}  // namespace tiktok_marketing
