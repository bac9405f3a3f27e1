#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "http/server/server.hpp"

namespace tiktok_marketing::http {

inline std::shared_ptr<const std::string> text(std::string value) {
  return std::make_shared<const std::string>(std::move(value));
}

inline ServerResponse response_with(std::string body) {
  ServerResponse response;
  response.body = text(std::move(body));
  return response;
}

inline std::unique_ptr<Server> start(Handler handler, ServerOptions options = {}) {
  Result<std::unique_ptr<Server>> server = Server::start(std::move(options), std::move(handler));
  if (!server) throw std::runtime_error(server.error().message);
  return std::move(*server);
}

/// Answers with method, path and body.
inline void echo(const ServerRequest& request, const Responder& respond) {
  respond(response_with(request.method + " " + request.path + " " + request.body));
}

inline std::string get(std::string_view path) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: h\r\n\r\n";
}

inline std::string post(std::string_view headers, std::string_view body) {
  return "POST / HTTP/1.1\r\nHost: h\r\n" + std::string(headers) + "\r\n" + std::string(body);
}

/// A refusal that a test recognises: status and reason in its own words.
inline ServerResponse marked_refusal(int status, std::string_view why) {
  ServerResponse response = response_with("marked " + std::to_string(status) + " " + std::string(why));
  response.status = status;
  response.headers.emplace_back("X-Marked", "yes");
  return response;
}

}  // namespace tiktok_marketing::http
