#include "mcp/server/fixtures.hpp"

#include <functional>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace tiktok_marketing::mcp {
namespace {

// One red pixel, and a WAV file without a sample.
constexpr std::string_view kPng =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";
constexpr std::string_view kWav = "UklGRiQAAABXQVZFZm10IBAAAAABAAEARKwAAIhYAQACABAAZGF0YQAAAAA=";

constexpr std::string_view kTools = R"([
{"name":"test_simple_text","description":"Answers a text","inputSchema":{"type":"object"}},
{"name":"test_image_content","description":"Answers an image","inputSchema":{"type":"object"}},
{"name":"test_audio_content","description":"Answers a sound","inputSchema":{"type":"object"}},
{"name":"test_embedded_resource","description":"Answers a resource","inputSchema":{"type":"object"}},
{"name":"test_multiple_content_types","description":"Answers several things","inputSchema":{"type":"object"}},
{"name":"test_error_handling","description":"Answers an error","inputSchema":{"type":"object"}},
{"name":"test_tool_with_progress","description":"Reports progress","inputSchema":{"type":"object"}},
{"name":"test_tool_with_logging","description":"Logs","inputSchema":{"type":"object"}},
{"name":"test_sampling","description":"Asks the client's model","inputSchema":{"type":"object","properties":{"prompt":{"type":"string"}},"required":["prompt"]}},
{"name":"test_elicitation","description":"Asks the user","inputSchema":{"type":"object","properties":{"message":{"type":"string"}},"required":["message"]}},
{"name":"test_elicitation_sep1034_defaults","description":"Asks the user, with defaults","inputSchema":{"type":"object"}},
{"name":"test_elicitation_sep1330_enums","description":"Asks the user to choose","inputSchema":{"type":"object"}},
{"name":"test_waits","description":"Answers when it is cancelled, so never","inputSchema":{"type":"object"}},
{"name":"prepared_answer","description":"Answers what was prepared","inputSchema":{"type":"object"}},
{"name":"json_schema_2020_12_tool","description":"Has a rich schema","inputSchema":{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","$defs":{"address":{"$anchor":"addressDef","type":"object","properties":{"street":{"type":"string"},"city":{"type":"string"}}}},"properties":{"name":{"type":"string"},"address":{"$ref":"#/$defs/address"},"contactMethod":{"type":"string","enum":["phone","email"]},"phone":{"type":"string"},"email":{"type":"string"}},"allOf":[{"anyOf":[{"required":["phone"]},{"required":["email"]}]}],"if":{"properties":{"contactMethod":{"const":"phone"}},"required":["contactMethod"]},"then":{"required":["phone"]},"else":{"required":["email"]},"additionalProperties":false}}
])";

constexpr std::string_view kAskUser =
    R"({"type":"object","properties":{"username":{"type":"string","description":"User's response"},"email":{"type":"string","description":"User's email address"}},"required":["username","email"]})";
constexpr std::string_view kDefaults =
    R"({"type":"object","properties":{"name":{"type":"string","default":"John Doe"},"age":{"type":"integer","default":30},"score":{"type":"number","default":95.5},"status":{"type":"string","enum":["active","inactive","pending"],"default":"active"},"verified":{"type":"boolean","default":true}}})";
constexpr std::string_view kEnums =
    R"({"type":"object","properties":{"untitledSingle":{"type":"string","enum":["option1","option2","option3"]},"titledSingle":{"type":"string","oneOf":[{"const":"value1","title":"First Option"},{"const":"value2","title":"Second Option"},{"const":"value3","title":"Third Option"}]},"legacyEnum":{"type":"string","enum":["opt1","opt2","opt3"],"enumNames":["Option One","Option Two","Option Three"]},"untitledMulti":{"type":"array","items":{"type":"string","enum":["option1","option2","option3"]}},"titledMulti":{"type":"array","items":{"anyOf":[{"const":"value1","title":"First Choice"},{"const":"value2","title":"Second Choice"},{"const":"value3","title":"Third Choice"}]}}}})";

constexpr std::string_view kResources = R"({"resources":[
{"uri":"test://static-text","name":"static_text","description":"A text","mimeType":"text/plain"},
{"uri":"test://static-binary","name":"static_binary","description":"An image","mimeType":"image/png"},
{"uri":"test://watched-resource","name":"watched","description":"May be watched","mimeType":"text/plain"}]})";
constexpr std::string_view kTemplates = R"({"resourceTemplates":[
{"uriTemplate":"test://template/{id}/data","name":"template","description":"Data of an id","mimeType":"application/json"}]})";
constexpr std::string_view kPrompts = R"({"prompts":[
{"name":"test_simple_prompt","description":"Simple"},
{"name":"test_prompt_with_arguments","description":"With arguments","arguments":[{"name":"arg1","description":"First","required":true},{"name":"arg2","description":"Second","required":true}]},
{"name":"test_prompt_with_embedded_resource","description":"With a resource","arguments":[{"name":"resourceUri","description":"Which","required":true}]},
{"name":"test_prompt_with_image","description":"With an image"}]})";

