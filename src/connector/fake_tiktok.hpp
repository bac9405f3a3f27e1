#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/connector.hpp>

#include "base/date.hpp"
#include "tiktok/client_fixture.hpp"

/// For tests: a connector on a virtual clock over a small TikTok.
namespace tiktok_marketing {

/// Campaigns are numbered; a report has one row per campaign and day.
struct FakeTikTok {
  int campaigns = 0;
  std::map<std::string, std::string> zones{{"1", "UTC"}};  ///< advertisers and their zones
  std::vector<std::string> granted;                        ///< what `oauth2/advertiser/get/` answers
  std::set<std::string> unreadable;                        ///< advertisers that answer 40001
  std::map<std::string, Result<HttpResponse>> failing;     ///< by path

  static std::string id_of(int i) { return std::to_string(1'790'000'000'000'000'000 + i); }

  Result<HttpResponse> operator()(const HttpRequest& request) {
    const std::string path = tiktok::path_of(request.url);
    if (const auto failure = failing.find(path); failure != failing.end()) return failure->second;
    if (path == "/user/info/") {
      return json_response(
          R"({"code":0,"message":"OK","request_id":"U","data":{"core_user_id":"77","display_name":"Ada"}})");
    }
    if (path == "/oauth2/advertiser/get/") return advertisers(granted, "advertiser_name");
    if (path == "/advertiser/info/") return info(request.url);
    if (unreadable.contains(tiktok::query_value(request.url, "advertiser_id")))
      return tiktok::code_response(40001);
    return path == "/report/integrated/get/" ? report(request.url) : list(request.url);
  }

 private:
  using Rows = std::vector<std::string>;

  static HttpResponse advertisers(const Rows& ids, std::string_view name_member) {
    std::string items;
    for (const auto& id : ids) {
      if (!items.empty()) items += ',';
      items +=
          fmt::format(R"({{"advertiser_id":"{}","{}":"Account {}","currency":"EUR"}})", id, name_member, id);
    }
    return json_response(
        fmt::format(R"({{"code":0,"message":"OK","request_id":"A","data":{{"list":[{}]}}}})", items));
  }

  Result<HttpResponse> info(const std::string& url) {
    std::string items;
    const auto asked = Json::parse(tiktok::query_value(url, "advertiser_ids"));
    for (const auto& id : *asked->as_array()) {
      const std::string& text = *id.as_string();
      const auto zone = zones.find(text);
      if (unreadable.contains(text) || zone == zones.end())
        return tiktok::code_response(40001, "No permission");
      if (!items.empty()) items += ',';
      items += fmt::format(R"({{"advertiser_id":"{}","name":"Account {}","currency":"EUR","timezone":"{}"}})",
                           text, text, zone->second);
    }
    return json_response(
        fmt::format(R"({{"code":0,"message":"OK","request_id":"I","data":{{"list":[{}]}}}})", items));
  }

  static HttpResponse page_of(const std::string& url, const Rows& rows) {
    const auto page = tiktok::query_int(url, "page");
    const auto size = tiktok::query_int(url, "page_size");
    const auto total = static_cast<std::int64_t>(rows.size());
    Rows part;
    for (auto i = (page - 1) * size; i < std::min(page * size, total); ++i)
      part.push_back(rows[static_cast<std::size_t>(i)]);
    return tiktok::rows_response(part, page, size, total);
  }

  HttpResponse list(const std::string& url) {
    Rows rows;
    for (int i = 0; i < campaigns; ++i) {
      const std::string id = id_of(i);
      rows.push_back(
          fmt::format(R"({{"campaign_id":"{0}","adgroup_id":"{0}","ad_id":"{0}","custom_audience_id":"{0}",)"
                      R"("image_id":"{0}","video_id":"{0}","campaign_name":"Campaign {1}","budget":100.00}})",
                      id, i));
    }
    return page_of(url, rows);
  }

  HttpResponse report(const std::string& url) {
    Rows rows;
    const bool daily = tiktok::query_value(url, "dimensions").find("stat_time_day") != std::string::npos;
    const auto start = parse_date(tiktok::query_value(url, "start_date"));
    const auto end = parse_date(tiktok::query_value(url, "end_date"));
    if (!start || !end) return page_of(url, rows);
    for (Date day = *start; day <= *end; day += std::chrono::days{1}) {
      for (int i = 0; i < campaigns; ++i) {
        const std::string time =
            daily ? fmt::format(R"(,"stat_time_day":"{} 00:00:00")", format_date(day)) : "";
        rows.push_back(fmt::format(
            R"({{"dimensions":{{"campaign_id":"{}"{}}},"metrics":{{"spend":"{}.50","impressions":"-"}}}})",
            id_of(i), time, i));
      }
      if (!daily) break;
    }
    return page_of(url, rows);
  }
};

class ConnectorFixture {
 public:
  explicit ConnectorFixture(FakeTikTok world = {}, ConnectorOptions options = {},
                            std::string_view now = "2026-09-14T12:00:00Z")
      : tiktok(std::make_shared<FakeTikTok>(std::move(world))),
        runtime(std::make_shared<VirtualRuntime>(*parse_datetime(now))),
        transport(std::make_shared<FakeTransport>(
            runtime, [tiktok = tiktok](const HttpRequest& r) { return (*tiktok)(r); })) {
    if (options.access_token.empty()) options.access_token = Secret(std::string(tiktok::kTestToken));
    options.engine = {.runtime = runtime, .transport = transport};
    options.log = log;
    connector = Connector::open(std::move(options)).value();
  }
  ~ConnectorFixture() {
    connector.reset();
    runtime->advance(std::chrono::hours{1});
  }
  ConnectorFixture(const ConnectorFixture&) = delete;
  ConnectorFixture& operator=(const ConnectorFixture&) = delete;

  [[nodiscard]] Result<Answer> list(std::string_view entity, std::string_view params = {},
                                    CallOptions options = {}) const {
    return connector->execute(entity, "list", params, std::move(options));
  }

  std::shared_ptr<FakeTikTok> tiktok;
  std::shared_ptr<VirtualRuntime> runtime;
  std::shared_ptr<FakeTransport> transport;
  std::shared_ptr<MemoryLog> log = std::make_shared<MemoryLog>();
  std::optional<Connector> connector;
};

}  // namespace tiktok_marketing
