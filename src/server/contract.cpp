#include "server/contract.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "base/text.hpp"
#include "server/contract_text.hpp"
#include "server/text_formats.hpp"

namespace tiktok_marketing::server {
namespace {

constexpr std::string_view kApiPrefix = "/api/v1/";

const Json& member(const Json& object, std::string_view name) {
  static const Json kNothing;
  const Json* found = object.find(name);
  return found == nullptr ? kNothing : *found;
}

const Json::Object& members(const Json& object) {
  static const Json::Object kNone;
  return object.as_object() == nullptr ? kNone : *object.as_object();
}

const Json::Array& items(const Json& array) {
  static const Json::Array kNone;
  return array.as_array() == nullptr ? kNone : *array.as_array();
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

TokenNeed token_need_of(std::string_view text) {
  if (text == "none") return TokenNeed::none;
  if (text == "application") return TokenNeed::application;
  if (text == "scoped") return TokenNeed::scoped;
  return TokenNeed::any;
}

void add_path(std::vector<std::string>& paths, const std::string& path) {
  const auto add_once = [&paths](std::string each) {
    if (std::ranges::find(paths, each) == paths.end()) paths.push_back(std::move(each));
  };
  add_once(path);
  if (path.starts_with(kApiPrefix)) add_once("/v1/" + path.substr(kApiPrefix.size()));
}

bool is_array(const Schema* schema) {
  while (schema->target != nullptr) schema = schema->target;
  return (schema->types & Schema::array) != 0;
}

}  // namespace

const Contract& Contract::own() {
  static const Contract contract(kContractText);
  return contract;
}

Contract::Contract(std::string_view text) {
  auto document = Json::parse(text);
  if (!document) std::abort();
  document_ = std::move(*document);
  schemas_ = std::make_unique<Schemas>(document_);
  for (const auto& [path, methods] : members(member(document_, "paths"))) {
    for (const auto& [method, operation] : members(methods)) read_operation(path, method, operation);
  }
}

const Operation* Contract::find(std::string_view operation_id) const {
  const auto it = std::ranges::find(operations_, operation_id, &Operation::id);
  return it == operations_.end() ? nullptr : &*it;
}

std::string Contract::published(std::string_view public_url) const {
  Json out = document_;
  Json server;
  server.set("url", public_url);
  out.set("servers", Json(Json::Array{std::move(server)}));
  for (auto& [name, paths] : *out.as_object()) {
    if (name != "paths") continue;
    for (auto& [path, methods] : *paths.as_object()) {
      for (auto& [method, operation] : *methods.as_object()) {
        operation.erase("x-aliases");
        operation.erase("x-body-aliases");
      }
    }
  }
  return out.dump();
}

void Contract::read_operation(const std::string& path, const std::string& method, const Json& operation) {
  Operation out;
  out.id = operation.text_of("operationId");
  out.method = upper(method);
  add_path(out.paths, path);
  for (const Json& alias : items(member(operation, "x-aliases"))) add_path(out.paths, *alias.as_string());
  out.token = token_need_of(operation.text_of("x-token"));
  out.role = platform::role_of(operation.text_of("x-role")).value_or(platform::Role::admin);
  read_parameters(out, member(operation, "parameters"));
  if (const Json* body = operation.find("requestBody")) {
    const Json& content = member(member(*body, "content"), "application/json");
    out.body = schemas_->compile(member(content, "schema"));
    out.body_required = member(*body, "required") == Json(true);
  }
  for (const auto& [old_name, name] : members(member(operation, "x-body-aliases")))
    out.body_aliases.emplace_back(old_name, *name.as_string());
  read_responses(out, member(operation, "responses"));
  operations_.push_back(std::move(out));
}

void Contract::read_parameters(Operation& out, const Json& list) {
  for (const Json& each : items(list)) {
    const Json& parameter = *resolved(&each);
    Parameter read;
    read.name = parameter.text_of("name");
    const std::string_view in = parameter.text_of("in");
    read.in = in == "path"     ? Parameter::In::path
              : in == "header" ? Parameter::In::header
                               : Parameter::In::query;
    if (read.in == Parameter::In::header) read.name = lower(read.name);
    read.required = member(parameter, "required") == Json(true);
    read.schema = schemas_->compile(member(parameter, "schema"));
    read.repeats = is_array(read.schema);
    out.parameters.push_back(std::move(read));
  }
}

void Contract::read_responses(Operation& out, const Json& responses) {
  for (const auto& [status_text, each] : members(responses)) {
    int status = 0;
    std::from_chars(status_text.data(), status_text.data() + status_text.size(), status);
    const Json& content = member(member(*resolved(&each), "content"), "application/json");
    out.responses[status] = content.is_null() ? nullptr : schemas_->compile(member(content, "schema"));
  }
}

const Json* Contract::resolved(const Json* maybe_reference) const {
  const std::string_view target = maybe_reference->text_of("$ref");
  if (!target.starts_with("#/")) return maybe_reference;
  const Json* at = &document_;
  for (const std::string& step : split(target.substr(2), '/')) at = &member(*at, step);
  return at;
}

}  // namespace tiktok_marketing::server
