#include "tiktok/paging.hpp"

#include <algorithm>
#include <cmath>

#include "base/json_members.hpp"
#include "tiktok/error_mapping.hpp"

namespace tiktok_marketing::tiktok {
namespace {

constexpr std::size_t kMaxInFlight = 64;
constexpr std::size_t kInFlightUnlimited = 2;
// Pages that wait for their turn are memory: of large ones fewer are fetched ahead.
constexpr std::size_t kMaxBytesInFlight = 16 * 1024 * 1024;
constexpr int kMaxPasses = 4;
constexpr std::int64_t kQueryTooHeavy = 40'067;
constexpr std::int64_t kPermission = 40'001;
constexpr std::int64_t kAdvertiserService = 51'008;

// `joined` is the place for a key of several fields; a single field is a view into the record.
std::string_view key_of(std::string_view record, const std::vector<std::string>& fields,
                        std::string& joined) {
  if (fields.size() == 1) return find_member(record, fields.front());
  for (const auto& field : fields) {
    joined += find_member(record, field);
    joined += '\n';
  }
  return joined;
}

}  // namespace

PagedReader::PagedReader(std::shared_ptr<Client> client, PagedList list, CallContext context)
    : client_(std::move(client)), list_(std::move(list)), context_(std::move(context)) {
  for (const auto& window : list_.windows) {
    Segment& segment = segments_.emplace_back();
    segment.window = window;
  }
  if (!segments_.empty()) segments_.front().first_page = segments_.front().next_page = list_.first_page;
}

PagedReader::~PagedReader() {
  stop_.request_stop();
}

std::size_t PagedReader::allowed_in_flight() const {
  if (!list_.everything) return 1;
  const QuotaSnapshot quota = client_->quota();
  if (quota.limits.unlimited) return kInFlightUnlimited;
  const double latency_s = std::chrono::duration<double>(client_->latency()).count();
  // 25 × 0.28 is a little more than 7 in a computer.
  constexpr double kRounding = 1e-6;
  const double busy = std::ceil(quota.limits.qps * latency_s - kRounding) + 1;
  const std::size_t by_bytes =
      largest_page_bytes_ == 0 ? kMaxInFlight : kMaxBytesInFlight / largest_page_bytes_;
  const std::size_t most = std::clamp(by_bytes, std::size_t{2}, kMaxInFlight);
  return std::clamp(static_cast<std::size_t>(busy), std::size_t{2}, most);
}

void PagedReader::issue(Segment& segment) {
  const std::int64_t page = segment.next_page++;
  GetRequest request{.path = list_.path,
                     .params = list_.params,
                     .records_key = list_.records_key,
                     .advertiser_id = list_.advertiser_id};
  if (segment.window) {
    request.params.emplace_back("start_date", format_date(segment.window->start));
    request.params.emplace_back("end_date", format_date(segment.window->end));
  }
  request.params.emplace_back("page", page);
  request.params.emplace_back("page_size", list_.page_size);
  CallContext context = context_;
  context.stop = stop_.get_token();
  segment.flights.push_back(
      {page, Pending<Result<Envelope>>(Client::get(client_, std::move(request), context))});
  ++in_flight_;
}

bool PagedReader::may_issue() const {
  if (in_flight_ == 0) return true;
  const auto expected = delivered_ + static_cast<std::int64_t>(in_flight_) * list_.page_size;
  if (list_.row_limit && expected >= *list_.row_limit) return false;
  return in_flight_ < allowed_in_flight();
}

void PagedReader::fill() {
  // The window that is next in order goes on even when later ones hold all places: without a request of its
  // own it would count as read.
  Segment& front = segments_.front();
  const bool unread = !front.last_page || front.next_page <= *front.last_page;
  if (front.flights.empty() && unread) issue(front);
  for (auto& segment : segments_) {
    if (!segment.last_page) {
      // How many pages there are is not known before the first one is here.
      if (segment.flights.empty() && may_issue()) issue(segment);
    } else {
      while (segment.next_page <= *segment.last_page && may_issue()) issue(segment);
    }
    // A window whose length is unknown may hold all the rows that are wanted.
    if (!list_.everything || !may_issue() || (list_.row_limit && !segment.last_page)) return;
  }
}

Task<Result<std::optional<ListPage>>> PagedReader::next() {
  // Requests run on between two calls of next(), so they listen to the reader, and the reader to its caller.
  std::stop_callback on_stop(context_.stop, [this] { stop_.request_stop(); });
  while (!ended_ && !segments_.empty()) {
    fill();
    Segment& segment = segments_.front();
    if (segment.flights.empty()) {
      settle_front();
      continue;
    }
    const std::int64_t page_number = segment.flights.front().page;
    Pending<Result<Envelope>> flight = segment.flights.front().answer;
    Result<Envelope> answer = co_await flight;
    segment.flights.pop_front();
    --in_flight_;

    if (!answer) {
      if (code_of(answer.error()) == kQueryTooHeavy && halve_front()) continue;
      ended_ = true;
      stop_.request_stop();
      co_return std::move(answer).error();
    }
    learn(segment, *answer);
    ListPage page;
    page.records = list_.everything ? unseen(segment, *answer) : answer->records;
    page.envelope = std::move(*answer);
    delivered_ += static_cast<std::int64_t>(page.records.size());
    page.page = page_number;
    page.window = segment.window;
    page.last_of_window = !segment.last_page || page_number >= *segment.last_page;
    page.more_windows = segments_.size() > 1;
    page.rows_out_of_reach = out_of_reach_;
    if (!list_.everything) ended_ = true;
    co_return std::optional<ListPage>(std::move(page));
  }
  co_return std::optional<ListPage>();
}

void PagedReader::learn(Segment& segment, const Envelope& envelope) {
  const PageInfo info = envelope.page_info.value_or(PageInfo{});
  if (envelope.body) largest_page_bytes_ = std::max(largest_page_bytes_, envelope.body->size());
  std::int64_t pages = envelope.page_info ? info.total_page : 1;
  if (info.total_number > list_.reachable_rows) {
    out_of_reach_ = true;
    pages = std::min(pages, list_.reachable_rows / list_.page_size);
  }
  segment.last_page = pages;
  if (!segment.counted) {
    segment.counted = true;
    known_total_ += info.total_number;
  }
  if (segment.total && *segment.total != info.total_number) segment.changed = true;
  segment.total = info.total_number;
}

std::vector<std::string_view> PagedReader::unseen(Segment& segment, const Envelope& envelope) {
  std::vector<std::string_view> fresh;
  fresh.reserve(envelope.records.size());
  std::string joined;
  for (const auto record : envelope.records) {
    joined.clear();
    const std::string_view key = key_of(record, list_.key_fields, joined);
    const bool is_new = seen_.insert(key);
    if (is_new) fresh.push_back(record);
    // A row that comes twice in one pass has moved, and others with it.
    const bool repeated = segment.passes == 0 ? !is_new : !seen_in_pass_.insert(key);
    if (repeated) segment.changed = true;
  }
  return fresh;
}

void PagedReader::settle_front() {
  Segment& segment = segments_.front();
  if (segment.changed && segment.passes + 1 < kMaxPasses) {
    // Rows may have moved to a page that was already read: look again; known rows are dropped.
    ++segment.passes;
    seen_in_pass_.clear();
    segment.changed = false;
    segment.total.reset();
    segment.last_page.reset();
    segment.next_page = segment.first_page;
    return;
  }
  if (segment.changed) unsettled_ = true;
  segments_.pop_front();
  // Keys hold the window's days or the list has one window, so rows of the next window are others.
  seen_.clear();
  seen_in_pass_.clear();
}

bool PagedReader::halve_front() {
  Segment& front = segments_.front();
  const auto halves = front.window ? halve(*front.window) : std::nullopt;
  // Once a page of it is out, here or in an earlier call, the halves' pages would bring its rows again.
  const bool untouched = front.first_page == 1 && front.next_page == 2 && front.passes == 0;
  if (!halves || !list_.halvable || !untouched) return false;
  segments_.pop_front();
  Segment newer;
  newer.window = halves->second;
  segments_.push_front(std::move(newer));
  Segment older;
  older.window = halves->first;
  segments_.push_front(std::move(older));
  return true;
}

BatchReader::BatchReader(std::shared_ptr<Client> client, BatchList list, CallContext context)
    : client_(std::move(client)),
      list_(std::move(list)),
      context_(std::move(context)),
      next_batch_(list_.first_batch) {}

// TikTok refuses a batch with an unreadable id; should it ever leave one out instead, that is said.
void BatchReader::note_left_out(const Ids& ids, const Envelope& answer, Batch* into) const {
  if (answer.records.size() >= ids.size()) return;
  KeySet answered;
  for (const auto record : answer.records) answered.insert(find_member(record, list_.id_field));
  for (const auto& id : ids) {
    if (!answered.insert('"' + id + '"')) continue;
    Error error{.type = ErrorType::upstream_not_found,
                .message = "TikTok's answer leaves this id out",
                .hint = "Check the id and whether the token was granted it."};
    into->unreadable.push_back({id, std::move(error)});
  }
}

Task<Result<void>> BatchReader::read(Ids ids, Batch* into) {
  GetRequest request{.path = list_.path,
                     .params = list_.params,
                     .records_key = list_.records_key,
                     .advertiser_id = ids.size() == 1 ? ids.front() : std::string{}};
  Json::Array as_json(ids.begin(), ids.end());
  request.params.emplace_back(list_.ids_param, std::move(as_json));
  auto getting = Client::get(client_, std::move(request), context_);
  Result<Envelope> answer = co_await std::move(getting);
  if (answer) {
    note_left_out(ids, *answer, into);
    into->envelopes.push_back(std::move(*answer));
    co_return Result<void>();
  }
  const std::int64_t code = code_of(answer.error());
  if (code != kPermission && code != kAdvertiserService) co_return std::move(answer).error();
  if (ids.size() == 1) {
    into->unreadable.push_back({ids.front(), std::move(answer).error()});
    co_return Result<void>();
  }
  const auto middle = ids.begin() + static_cast<std::ptrdiff_t>(ids.size() / 2);
  Ids left(ids.begin(), middle);
  Ids right(middle, ids.end());
  auto first = read(std::move(left), into);
  Result<void> outcome = co_await std::move(first);
  if (!outcome) co_return outcome;
  auto second = read(std::move(right), into);
  outcome = co_await std::move(second);
  co_return outcome;
}

Task<Result<std::optional<ListPage>>> BatchReader::next() {
  const auto total = static_cast<std::int64_t>(list_.ids.size());
  const std::int64_t batches = (total + list_.batch_size - 1) / list_.batch_size;
  while (ready_.empty() && !ended_ && next_batch_ <= batches) {
    const std::int64_t number = next_batch_++;
    const auto from = list_.ids.begin() + static_cast<std::ptrdiff_t>((number - 1) * list_.batch_size);
    const auto to =
        list_.ids.begin() + static_cast<std::ptrdiff_t>(std::min(number * list_.batch_size, total));
    Batch batch;
    Ids ids(from, to);
    auto reading = read(std::move(ids), &batch);
    Result<void> outcome = co_await std::move(reading);
    if (!outcome) {
      ended_ = true;
      co_return std::move(outcome).error();
    }
    if (!list_.everything) ended_ = true;
    if (!first_unreadable_ && !batch.unreadable.empty()) first_unreadable_ = batch.unreadable.front().error;
    for (const auto& envelope : batch.envelopes) any_readable_ = any_readable_ || !envelope.records.empty();
    for (auto& envelope : batch.envelopes) {
      ListPage& page = ready_.emplace_back();
      page.records = envelope.records;
      page.envelope = std::move(envelope);
      page.page = number;
    }
    if (ready_.empty()) ready_.emplace_back().page = number;
    ready_.back().unreadable = std::move(batch.unreadable);
    ready_.back().last_of_window = number >= batches;
  }
  if (ready_.empty()) {
    ended_ = true;
    if (!any_readable_ && first_unreadable_) co_return *std::exchange(first_unreadable_, std::nullopt);
    co_return std::optional<ListPage>();
  }
  ListPage page = std::move(ready_.front());
  ready_.pop_front();
  co_return std::optional<ListPage>(std::move(page));
}

}  // namespace tiktok_marketing::tiktok
