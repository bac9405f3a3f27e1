#include "http/server/router.hpp"

#include <algorithm>
#include <optional>

namespace tiktok_marketing::http {
namespace {

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> out;
  out.reserve(8);
  while (path.starts_with('/')) {
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    out.push_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return out;
}

bool is_parameter(std::string_view segment) {
  return segment.starts_with('{') && segment.ends_with('}');
}

std::optional<PathParameters> match(const std::vector<std::string>& pattern,
                                    const std::vector<std::string_view>& path) {
  if (pattern.size() != path.size()) return std::nullopt;
  PathParameters parameters;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const std::string_view segment = pattern[i];
    if (is_parameter(segment)) {
      if (path[i].empty()) return std::nullopt;
      parameters.add(segment.substr(1, segment.size() - 2), std::string(path[i]));
    } else if (segment != path[i]) {
      return std::nullopt;
    }
  }
  return parameters;
}

template <typename Methods>
const auto* handler_for(const Methods& methods, std::string_view method) {
  const auto find = [&methods](std::string_view name) {
    const auto it =
        std::ranges::find(methods, name, [](const auto& entry) { return std::string_view(entry.first); });
    return it == methods.end() ? nullptr : &it->second;
  };
  const auto* found = find(method);
  return found == nullptr && method == "HEAD" ? find("GET") : found;
}

template <typename Methods>
void add_names(std::string& allow, const Methods& methods) {
  for (const auto& [name, handler] : methods) {
    if (!allow.empty()) allow += ", ";
    allow += name;
    if (name == "GET") allow += ", HEAD";
  }
}

ServerResponse plain_refusal(int status, const ServerRequest&) {
  static const auto not_found = std::make_shared<const std::string>(R"({"error":"no such path"})");
  static const auto not_allowed = std::make_shared<const std::string>(R"({"error":"method not allowed"})");
  ServerResponse response;
  response.status = status;
  response.body = status == 404 ? not_found : not_allowed;
  return response;
}

}  // namespace

std::string_view PathParameters::get(std::string_view name) const {
  for (const auto& [key, value] : values_) {
    if (key == name) return value;
  }
  return {};
}

void Router::add(std::string_view method, std::string_view pattern, RouteHandler handler,
                 TrailingSlash slash) {
  if (slash == TrailingSlash::optional && pattern.size() > 1) {
    const bool ends_with_slash = pattern.ends_with('/');
    const std::string other =
        ends_with_slash ? std::string(pattern.substr(0, pattern.size() - 1)) : std::string(pattern) + "/";
    add_one(method, other, handler);
  }
  add_one(method, pattern, std::move(handler));
}

void Router::add_one(std::string_view method, std::string_view pattern, RouteHandler handler) {
  if (pattern.find('{') == pattern.npos) {
    literal_[std::string(pattern)].emplace_back(std::string(method), std::move(handler));
    return;
  }
  std::vector<std::string> segments;
  for (const std::string_view segment : segments_of(pattern)) segments.emplace_back(segment);
  auto it = std::ranges::find(patterns_, segments, &Pattern::segments);
  if (it == patterns_.end()) it = patterns_.insert(patterns_.end(), Pattern{std::move(segments), {}});
  it->methods.emplace_back(std::string(method), std::move(handler));
}

void Router::handle(ServerRequest request, Responder respond) const {
  std::string allow;
  // A literal path is that path with all its methods, even where a pattern would fit as well.
  if (const auto it = literal_.find(request.path); it != literal_.end()) {
    if (const auto* handler = handler_for(it->second, request.method)) {
      (*handler)(std::move(request), {}, std::move(respond));
      return;
    }
    add_names(allow, it->second);
    refuse(405, request, std::move(allow), respond);
    return;
  }
  const std::vector<std::string_view> path = segments_of(request.path);
  for (const Pattern& pattern : patterns_) {
    std::optional<PathParameters> parameters = match(pattern.segments, path);
    if (!parameters) continue;
    if (const auto* handler = handler_for(pattern.methods, request.method)) {
      (*handler)(std::move(request), std::move(*parameters), std::move(respond));
      return;
    }
    add_names(allow, pattern.methods);
  }
  const int status = allow.empty() ? 404 : 405;
  refuse(status, request, std::move(allow), respond);
}

void Router::refuse(int status, const ServerRequest& request, std::string allow,
                    const Responder& respond) const {
  ServerResponse response = refusal_ ? refusal_(status, request) : plain_refusal(status, request);
  if (!allow.empty()) response.headers.emplace_back("Allow", std::move(allow));
  respond(std::move(response));
}

}  // namespace tiktok_marketing::http
