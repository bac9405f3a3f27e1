#include "mcp/http_endpoint.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "mcp/origin_check.hpp"

namespace tiktok_marketing::mcp {
namespace {

constexpr std::string_view kSessionHeader = "mcp-session-id";
constexpr std::string_view kVersionHeader = "mcp-protocol-version";
constexpr std::chrono::seconds kSweepInterval{1};
constexpr std::size_t kForgetRepliesAt = 64;

/// An answer of the transport itself, in the form of the protocol.
void refuse(const http::Responder& respond, int status, std::string message, const Json& id = {},
            int code = kInvalidRequest) {
  http::ServerResponse response;
  response.status = status;
  if (status == 405) response.headers.emplace_back("Allow", "POST, DELETE");
  response.body =
      std::make_shared<const std::string>(error_message(id, {.code = code, .message = std::move(message)}));
  respond(std::move(response));
}

void answer_empty(const http::Responder& respond, int status) {
  http::ServerResponse response;
  response.status = status;
  response.content_type = {};
  respond(std::move(response));
}

bool lists(std::string_view header, std::string_view wanted) {
  return header.find(wanted) != header.npos || header.find("*/*") != header.npos;
}

bool accepts_both(std::string_view accept) {
  return accept.empty() || (lists(accept, "application/json") && lists(accept, "text/event-stream"));
}

/// Whom a session belongs to: what of a caller can be told apart.
std::string owner_of(const http::ServerRequest& request) {
  return fmt::format("{} {}", request.peer, request.header("origin"));
}

}  // namespace

HttpEndpoint::HttpEndpoint(std::shared_ptr<Features> features, Options options)
    : features_(std::move(features)),
      options_(std::move(options)),
      sessions_(options_.sessions),
      sweeper_([this] { run(); }) {}

HttpEndpoint::~HttpEndpoint() {
  close();
  sweeper_.join();
}

void HttpEndpoint::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  changed_.notify_all();
  sessions_.close_all();
}

void HttpEndpoint::handle(const http::ServerRequest& request, http::Responder respond) {
  if (!is_known_host(request.header("host"), options_.allowed_hosts)) {
    return refuse(respond, 403, "This server answers to names of this machine only: use 127.0.0.1.");
  }
  const std::string_view origin = request.header("origin");
  if (!origin.empty() && !is_known_origin(origin, options_.allowed_origins)) {
    return refuse(respond, 403, "Pages of this origin may not call this server.");
  }
  if (request.path != options_.path) {
    return refuse(respond, 404, fmt::format("The endpoint is {}.", options_.path));
  }
  if (request.method == "POST") return post(request, std::move(respond));
  if (request.method != "DELETE") {
    return refuse(respond, 405, "Messages are sent with POST; this server begins no stream of its own.");
  }
  const std::string_view id = request.header(kSessionHeader);
  if (id.empty()) return refuse(respond, 400, "Mcp-Session-Id is missing.");
  if (!sessions_.remove(id, owner_of(request))) return refuse(respond, 404, "There is no such session.");
  answer_empty(respond, 204);
}

void HttpEndpoint::post(const http::ServerRequest& request, http::Responder respond) {
  if (!request.header("content-type").starts_with("application/json")) {
    return refuse(respond, 415, "A message is application/json.");
  }
  if (!accepts_both(request.header("accept"))) {
    return refuse(respond, 406, "Accept lists both application/json and text/event-stream.");
  }
  const std::string_view version = request.header(kVersionHeader);
  if (!version.empty() && !is_header_version(version)) {
    return refuse(respond, 400,
                  fmt::format("MCP-Protocol-Version {} is not spoken here, but {}.", shortened(version, 40),
                              fmt::join(kProtocolVersions, " and ")));
  }
  Message message = parse_message(request.body);
  if (const auto* malformed = std::get_if<Malformed>(&message)) {
    return refuse(respond, 400, malformed->error.message, malformed->id, malformed->error.code);
  }
  const auto* asked = std::get_if<Request>(&message);
  const Json id = asked == nullptr ? Json() : asked->id;
  const std::string_view session_id = request.header(kSessionHeader);
  if (session_id.empty()) {
    const bool opens = asked != nullptr && asked->method == "initialize";
    if (!opens) {
      return refuse(respond, 400, "Mcp-Session-Id is missing: the first request of a session is initialize.",
                    id);
    }
    return open_session(std::move(message), request, make_reply(std::move(respond)));
  }
  const auto session = sessions_.find(session_id, owner_of(request), Clock::now());
  if (!session) {
    return refuse(respond, 404, "There is no such session, or it has ended: initialize a new one.", id);
  }
  if (asked != nullptr) return session->receive(std::move(message), make_reply(std::move(respond)));
  session->receive(std::move(message), nullptr);
  answer_empty(respond, 202);
}

void HttpEndpoint::open_session(Message message, const http::ServerRequest& request,
                                const std::shared_ptr<HttpReply>& reply) {
  const Json id = std::get<Request>(message).id;
  const auto session = std::make_shared<Session>(features_, options_.session_limits);
  const std::string owner = owner_of(request);
  const std::string session_id = sessions_.add(session, owner, Clock::now());
  if (session_id.empty()) {
    return reply->finish(
        error_message(id, {.code = kOverloaded, .message = "Too many sessions are busy: try again later."}));
  }
  reply->set_header("Mcp-Session-Id", session_id);
  session->receive(std::move(message), reply);
  if (!session->is_initialized()) sessions_.remove(session_id, owner);
}

std::shared_ptr<HttpReply> HttpEndpoint::make_reply(http::Responder respond) {
  auto reply = std::make_shared<HttpReply>(std::move(respond), Clock::now());
  const std::lock_guard lock(mutex_);
  // Forgetting those that have ended costs a little now and then, not every time.
  if (replies_.size() >= kForgetRepliesAt && replies_.size() == replies_.capacity()) {
    std::erase_if(replies_, [](const auto& each) { return each.expired(); });
  }
  replies_.push_back(reply);
  return reply;
}

void HttpEndpoint::sweep(Clock::time_point now) {
  sessions_.sweep(now);
  std::vector<std::shared_ptr<HttpReply>> open;
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(replies_, [](const auto& each) { return each.expired(); });
    for (const auto& each : replies_) {
      if (auto reply = each.lock()) open.push_back(std::move(reply));
    }
  }
  for (const auto& reply : open) reply->keep_alive(now, options_.silence);
}

std::size_t HttpEndpoint::open_replies() {
  const std::lock_guard lock(mutex_);
  std::erase_if(replies_, [](const auto& each) { return each.expired(); });
  return replies_.size();
}

void HttpEndpoint::run() {
  std::unique_lock lock(mutex_);
  while (!closed_) {
    changed_.wait_for(lock, kSweepInterval);
    if (closed_) return;
    lock.unlock();
    sweep(Clock::now());
    lock.lock();
  }
}

}  // namespace tiktok_marketing::mcp
