#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/server/server.hpp"

namespace tiktok_marketing::http {

/// Values of the `{name}` segments of a route, in the order of the pattern.
class PathParameters {
 public:
  void add(std::string_view name, std::string value) { values_.emplace_back(name, std::move(value)); }
  /// Empty when the pattern has no such segment.
  [[nodiscard]] std::string_view get(std::string_view name) const;

 private:
  std::vector<std::pair<std::string, std::string>> values_;
};

enum class TrailingSlash { exact, optional };

/// Chooses the handler of a request by method and path.
///
/// A pattern is literal segments and `{name}` segments, each standing for one non-empty segment:
/// `/v1/connectors/{id}/execute`. A literal pattern wins over one with parameters, also when it lacks the
/// method; among these the first added wins. Paths are compared after percent-decoding. HEAD uses the GET
/// route. An unknown path is answered with 404, a known path with another method with 405 and `Allow`.
/// Thread-safety: add all routes first; `handle` from any thread after that.
class Router {
 public:
  using RouteHandler = std::function<void(ServerRequest, PathParameters, Responder)>;
  /// Makes the answer for a 404 or 405; the router adds `Allow`.
  using Refusal = std::function<ServerResponse(int status, const ServerRequest&)>;

  void add(std::string_view method, std::string_view pattern, RouteHandler handler,
           TrailingSlash slash = TrailingSlash::exact);
  void set_refusal(Refusal refusal) { refusal_ = std::move(refusal); }

  void handle(ServerRequest request, Responder respond) const;

 private:
  using Methods = std::vector<std::pair<std::string, RouteHandler>>;
  struct Pattern {
    std::vector<std::string> segments;
    Methods methods;
  };

  void add_one(std::string_view method, std::string_view pattern, RouteHandler handler);
  void refuse(int status, const ServerRequest& request, std::string allow, const Responder& respond) const;

  std::map<std::string, Methods, std::less<>> literal_;
  std::vector<Pattern> patterns_;
  Refusal refusal_;
};

}  // namespace tiktok_marketing::http
