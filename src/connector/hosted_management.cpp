#include "connector/hosted_management.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "catalog/model.hpp"

namespace tiktok_marketing {
namespace {

constexpr std::string_view kConnectors = "/api/v1/integrations/connectors";

Error no_id() {
  return Error{.type = ErrorType::missing_parameter,
               .message = "the connector's id is missing",
               .hint = "`tiktok-marketing connectors list` shows the ids.",
               .param = "connector_id"};
}

std::string path_of(std::string_view id) {
  return std::string(kConnectors) + '/' + percent_encode(id);
}

bool holds_any(const Json& body, std::initializer_list<std::string_view> names) {
  return std::ranges::any_of(names, [&](std::string_view name) { return body.find(name) != nullptr; });
}

}  // namespace

// What lives on the engine thread is let go there.
struct HostedManagement::Owner {
  explicit Owner(std::shared_ptr<HostedApi> of) : engine(of->options().engine), api(std::move(of)) {}
  ~Owner() { engine.runtime->dispose(std::move(api)); }
  Owner(const Owner&) = delete;
  Owner& operator=(const Owner&) = delete;

  Engine engine;
  std::shared_ptr<HostedApi> api;
};

Result<HostedManagement> HostedManagement::open(const HostedOptions& options) {
  auto api = HostedApi::make(options);
  if (!api) return std::move(api).error();
  return HostedManagement(std::make_shared<Owner>(*std::move(api)));
}

Result<Json> HostedManagement::request(HostedRequest request, std::chrono::milliseconds deadline) const {
  auto api = owner_->api;
  Runtime& runtime = *owner_->engine.runtime;
  return run_blocking(runtime, [api = std::move(api), request = std::move(request), deadline] {
    CallContext context;
    context.deadline = api->runtime().now() + deadline;
    return HostedApi::request_json(api, request, std::move(context));
  });
}

void HostedManagement::fill_in(Json& body) const {
  if (!holds_any(body, {"workspace_name", "workspace_id", "customer_name", "external_user_id"})) {
    body.set("workspace_name", owner_->api->options().workspace_name);
  }
  if (!holds_any(body, {"connector_type", "definition_id", "source_template_id"})) {
    body.set("connector_type", catalog::kConnectorName);
  }
}

Result<Json> HostedManagement::create_connector(Json body, std::string idempotency_key) const {
  fill_in(body);
  HostedRequest request{.method = "POST", .path = std::string(kConnectors), .body = body.dump()};
  if (!idempotency_key.empty()) {
    request.headers.emplace_back("Idempotency-Key", std::move(idempotency_key));
    request.repeatable = true;
  }
  return this->request(std::move(request));
}

Result<Json> HostedManagement::list_connectors() const {
  HostedRequest request{.path = std::string(kConnectors), .repeatable = true};
  request.query = {{"workspace_name", owner_->api->options().workspace_name},
                   {"definition_id", std::string(catalog::kDefinitionId)}};
  return this->request(std::move(request));
}

Result<Json> HostedManagement::get_connector(std::string_view id) const {
  if (trim(id).empty()) return no_id();
  return request({.path = path_of(id), .repeatable = true});
}

Result<Json> HostedManagement::delete_connector(std::string_view id) const {
  if (trim(id).empty()) return no_id();
  return request({.method = "DELETE", .path = path_of(id)});
}

Result<Json> HostedManagement::initiate_oauth(Json body) const {
  fill_in(body);
  return request(
      {.method = "POST", .path = std::string(kConnectors) + "/oauth/initiate", .body = body.dump()});
}

}  // namespace tiktok_marketing
