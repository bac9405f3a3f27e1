#include "tiktok/oauth.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace tiktok_marketing::tiktok {
namespace {

std::string text_of(const Json& value) {
  if (const auto* text = value.as_string()) return *text;
  if (const auto* number = value.as_number()) return number->text;
  return {};
}

std::vector<std::string> texts_of(const Json* array) {
  std::vector<std::string> texts;
  if (array == nullptr || array->as_array() == nullptr) return texts;
  for (const auto& item : *array->as_array()) texts.push_back(text_of(item));
  return texts;
}

Error unreadable(std::string_view what) {
  return Error{.type = ErrorType::upstream_unreadable,
               .message = fmt::format("TikTok's answer to the {} lacks the documented members", what),
               .hint = "Repeat the step; if it stays, report it with the time it happened."};
}

}  // namespace

std::string consent_page(std::string_view consent_url, std::string_view app_id, std::string_view redirect_uri,
                         std::string_view state) {
  return fmt::format("{}?app_id={}&redirect_uri={}&state={}", consent_url, percent_encode(app_id),
                     percent_encode(redirect_uri), percent_encode(state));
}

std::string consent_url_of(std::string_view api_url) {
  const auto scheme_end = api_url.find("//");
  const auto host_end =
      scheme_end == std::string_view::npos ? api_url.size() : api_url.find('/', scheme_end + 2);
  return std::string(api_url.substr(0, host_end)) + "/portal/auth";
}

Task<Result<TokenGrant>> exchange_code(std::shared_ptr<Client> client, std::string app_id, Secret app_secret,
                                       Secret auth_code, CallContext context) {
  Json body;
  body.set("app_id", app_id);
  body.set("secret", app_secret.reveal());
  body.set("auth_code", auth_code.reveal());
  auto posting =
      Client::post(client, "/oauth2/access_token/", Secret(body.dump()), false, std::move(context));
  Result<Envelope> answer = co_await std::move(posting);
  if (!answer) co_return std::move(answer).error();
  const auto data = Json::parse(answer->data);
  if (!data || data->text_of("access_token").empty()) co_return unreadable("code exchange");
  TokenGrant grant;
  grant.access_token = Secret(std::string(data->text_of("access_token")));
  grant.advertiser_ids = texts_of(data->find("advertiser_ids"));
  grant.scopes = texts_of(data->find("scope"));
  co_return grant;
}

Task<Result<std::vector<GrantedAdvertiser>>> granted_advertisers(std::shared_ptr<Client> client,
                                                                 std::string app_id, Secret app_secret,
                                                                 CallContext context) {
  GetRequest request{.path = "/oauth2/advertiser/get/", .records_key = "list"};
  request.params.emplace_back("app_id", app_id);
  request.params.emplace_back("secret", app_secret.reveal());
  auto getting = Client::get(client, std::move(request), std::move(context));
  Result<Envelope> answer = co_await std::move(getting);
  if (!answer) co_return std::move(answer).error();
  std::vector<GrantedAdvertiser> advertisers;
  for (const auto record : answer->records) {
    const auto json = Json::parse(record);
    const Json* id = json ? json->find("advertiser_id") : nullptr;
    if (id == nullptr || text_of(*id).empty()) co_return unreadable("list of granted advertisers");
    advertisers.push_back({text_of(*id), std::string(json->text_of("advertiser_name"))});
  }
  co_return advertisers;
}

Task<Result<void>> revoke_token(std::shared_ptr<Client> client, std::string app_id, Secret app_secret,
                                CallContext context) {
  Json body;
  body.set("app_id", app_id);
  body.set("secret", app_secret.reveal());
  body.set("access_token", client->options().access_token.reveal());
  auto posting = Client::post(client, "/oauth2/revoke_token/", Secret(body.dump()), true, std::move(context));
  Result<Envelope> answer = co_await std::move(posting);
  if (!answer) co_return std::move(answer).error();
  co_return Result<void>();
}

}  // namespace tiktok_marketing::tiktok
