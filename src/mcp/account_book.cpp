#include "mcp/account_book.hpp"

#include <utility>

#include "base/json_members.hpp"
#include "mcp/answer_rows.hpp"

namespace tiktok_marketing::mcp {
namespace {

constexpr std::chrono::minutes kKeep{5};
constexpr std::chrono::seconds kPatience{10};
constexpr std::size_t kMostAdvertisers = 100;
constexpr std::int64_t kMostCampaigns = 1'000;

CallOptions patient() {
  CallOptions options;
  options.deadline = kPatience;
  options.caller = "mcp";
  return options;
}

AccountBook::Names names_in(Answer answer) {
  AccountBook::Names names;
  const auto rows = rows_of(std::move(answer));
  if (!rows) return names;
  for (const std::string_view row : rows->rows) {
    const auto name = Json::parse(find_member(row, "campaign_name"));
    if (name && name->as_string() != nullptr) names.push_back(*name->as_string());
  }
  return names;
}

}  // namespace

void AccountBook::account(std::function<void(const Json&)> then) {
  {
    std::unique_lock lock(mutex_);
    if (account_ && Clock::now() < account_->until) {
      const Json known = account_->value;
      lock.unlock();
      return then(known);
    }
  }
  connector_->execute_async(
      "advertisers", "check", "{}", patient(),
      [self = shared_from_this(), then = std::move(then)](const Result<Answer>& answer) {
        if (!answer) return then(Json());
        Json document = Json::parse(answer->document).value_or(Json());
        {
          const std::lock_guard lock(self->mutex_);
          self->account_ = {document, Clock::now() + kKeep};
        }
        then(document);
      });
}

void AccountBook::advertiser_ids(std::function<void(const Names&)> then) {
  account([then = std::move(then)](const Json& account) {
    Names ids;
    const Json* list = account.find("advertisers");
    if (list != nullptr && list->as_array() != nullptr) {
      for (const Json& each : *list->as_array()) ids.emplace_back(each.text_of("advertiser_id"));
    }
    if (ids.size() > kMostAdvertisers) ids.resize(kMostAdvertisers);
    then(ids);
  });
}

void AccountBook::campaign_names(const std::string& advertiser_id, std::function<void(const Names&)> then) {
  {
    std::unique_lock lock(mutex_);
    const auto found = campaigns_.find(advertiser_id);
    if (found != campaigns_.end() && Clock::now() < found->second.until) {
      const Names known = found->second.value;
      lock.unlock();
      return then(known);
    }
  }
  read_campaigns(advertiser_id,
                 [self = shared_from_this(), advertiser_id, then = std::move(then)](const Names& names) {
                   {
                     const std::lock_guard lock(self->mutex_);
                     if (!names.empty()) self->campaigns_[advertiser_id] = {names, Clock::now() + kKeep};
                   }
                   then(names);
                 });
}

/// From the store when it has them, else live.
void AccountBook::read_campaigns(const std::string& advertiser_id, std::function<void(Names)> then) {
  Json live;
  if (!advertiser_id.empty()) live.set("advertiser_id", advertiser_id);
  live.set("page_size", kMostCampaigns);
  live.set("fields", Json::Array{"campaign_id", "campaign_name"});
  const auto read_live = [connector = connector_, params = live.dump(), then] {
    connector->execute_async("campaigns", "list", params, patient(), [then](Result<Answer> answer) {
      then(answer ? names_in(*std::move(answer)) : Names());
    });
  };
  if (!has_store_) return read_live();
  Json stored;
  if (!advertiser_id.empty()) {
    Json query;
    query.set("filter",
              Json(Json::Object{{"eq", Json(Json::Object{{"advertiser_id", Json(advertiser_id)}})}}));
    stored.set("query", std::move(query));
  }
  stored.set("fields", Json::Array{"campaign_name"});
  stored.set("limit", kMostCampaigns);
  connector_->execute_async("campaigns", "context_store_search", stored.dump(), patient(),
                            [read_live, then](Result<Answer> answer) {
                              if (!answer) return read_live();
                              then(names_in(*std::move(answer)));
                            });
}

}  // namespace tiktok_marketing::mcp
