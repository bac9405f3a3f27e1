#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "connector/fake_tiktok.hpp"
#include "http/server/server.hpp"

/// For tests: a small server of the hosted API over real sockets, whose executes a connector of open source
/// mode answers.
namespace tiktok_marketing {

inline http::ServerResponse hosted_json(int status, const std::string& body) {
  http::ServerResponse response;
  response.status = status;
  response.body = std::make_shared<const std::string>(body);
  return response;
}

inline int hosted_status_of(const Error& error) {
  switch (error.type) {
    case ErrorType::upstream_authentication_failed:
    case ErrorType::upstream_permission_denied:
      return 424;
    case ErrorType::upstream_error:
      return 502;
    case ErrorType::upstream_timeout:
      return 504;
    case ErrorType::connector_not_found:
      return 404;
    case ErrorType::context_store_not_ready:
      return 409;
    default:
      break;
  }
  switch (error.kind()) {
    case ErrorKind::authentication:
      return 401;
    case ErrorKind::permission:
      return 403;
    case ErrorKind::quota:
      return 429;
    default:
      return 400;
  }
}

/// The envelope of an error as the hosted API has it.
inline http::ServerResponse hosted_error(const Error& error) {
  Json details = *Json::parse(to_json(error));
  details.erase("type");
  details.erase("message");
  Json item;
  item.set("field", "body");
  item.set("message", error.message);
  item.set("error_code", name_of(error.type));
  item.set("details", std::move(details));
  Json body;
  body.set("message", error.message);
  body.set("detail", error.message);
  body.set("errors", Json::Array{std::move(item)});
  return hosted_json(hosted_status_of(error), body.dump());
}

inline http::ServerResponse hosted_error(ErrorType type, std::string message) {
  return hosted_error(Error{.type = type, .message = std::move(message)});
}

class FakeHosted {
 public:
  static constexpr std::string_view kClientId = "client-1";
  static constexpr std::string_view kClientSecret = "client-SECRET-4411";
  /// Answers a request instead of the server, or leaves it to it with nullopt. Called on the server's thread.
  using Interceptor = std::function<std::optional<http::ServerResponse>(const http::ServerRequest&)>;

  explicit FakeHosted(FakeTikTok world = {}, ConnectorOptions options = {})
      : tiktok(std::make_shared<FakeTikTok>(std::move(world))), engine_(make_engine()) {
    options.access_token = Secret(std::string(tiktok::kTestToken));
    options.qps = -1;
    auto transport = std::make_shared<FakeTransport>(
        engine_.runtime, [tiktok = tiktok](const HttpRequest& request) { return (*tiktok)(request); });
    options.engine = {.runtime = engine_.runtime, .transport = transport};
    backing_.emplace(Connector::open(std::move(options)).value());
    server_ =
        http::Server::start({.threads = 1}, [this](http::ServerRequest request, http::Responder respond) {
          answer(std::move(request), std::move(respond));
        }).value();
  }
  FakeHosted(const FakeHosted&) = delete;
  FakeHosted& operator=(const FakeHosted&) = delete;

  [[nodiscard]] HostedOptions options() const {
    HostedOptions options;
    options.api_host = server_->url() + '/';
    options.client_id = kClientId;
    options.client_secret = Secret(std::string(kClientSecret));
    options.workspace_name = "Acme";
    options.engine = make_engine();
    return options;
  }
  [[nodiscard]] Connector connector() const { return Connector::open_hosted(options()).value(); }

  /// Set before the first request.
  void intercept(Interceptor interceptor) { interceptor_ = std::move(interceptor); }
  void set_connectors(std::vector<std::string> ids) {
    const std::lock_guard lock(mutex_);
    connectors_ = std::move(ids);
  }
  void refuse_old_tokens() { good_token_ = tokens + 1; }

  std::shared_ptr<FakeTikTok> tiktok;
  std::atomic<int> tokens = 0;  ///< requests for one that were answered
  std::atomic<int> lookups = 0;
  std::atomic<int> executes = 0;

  /// The requests so far, in order of arrival.
  [[nodiscard]] std::vector<http::ServerRequest> seen() const {
    const std::lock_guard lock(mutex_);
    return seen_;
  }