Json parsed(std::string_view text) {
  return Json::parse(text).value_or(Json());
}

Json text_block(std::string_view text) {
  Json json;
  json.set("type", "text");
  json.set("text", text);
  return json;
}

Json media_block(std::string_view type, std::string_view mime, std::string_view data) {
  Json json;
  json.set("type", type);
  json.set("data", data);
  json.set("mimeType", mime);
  return json;
}

Json resource(std::string_view uri, std::string_view mime, std::string_view text) {
  Json json;
  json.set("uri", uri);
  json.set("mimeType", mime);
  json.set("text", text);
  return json;
}

Json resource_block(std::string_view uri, std::string_view mime, std::string_view text) {
  Json json;
  json.set("type", "resource");
  json.set("resource", resource(uri, mime, text));
  return json;
}

std::string result(Json::Array blocks, bool is_error = false) {
  Json json;
  json.set("content", std::move(blocks));
  if (is_error) json.set("isError", true);
  return json.dump();
}

void answer_text(Call& call, std::string_view text) {
  call.answer(result({text_block(text)}));
}

std::string argument(const Call& call, std::string_view name) {
  const Json* arguments = call.params().find("arguments");
  return std::string(arguments == nullptr ? "" : arguments->text_of(name));
}

using Shared = std::shared_ptr<Call>;

void report_progress(const Shared& call) {
  for (const int done : {0, 50, 100}) call->progress(done, 100, fmt::format("{} of 100", done));
  answer_text(*call, "Done.");
}

void log_lines(const Shared& call) {
  for (const char* text : {"Tool execution started", "Tool processing data", "Tool execution completed"}) {
    call->log(Severity::info, "test", Json(text));
  }
  answer_text(*call, "Logged.");
}

void ask_model(const Shared& call) {
  Json message;
  message.set("role", "user");
  message.set("content", text_block(argument(*call, "prompt")));
  Json params;
  params.set("messages", Json::Array{std::move(message)});
  params.set("maxTokens", 100);
  call->ask("sampling/createMessage", params, [call](const Result<Json>& reply) {
    if (!reply) return call->answer(result({text_block(reply.error().message)}, true));
    const Json* content = reply->find("content");
    answer_text(*call, fmt::format("LLM response: {}", content == nullptr ? "" : content->text_of("text")));
  });
}

void ask_user(const Shared& call, std::string_view message, std::string_view schema, std::string_view head) {
  Json params;
  params.set("message", message);
  params.set("requestedSchema", parsed(schema));
  call->ask("elicitation/create", params, [call, head = std::string(head)](const Result<Json>& reply) {
    if (!reply) return call->answer(result({text_block(reply.error().message)}, true));
    const Json* content = reply->find("content");
    answer_text(*call, fmt::format("{}action={}, content={}", head, reply->text_of("action"),
                                   content == nullptr ? "null" : content->dump()));
  });
}

/// Keeps its call until the client does not want it any more.
void wait_for_cancellation(const Shared& call) {
  struct Waiting {
    Shared call;
    std::optional<std::stop_callback<std::function<void()>>> until;
  };
  auto waiting = std::make_shared<Waiting>();
  waiting->call = call;
  waiting->until.emplace(call->stop(), [kept = std::weak_ptr(waiting)] {
    if (const auto self = kept.lock()) self->call.reset();
  });
  // A circle that the cancellation breaks.
  call->progress(0, {}, "waiting");
  static std::mutex mutex;
  static std::vector<std::shared_ptr<Waiting>> all;
  const std::lock_guard lock(mutex);
  std::erase_if(all, [](const auto& each) { return each->call == nullptr; });
  all.push_back(std::move(waiting));
}

class Fixtures : public Features {
 public:
  explicit Fixtures(std::string prepared) : prepared_(std::move(prepared)) {
    Json tools;
    tools.set("tools", parsed(kTools));
    tools_ = tools.dump();
  }

  [[nodiscard]] Json introduction() const override {
    return parsed(
        R"({"capabilities":{"tools":{},"resources":{"subscribe":true},"prompts":{},"completions":{},"logging":{}},"serverInfo":{"name":"fixtures","version":"1"}})");
  }
  [[nodiscard]] bool knows(std::string_view method) const override {
    for (const auto* known : {"tools/list", "tools/call", "resources/list", "resources/templates/list",
                              "resources/read", "resources/subscribe", "resources/unsubscribe",
                              "prompts/list", "prompts/get", "completion/complete"}) {
      if (method == known) return true;
    }
    return false;
  }

