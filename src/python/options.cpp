#include "python/options.hpp"

#include <chrono>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "base/date.hpp"

namespace tiktok_marketing::python {
namespace {

// A day: more than any call takes, and small enough for every clock.
constexpr double kLongestTimeout = 86'400;

// Takes members out of a dict and knows which were left.
class Members {
 public:
  explicit Members(const nb::dict& members)
      : left_(nb::borrow<nb::dict>(owned(PyDict_Copy(members.ptr())))) {}

  template <typename T>
  void take(const char* name, T& target) {
    const nb::object value = pop(name);
    if (value.is_none()) return;
    if (!nb::try_cast<T>(value, target)) wrong_type(name);
  }
  void take(const char* name, Secret& target) {
    std::string text;
    take(name, text);
    if (!text.empty()) target = Secret(std::move(text));
  }
  void finish() const {
    for (const auto& [name, value] : left_) {
      throw nb::type_error(("there is no option " + nb::cast<std::string>(nb::str(name))).c_str());
    }
  }
  [[noreturn]] static void wrong_type(const char* name) {
    throw nb::type_error((std::string("the option ") + name + " has the wrong type").c_str());
  }

 private:
  nb::object pop(const char* name) { return left_.attr("pop")(name, nb::none()); }

  nb::dict left_;
};

std::chrono::milliseconds milliseconds_of(double seconds) {
  if (!(seconds > 0) || seconds > kLongestTimeout)
    throw nb::value_error("timeout must be more than 0 and at most 86400 seconds");
  return std::chrono::milliseconds(static_cast<std::int64_t>(std::ceil(seconds * 1000)));
}

}  // namespace

LocalOptions local_options_of(const nb::dict& members) {
  LocalOptions local;
  ConnectorOptions& options = local.connector;
  Members from(members);
  from.take("access_token", options.access_token);
  from.take("api_url", options.api_url);
  from.take("advertiser_ids", options.advertiser_ids);
  from.take("fenced", options.fenced);
  from.take("app_id", options.app_id);
  from.take("app_secret", options.app_secret);
  from.take("allow_plain_http", options.allow_plain_http);
  from.take("simulated", options.simulated);
  from.take("qps", options.qps);
  from.take("max_body_bytes", options.max_body_bytes);
  std::string data_dir;
  from.take("data_dir", data_dir);
  local.store.data_dir = data_dir;
  from.take("store", local.store.name);
  local.store.sync_command = "await connector.replicate()";
  from.finish();
  return local;
}

HostedOptions hosted_options_of(const nb::dict& members) {
  HostedOptions options;
  Members from(members);
  from.take("api_host", options.api_host);
  from.take("client_id", options.client_id);
  from.take("client_secret", options.client_secret);
  from.take("organization_id", options.organization_id);
  from.take("workspace_name", options.workspace_name);
  from.take("connector_id", options.connector_id);
  from.take("max_body_bytes", options.max_body_bytes);
  from.take("allow_plain_http", options.allow_plain_http);
  from.finish();
  return options;
}

EngineOptions engine_options_of(const nb::dict& members) {
  EngineOptions options;
  Members from(members);
  from.take("ca_file", options.ca_file);
  from.take("max_connections_per_host", options.max_connections_per_host);
  from.finish();
  return options;
}

replication::SyncOptions sync_options_of(const nb::dict& members) {
  replication::SyncOptions options;
  Members from(members);
  from.take("entities", options.entities);
  from.take("advertiser_ids", options.advertiser_ids);
  std::optional<std::string> start_date;
  from.take("start_date", start_date);
  if (start_date) {
    const auto date = parse_date(*start_date);
    if (!date) throw nb::value_error("start_date must be a day such as 2026-01-31");
    options.start_date = *date;
  }
  from.take("lookback_days", options.lookback_days);
  from.take("full_refresh", options.full_refresh);
  from.finish();
  return options;
}

CallOptions call_options_of(nb::handle members) {
  CallOptions options;
  if (members.is_none()) return options;
  Members from(nb::cast<nb::dict>(members));
  std::optional<double> timeout;
  from.take("timeout", timeout);
  if (timeout) options.deadline = milliseconds_of(*timeout);
  from.take("background", options.background);
  from.take("caller", options.caller);
  from.take("select_fields", options.select_fields);
  from.take("exclude_fields", options.exclude_fields);
  from.take("max_text_bytes", options.max_text_bytes);
  from.finish();
  return options;
}

}  // namespace tiktok_marketing::python
