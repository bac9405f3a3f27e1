#include "mcp/ads_server.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "mcp/account_book.hpp"
#include "mcp/completion.hpp"
#include "mcp/prompts.hpp"
#include "mcp/resources.hpp"
#include "mcp/tool_call.hpp"

namespace tiktok_marketing::mcp {
namespace {

constexpr std::string_view kInstructions =
    "TikTok ads, read-only. Ids are text. Questions about spend or performance: aggregate (describe lists "
    "daily "
    "ones ready to use); single objects: search; what must be of this minute, or is not stored: execute. "
    "Every "
    "answer says in meta how old it is, whether it is complete, and from which day figures may still change "
    "(finality): pass that on. When something was cut, meta.next holds the exact arguments of the next call.";
constexpr std::string_view kLiveInstructions =
    "TikTok ads, read-only. Ids are text. describe shows what there is, execute reads it. Every answer says "
    "in "
    "meta how old it is, whether it is complete, and from which day figures may still change (finality): "
    "pass "
    "that on. When something was cut, meta.next holds the exact arguments of the next call.";

/// Clients whose models see the text of a result and not its structured content.
constexpr std::array<std::string_view, 1> kTextReaders{"claude-ai"};

class AdsServer : public Features {
 public:
  explicit AdsServer(AdsOptions options)
      : shop_(std::make_shared<Workshop>(std::move(options))),
        book_(std::make_shared<AccountBook>(shop_->options.connector, shop_->options.has_store)) {}

  [[nodiscard]] Json introduction() const override;
  [[nodiscard]] bool knows(std::string_view method) const override;
  void handle(std::shared_ptr<Call> call) override;

 private:
  using Handler = void (AdsServer::*)(const std::shared_ptr<Call>&);
  struct Method {
    std::string_view name;
    Handler handler;
  };
  static const std::array<Method, 8> kMethods;

  void list_tools(const std::shared_ptr<Call>& call);
  void call_tool(const std::shared_ptr<Call>& call);
  void list_resources(const std::shared_ptr<Call>& call);
  void list_templates(const std::shared_ptr<Call>& call);
  void read_resource(const std::shared_ptr<Call>& call);
  void list_prompts(const std::shared_ptr<Call>& call);
  void get_prompt(const std::shared_ptr<Call>& call);
  void complete_argument(const std::shared_ptr<Call>& call) { complete(book_, call); }

  [[nodiscard]] Place place_for(const ClientFacts& client) const;
  [[nodiscard]] Offered offered_to(const ClientFacts& client) const;

