#include "cli/store/sync_view.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "cli/output/progress.hpp"
#include "cli/output/table.hpp"
#include "cli/output/text_width.hpp"

namespace tiktok_marketing::cli {
namespace {

constexpr std::size_t kNameWidth = 26;

double seconds_of(std::chrono::milliseconds time) {
  return std::max(0.001, static_cast<double>(time.count()) / 1000);
}

std::string whole_line(const replication::Progress& progress) {
  const double seconds = seconds_of(progress.elapsed);
  std::string line = fmt::format("{}  {} rows  {:.0f} rows/s  {} requests", progress.stage, progress.rows,
                                 static_cast<double>(progress.rows) / seconds, progress.requests);
  if (progress.qps > 0) {
    line += fmt::format(", {:.1f} of {:g} a second", static_cast<double>(progress.requests) / seconds,
                        progress.qps);
  }
  if (progress.requests_today > 0) line += fmt::format(", {} today", progress.requests_today);
  if (const auto left = time_left(progress)) line += fmt::format("  {} left", duration_text(left->count()));
  return line;
}

std::string entity_line(const replication::Progress::Entity& entity) {
  const double share =
      entity.items > 0 ? static_cast<double>(entity.items_done) / static_cast<double>(entity.items) : 0;
  return fmt::format("{:<{}}{}{} of {}  {} rows", entity.name, kNameWidth, bar_of(share), entity.items_done,
                     entity.items, entity.rows);
}

/// The statuses of `SyncReport` that leave something to do.
std::string_view advice_of(std::string_view status) {
  if (status == "partial") return "What failed is tried again by the next sync.";
  if (status == "cancelled") return "What was read is kept; the next sync goes on from there.";
  if (status == "storage_unavailable") return "Sync rests until the disk takes rows again; nothing is lost.";
  return {};
}

void append_entities(std::string& out, const Json& details, bool colour) {
  const Json* entities = details.find("entities");
  if (entities == nullptr || entities->as_object() == nullptr || entities->as_object()->empty()) return;
  const std::vector<std::string> titles{"entity", "rows", "new", "changed", "deleted", "requests"};
  std::vector<std::vector<std::string>> rows;
  for (const auto& [name, entry] : *entities->as_object()) {
    std::vector<std::string> row{name};
    for (const auto* member : {"rows_read", "inserted", "changed", "deleted", "requests"}) {
      row.push_back(fmt::format("{}", entry.int_of(member).value_or(0)));
    }
    rows.push_back(std::move(row));
  }
  const auto columns = measure(titles, rows);
  append_titles(out, columns, colour);
  for (const auto& row : rows) append_line(out, columns, row);
}

void append_list(std::string& out, const Json& details, std::string_view name, std::string_view word) {
  const Json* list = details.find(name);
  if (list == nullptr || list->as_array() == nullptr) return;
  for (const Json& item : *list->as_array()) {
    const std::string_view reason = item.text_of(item.find("reason") != nullptr ? "reason" : "message");
    out += printable(fmt::format("{}: {} of advertiser {}: {}", word, item.text_of("entity"),
                                 item.text_of("advertiser_id"), reason));
    out += '\n';
  }
}

}  // namespace

std::optional<std::chrono::seconds> time_left(const replication::Progress& progress) {
  const auto left = progress.items - progress.items_done;
  if (left <= 0 || progress.items_done <= 0) return std::nullopt;
  const double by_pace =
      seconds_of(progress.elapsed) * static_cast<double>(left) / static_cast<double>(progress.items_done);
  const double by_budget = progress.qps > 0 ? static_cast<double>(left) / progress.qps : 0;
  return std::chrono::seconds{static_cast<std::int64_t>(std::max(by_pace, by_budget) + 0.5)};
}

std::vector<std::string> progress_lines(const replication::Progress& progress, std::size_t width) {
  std::vector<std::string> lines;
  for (const auto& entity : progress.entities) {
    if (entity.items > 0) lines.push_back(fitted(entity_line(entity), width));
  }
  lines.push_back(fitted(whole_line(progress), width));
  return lines;
}

Json progress_json(const replication::Progress& progress) {
  Json inner;
  inner.set("stage", progress.stage);
  inner.set("advertisers", progress.advertisers);
  inner.set("rows", progress.rows);
  inner.set("requests", progress.requests);
  inner.set("items", progress.items);
  inner.set("items_done", progress.items_done);
  inner.set("requests_today", progress.requests_today);
  inner.set("elapsed_s", std::int64_t{progress.elapsed.count() / 1000});
  const auto left = time_left(progress);
  inner.set("left_s", left ? Json(std::int64_t{left->count()}) : Json());
  Json json;
  json.set("progress", std::move(inner));
  return json;
}

Json report_json(const replication::SyncReport& report) {
  Json json;
  json.set("run", report.run);
  json.set("status", report.status);
  for (const auto& [name, value] : *report.details.as_object()) json.set(name, value);
  return json;
}

std::string report_text(const replication::SyncReport& report, bool colour) {
  std::string out;
  append_entities(out, report.details, colour);
  append_list(out, report.details, "not_granted", "not granted");
  append_list(out, report.details, "failures", "failed");
  out += fmt::format("{} after {}: {} rows, {} requests\n", report.status,
                     duration_text(report.took.count() / 1000), report.rows, report.requests);
  if (const auto advice = advice_of(report.status); !advice.empty()) out += fmt::format("{}\n", advice);
  return out;
}

}  // namespace tiktok_marketing::cli
