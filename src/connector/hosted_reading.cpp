#include "connector/hosted_reading.hpp"

#include <algorithm>
#include <utility>

#include "base/json_members.hpp"
#include "connector/hosted_errors.hpp"
#include "connector/hosted_executor.hpp"
#include "connector/shape.hpp"

namespace tiktok_marketing {
namespace {

// Rows one execute is asked for: what a server can hold in one answer.
constexpr std::int64_t kRowsOfOneCall = 1000;

// Members that tell the rows of an answer apart, as they stand after shaping.
std::vector<std::string> key_of(const ListCall& call) {
  if (call.entity->report == nullptr)
    return {call.entity->primary_key.begin(), call.entity->primary_key.end()};
  if (call.shape.nested) return {"dimensions"};
  return call.dimensions;
}

void add_once(std::vector<std::string>& lines, const std::vector<std::string>& more) {
  for (const auto& line : more) {
    if (std::ranges::find(lines, line) == lines.end()) lines.push_back(line);
  }
}

}  // namespace

HostedReading::HostedReading(std::shared_ptr<HostedExecutor> executor, ListCall call, CallContext context)
    : executor_(std::move(executor)),
      call_(std::move(call)),
      context_(std::move(context)),
      key_(key_of(call_)) {}

bool HostedReading::follows_pages() const {
  return call_.all || call_.limit.value_or(0) > kRowsOfOneCall;
}

std::int64_t HostedReading::chunk() const {
  return std::min(kRowsOfOneCall, *call_.limit - delivered_);
}

// A single request goes out as it was given. In a row of them, the reader stands for `all`, and each asks for
// a part of `limit`.
std::string HostedReading::params() const {
  if (!follows_pages()) return call_.as_given;
  auto params = Json::parse(next_.empty() ? call_.as_given : next_);
  if (!params) return call_.as_given;
  params->erase("all");
  if (call_.limit) params->set("limit", chunk());
  return params->dump();
}

Task<Result<std::optional<Answer>>> HostedReading::next(SteadyTime deadline) {
  context_.deadline = deadline;
  while (!ended_) {
    auto executing = HostedExecutor::execute(
        executor_, execute_body(call_.entity->name, "list", params(), call_.shape), context_);
    auto envelope = co_await std::move(executing);
    if (!envelope || !envelope->is_list) {
      ended_ = true;
      if (!envelope) co_return std::move(envelope).error();
      co_return unreadable_hosted("the result of a list is no array of objects");
    }
    Answer answer;
    answer.records = fresh_rows(*envelope);
    if (cut_texts(answer.records, call_.shape)) texts_were_cut_ = true;
    auto noted = note(std::move(envelope->meta), static_cast<std::int64_t>(answer.records.size()));
    if (!noted) co_return std::move(noted).error();
    if (answer.records.empty()) continue;
    answer.meta = summary();
    co_return std::optional<Answer>(std::move(answer));
  }
  co_return std::optional<Answer>();
}

Records HostedReading::fresh_rows(const HostedEnvelope& envelope) {
  Records rows;
  rows.reserve(envelope.records.size());
  const std::shared_ptr<const void> body = envelope.body;
  for (const auto row : envelope.records) {
    if (!follows_pages() || is_new(row)) rows.add(body, row);
  }
  return rows;
}

// A row that comes twice has moved while the list was read, and others with it.
bool HostedReading::is_new(std::string_view row) {
  std::string key;
  for (const auto& field : key_) {
    const auto value = find_member(row, field);
    if (value.empty()) return true;
    key += value;
    key += '\n';
  }
  if (key_.empty() || seen_.insert(key)) return true;
  changed_ = true;
  return false;
}

void HostedReading::note_change(const Meta& page) {
  // Each window of a report has its own total.
  if (call_.entity->report != nullptr || !page.page_info) return;
  if (total_ && *total_ != page.page_info->total_number) changed_ = true;
  total_ = page.page_info->total_number;
}

Result<void> HostedReading::note(Meta page, std::int64_t rows) {
  delivered_ += rows;
  if (!follows_pages()) {
    ended_ = true;
    meta_ = std::move(page);
    return {};
  }
  if (page.has_more && (page.next.empty() || page.next == next_)) {
    ended_ = true;
    return unreadable_hosted("it says that there is more, but not where");
  }
  note_change(page);
  next_ = page.next;
  ended_ = !page.has_more || (call_.limit && delivered_ >= *call_.limit);
  add_to_account(std::move(page));
  return {};
}

// What holds for the last page becomes what holds for all pages so far.
void HostedReading::add_to_account(Meta page) {
  page.requests += meta_.requests;
  page.missing.insert(page.missing.begin(), meta_.missing.begin(), meta_.missing.end());
  if (page.total_metrics.empty()) page.total_metrics = meta_.total_metrics;
  std::swap(page.truncated, meta_.truncated);
  add_once(page.truncated, meta_.truncated);
  std::swap(page.warnings, meta_.warnings);
  add_once(page.warnings, meta_.warnings);
  if (changed_) {
    add_once(page.truncated,
             {"the list kept changing while it was read; rows may be missing: repeat the call"});
  }
  if (auto next = Json::parse(page.next); next && page.has_more) {
    if (call_.limit) next->set("limit", *call_.limit);
    if (call_.given.find("all") != nullptr) next->set("all", call_.all);
    page.next = next->dump();
  }
  const bool from_the_start = !call_.cursor && call_.page == 1;
  page.complete = from_the_start && !page.has_more && page.missing.empty() && page.truncated.empty();
  meta_ = std::move(page);
}

Meta HostedReading::summary() const {
  Meta meta = meta_;
  if (texts_were_cut_) meta.truncated.push_back(why_texts_were_cut(call_.shape));
  return meta;
}

}  // namespace tiktok_marketing
