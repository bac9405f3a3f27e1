#include "server/connector_input.hpp"
#include "server/envelope.hpp"
#include "server/routes.hpp"
#include "server/text_formats.hpp"
#include "server/views.hpp"
#include "stores/cron_text.hpp"

namespace tiktok_marketing::server {
namespace {

Json list_of(std::string_view key, Json::Array items) {
  Json out;
  out.set(key, Json(std::move(items)));
  return out;
}

Reply list_definitions(const Call& call) {
  const std::string wanted = lower(call.query("name").value_or(""));
  Json::Array found;
  if (lower(platform::kConnectorName).find(wanted) != std::string::npos) found.push_back(definition_json());
  return json_response(list_of("definitions", std::move(found)));
}

Reply get_definition(const Call& call) {
  if (lower(call.path.get("id")) != platform::kDefinitionId) {
    return Error{.type = ErrorType::definition_not_found,
                 .message = "there is no such definition here",
                 .hint = "GET /api/v1/integrations/definitions/sources lists them.",
                 .param = "id"};
  }
  Json definition = definition_json();
  definition.set("spec", connector_specification_json());
  Json questions;
  questions.set("direct",
                Json(Json::Array{"Which campaigns are running?", "What did we spend yesterday, by campaign?",
                                 "Which ads were rejected?"}));
  questions.set("search", Json(Json::Array{}));
  Json out;
  out.set("id", platform::kDefinitionId);
  out.set("definition", std::move(definition));
  out.set("example_questions", std::move(questions));
  return json_response(out);
}

Reply no_destinations(const Call&) {
  return json_response(list_of("destinations", {}));
}

Reply no_destination(const Call&) {
  return Error{.type = ErrorType::definition_not_found,
               .message = "this server has no destinations",
               .hint = "Rows stay on this server."};
}

// Our template has no tags, so that asking for some finds nothing.
Reply list_templates(const Call& call) {
  Json::Array found;
  if (!call.query("tags")) found.push_back(source_template_item_json());
  return json_response(list_of("data", std::move(found)));
}

Reply get_template(const Call& call) {
  if (lower(call.path.get("id")) == platform::kTemplateId) return json_response(source_template_json());
  return Error{.type = ErrorType::template_not_found,
               .message = "there is no such source template here",
               .hint = "GET /api/v1/integrations/templates/sources lists them.",
               .param = "id"};
}

Reply no_connection_templates(const Call&) {
  return json_response(list_of("data", {}));
}

Reply no_connection_template(const Call&) {
  return Error{.type = ErrorType::template_not_found,
               .message = "this server has no connection templates",
               .hint = "Rows stay on this server."};
}

/// An expression that cannot be read is an answer too: its description says what is wrong with it.
Reply describe_cron(const Call& call) {
  const auto words = stores::words_of_cron(call.body.text_of("cron_expression"));
  Json out;
  out.set("description", words ? *words : words.error().message);
  out.set("is_valid", words.has_value());
  return json_response(out);
}

Reply not_offered(const Call&) {
  return Error{.type = ErrorType::not_implemented,
               .message = "templates of this server cannot be changed",
               .hint = "There is one source template, for every organization, and nothing to set in it."};
}

}  // namespace

void add_definition_routes(Handlers& handlers, const Services&) {
  handlers.add_quick("listSourceDefinitions", list_definitions);
  handlers.add_quick("getSourceDefinition", get_definition);
  handlers.add_quick("listDestinationDefinitions", no_destinations);
  handlers.add_quick("getDestinationDefinition", no_destination);
  handlers.add_quick("listSourceTemplates", list_templates);
  handlers.add_quick("listGlobalSourceTemplates", list_templates);
  handlers.add_quick("getSourceTemplate", get_template);
  handlers.add_quick("listConnectionTemplates", no_connection_templates);
  handlers.add_quick("getConnectionTemplate", no_connection_template);
  handlers.add_quick("describeCronExpression", describe_cron);
  for (const std::string_view id :
       {"createSourceTemplate", "updateSourceTemplate", "deleteSourceTemplate", "createConnectionTemplate",
        "updateConnectionTemplate", "deleteConnectionTemplate"})
    handlers.add_quick(id, not_offered);
}

}  // namespace tiktok_marketing::server