  const std::shared_ptr<Workshop> shop_;
  const std::shared_ptr<AccountBook> book_;
};

const std::array<AdsServer::Method, 8> AdsServer::kMethods{{
    {"tools/list", &AdsServer::list_tools},
    {"tools/call", &AdsServer::call_tool},
    {"resources/list", &AdsServer::list_resources},
    {"resources/templates/list", &AdsServer::list_templates},
    {"resources/read", &AdsServer::read_resource},
    {"prompts/list", &AdsServer::list_prompts},
    {"prompts/get", &AdsServer::get_prompt},
    {"completion/complete", &AdsServer::complete_argument},
}};

/// Lists are short and come in one piece, so a cursor is none of ours.
bool refuse_cursor(Call& call) {
  if (call.params().find("cursor") == nullptr) return false;
  call.refuse({.code = kInvalidParams, .message = "There is no such cursor: this list comes in one piece."});
  return true;
}

Json AdsServer::introduction() const {
  const Json nothing(Json::Object{});
  Json capabilities;
  for (const char* name : {"tools", "resources", "prompts", "completions", "logging"}) {
    capabilities.set(name, nothing);
  }
  Json info;
  info.set("name", "tiktok-marketing");
  info.set("title", "TikTok ads");
  info.set("version", shop_->options.version);
  Json json;
  json.set("capabilities", std::move(capabilities));
  json.set("serverInfo", std::move(info));
  json.set("instructions", shop_->options.has_store ? kInstructions : kLiveInstructions);
  return json;
}

bool AdsServer::knows(std::string_view method) const {
  return std::ranges::find(kMethods, method, &Method::name) != kMethods.end();
}

void AdsServer::handle(std::shared_ptr<Call> call) {
  const auto* method = std::ranges::find(kMethods, call->method(), &Method::name);
  (this->*method->handler)(call);
}

Place AdsServer::place_for(const ClientFacts& client) const {
  if (shop_->options.answers == Answers::text) return Place::text;
  if (shop_->options.answers == Answers::structured) return Place::structured;
  const bool reads_text = std::ranges::find(kTextReaders, client.name) != kTextReaders.end();
  return reads_text ? Place::text : Place::structured;
}

Offered AdsServer::offered_to(const ClientFacts& client) const {
  return {.store = shop_->options.has_store,
          .sync = shop_->options.sync != nullptr,
          .structured = place_for(client) == Place::structured};
}

void AdsServer::list_tools(const std::shared_ptr<Call>& call) {
  if (!refuse_cursor(*call)) call->answer(tool_list(offered_to(call->client())));
}

std::string why_no_tool(const ToolSpec* tool, std::string_view name) {
  if (tool == nullptr) return fmt::format("There is no tool {}.", shortened(name, 60));
  return fmt::format(
      "There is no tool {} here: {}.", tool->name,
      tool->needs_sync ? "whoever keeps the context store fills it" : "there is no context store");
}

void AdsServer::call_tool(const std::shared_ptr<Call>& call) {
  const std::string_view name = call->params().text_of("name");
  const ToolSpec* tool = find_tool(name);
  if (tool == nullptr || !is_offered(*tool, offered_to(call->client()))) {
    return call->refuse({.code = kInvalidParams, .message = why_no_tool(tool, name)});
  }
  ToolCall tool_call{.shop = shop_, .call = call, .tool = tool, .place = place_for(call->client())};
  if (const Json* arguments = call->params().find("arguments")) tool_call.arguments = *arguments;
  tool->run(std::move(tool_call));
}

void AdsServer::list_resources(const std::shared_ptr<Call>& call) {
  if (!refuse_cursor(*call)) call->answer(resource_list().dump());
}

void AdsServer::list_templates(const std::shared_ptr<Call>& call) {
  if (!refuse_cursor(*call)) call->answer(resource_template_list().dump());
}

void AdsServer::read_resource(const std::shared_ptr<Call>& call) {
  const std::string uri(call->params().text_of("uri"));
  if (uri == kAccountUri) {
    return book_->account([call, uri](const Json& account) {
      if (account.is_null()) {
        return call->refuse(
            {.code = kInternalError, .message = "The account cannot be read now: call check."});
      }
      call->answer(resource_contents(uri, account.dump()).dump());
    });
  }
  if (const auto text = resource_text(uri, shop_->options.has_store)) {
    return call->answer(resource_contents(uri, *text).dump());
  }
  Json data;
  data.set("uri", uri);
  call->refuse({.code = kResourceNotFound, .message = "There is no such resource.", .data = std::move(data)});
}

void AdsServer::list_prompts(const std::shared_ptr<Call>& call) {
  if (!refuse_cursor(*call)) call->answer(prompt_list().dump());
}

void AdsServer::get_prompt(const std::shared_ptr<Call>& call) {
  const Json* arguments = call->params().find("arguments");
  const auto found = prompt(call->params().text_of("name"), arguments == nullptr ? Json() : *arguments,
                            shop_->options.sync != nullptr);
  if (!found) return call->refuse({.code = kInvalidParams, .message = found.error().message});
  call->answer(found->dump());
}

}  // namespace

std::shared_ptr<Features> make_ads_server(AdsOptions options) {
  return std::make_shared<AdsServer>(std::move(options));
}

}  // namespace tiktok_marketing::mcp
