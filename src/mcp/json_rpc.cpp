#include "mcp/json_rpc.hpp"

#include <utility>

namespace tiktok_marketing::mcp {
namespace {

bool is_id(const Json& id) {
  return id.as_string() != nullptr || id.as_int().has_value();
}

Malformed malformed(const Json* id, std::string message, int code = kInvalidRequest) {
  Malformed out{.error = {.code = code, .message = std::move(message)}};
  if (id != nullptr && is_id(*id)) out.id = *id;
  return out;
}

Message read_response(const Json& document, const Json& id) {
  const Json* result = document.find("result");
  const Json* error = document.find("error");
  if ((result == nullptr) == (error == nullptr)) {
    return malformed(&id, "A response has either a result or an error.");
  }
  Response response{.id = id};
  if (result != nullptr) {
    response.result = *result;
    return response;
  }
  response.failed = true;
  response.error.code = static_cast<int>(error->int_of("code").value_or(kInternalError));
  response.error.message = error->text_of("message");
  return response;
}

std::string begin(const Json& id) {
  std::string text = R"({"jsonrpc":"2.0","id":)";
  id.append_to(text);
  return text;
}

void append_call(std::string& text, std::string_view method, const Json& params) {
  text += R"(,"method":)";
  append_json_string(text, method);
  if (!params.is_null()) {
    text += R"(,"params":)";
    params.append_to(text);
  }
  text += '}';
}

}  // namespace

Message parse_message(std::string_view text) {
  auto parsed = Json::parse(text);
  if (!parsed) return malformed(nullptr, "Not JSON: " + parsed.error().message, kParseError);
  const Json& document = *parsed;
  if (document.as_array() != nullptr) {
    return malformed(nullptr, "Batches are not part of this protocol: send one message at a time.");
  }
  if (document.as_object() == nullptr) return malformed(nullptr, "A message is a JSON object.");
  const Json* id = document.find("id");
  if (document.text_of("jsonrpc") != "2.0") return malformed(id, R"(A message has "jsonrpc": "2.0".)");
  if (id != nullptr && !is_id(*id)) return malformed(id, "An id is a text or a whole number.");
  const Json* method = document.find("method");
  if (method == nullptr) {
    if (id == nullptr) return malformed(id, "A message has a method or an id.");
    return read_response(document, *id);
  }
  if (method->as_string() == nullptr || method->as_string()->empty()) {
    return malformed(id, "A method is a text.");
  }
  const Json* params = document.find("params");
  if (params != nullptr && params->as_object() == nullptr) {
    return malformed(id, "params is an object.", id == nullptr ? kInvalidRequest : kInvalidParams);
  }
  Json given = params == nullptr ? Json() : *params;
  if (id == nullptr) return Notification{.method = *method->as_string(), .params = std::move(given)};
  return Request{.id = *id, .method = *method->as_string(), .params = std::move(given)};
}

std::string result_message(const Json& id, std::string_view result_json) {
  std::string text;
  text.reserve(result_json.size() + 64);
  text += begin(id);
  text += R"(,"result":)";
  text += result_json;
  text += '}';
  // Rows keep the bytes they came in. Between JSON's words a line break means no more than a blank, but on a
  // pipe and in a stream of events it would end the message.
  for (const char line_break : {'\n', '\r'}) {
    for (auto at = text.find(line_break); at != text.npos; at = text.find(line_break, at + 1)) text[at] = ' ';
  }
  return text;
}

std::string error_message(const Json& id, const RpcError& error) {
  Json body;
  body.set("code", error.code);
  body.set("message", error.message);
  if (!error.data.is_null()) body.set("data", error.data);
  std::string text = begin(id);
  text += R"(,"error":)";
  body.append_to(text);
  text += '}';
  return text;
}

std::string request_message(const Json& id, std::string_view method, const Json& params) {
  std::string text = begin(id);
  append_call(text, method, params);
  return text;
}

std::string notification_message(std::string_view method, const Json& params) {
  std::string text = R"({"jsonrpc":"2.0")";
  append_call(text, method, params);
  return text;
}

}  // namespace tiktok_marketing::mcp
