#include "replication/discovery.hpp"

#include "base/json.hpp"
#include "connector/shape.hpp"
#include "replication/streams.hpp"
#include "tiktok/oauth.hpp"
#include "tiktok/paging.hpp"

namespace tiktok_marketing::replication {
namespace {

using tiktok::CallContext;
using tiktok::Client;

Error nobody_known() {
  return Error{.type = ErrorType::missing_parameter,
               .message = "no advertiser is known to replicate",
               .hint =
                   "Set TIKTOK_MARKETING_ADVERTISER_IDS, or TIKTOK_MARKETING_APP_ID and "
                   "TIKTOK_MARKETING_APP_SECRET so that the advertisers can be looked up.",
               .param = "advertiser_ids"};
}

Task<Result<std::vector<std::string>>> ask_ids(std::shared_ptr<Client> client, AdvertiserSource source,
                                               CallContext context) {
  if (!source.ids.empty()) co_return std::move(source.ids);
  if (source.app_id.empty() || source.app_secret.empty()) co_return nobody_known();
  auto asking = tiktok::granted_advertisers(client, source.app_id, source.app_secret, std::move(context));
  auto granted = co_await std::move(asking);
  if (!granted) co_return std::move(granted).error();
  std::vector<std::string> ids;
  for (auto& each : *granted) ids.push_back(std::move(each.id));
  co_return ids;
}

Task<Result<void>> describe_all(std::shared_ptr<Client> client, std::vector<std::string> ids,
                                CallContext context, Discovery* into) {
  const catalog::Entity& entity = *accounts_stream().entity;
  tiktok::BatchList list{.path = std::string(entity.path),
                         .records_key = std::string(entity.records_key),
                         .ids_param = std::string(entity.id_batch_param),
                         .id_field = std::string(entity.primary_key.front()),
                         .ids = std::move(ids),
                         .params = {}};
  list.batch_size = entity.id_batch_size;
  list.everything = true;
  tiktok::BatchReader reader(client, std::move(list), std::move(context));
  for (;;) {
    auto reading = reader.next();
    auto page = co_await std::move(reading);
    if (!page) co_return std::move(page).error();
    if (!*page) co_return Result<void>();
    for (auto& each : (*page)->unreadable) into->unreadable.emplace_back(each.id, each.error);
    const Records rows = shape_records(**page, {});
    for (std::size_t i = 0; i < rows.size(); ++i) {
      Found& found = into->advertisers.emplace_back();
      found.info = info_in(rows[i]);
      found.row.add(rows, i);
    }
  }
}

}  // namespace

Task<Result<std::string>> ask_user(std::shared_ptr<Client> client, CallContext context) {
  tiktok::GetRequest who{.path = "/user/info/", .params = {}, .records_key = {}, .advertiser_id = {}};
  auto asking = Client::get(client, std::move(who), std::move(context));
  auto user = co_await std::move(asking);
  if (!user) {
    // Not every token may read its user; the advertisers it reads are its own all the same.
    if (user.error().kind() == ErrorKind::permission) co_return std::string{};
    co_return std::move(user).error();
  }
  auto data = Json::parse(user->data);
  co_return std::string(data ? data->text_of("core_user_id") : std::string_view{});
}

context::AdvertiserInfo info_in(const Record& row) {
  context::AdvertiserInfo info;
  info.id = row.text("advertiser_id").value_or("");
  info.name = row.text("name").value_or("");
  info.currency = row.text("currency").value_or("");
  info.time_zone = row.text("display_timezone").value_or("");
  if (info.time_zone.empty()) info.time_zone = row.text("timezone").value_or("");
  const auto seconds = row.integer("create_time");
  if (seconds && *seconds > 0) {
    const SystemTime created{std::chrono::seconds{*seconds}};
    // An account whose zone is not known is taken to begin a day sooner, which is right in all of them.
    const auto day = local_date(created, info.time_zone);
    info.created = day ? *day : std::chrono::floor<std::chrono::days>(created) - std::chrono::days{1};
  }
  return info;
}

Task<Result<Discovery>> discover(std::shared_ptr<Client> client, AdvertiserSource source,
                                 CallContext context) {
  Discovery discovery;
  Pending<Result<std::string>> asking_user(ask_user(client, context));
  auto asking_ids = ask_ids(client, std::move(source), context);
  auto ids = co_await std::move(asking_ids);
  auto user = co_await asking_user;
  if (!user) co_return std::move(user).error();
  if (!ids) co_return std::move(ids).error();
  discovery.user = std::move(*user);
  if (ids->empty()) co_return nobody_known();
  auto describing = describe_all(client, std::move(*ids), std::move(context), &discovery);
  auto described = co_await std::move(describing);
  // When none of them is readable that is the error of the call.
  if (!described) co_return std::move(described).error();
  co_return discovery;
}

}  // namespace tiktok_marketing::replication
