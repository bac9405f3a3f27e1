#include "connector/hosted_executor.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "connector/hosted_errors.hpp"
#include "connector/hosted_reading.hpp"
#include "connector/json_texts.hpp"

namespace tiktok_marketing {
namespace {

constexpr std::string_view kConnectorsPath = "/api/v1/integrations/connectors";
constexpr std::chrono::seconds kLookupDeadline{30};

bool same_in_any_case(std::string_view left, std::string_view right) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::ranges::equal(left, right, {}, lower, lower);
}

Error no_connector_in(const std::string& workspace) {
  return Error{.type = ErrorType::connector_not_found,
               .message = fmt::format("workspace '{}' has no TikTok connector", shortened(workspace, 60)),
               .hint = "Create one with `tiktok-marketing connectors create`, or name another workspace.",
               .param = "workspace_name",
               .given = shortened(workspace)};
}

Error several_connectors_in(const std::string& workspace, const Json::Array& found) {
  Error error{.type = ErrorType::value_error,
              .message = fmt::format("workspace '{}' has {} TikTok connectors", shortened(workspace, 60),
                                     found.size()),
              .hint = "Say which one: set connector_id to an id of allowed.",
              .param = "connector_id"};
  for (const Json& each : found) {
    error.allowed.push_back(fmt::format("{} ({})", each.text_of("id"), each.text_of("name")));
  }
  return error;
}

}  // namespace

std::string execute_body(std::string_view entity, std::string_view action, std::string_view params_json,
                         const Shape& shape) {
  Json head;
  head.set("entity", entity);
  head.set("action", action);
  // Texts are cut here, where the caller's limit is known.
  head.set("skip_truncation", true);
  if (!shape.select.empty()) head.set("select_fields", array_of(shape.select));
  if (!shape.exclude.empty()) head.set("exclude_fields", array_of(shape.exclude));
  std::string body = head.dump();
  body.pop_back();
  body += ",\"params\":";
  body += params_json;
  body += '}';
  return body;
}

Task<Result<std::shared_ptr<Reading>>> HostedExecutor::open(ListCall call, CallContext context) {
  if (auto outcome = check_tenant(call.as_given); !outcome) co_return std::move(outcome).error();
  std::shared_ptr<Reading> reading =
      std::make_shared<HostedReading>(shared_from_this(), std::move(call), std::move(context));
  co_return reading;
}

Task<Result<Answer>> HostedExecutor::check(CallContext context) {
  auto asking = document(shared_from_this(), execute_body("*", "check", "{}"), std::move(context));
  co_return co_await std::move(asking);
}

Task<Result<Answer>> HostedExecutor::ask_store(StoreCall call, CallContext context) {
  if (auto outcome = check_tenant(call.params_json); !outcome) co_return std::move(outcome).error();
  if (call.sql_entities) {
    co_return Error{.type = ErrorType::value_error,
                    .message = "a hosted server is not told which entities a statement may read",
                    .hint = "Restrict the application or the connector there (allowed_entities).",
                    .param = "sql_entities"};
  }
  auto asking =
      document(shared_from_this(), execute_body(call.entity->name, name_of(call.action), call.params_json),
               std::move(context));
  auto answer = co_await std::move(asking);
  if (answer) answer->meta.source = "context_store";
  co_return answer;
}

Task<Result<Answer>> HostedExecutor::describe(const catalog::Entity* entity, CallContext context) {
  const std::string_view name = entity == nullptr ? std::string_view{} : entity->name;
  auto asking = document(shared_from_this(), execute_body(name, "describe", "{}"), std::move(context));
  co_return co_await std::move(asking);
}

Task<Result<Answer>> HostedExecutor::document(std::shared_ptr<HostedExecutor> self, std::string body,
                                              CallContext context) {
  auto executing = execute(std::move(self), std::move(body), std::move(context));
  auto envelope = co_await std::move(executing);
  if (!envelope) co_return std::move(envelope).error();
  Answer answer;
  answer.document = envelope->result;
  answer.meta = std::move(envelope->meta);
  co_return answer;
}

