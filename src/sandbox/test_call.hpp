#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <memory>
#include <string>
#include <utility>

#include "base/date.hpp"
#include "base/json.hpp"
#include "sandbox/virtual_tiktok.hpp"

namespace tiktok_marketing::sandbox {

using Query = std::vector<std::pair<std::string, std::string>>;

/// A virtual TikTok whose clock stands still, called without a socket.
class Bench {
 public:
  static SandboxOptions defaults() {
    SandboxOptions options;
    options.now = parse_datetime("2026-09-15T08:00:00Z");
    options.clock_runs = false;
    options.unlimited = true;
    return options;
  }

  explicit Bench(SandboxOptions options = defaults()) {
    auto made = VirtualTikTok::create(std::move(options));
    EXPECT_TRUE(made.has_value());
    tiktok = *std::move(made);
    access = tiktok->access("http://127.0.0.1:1");
    token = access.access_token;
  }

  static http::ServerRequest request(const std::string& method, const std::string& path, Query query,
                                     std::string body = {}) {
    http::ServerRequest request;
    request.method = method;
    request.path = path;
    request.query = std::move(query);
    request.body = std::move(body);
    return request;
  }

  http::ServerResponse send(http::ServerRequest request) const {
    if (!token.empty()) request.headers.emplace_back("access-token", token);
    return tiktok->handle(request);
  }

  std::string text(const std::string& path, Query query) const {
    return *send(request("GET", "/open_api/v1.3" + path, std::move(query))).body;
  }

  /// The parsed envelope.
  Json get(const std::string& path, Query query) const { return parse(text(path, std::move(query))); }
  Json post(const std::string& path, const std::string& body) const {
    return parse(*send(request("POST", "/open_api/v1.3" + path, {}, body)).body);
  }

  static Json parse(const std::string& text) {
    auto json = Json::parse(text);
    EXPECT_TRUE(json.has_value()) << text.substr(0, 300);
    return json ? *std::move(json) : Json();
  }

  /// `data.list`, after a check that the call succeeded.
  Json::Array list(const std::string& path, Query query) const {
    const Json json = get(path, std::move(query));
    EXPECT_EQ(json.int_of("code"), 0) << json.text_of("message");
    const Json* data = json.find("data");
    const Json* list = data == nullptr ? nullptr : data->find("list");
    return list == nullptr || list->as_array() == nullptr ? Json::Array{} : *list->as_array();
  }

  /// `40002 message` of a refused call, `0 OK` of a good one.
  std::string verdict(const std::string& path, Query query) const {
    const Json json = get(path, std::move(query));
    return std::to_string(json.int_of("code").value_or(-1)) + " " + std::string(json.text_of("message"));
  }

  [[nodiscard]] const std::string& advertiser(std::size_t i = 0) const { return access.advertiser_ids.at(i); }

  std::unique_ptr<VirtualTikTok> tiktok;
  SandboxAccess access;
  std::string token;
};

}  // namespace tiktok_marketing::sandbox