  void handle(Shared call) override {
    const std::string& method = call->method();
    if (method == "tools/list") return call->answer(tools_);
    if (method == "tools/call") return run_tool(call);
    if (method == "resources/list") return call->answer(parsed(kResources).dump());
    if (method == "resources/templates/list") return call->answer(parsed(kTemplates).dump());
    if (method == "resources/read") return read(*call);
    if (method == "prompts/list") return call->answer(parsed(kPrompts).dump());
    if (method == "prompts/get") return get_prompt(*call);
    if (method == "completion/complete") {
      return call->answer(R"({"completion":{"values":["paris","park","party"],"total":3,"hasMore":false}})");
    }
    call->answer("{}");
  }

 private:
  void run_tool(const Shared& call) {
    const std::string name(call->params().text_of("name"));
    const std::string_view embedded = "This is an embedded resource content.";
    if (name == "prepared_answer") return call->answer(prepared_);
    if (name == "test_simple_text") return answer_text(*call, "This is a simple text response for testing.");
    if (name == "test_image_content") return call->answer(result({media_block("image", "image/png", kPng)}));
    if (name == "test_audio_content") return call->answer(result({media_block("audio", "audio/wav", kWav)}));
    if (name == "test_embedded_resource") {
      return call->answer(result({resource_block("test://embedded-resource", "text/plain", embedded)}));
    }
    if (name == "test_multiple_content_types") {
      return call->answer(
          result({text_block("Multiple content types test:"), media_block("image", "image/png", kPng),
                  resource_block("test://mixed-content-resource", "application/json",
                                 R"({"test":"data","value":123})")}));
    }
    if (name == "test_error_handling") {
      return call->answer(result({text_block("This tool intentionally returns an error for testing")}, true));
    }
    if (name == "test_tool_with_progress") return report_progress(call);
    if (name == "test_tool_with_logging") return log_lines(call);
    if (name == "test_sampling") return ask_model(call);
    if (name == "test_elicitation") {
      return ask_user(call, argument(*call, "message"), kAskUser, "User response: ");
    }
    if (name == "test_elicitation_sep1034_defaults") {
      return ask_user(call, "Check these", kDefaults, "Elicitation completed: ");
    }
    if (name == "test_elicitation_sep1330_enums") {
      return ask_user(call, "Choose", kEnums, "Elicitation completed: ");
    }
    if (name == "test_waits") return wait_for_cancellation(call);
    if (name == "json_schema_2020_12_tool") return answer_text(*call, "A schema.");
    call->refuse({.code = kInvalidParams, .message = "There is no such tool."});
  }

  static void read(Call& call) {
    const std::string uri(call.params().text_of("uri"));
    Json content;
    if (uri == "test://static-text") {
      content = resource(uri, "text/plain", "This is the content of the static text resource.");
    } else if (uri == "test://watched-resource") {
      content = resource(uri, "text/plain", "Watched.");
    } else if (uri == "test://static-binary") {
      content.set("uri", uri);
      content.set("mimeType", "image/png");
      content.set("blob", kPng);
    } else if (uri == "test://template/123/data") {
      content =
          resource(uri, "application/json", R"({"id":"123","templateTest":true,"data":"Data for ID: 123"})");
    } else {
      return call.refuse({.code = kResourceNotFound, .message = "There is no such resource."});
    }
    Json json;
    json.set("contents", Json::Array{std::move(content)});
    call.answer(json.dump());
  }

  static void get_prompt(Call& call) {
    const std::string_view name = call.params().text_of("name");
    Json::Array blocks;
    if (name == "test_simple_prompt") blocks = {text_block("This is a simple prompt for testing.")};
    if (name == "test_prompt_with_arguments") {
      blocks = {text_block(fmt::format("Prompt with arguments: arg1='{}', arg2='{}'", argument(call, "arg1"),
                                       argument(call, "arg2")))};
    }
    if (name == "test_prompt_with_embedded_resource") {
      blocks = {resource_block(argument(call, "resourceUri"), "text/plain",
                               "Embedded resource content for testing."),
                text_block("Please process the embedded resource above.")};
    }
    if (name == "test_prompt_with_image") {
      blocks = {media_block("image", "image/png", kPng), text_block("Please analyze the image above.")};
    }
    if (blocks.empty()) return call.refuse({.code = kInvalidParams, .message = "There is no such prompt."});
    Json::Array messages;
    for (Json& block : blocks) {
      Json message;
      message.set("role", "user");
      message.set("content", std::move(block));
      messages.push_back(std::move(message));
    }
    Json json;
    json.set("messages", std::move(messages));
    call.answer(json.dump());
  }

  const std::string prepared_;
  std::string tools_;
};

}  // namespace

std::shared_ptr<Features> make_fixtures(std::string prepared_result) {
  return std::make_shared<Fixtures>(std::move(prepared_result));
}

}  // namespace tiktok_marketing::mcp