Task<Result<HostedEnvelope>> HostedExecutor::execute(std::shared_ptr<HostedExecutor> self, std::string body,
                                                     CallContext context) {
  const bool looked_up = self->api_->options().connector_id.empty();
  for (bool again = false;; again = true) {
    auto finding = connector_id(self, context);
    Result<std::string> id = co_await std::move(finding);
    if (!id) co_return std::move(id).error();
    HostedRequest request{.method = "POST",
                          .path = fmt::format("{}/{}/execute", kConnectorsPath, percent_encode(*id)),
                          .body = body,
                          .repeatable = true};
    auto asking = HostedApi::request(self->api_, std::move(request), context);
    Result<HttpResponse> answer = co_await std::move(asking);
    if (answer) co_return open_hosted_envelope(*answer);
    const bool gone = answer.error().type == ErrorType::connector_not_found;
    if (!gone || !looked_up || again) co_return std::move(answer).error();
    if (self->found_ == *id) self->found_.clear();
  }
}

Task<Result<std::string>> HostedExecutor::connector_id(std::shared_ptr<HostedExecutor> self,
                                                       CallContext context) {
  const HostedOptions& options = self->api_->options();
  if (!options.connector_id.empty()) co_return options.connector_id;
  if (!self->found_.empty()) co_return self->found_;
  auto looking = self->looking_.join(
      self->api_->runtime(), [self] { return look_up(self); }, context.deadline, context.stop);
  co_return co_await std::move(looking);
}

Task<Result<std::string>> HostedExecutor::look_up(std::shared_ptr<HostedExecutor> self) {
  const std::string& workspace = self->api_->options().workspace_name;
  HostedRequest request{.path = std::string(kConnectorsPath), .repeatable = true};
  request.query.emplace_back("workspace_name", workspace);
  request.query.emplace_back("definition_id", catalog::kDefinitionId);
  CallContext context;
  context.deadline = self->api_->runtime().now() + kLookupDeadline;
  auto asking = HostedApi::request_json(self->api_, std::move(request), std::move(context));
  Result<Json> answer = co_await std::move(asking);
  if (!answer) co_return std::move(answer).error();
  const Json* data = answer->find("data");
  if (data == nullptr || data->as_array() == nullptr)
    co_return unreadable_hosted("the list of connectors has no data");
  if (data->as_array()->empty()) co_return no_connector_in(workspace);
  if (data->as_array()->size() > 1) co_return several_connectors_in(workspace, *data->as_array());
  std::string id(data->as_array()->front().text_of("id"));
  if (id.empty()) co_return unreadable_hosted("a connector has no id");
  self->found_ = id;
  co_return id;
}

// The tenant is chosen when the connector is opened: a call that names another one must not be answered with
// this one's rows.
Result<void> HostedExecutor::check_tenant(std::string_view params_json) const {
  const HostedOptions& options = api_->options();
  if (!options.connector_id.empty()) return {};
  const auto params = Json::parse(params_json);
  if (!params) return {};
  for (const std::string_view name : {"workspace_name", "customer_name", "external_user_id"}) {
    const Json* given = params->find(name);
    if (given == nullptr || given->is_null()) continue;
    const std::string* text = given->as_string();
    if (text != nullptr && same_in_any_case(*text, options.workspace_name)) continue;
    return Error{.type = ErrorType::invalid_parameter,
                 .message = fmt::format("this connector belongs to workspace '{}'",
                                        shortened(options.workspace_name, 60)),
                 .hint = fmt::format("Leave {} out, or open a connector for that workspace.", name),
                 .param = std::string(name),
                 .given = shortened(text != nullptr ? *text : given->dump())};
  }
  return {};
}

}  // namespace tiktok_marketing
