#include <fmt/format.h>

#include "base/text.hpp"
#include "server/envelope.hpp"
#include "server/routes.hpp"
#include "server/tenant.hpp"
#include "server/text_formats.hpp"

namespace tiktok_marketing::server {
namespace {

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// Standard alphabet with padding, which is what every reader of widget tokens accepts.
std::string base64(std::string_view bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::string_view group = bytes.substr(i, 3);
    unsigned bits = 0;
    for (std::size_t k = 0; k < 3; ++k)
      bits = bits << 8 | (k < group.size() ? static_cast<unsigned char>(group[k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k) out += k <= group.size() ? kBase64[bits >> (18 - 6 * k) & 0x3F] : '=';
  }
  return out;
}

http::ServerResponse not_stored(http::ServerResponse response) {
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

// Scheme, host and port; nothing that a browser would not send as Origin.
Result<void> check_origin(std::string_view origin) {
  const std::size_t host = origin.find("://");
  const bool is_web = origin.starts_with("https://") || origin.starts_with("http://");
  const bool is_bare = host != origin.npos && origin.find_first_of("/?#@*\\ \t", host + 3) == origin.npos;
  if (is_web && is_bare && is_absolute_url(origin)) return {};
  return Error{.type = ErrorType::value_error,
               .message = "allowed_origin is no origin",
               .hint =
                   "Send scheme, host and port of the page, like https://app.example.com: no path, no "
                   "trailing slash, no wildcard.",
               .param = "allowed_origin",
               .given = shortened(origin)};
}

Reply application_token(const Services& services, const Call& call) {
  const auto issued = services.platform.tokens().issue_application_token(
      call.body.text_of("client_id"), Secret(std::string(call.body.text_of("client_secret"))),
      call.request.header("x-organization-id"), call.peer);
  if (!issued) return issued.error();
  Json out;
  out.set("access_token", issued->token.reveal());
  out.set("token_type", "bearer");
  out.set("expires_in", static_cast<std::int64_t>(issued->expires_in.count()));
  out.set("organization_id", issued->organization_id ? Json(*issued->organization_id) : Json());
  return not_stored(json_response(out));
}

Result<Secret> scoped_token(const Services& services, const Call& call) {
  auto workspace = tenant_of(call, services.platform.workspaces());
  if (!workspace) return std::move(workspace).error();
  auto issued = services.platform.tokens().issue_scoped_token(call.principal, *workspace);
  if (!issued) return std::move(issued).error();
  return std::move(issued->token);
}

Reply create_scoped_token(const Services& services, const Call& call) {
  const auto token = scoped_token(services, call);
  if (!token) return token.error();
  Json out;
  out.set("token", token->reveal());
  return not_stored(json_response(out));
}

Reply scoped_token_info(const Services& services, const Call& call) {
  const auto& scope = call.principal.scope;
  const auto workspace = services.platform.workspaces().get(scope, scope.workspace_id.value_or(""));
  if (!workspace) return workspace.error();
  Json out;
  out.set("organization_id", scope.organization_id);
  out.set("workspace_id", workspace->id);
  out.set("workspace_name", workspace->name);
  out.set("customer_name", workspace->name);
  out.set("external_user_id", workspace->name);
  return json_response(out);
}

Reply create_widget_token(const Services& services, const Call& call) {
  const std::string origin = call.text("allowed_origin").value_or("");
  if (auto sound = check_origin(origin); !sound) return std::move(sound).error();
  const auto token = scoped_token(services, call);
  if (!token) return token.error();
  auto selector = tenant_of(call, services.platform.workspaces());
  if (!selector) return std::move(selector).error();
  const auto workspace = services.platform.workspaces().resolve(call.principal.scope, *selector,
                                                                platform::Workspaces::Unknown::refuse);
  if (!workspace) return workspace.error();
  Json widget;
  widget.set("token", token->reveal());
  widget.set("widgetUrl", fmt::format("{}/widget?workspaceId={}&allowedOrigin={}",
                                      services.options.public_url, workspace->id, percent_encode(origin)));
  Json out;
  out.set("token", base64(widget.dump()));
  return not_stored(json_response(out));
}

}  // namespace

void add_token_routes(Handlers& handlers, const Services& services) {
  // Without the disk: directory and keys are in memory.
  handlers.add_quick("createApplicationToken",
                     [&services](const Call& call) { return application_token(services, call); });
  handlers.add("createScopedToken",
               [&services](const Call& call) { return create_scoped_token(services, call); });
  handlers.add("getScopedTokenInfo",
               [&services](const Call& call) { return scoped_token_info(services, call); });
  handlers.add("createWidgetToken",
               [&services](const Call& call) { return create_widget_token(services, call); });
}

}  // namespace tiktok_marketing::server
