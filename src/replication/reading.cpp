#include "replication/reading.hpp"

#include <fmt/format.h>

#include "connector/shape.hpp"

namespace tiktok_marketing::replication {

Result<std::unique_ptr<Reading>> Reading::open(std::shared_ptr<tiktok::Client> client, const Stream& stream,
                                               const Json& params, tiktok::CallContext context) {
  auto call = validate_list(*stream.entity, params);
  if (!call) return std::move(call).error();
  const catalog::Entity& entity = *stream.entity;
  tiktok::PagedList list{.path = std::string(entity.path),
                         .records_key = std::string(entity.records_key),
                         .advertiser_id = call->advertiser_id.value_or("")};
  list.params.emplace_back("advertiser_id", list.advertiser_id);
  list.params.insert(list.params.end(), call->query.begin(), call->query.end());
  list.page_size = call->page_size;
  list.reachable_rows = entity.reachable_rows;
  if (call->start_date) list.windows = {tiktok::DateRange{*call->start_date, *call->end_date}};
  if (stream.kind == StreamKind::report) {
    list.key_fields = {"dimensions"};
  } else {
    list.key_fields.assign(entity.primary_key.begin(), entity.primary_key.end());
  }
  list.halvable = stream.kind == StreamKind::report;
  list.everything = true;
  auto reader = std::make_unique<tiktok::PagedReader>(std::move(client), std::move(list), std::move(context));
  return std::unique_ptr<Reading>(new Reading(std::move(*call), std::move(reader)));
}

Task<Result<std::optional<Page>>> Reading::next(SteadyTime deadline) {
  reader_->set_deadline(deadline);
  auto reading = reader_->next();
  auto page = co_await std::move(reading);
  if (!page) co_return std::move(page).error();
  if (!*page) {
    if (reader_->unsettled()) why_incomplete_ = "the list kept changing while it was read";
    co_return std::optional<Page>();
  }
  if ((*page)->envelope.ids_cut) {
    cut_ = true;
    why_incomplete_ = "TikTok reports only the newest 20,000 ids at once";
  }
  if ((*page)->rows_out_of_reach) {
    why_incomplete_ = fmt::format("paging reaches only the first {} rows", call_.entity->reachable_rows);
  }
  Page out;
  out.rows = shape_records(**page, call_.shape);
  if ((*page)->envelope.page_info) {
    out.total_rows = (*page)->envelope.page_info->total_number;
    out.total_pages = (*page)->envelope.page_info->total_page;
  }
  co_return std::optional<Page>(std::move(out));
}

}  // namespace tiktok_marketing::replication
