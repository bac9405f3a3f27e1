#include "connector/list_reading.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/date.hpp"
#include "connector/shape.hpp"

namespace tiktok_marketing {
namespace {

std::string iso_8601(SystemTime time) {
  std::string text = format_datetime(time);
  text[10] = 'T';
  return text + 'Z';
}

void add_once(std::vector<std::string>& lines, std::string line) {
  if (std::ranges::find(lines, line) == lines.end()) lines.push_back(std::move(line));
}

}  // namespace

ListReading::ListReading(std::shared_ptr<tiktok::Client> client, std::unique_ptr<tiktok::PageSource> source,
                         ResolvedList resolved, std::shared_ptr<std::int64_t> requests)
    : client_(std::move(client)),
      source_(std::move(source)),
      resolved_(std::move(resolved)),
      requests_(std::move(requests)),
      to_skip_(resolved_.call.cursor ? resolved_.call.cursor->skip : 0) {
  meta_.simulated = resolved_.simulated;
  meta_.warnings = resolved_.call.warnings;
  if (resolved_.range) {
    Json range;
    range.set("start_date", format_date(resolved_.range->start));
    range.set("end_date", format_date(resolved_.range->end));
    if (!resolved_.time_zone.empty()) range.set("time_zone", resolved_.time_zone);
    meta_.date_range = range.dump();
  }
}

Task<Result<std::optional<Answer>>> ListReading::next(SteadyTime deadline) {
  source_->set_deadline(deadline);
  while (!finished_) {
    auto reading = source_->next();
    auto page = co_await std::move(reading);
    if (!page) {
      finished_ = true;
      co_return std::move(page).error();
    }
    if (!*page) {
      finished_ = true;
      break;
    }
    note(**page);
    Answer answer = deliver(std::move(**page));
    if (answer.records.empty()) continue;
    co_return std::optional<Answer>(std::move(answer));
  }
  co_return std::optional<Answer>();
}

void ListReading::note(const tiktok::ListPage& page) {
  const auto& envelope = page.envelope;
  meta_.request_id = envelope.request_id;
  meta_.data_as_of = iso_8601(client_->runtime().system_now());
  if (envelope.page_info) meta_.page_info = envelope.page_info;
  if (!envelope.total_metrics.empty()) meta_.total_metrics = envelope.total_metrics;
  if (envelope.code != 0) {
    add_once(meta_.warnings,
             fmt::format("TikTok answered code {} (partial success): {}", envelope.code, envelope.message));
  }
  if (envelope.ids_cut) {
    add_once(meta_.truncated,
             "TikTok reports only the newest 20,000 ids here; filter by campaign, ad group or ad to see the "
             "others");
  }
  if (page.rows_out_of_reach) {
    add_once(meta_.truncated,
             fmt::format("paging reaches only the first {} rows of this list; filter to see the others",
                         resolved_.call.entity->reachable_rows));
  }
  for (const auto& id : page.unreadable) {
    meta_.missing.push_back({.what = "advertiser", .id = id.id, .reason = id.error.message});
  }
}

Answer ListReading::deliver(tiktok::ListPage page) {
  const auto available = static_cast<std::int64_t>(page.records.size());
  const std::int64_t from = std::min(to_skip_, available);
  // Rows to skip are counted within one page; only lists by ids count them through.
  to_skip_ = resolved_.paged ? 0 : to_skip_ - from;
  std::int64_t to = available;
  if (resolved_.call.limit) to = std::min(to, from + *resolved_.call.limit - delivered_);
  delivered_ += to - from;
  note_position(page, to);
  if (resolved_.call.limit && delivered_ >= *resolved_.call.limit) finished_ = true;

  page.records.erase(page.records.begin() + to, page.records.end());
  page.records.erase(page.records.begin(), page.records.begin() + from);
  Answer answer;
  answer.records = shape_records(page, resolved_.call.shape);
  if (cut_texts(answer.records, resolved_.call.shape)) texts_were_cut_ = true;
  answer.meta = summary();
  return answer;
}

// Rows are counted in the page as TikTok sent it: a repeated row that was left out still takes its place.
void ListReading::note_position(const tiktok::ListPage& page, std::int64_t used_rows) {
  if (!resolved_.paged) {
    const bool more_rows = used_rows < static_cast<std::int64_t>(page.records.size()) || !page.last_of_window;
    position_.reset();
    const std::int64_t already = resolved_.call.cursor ? resolved_.call.cursor->skip : 0;
    if (more_rows) position_ = Cursor{.page_size = resolved_.call.page_size, .skip = already + delivered_};
    return;
  }
  if (used_rows >= static_cast<std::int64_t>(page.records.size())) {
    position_ = position_after(page);
    return;
  }
  const auto* row = &page.records[static_cast<std::size_t>(used_rows)];
  const auto place = std::ranges::find(page.envelope.records, row->data(), &std::string_view::data);
  position_ = Cursor{.advertiser_id = resolved_.advertiser_id,
                     .window = page.window,
                     .last_day = resolved_.range ? std::optional(resolved_.range->end) : std::nullopt,
                     .page = page.page,
                     .page_size = resolved_.call.page_size,
                     .skip = place - page.envelope.records.begin()};
}

std::optional<Cursor> ListReading::position_after(const tiktok::ListPage& page) const {
  Cursor next{.advertiser_id = resolved_.advertiser_id,
              .window = page.window,
              .last_day = resolved_.range ? std::optional(resolved_.range->end) : std::nullopt,
              .page = page.page + 1,
              .page_size = resolved_.call.page_size};
  if (!page.last_of_window) return next;
  if (!page.window || !resolved_.range || page.window->end >= resolved_.range->end) return std::nullopt;
  const tiktok::DateRange rest{page.window->end + std::chrono::days{1}, resolved_.range->end};
  next.window = tiktok::split(rest, tiktok::max_days_for(resolved_.call.dimensions)).front();
  next.page = 1;
  return next;
}

void ListReading::describe_next(Meta& meta) const {
  if (!position_) return;
  const ListCall& call = resolved_.call;
  Json next = call.given;
  for (const char* name : {"cursor", "page", "date_range"}) next.erase(name);
  if (!resolved_.advertiser_id.empty()) next.set("advertiser_id", resolved_.advertiser_id);
  if (resolved_.range) {
    next.set("start_date", format_date(resolved_.range->start));
    next.set("end_date", format_date(resolved_.range->end));
  }
  meta.cursor = encode_cursor(*position_, call.binding);
  const bool one_window = !resolved_.range || position_->window == resolved_.range;
  if (resolved_.paged && one_window && position_->skip == 0 && !call.limit && !call.all) {
    next.set("page", position_->page);
  } else {
    next.set("cursor", meta.cursor);
  }
  meta.next = next.dump();
}

Meta ListReading::summary() const {
  Meta meta = meta_;
  const ListCall& call = resolved_.call;
  meta.requests = *requests_;
  if (!resolved_.paged) {
    const auto total = source_->known_total();
    meta.page_info = PageInfo{.page = 1, .page_size = call.page_size, .total_number = total, .total_page = 1};
  }
  if (source_->unsettled()) {
    meta.truncated.push_back(
        "the list kept changing while it was read; rows may be missing: repeat the call");
  }
  // A read of everything has only ended when the source says so.
  meta.has_more = position_.has_value() || (call.all && !finished_);
  describe_next(meta);
  const bool from_the_start = !call.cursor && call.page == 1;
  meta.complete = from_the_start && !meta.has_more && meta.missing.empty() && meta.truncated.empty();
  // Every row is there all the same.
  if (texts_were_cut_) meta.truncated.push_back(why_texts_were_cut(call.shape));
  return meta;
}

}  // namespace tiktok_marketing
