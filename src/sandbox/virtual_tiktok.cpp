#include "sandbox/virtual_tiktok.hpp"

#include <fmt/format.h>
#include <algorithm>

#include "base/date.hpp"
#include "sandbox/consent.hpp"

namespace tiktok_marketing::sandbox {
namespace {

constexpr std::string_view kApiPrefix = "/open_api/";
constexpr std::string_view kVersion = "v1.3";

enum class Endpoint : std::uint8_t {
  advertisers,
  campaigns,
  adgroups,
  ads,
  audiences,
  images,
  videos,
  report,
  user_info,
  granted_advertisers,
  exchange,
  revoke,
};

http::ServerResponse plain(int status, std::string content_type, std::string body) {
  http::ServerResponse response;
  response.status = status;
  response.content_type = std::move(content_type);
  response.body = std::make_shared<const std::string>(std::move(body));
  return response;
}

http::ServerResponse html(int status, std::string_view title) {
  return plain(
      status, "text/html; charset=utf-8",
      fmt::format(
          "<html><head><title>{0} {1}</title></head><body><center><h1>{0} {1}</h1></center></body></html>",
          status, title));
}

http::ServerResponse json(int status, const Json& body) {
  return plain(status, "application/json", body.dump());
}

std::string query_key(const http::ServerRequest& request, bool with_page) {
  std::string key;
  for (const auto& [name, value] : request.query) {
    if (!with_page && (name == "page" || name == "page_size")) continue;
    key += name;
    key += '\x1f';
    key += value;
    key += '\x1e';
  }
  return key + request.body;
}

std::string_view status_title(int status) {
  switch (status) {
    case 429:
      return "Too Many Requests";
    case 500:
      return "Internal Server Error";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Time-out";
    default:
      return "Error";
  }
}

/// Puts `member` first into the first record, or into `data` when there is none.
void put_member(std::string& body, std::string_view member) {
  for (const std::string_view place : {std::string_view("\"list\":[{"), std::string_view("\"data\":{")}) {
    const auto found = body.find(place);
    if (found == std::string::npos) continue;
    const auto at = found + place.size();
    const bool empty = at < body.size() && body[at] == '}';
    body.insert(at, std::string(member) + (empty ? "" : ","));
    return;
  }
}

}  // namespace

struct VirtualTikTok::Route {
  std::string_view path;
  Endpoint endpoint;
  bool get;
  bool post;
  bool token;
  Scope scope;
};

struct VirtualTikTok::Call {
  const Route& route;
  const http::ServerRequest& request;
  SystemTime time;
  Seconds now;  ///< the hour it is: what an answer is made of changes once an hour
  Grant grant;
  Params params;
  std::vector<const Advertiser*> advertisers;
  std::size_t removed = 0;
};

VirtualTikTok::VirtualTikTok(SandboxOptions options)
    : options_(std::move(options)),
      world_(options_.seed, options_.size),
      clock_(options_.now, options_.clock_runs),
      accounts_(world_),
      limiter_({options_.qps, options_.qpm, options_.qpd, options_.unlimited}),
      faults_(options_.seed),
      lists_(world_) {}

Result<std::unique_ptr<VirtualTikTok>> VirtualTikTok::create(SandboxOptions options) {
  std::unique_ptr<VirtualTikTok> made(new VirtualTikTok(std::move(options)));
  if (auto loaded = made->faults_.load(made->options_.faults_json); !loaded) return std::move(loaded).error();
  return made;
}

SandboxAccess VirtualTikTok::access(const std::string& origin) const {
  SandboxAccess access;
  access.api_url = origin + "/open_api/v1.3";
  access.consent_url = origin + "/portal/auth";
  access.access_token = accounts_.token();
  access.app_id = accounts_.app_id();
  access.app_secret = accounts_.app_secret();
  for (const Advertiser& advertiser : world_.advertisers())
    access.advertiser_ids.push_back(advertiser.id_text);
  access.revoked_token = accounts_.revoked_token();
  access.expired_token = accounts_.expired_token();
  access.no_scope_token = accounts_.no_scope_token();
  return access;
}

const VirtualTikTok::Route* VirtualTikTok::find_route(std::string_view path) {
  static constexpr Route kRoutes[] = {
      {"/advertiser/info/", Endpoint::advertisers, true, false, true, Scope::ads},
      {"/campaign/get/", Endpoint::campaigns, true, false, true, Scope::ads},
      {"/adgroup/get/", Endpoint::adgroups, true, false, true, Scope::ads},
      {"/ad/get/", Endpoint::ads, true, false, true, Scope::ads},
      {"/dmp/custom_audience/list/", Endpoint::audiences, true, false, true, Scope::ads},
      {"/file/image/ad/search/", Endpoint::images, true, false, true, Scope::creative},
      {"/file/video/ad/search/", Endpoint::videos, true, false, true, Scope::creative},
      {"/report/integrated/get/", Endpoint::report, true, false, true, Scope::reporting},
      {"/user/info/", Endpoint::user_info, true, true, true, Scope::ads},
      {"/oauth2/advertiser/get/", Endpoint::granted_advertisers, true, false, true, Scope::ads},
      {"/oauth2/access_token/", Endpoint::exchange, false, true, false, Scope::ads},
      {"/oauth2/revoke_token/", Endpoint::revoke, false, true, false, Scope::ads},
  };
  const auto* found = std::ranges::find(kRoutes, path, &Route::path);
  return found == std::end(kRoutes) ? nullptr : found;
}

http::ServerResponse VirtualTikTok::handle(const http::ServerRequest& request) {
  if (request.path.starts_with(kApiPrefix)) {
    std::string path = request.path;
    if (!path.ends_with('/')) path += '/';
    return handle_api(request, path);
  }
  if (request.path == "/portal/style.css") return consent_style();
  if (request.path == "/portal/auth" || request.path == "/portal/auth/") {
    if (request.method != "GET" && request.method != "POST") return html(405, "Not Allowed");
    return consent_page(world_, accounts_, request, clock_.now());
  }
  if (request.path.starts_with("/sandbox/")) return handle_control(request);
  return html(404, "Not Found");
}

http::ServerResponse VirtualTikTok::handle_api(const http::ServerRequest& request,
                                               const std::string& full_path) {
  const std::string_view rest = std::string_view(full_path).substr(kApiPrefix.size());
  const auto slash = rest.find('/');
  const std::string path(rest.substr(slash));
  const SystemTime now = clock_.now();
  const Route* route = find_route(path);
  stats_.asked(route == nullptr ? "other" : path, now);

  const auto faults = faults_.next(path);
  for (const FaultAction& fault : faults) {
    if (fault.shrink_total) faults_.remove(path, *fault.shrink_total);
  }

  Answer answer;
  if (rest.substr(0, slash) != kVersion) {
    answer = Answer::refuse(40051, fmt::format("The API version {} does not exist.", rest.substr(0, slash)));
  } else if (route == nullptr) {
    answer = Answer::refuse(40400, fmt::format("The route {} does not exist.", path));
  } else if (!(request.method == "GET" ? route->get : request.method == "POST" && route->post)) {
    return html(405, "Not Allowed");
  } else {
    const Seconds hour = seconds_of(now) / kHour * kHour;
    Call call{*route, request, now, hour, {}, {}, {}, faults_.removed(path)};
    answer = this->answer(call);
  }
  stats_.answered(answer.error ? answer.error->code : 0);

  http::ServerResponse response;
  response.delay = options_.latency;
  if (!answer.throttle.empty()) response.headers.emplace_back("X-Tt-Ads-Throttle", answer.throttle);
  response.body = std::make_shared<const std::string>(
      answer.error ? envelope(answer.error->code, answer.error->message, "{}")
                   : envelope(0, "OK", answer.shared ? *answer.shared : answer.data));
  return faults.empty() ? response : misbehave(faults, std::move(response));
}

Answer VirtualTikTok::answer(Call& call) {
  if (call.route.token) {
    if (auto error = accounts_.check_token(call.request.header("access-token"), call.grant))
      return {error, "{}", {}};
  }
  if (auto error = limiter_.admit_app(accounts_.app_id(), call.time)) return {error, "{}", {}};
  switch (call.route.endpoint) {
    case Endpoint::user_info:
      return user_info();
    case Endpoint::granted_advertisers:
      return granted_advertisers(call);
    case Endpoint::exchange:
      return exchange(call);
    case Endpoint::revoke:
      return revoke(call);
    default:
      return read(call);
  }
}

Answer VirtualTikTok::read(Call& call) {
  if (auto error = open_advertisers(call)) return {error, "{}", {}};
  if (!call.grant.has(call.route.scope)) {
    return Answer::refuse(40001, fmt::format("advertiser does not grant you {}:{} permission",
                                             call.route.path, call.request.method));
  }
  if (call.advertisers.size() == 1 && call.route.endpoint != Endpoint::advertisers) {
    if (auto error = limiter_.admit_path(call.advertisers.front()->id_text, call.route.path, call.time))
      return {error, "{}", {}};
  }
  const std::span<const ParamRule> rules = [&] {
    switch (call.route.endpoint) {
      case Endpoint::advertisers:
        return advertiser_rules();
      case Endpoint::campaigns:
        return campaign_rules();
      case Endpoint::adgroups:
        return adgroup_rules();
      case Endpoint::ads:
        return ad_rules();
      case Endpoint::audiences:
        return audience_rules();
      case Endpoint::images:
        return image_rules();
      case Endpoint::videos:
        return video_rules();
      default:
        return report_rules();
    }
  }();
  call.params = Params{};
  if (auto error = call.params.read(rules, call.request)) return {error, "{}", {}};
  return rendered(call);
}

std::optional<ApiError> VirtualTikTok::open_advertisers(Call& call) const {
  // Who is asked about is checked before everything else that may be wrong with the parameters.
  const bool report = call.route.endpoint == Endpoint::report;
  const auto rules = call.route.endpoint == Endpoint::advertisers ? advertiser_rules().first(1)
                     : report                                     ? report_rules().first(2)
                                                                  : campaign_rules().first(1);
  if (auto error = call.params.read(rules, call.request)) return error;
  std::vector<std::string_view> ids = call.params.list("advertiser_ids");
  if (ids.empty() && !call.params.text("advertiser_id").empty())
    ids.push_back(call.params.text("advertiser_id"));
  if (ids.empty()) {
    const auto name = call.route.endpoint == Endpoint::advertisers ? "advertiser_ids" : "advertiser_id";
    return ApiError{40002, fmt::format("{}: Missing data for required field.", name)};
  }
  for (const auto id : ids) {
    const Advertiser* advertiser = world_.find(id);
    if (advertiser == nullptr || !call.grant.reads(id)) {
      return ApiError{40001, fmt::format("advertiser {} doesn't exist or has been deleted.", id)};
    }
    call.advertisers.push_back(advertiser);
  }
  return std::nullopt;
}

Answer VirtualTikTok::rendered(Call& call) {
  // Tokens are not part of the key: permission was checked before.
  const std::string key =
      fmt::format("{}\n{}\n{}\n{}", call.route.path, call.now, call.removed, query_key(call.request, true));
  if (const auto page = pages_.find(key)) {
    return {std::nullopt, {}, page->throttle, std::shared_ptr<const std::string>(page, &page->data)};
  }
  Answer made = [&] {
    const Advertiser& a = *call.advertisers.front();
    switch (call.route.endpoint) {
      case Endpoint::advertisers:
        return lists_.advertisers(call.params, call.now);
      case Endpoint::campaigns:
        return lists_.objects(Kind::campaign, a, call.params, call.now, call.removed);
      case Endpoint::adgroups:
        return lists_.objects(Kind::adgroup, a, call.params, call.now, call.removed);
      case Endpoint::ads:
        return lists_.objects(Kind::ad, a, call.params, call.now, call.removed);
      case Endpoint::audiences:
        return lists_.audiences(a, call.params, call.now, call.removed);
      case Endpoint::images:
        return lists_.images(a, call.params, call.now, call.removed);
      case Endpoint::videos:
        return lists_.videos(a, call.params, call.now, call.removed);
      default:
        return report(call);
    }
  }();
  if (!made.error) {
    const auto page = std::make_shared<const Rendered>(Rendered{std::move(made.data), made.throttle});
    made.shared = std::shared_ptr<const std::string>(page, &page->data);
    pages_.put(key, page, page->data.size());
  }
  return made;
}

Answer VirtualTikTok::report(Call& call) {
  const std::string key = fmt::format("{}\n{}", call.now, query_key(call.request, false));
  return reports_.run(call.advertisers, call.params, key, call.now, call.removed);
}

Answer VirtualTikTok::user_info() const {
  const auto hash = mix(world_.seed(), 0x05e2);
  return {std::nullopt,
          fmt::format("{{\"core_user_id\":\"{}\",\"display_name\":\"virtual-admin\",\"email\":\"v***@e***\","
                      "\"avatar_url\":\"\",\"create_time\":{}}}",
                      7'042'000'000'000'000'000ULL + below(hash, 1, 900'000'000'000'000ULL),
                      1'600'000'000 + below(hash, 2, 90'000'000)),
          {}};
}

Answer VirtualTikTok::granted_advertisers(const Call& call) const {
  const auto text = [&](std::string_view name) { return call.request.query_value(name).value_or(""); };
  if (auto error = accounts_.check_app(text("app_id"), text("secret"))) return {error, "{}", {}};
  Appender out;
  out.raw("{\"list\":[");
  bool first = true;
  for (const auto& id : call.grant.advertiser_ids) {
    if (!std::exchange(first, false)) out.raw(',');
    out.raw("{\"advertiser_id\":");
    out.quoted(id);
    out.raw(",\"advertiser_name\":");
    out.escaped(world_.find(id)->name);
    out.raw('}');
  }
  out.raw("]}");
  return {std::nullopt, out.take(), {}};
}

Answer VirtualTikTok::exchange(const Call& call) {
  const auto body = Json::parse(call.request.body);
  if (!body) return Answer::refuse(40002, "The request body is not valid JSON.");
  if (auto error = accounts_.check_app(body->text_of("app_id"), body->text_of("secret")))
    return {error, "{}", {}};
  if (body->text_of("auth_code").empty())
    return Answer::refuse(40002, "auth_code: Missing data for required field.");
  std::string token;
  Grant grant;
  if (auto error = accounts_.exchange(body->text_of("auth_code"), call.time, token, grant))
    return {error, "{}", {}};
  const Json* with_ids = body->find("return_advertiser_ids");
  Json data = Json::Object{};
  data.set("access_token", token);
  if (with_ids == nullptr || with_ids->as_bool() == nullptr || *with_ids->as_bool()) {
    data.set("advertiser_ids", Json::Array(grant.advertiser_ids.begin(), grant.advertiser_ids.end()));
  }
  Json scopes = Json::Array{};
  for (const Scope scope : grant.scopes) scopes.push_back(static_cast<int>(scope));
  data.set("scope", std::move(scopes));
  return {std::nullopt, data.dump(), {}};
}

Answer VirtualTikTok::revoke(const Call& call) {
  const auto body = Json::parse(call.request.body);
  if (!body) return Answer::refuse(40002, "The request body is not valid JSON.");
  if (auto error = accounts_.check_app(body->text_of("app_id"), body->text_of("secret")))
    return {error, "{}", {}};
  if (body->text_of("access_token").empty())
    return Answer::refuse(40002, "access_token: Missing data for required field.");
  Grant grant;
  if (auto error = accounts_.revoke(body->text_of("access_token"), grant)) return {error, "{}", {}};
  Json data = Json::Object{};
  data.set("app_id", accounts_.app_id());
  data.set("advertiser_ids", Json::Array(grant.advertiser_ids.begin(), grant.advertiser_ids.end()));
  return {std::nullopt, data.dump(), {}};
}

std::string VirtualTikTok::envelope(int code, std::string_view message, std::string_view data) {
  const auto number = answered_.fetch_add(1);
  std::string when;
  append_time(when, seconds_of(clock_.now()));
  std::erase_if(when, [](char c) { return c < '0' || c > '9'; });
  Appender out;
  out.reserve(data.size() + 160 + message.size());
  out.raw("{\"code\":");
  out.integer(code);
  out.raw(",\"message\":");
  out.escaped(message);
  out.raw(",\"request_id\":");
  out.quoted(fmt::format("{}010245{:06}{:08X}", when, number % 1'000'000, mix(options_.seed, number) >> 32));
  out.raw(",\"data\":");
  out.raw(data);
  out.raw('}');
  return out.take();
}

http::ServerResponse VirtualTikTok::misbehave(const std::vector<FaultAction>& faults,
                                              http::ServerResponse response) {
  for (const FaultAction& fault : faults) {
    std::string body = *response.body;
    if (fault.http) response.status = *fault.http;
    if (fault.code)
      body = envelope(*fault.code, fault.message.empty() ? "System error" : fault.message, "{}");
    if (fault.html) {
      const auto page = html(response.status, status_title(response.status));
      response.content_type = page.content_type;
      body = *page.body;
    }
    if (fault.body) body = *fault.body;
    if (!fault.content_type.empty()) response.content_type = fault.content_type;
    if (fault.data_null) {
      const auto at = body.find(",\"data\":");
      if (at != std::string::npos) body = body.substr(0, at) + ",\"data\":null}";
    }
    if (fault.huge_integer) put_member(body, "\"virtual_counter\":123456789012345678901234567890");
    if (!fault.find.empty()) {
      if (const auto at = body.find(fault.find); at != std::string::npos)
        body.replace(at, fault.find.size(), fault.with);
    }
    if (fault.truncate_bytes) body.resize(std::min(body.size(), *fault.truncate_bytes));
    if (fault.delay_ms) response.delay += std::chrono::milliseconds{*fault.delay_ms};
    if (fault.cut_after_bytes || fault.bytes_per_second || fault.no_answer) {
      if (!response.misbehaviour) response.misbehaviour.emplace();
      if (fault.cut_after_bytes) response.misbehaviour->cut_after_bytes = fault.cut_after_bytes;
      if (fault.bytes_per_second) response.misbehaviour->bytes_per_second = fault.bytes_per_second;
      response.misbehaviour->no_answer |= fault.no_answer;
    }
    response.body = std::make_shared<const std::string>(std::move(body));
  }
  return response;
}

http::ServerResponse VirtualTikTok::handle_control(const http::ServerRequest& request) {
  const bool get = request.method == "GET";
  const bool post = request.method == "POST";
  if (request.path == "/sandbox/stats" && get) return json(200, stats_.json());
  if (request.path == "/sandbox/clock" && (get || post)) {
    if (post) return set_clock(request);
    Json answer = Json::Object{};
    answer.set("now", format_datetime(clock_.now()));
    answer.set("runs", clock_.runs());
    return json(200, answer);
  }
  if (request.path == "/sandbox/faults" && post) {
    Json answer = Json::Object{};
    if (auto loaded = faults_.load(request.body); !loaded) {
      answer.set("error", loaded.error().message);
      answer.set("hint", loaded.error().hint);
      return json(400, answer);
    }
    answer.set("ok", true);
    return json(200, answer);
  }
  return html(404, "Not Found");
}

http::ServerResponse VirtualTikTok::set_clock(const http::ServerRequest& request) {
  const auto body = Json::parse(request.body);
  const auto refuse = [] {
    Json answer = Json::Object{};
    answer.set("error", "The body must be {\"advance_s\": seconds} or {\"now\": \"2026-09-14T08:00:00Z\"}.");
    return json(400, answer);
  };
  if (!body) return refuse();
  if (const Json* by = body->find("advance_s"); by != nullptr && by->as_double()) {
    clock_.advance(std::chrono::milliseconds{static_cast<std::int64_t>(*by->as_double() * 1'000)});
  } else if (const auto time = parse_datetime(body->text_of("now"))) {
    clock_.set(*time);
  } else {
    return refuse();
  }
  Json answer = Json::Object{};
  answer.set("now", format_datetime(clock_.now()));
  answer.set("runs", clock_.runs());
  return json(200, answer);
}

}  // namespace tiktok_marketing::sandbox
