#include <memory>

#include "server/admission.hpp"
#include "server/contract.hpp"
#include "server/envelope.hpp"
#include "server/routes.hpp"

namespace tiktok_marketing::server {
namespace {

http::ServerResponse fine() {
  Json out;
  out.set("status", "ok");
  return json_response(out);
}

Reply readiness(const Services& services) {
  if (auto ready = services.platform.ready(); !ready) {
    Error error = std::move(ready).error();
    error.type = ErrorType::storage_unavailable;
    return error;
  }
  return fine();
}

bool equal_in_constant_time(std::string_view one, std::string_view other) {
  if (one.size() != other.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < one.size(); ++i)
    difference |= static_cast<unsigned char>(one[i]) ^ static_cast<unsigned char>(other[i]);
  return difference == 0;
}

void set_server_gauges(MetricsRegistry& metrics, const http::ServerStats& stats) {
  const auto set = [&metrics](std::string_view name, std::string_view help, std::uint64_t value) {
    metrics.gauge(name, help).set(static_cast<double>(value));
  };
  set("tiktok_marketing_http_open_connections", "Connections that are open now.", stats.open_connections);
  set("tiktok_marketing_http_accepted_connections", "Connections accepted since the start.", stats.accepted);
  set("tiktok_marketing_http_received_bytes", "Bytes of requests since the start, without TLS.",
      stats.bytes_in);
  set("tiktok_marketing_http_sent_bytes", "Bytes of answers since the start, without TLS.", stats.bytes_out);
  set("tiktok_marketing_http_refused_requests",
      "Requests the HTTP server refused by itself since the start (framing, limits, time).",
      stats.refused_4xx + stats.refused_5xx);
  set("tiktok_marketing_http_timed_out_requests", "Requests that did not arrive in time since the start.",
      stats.timed_out);
  set("tiktok_marketing_http_failed_handshakes", "TLS handshakes that were not completed since the start.",
      stats.failed_handshakes);
}

Reply metrics_text(const Services& services, const Call& call) {
  const Secret& token = services.options.metrics_token;
  if (!token.empty() && !equal_in_constant_time(bearer_of(call.request), token.reveal())) {
    return Error{.type = ErrorType::unauthorized,
                 .message = "this server shows its metrics to those who have the metrics token",
                 .hint = "Send it as Authorization: Bearer TOKEN."};
  }
  MetricsRegistry& metrics = services.platform.context().metrics;
  if (services.options.server_stats) set_server_gauges(metrics, services.options.server_stats());
  return text_response(metrics.text(), "text/plain; version=0.0.4; charset=utf-8");
}

}  // namespace

void add_operation_routes(Handlers& handlers, const Services& services) {
  handlers.add_quick("getHealth", [](const Call&) -> Reply { return fine(); });
  handlers.add("getReadiness", [&services](const Call&) { return readiness(services); });
  // Some numbers are counted in the database when they are asked for.
  handlers.add("getMetrics", [&services](const Call& call) { return metrics_text(services, call); });
  const auto document =
      std::make_shared<const std::string>(Contract::own().published(services.options.public_url));
  handlers.add_quick("getOpenApi", [document](const Call&) -> Reply {
    http::ServerResponse response;
    response.body = document;
    return response;
  });
}

}  // namespace tiktok_marketing::server
