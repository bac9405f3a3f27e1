#include "connector/advertiser_book.hpp"

#include <chrono>

#include "base/json.hpp"
#include "tiktok/oauth.hpp"

namespace tiktok_marketing {
namespace {

constexpr std::chrono::minutes kKeep{10};

AdvertiserFacts facts_in(const Json& record) {
  AdvertiserFacts facts;
  facts.id = record.text_of("advertiser_id");
  facts.name = record.text_of("name");
  facts.currency = record.text_of("currency");
  const auto display = record.text_of("display_timezone");
  facts.time_zone = display.empty() ? record.text_of("timezone") : display;
  return facts;
}

}  // namespace

Task<Result<std::vector<std::string>>> AdvertiserBook::known_ids(tiktok::CallContext context) {
  if (!settings_.ids.empty()) co_return settings_.ids;
  if (!can_discover()) co_return std::vector<std::string>{};
  const SteadyTime now = client_->runtime().now();
  if (now < discovered_until_) co_return discovered_;
  auto asking =
      tiktok::granted_advertisers(client_, settings_.app_id, settings_.app_secret, std::move(context));
  auto granted = co_await std::move(asking);
  if (!granted) co_return std::move(granted).error();
  discovered_.clear();
  for (const auto& advertiser : *granted) discovered_.push_back(advertiser.id);
  discovered_until_ = now + kKeep;
  co_return discovered_;
}

Task<Result<AdvertiserBook::Facts>> AdvertiserBook::facts(std::vector<std::string> ids,
                                                          tiktok::CallContext context) {
  const SteadyTime now = client_->runtime().now();
  std::erase_if(kept_, [now](const auto& each) { return each.second.until <= now; });
  std::vector<std::string> unknown;
  for (const auto& id : ids) {
    if (!kept_.contains(id)) unknown.push_back(id);
  }
  Facts facts;
  if (!unknown.empty()) {
    tiktok::BatchList list{.path = "/advertiser/info/",
                           .ids_param = "advertiser_ids",
                           .id_field = "advertiser_id",
                           .ids = unknown};
    Json::Array fields{"advertiser_id", "name", "currency", "timezone", "display_timezone"};
    list.params.emplace_back("fields", Json(std::move(fields)));
    list.everything = true;
    tiktok::BatchReader reader(client_, std::move(list), std::move(context));
    for (;;) {
      auto reading = reader.next();
      auto page = co_await std::move(reading);
      if (!page) co_return std::move(page).error();
      if (!*page) break;
      for (const auto record : (*page)->records) {
        const auto json = Json::parse(record);
        if (!json) continue;
        AdvertiserFacts each = facts_in(*json);
        kept_[each.id] = {each, now + kKeep};
      }
      for (auto& id : (*page)->unreadable) facts.unreadable.push_back(std::move(id));
    }
  }
  for (const auto& id : ids) {
    const auto kept = kept_.find(id);
    if (kept != kept_.end()) facts.readable.push_back(kept->second.facts);
  }
  co_return facts;
}

Task<Result<AdvertiserFacts>> AdvertiserBook::facts_of(std::string id, tiktok::CallContext context) {
  std::vector<std::string> ids{id};
  auto asking = facts(std::move(ids), std::move(context));
  auto answer = co_await std::move(asking);
  if (!answer) co_return std::move(answer).error();
  if (!answer->readable.empty()) co_return answer->readable.front();
  if (!answer->unreadable.empty()) co_return answer->unreadable.front().error;
  co_return Error{.type = ErrorType::upstream_not_found,
                  .message = "TikTok answered nothing about advertiser " + id,
                  .hint = "Check the id; `tiktok-marketing check` lists the advertisers this token can read.",
                  .param = "advertiser_id",
                  .given = id};
}

}  // namespace tiktok_marketing
