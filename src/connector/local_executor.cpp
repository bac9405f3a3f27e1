#include "connector/local_executor.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/date.hpp"
#include "catalog/render_describe.hpp"
#include "connector/check.hpp"
#include "connector/list_reading.hpp"
#include "connector/report_rules.hpp"

namespace tiktok_marketing {
namespace {

Error no_advertiser_known(std::string_view param, bool can_discover) {
  return Error{
      .type = ErrorType::missing_parameter,
      .message = fmt::format("{} is missing and no advertiser is known", param),
      .hint = can_discover
                  ? "The token grants no advertiser: authorize again and tick at least one."
                  : "Pass it, or set TIKTOK_MARKETING_ADVERTISER_IDS, or set TIKTOK_MARKETING_APP_ID and "
                    "TIKTOK_MARKETING_APP_SECRET so that the advertisers can be looked up.",
      .param = std::string(param)};
}

Error choose_advertiser(const ListCall& call, const std::vector<std::string>& ids,
                        const std::vector<AdvertiserFacts>& facts) {
  Error error{.type = ErrorType::missing_parameter,
              .message = "advertiser_id is missing and several advertisers are known",
              .hint = "Pass one of allowed as advertiser_id.",
              .param = "advertiser_id"};
  for (const auto& id : ids) {
    const auto known = std::ranges::find(facts, id, &AdvertiserFacts::id);
    error.allowed.push_back(
        known == facts.end() ? id : fmt::format("{} ({}, {})", id, known->name, known->currency));
  }
  Json params = call.given;
  params.set("advertiser_id", ids.front());
  Json example;
  example.set("entity", call.entity->name);
  example.set("action", "list");
  example.set("params", std::move(params));
  error.example = example.dump();
  return error;
}

Error store_not_ready(StoreAction action) {
  return Error{
      .type = ErrorType::context_store_not_ready,
      .message = fmt::format("{} needs a context store, and this connector has none", name_of(action)),
      .hint = "Use the action list, which asks TikTok directly."};
}

// What is left of the windows when a cursor says where to go on.
std::vector<std::optional<tiktok::DateRange>> windows_from(const Cursor& cursor, const ListCall& call) {
  std::vector<std::optional<tiktok::DateRange>> windows{cursor.window};
  const tiktok::DateRange rest{cursor.window->end + std::chrono::days{1}, *cursor.last_day};
  if (rest.start > rest.end) return windows;
  for (const auto& window : tiktok::split(rest, tiktok::max_days_for(call.dimensions)))
    windows.emplace_back(window);
  return windows;
}

std::vector<std::string> key_of(const catalog::Entity& entity) {
  if (entity.report != nullptr) return {"dimensions"};
  return {entity.primary_key.begin(), entity.primary_key.end()};
}

bool has_time_dimension(const ListCall& call) {
  return std::ranges::any_of(call.dimensions, [](const std::string& name) {
    const auto* dimension = catalog::find_dimension(name);
    return dimension != nullptr && dimension->kind == catalog::DimensionKind::time;
  });
}

bool needs_today(const ListCall& call) {
  return call.entity->report != nullptr && !call.lifetime && !call.start_date &&
         !(call.cursor && call.cursor->window);
}

Result<tiktok::DateRange> range_of(const ListCall& call, Date today) {
  if (call.date_word) return tiktok::resolve_word(*call.date_word, today);
  if (call.start_date) return tiktok::DateRange{*call.start_date, *call.end_date};
  return tiktok::default_range(today);
}

}  // namespace

LocalExecutor::LocalExecutor(std::shared_ptr<tiktok::Client> client, Settings settings)
    : client_(client),
      book_(std::move(client), std::move(settings.advertisers)),
      fence_(std::move(settings.fence)),
      store_(std::move(settings.store)),
      simulated_(settings.simulated) {}

Task<Result<std::shared_ptr<Reading>>> LocalExecutor::open(ListCall call, CallContext context) {
  if (auto outcome = fence_.check(call); !outcome) co_return std::move(outcome).error();
  if (!context.requests) context.requests = std::make_shared<std::int64_t>(0);
  if (!call.entity->id_batch_param.empty()) {
    auto opening = open_batches(std::move(call), std::move(context));
    co_return co_await std::move(opening);
  }
  auto opening = open_pages(std::move(call), std::move(context));
  co_return co_await std::move(opening);
}

Task<LocalExecutor::Opened> LocalExecutor::open_batches(ListCall call, CallContext context) {
  const catalog::Entity& entity = *call.entity;
  std::vector<std::string> ids = call.advertiser_ids;
  if (ids.empty()) {
    auto asking = book_.known_ids(context);
    auto known = co_await std::move(asking);
    if (!known) co_return std::move(known).error();
    ids = std::move(*known);
    if (ids.empty()) co_return no_advertiser_known(entity.id_batch_param, book_.can_discover());
  }
  tiktok::BatchList list{.path = std::string(entity.path),
                         .records_key = std::string(entity.records_key),
                         .ids_param = std::string(entity.id_batch_param),
                         .id_field = std::string(entity.primary_key.front()),
                         .ids = std::move(ids),
                         .params = call.query};
  list.batch_size = entity.id_batch_size;
  list.everything = true;
  ResolvedList resolved;
  resolved.call = std::move(call);
  resolved.simulated = simulated_;
  resolved.paged = false;
  auto requests = context.requests;
  auto source = std::make_unique<tiktok::BatchReader>(client_, std::move(list), std::move(context));
  std::shared_ptr<Reading> reading =
      std::make_shared<ListReading>(client_, std::move(source), std::move(resolved), std::move(requests));
  co_return reading;
}

Task<LocalExecutor::Opened> LocalExecutor::open_pages(ListCall call, CallContext context) {
  auto resolving = resolve_advertiser(call, context);
  auto advertiser = co_await std::move(resolving);
  if (!advertiser) co_return std::move(advertiser).error();

  ResolvedList resolved;
  resolved.advertiser_id = *advertiser;
  resolved.simulated = simulated_;
  std::vector<std::optional<tiktok::DateRange>> windows{std::nullopt};
  if (call.cursor && call.cursor->window) {
    windows = windows_from(*call.cursor, call);
    resolved.range =
        tiktok::DateRange{call.start_date.value_or(call.cursor->window->start), *call.cursor->last_day};
  } else if (call.entity->report != nullptr && !call.lifetime) {
    Date today{};
    if (needs_today(call)) {
      auto asking = book_.facts_of(*advertiser, context);
      auto facts = co_await std::move(asking);
      if (!facts) co_return std::move(facts).error();
      auto day = local_date(client_->runtime().system_now(), facts->time_zone);
      if (!day) co_return std::move(day).error();
      today = *day;
      resolved.time_zone = facts->time_zone;
    }
    auto range = range_of(call, today);
    if (!range) co_return std::move(range).error();
    auto split = tiktok::windows_for(*range, call.dimensions);
    if (!split) co_return std::move(split).error();
    if (split->size() > 1 && call.page_bound) co_return several_windows(call, *range);
    windows.assign(split->begin(), split->end());
    resolved.range = *range;
  }

  const catalog::Entity& entity = *call.entity;
  tiktok::PagedList list{.path = std::string(entity.path),
                         .records_key = std::string(entity.records_key),
                         .advertiser_id = *advertiser};
  list.params.emplace_back("advertiser_id", *advertiser);
  list.params.insert(list.params.end(), call.query.begin(), call.query.end());
  list.page_size = call.page_size;
  list.reachable_rows = entity.reachable_rows;
  list.windows = std::move(windows);
  list.key_fields = key_of(entity);
  // Without a time dimension each half would bring its own total of the same object.
  list.halvable = has_time_dimension(call) && !call.page_bound;
  list.everything = call.all || call.limit.has_value();
  list.first_page = call.page;
  if (call.limit) list.row_limit = *call.limit + (call.cursor ? call.cursor->skip : 0);

  resolved.call = std::move(call);
  auto requests = context.requests;
  auto source = std::make_unique<tiktok::PagedReader>(client_, std::move(list), std::move(context));
  std::shared_ptr<Reading> reading =
      std::make_shared<ListReading>(client_, std::move(source), std::move(resolved), std::move(requests));
  co_return reading;
}

Task<Result<std::string>> LocalExecutor::resolve_advertiser(const ListCall& call, CallContext context) {
  if (call.advertiser_id) co_return *call.advertiser_id;
  auto asking = book_.known_ids(context);
  auto known = co_await std::move(asking);
  if (!known) co_return std::move(known).error();
  if (known->size() == 1) co_return known->front();
  if (known->empty()) co_return no_advertiser_known("advertiser_id", book_.can_discover());
  std::vector<AdvertiserFacts> readable;
  auto describing = book_.facts(*known, context);
  auto facts = co_await std::move(describing);
  // Names only help to choose; without them the ids still do.
  if (facts) readable = std::move(facts->readable);
  co_return choose_advertiser(call, *known, readable);
}

Task<Result<Answer>> LocalExecutor::check(CallContext context) {
  auto checking = check_connection(client_, &book_, this, std::move(context));
  auto answer = co_await std::move(checking);
  if (answer) answer->meta.simulated = simulated_;
  co_return answer;
}

Task<Result<Answer>> LocalExecutor::ask_store(StoreCall call, CallContext context) {
  if (store_ == nullptr) co_return store_not_ready(call.action);
  if (fence_.stands()) {
    auto params = parse_params(call.params_json);
    if (!params) co_return std::move(params).error();
    if (auto outcome = fence_.check(*params); !outcome) co_return std::move(outcome).error();
  }
  StoreQuery query{.action = call.action,
                   .entity = std::string(call.entity->name),
                   .params_json = std::move(call.params_json),
                   .fence = fence_.ids(),
                   .sql_entities = std::move(call.sql_entities),
                   .deadline = context.deadline,
                   .stop = context.stop};
  auto* store = store_.get();
  auto runtime = client_->options().engine.runtime;
  Callback<Result<Answer>> asking([&](Callback<Result<Answer>>::Done done) {
    store->ask(std::move(query), [runtime, done = std::move(done)](Result<Answer> answer) {
      runtime->post([done, answer = std::move(answer)]() mutable { done(std::move(answer)); });
    });
  });
  Result<Answer> answer = co_await asking;
  if (answer) {
    answer->meta.source = "context_store";
    answer->meta.simulated = simulated_;
  }
  co_return answer;
}

Task<Result<Answer>> LocalExecutor::describe(const catalog::Entity* entity, CallContext) {
  Answer answer;
  answer.document = catalog::describe_json(entity);
  co_return answer;
}

}  // namespace tiktok_marketing