 private:
  void answer(http::ServerRequest request, http::Responder respond) {
    {
      const std::lock_guard lock(mutex_);
      seen_.push_back(request);
    }
    if (interceptor_) {
      if (auto instead = interceptor_(request)) return respond(std::move(*instead));
    }
    if (request.path == "/api/v1/account/applications/token") return respond(token(request));
    const std::string bearer = "Bearer token-";
    const auto given = request.header("authorization");
    if (!given.starts_with(bearer) || std::stoi(std::string(given.substr(bearer.size()))) < good_token_) {
      return respond(hosted_error(ErrorType::token_expired, "the token has expired"));
    }
    if (request.path == "/api/v1/integrations/connectors") return respond(list_connectors(request));
    execute(request, std::move(respond));
  }

  http::ServerResponse token(const http::ServerRequest& request) {
    const auto body = Json::parse(request.body);
    if (!body || body->text_of("client_id") != kClientId || body->text_of("client_secret") != kClientSecret) {
      return hosted_error(ErrorType::invalid_client, "invalid client credentials");
    }
    return hosted_json(200,
                       fmt::format(R"({{"access_token":"token-{}","token_type":"bearer","expires_in":900,)"
                                   R"("organization_id":null}})",
                                   ++tokens));
  }

  http::ServerResponse list_connectors(const http::ServerRequest& request) {
    ++lookups;
    Json::Array data;
    const std::lock_guard lock(mutex_);
    if (request.query_value("workspace_name") == "Acme") {
      for (const auto& id : connectors_) {
        Json item;
        item.set("id", id);
        item.set("name", "Connector " + id);
        data.push_back(std::move(item));
      }
    }
    Json body;
    body.set("data", std::move(data));
    return hosted_json(200, body.dump());
  }

  [[nodiscard]] bool knows(std::string_view path) const {
    const std::lock_guard lock(mutex_);
    return std::ranges::any_of(connectors_, [&](const std::string& id) {
      return path == "/api/v1/integrations/connectors/" + id + "/execute";
    });
  }

  void execute(const http::ServerRequest& request, http::Responder respond) {
    ++executes;
    if (!knows(request.path)) {
      return respond(hosted_error(ErrorType::connector_not_found, "there is no such connector"));
    }
    const auto body = Json::parse(request.body);
    if (!body) return respond(hosted_error(ErrorType::value_error, "the body is not JSON"));
    CallOptions options;
    options.select_fields = names(*body, "select_fields");
    options.exclude_fields = names(*body, "exclude_fields");
    const Json* params = body->find("params");
    backing_->execute_async(body->text_of("entity"), body->text_of("action"),
                            params == nullptr ? "{}" : params->dump(), options,
                            [respond = std::move(respond)](const Result<Answer>& answer) {
                              respond(answer ? envelope(*answer) : hosted_error(answer.error()));
                            });
  }

  static std::vector<std::string> names(const Json& body, std::string_view member) {
    std::vector<std::string> out;
    const Json* list = body.find(member);
    if (list == nullptr || list->as_array() == nullptr) return out;
    for (const Json& item : *list->as_array()) out.push_back(*item.as_string());
    return out;
  }

  static http::ServerResponse envelope(const Answer& answer) {
    http::ServerResponse response;
    const auto text = [&](std::string bytes) {
      auto owner = std::make_shared<const std::string>(std::move(bytes));
      const std::string_view view(*owner);
      response.pieces.push_back({std::move(owner), view});
    };
    text(R"({"status": "success", "result": )");
    std::vector<DataPiece> pieces;
    answer.append_pieces(pieces);
    for (auto& piece : pieces) response.pieces.push_back({std::move(piece.owner), piece.bytes});
    text(fmt::format(R"(, "connector_metadata": {}, "execution_metadata": )"
                     R"({{"connector_instance_id": "c", "execution_time_ms": 1}}}})",
                     answer.meta.to_json()));
    return response;
  }

  Engine engine_;
  std::optional<Connector> backing_;
  Interceptor interceptor_;
  std::atomic<int> good_token_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> connectors_{"c-1"};
  std::vector<http::ServerRequest> seen_;
  std::unique_ptr<http::Server> server_;  // last: gone before what its handler uses
};

}  // namespace tiktok_marketing
