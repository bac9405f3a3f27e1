#include "server/skill_views.hpp"

#include <fmt/format.h>

namespace tiktok_marketing::server {
namespace {

constexpr std::string_view kSummary =
    "Read TikTok ad accounts: campaigns, ad groups, ads, audiences, creatives and daily reports.";

}  // namespace

std::string skill_id_of(const platform::Connector& connector) {
  return "connector-source:" + connector.id;
}

Json warnings_json(const platform::Connector& connector) {
  if (connector.state == platform::ConnectorState::ok) return Json(Json::Array{});
  return Json(Json::Array{fmt::format(
      "{}: {}", platform::name_of(connector.state),
      connector.state_reason.empty() ? platform::cure_of(connector.state) : connector.state_reason)});
}

Json skill_json(const platform::Connector& connector) {
  Json out;
  out.set("id", skill_id_of(connector));
  out.set("kind", "connector_source");
  out.set("title", connector.name);
  out.set("summary", kSummary);
  out.set("tags", Json(Json::Array{platform::kConnectorSlug}));
  out.set("warnings", warnings_json(connector));
  return out;
}

}  // namespace tiktok_marketing::server
