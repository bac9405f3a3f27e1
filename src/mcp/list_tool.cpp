// The tool execute: lists, live from TikTok.
#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "base/work_pool.hpp"
#include "mcp/report_sums.hpp"
#include "mcp/tokens.hpp"
#include "mcp/tool_call.hpp"

namespace tiktok_marketing::mcp {
namespace {

constexpr std::chrono::hours kHalfADay{12};

struct ListQuestion {
  const catalog::Entity* entity = nullptr;
  std::string params;
  std::vector<std::string> select;
  Wish wish;
};

/// What is known of a list once all of it that was asked for has been read.
struct ListOutcome {
  Json meta;
  std::size_t shown = 0;
  ReportSums all;
  ReportSums rest;  ///< of the rows behind those that are shown
};

std::optional<Date> day_of_reading(const Json& meta) {
  const std::string_view as_of = meta.text_of("data_as_of");
  const auto time = as_of.size() == 20 ? parse_datetime(as_of) : std::nullopt;
  if (!time) return std::nullopt;
  const Json* range = meta.find("date_range");
  const std::string zone(range == nullptr ? "" : range->text_of("time_zone"));
  if (!zone.empty()) {
    if (auto day = local_date(*time, zone)) return *day;
  }
  // The account may be west of Greenwich, where it is still yesterday: too early is the safe side.
  return std::chrono::floor<std::chrono::days>(*time - kHalfADay);
}

/// From which day on figures may still change, in the words the context store uses.
Json finality_of(const Json& meta, const Workshop& shop) {
  const Json* range = meta.find("date_range");
  const auto read_on = day_of_reading(meta);
  if (range == nullptr || !read_on || !shop.options.first_unsettled) return {};
  const auto first = parse_date(range->text_of("start_date"));
  const auto last = parse_date(range->text_of("end_date"));
  if (!first || !last) return {};
  const auto from = [&](Date unsettled) {
    return unsettled > *last ? Json() : Json(format_date(std::max(unsettled, *first)));
  };
  Json moving;
  moving.set("delivery", from(shop.options.first_unsettled(catalog::Settling::delivery, *read_on)));
  moving.set("conversion", from(shop.options.first_unsettled(catalog::Settling::conversion, *read_on)));
  Json out;
  out.set("moving_from", std::move(moving));
  out.set("partial_from", from(*read_on));
  return out;
}

/// `next` as arguments of this tool, whatever the connector calls it.
void put_next(const ToolCall& call, const Wish& wish, const ListOutcome& outcome, Json& meta) {
  const Json* after = meta.find("next");
  const auto shown = static_cast<std::int64_t>(wish.skip + outcome.shown);
  Json changes;
  if (outcome.rest.rows() > 0) {
    changes.set("skip", shown);
  } else if (after != nullptr) {
    changes.set("params", *after);
    changes.set("skip", Json());
  } else {
    return;
  }
  meta.erase("cursor");
  meta.set("next", next_arguments(call, changes));
}

Json told_meta(const ToolCall& call, const ListQuestion& question, ListOutcome outcome) {
  Json meta = std::move(outcome.meta);
  if (question.entity->report != nullptr) {
    if (Json finality = finality_of(meta, *call.shop); !finality.is_null()) meta.set("finality", finality);
  }
  const std::size_t skip = question.wish.skip;
  put_next(call, question.wish, outcome, meta);
  if (skip == 0 && outcome.rest.rows() == 0) return meta;
  meta.set("complete", false);
  if (skip > 0) meta.set("skipped", static_cast<std::int64_t>(skip));
  if (outcome.rest.rows() == 0) return meta;
  meta.set("has_more", true);
  meta.set("cut", fmt::format("{} of {} rows fit into {} tokens; other sums up the rest, totals all.",
                              outcome.shown, outcome.all.rows(), question.wish.max_tokens));
  meta.set("other", outcome.rest.json());
  meta.set("totals", outcome.all.json());
  return meta;
}

void finish(const ToolCall& call, const ListQuestion& question, std::span<const std::string_view> shown,
            ListOutcome outcome) {
  Json data;
  data.set("tool", call.tool->name);
  data.set("entity", question.entity->name);
  data.set("rows", outcome.all.rows());
  if (const auto requests = outcome.meta.int_of("requests")) data.set("requests", *requests);
  call.call->log(Severity::debug, "tools", data);
  const Json meta = told_meta(call, question, std::move(outcome));
  call.answer(rows_result(shown, meta, question.wish.format, call.place));
}

/// About the tokens of what is said when not all rows are shown: next, and the sums of all and of the rest.
std::size_t tokens_of_cut(const ToolCall& call, const ReportSums& all) {
  return tokens_of_next(call) + 2 * estimated_tokens(all.json().dump());
}

/// Everything that was read is here: the rows that fit are shown, the others summed up.
void finish_page(const ToolCall& call, const ListQuestion& question, Answer answer) {
  auto read = rows_of(std::move(answer));
  if (!read) return call.fail(read.error());
  const std::span<const std::string_view> all(read->rows);
  const auto from = all.subspan(std::min(question.wish.skip, all.size()));
  const std::size_t meta_tokens = tokens_of_meta(read->meta);
  ListOutcome outcome{.meta = std::move(read->meta),
                      .all = ReportSums(*question.entity),
                      .rest = ReportSums(*question.entity)};
  std::size_t count = rows_that_fit(from, question.wish.format, meta_tokens, question.wish.max_tokens);
  for (const std::string_view row : all) outcome.all.add(row);
  if (count < from.size()) {
    count = rows_that_fit(from, question.wish.format, meta_tokens + tokens_of_cut(call, outcome.all),
                          question.wish.max_tokens);
    for (const std::string_view row : from.subspan(count)) outcome.rest.add(row);
  }
  outcome.shown = count;
  finish(call, question, from.first(count), std::move(outcome));
}

/// Pages as they come: what is shown is kept, the others only counted and summed.
class Fold {
 public:
  explicit Fold(const ListQuestion& question)
      : wish_(question.wish), all_(*question.entity), rest_(*question.entity) {}

  void add(const Answer& page) {
    for (std::size_t i = 0; i < page.records.size(); ++i) {
      const std::string_view row = page.records.json(i);
      all_.add(row);
      if (all_.rows() <= static_cast<std::int64_t>(wish_.skip)) continue;
      const bool fits = rest_.rows() == 0 && (shown_.size() == 0 || tokens_ < wish_.max_tokens);
      if (fits) {
        tokens_ += tokens_of_row(row, wish_.format);
        shown_.add(page.records, i);
      } else {
        rest_.add(row);
      }
    }
  }
  [[nodiscard]] std::int64_t rows() const { return all_.rows(); }

  void finish(const ToolCall& call, const ListQuestion& question, const Meta& summary) {
    auto meta = Json::parse(summary.to_json());
    std::vector<std::string_view> rows;
    for (std::size_t i = 0; i < shown_.size(); ++i) rows.push_back(shown_.json(i));
    std::size_t other = tokens_of_meta(*meta);
    std::size_t count = rows_that_fit(rows, wish_.format, other, wish_.max_tokens);
    ReportSums rest(*question.entity);
    if (count < rows.size() || rest_.rows() > 0) {
      other += tokens_of_cut(call, all_);
      count = rows_that_fit(rows, wish_.format, other, wish_.max_tokens);
      rest = rest_;
      for (std::size_t i = count; i < rows.size(); ++i) rest.add(rows[i]);
    }
    ListOutcome outcome{.meta = *std::move(meta), .shown = count, .all = all_, .rest = std::move(rest)};
    mcp::finish(call, question, std::span<const std::string_view>(rows).first(count), std::move(outcome));
  }

 private:
  Wish wish_;
  Records shown_;
  std::size_t tokens_ = 0;
  ReportSums all_;
  ReportSums rest_;
};

void read_all(const ToolCall& call, const ListQuestion& question) {
  CallOptions options = call_options(call);
  options.select_fields = question.select;
  auto pages = call.shop->options.connector->stream(question.entity->name, question.params, options);
  if (!pages) return call.fail(pages.error());
  Fold fold(question);
  for (;;) {
    auto page = pages->next();
    if (!page) return call.fail(page.error());
    if (!page->has_value()) break;
    fold.add(**page);
    std::optional<double> total;
    if (const auto& info = (*page)->meta.page_info) total = static_cast<double>(info->total_number);
    call.call->progress(static_cast<double>(fold.rows()), total, fmt::format("{} rows read", fold.rows()));
  }
  fold.finish(call, question, pages->summary());
}

/// Never destroyed: a call may be the last to let go of its server, and does so on one of these threads.
WorkPool& reading_pool() {
  static auto* const pool = new WorkPool(4);
  return *pool;
}

bool is_true(const Json& params, std::string_view name) {
  const Json* value = params.find(name);
  return value != nullptr && value->as_bool() != nullptr && *value->as_bool();
}

/// Rows that cannot be shown need not be read, unless somebody sums them up.
void read_list(ToolCall call, ListQuestion question, const Json& params) {
  if (is_true(params, "all")) {
    reading_pool().post(
        [call = std::move(call), question = std::move(question)] { read_all(call, question); });
    return;
  }
  CallOptions options = call_options(call);
  options.select_fields = question.select;
  const auto connector = call.shop->options.connector;
  const std::string_view entity = question.entity->name;
  const std::string text = question.params;
  connector->execute_async(entity, "list", text, std::move(options),
                           [call = std::move(call), question = std::move(question)](Result<Answer> answer) {
                             if (!answer) return call.fail(answer.error());
                             finish_page(call, question, *std::move(answer));
                           });
}

struct OtherTool {
  std::string_view action;
  std::string_view tool;
};
constexpr std::array<OtherTool, 6> kOtherTools{{{"check", "check"},
                                                {"describe", "describe"},
                                                {"search", "search"},
                                                {"context_store_search", "search"},
                                                {"context_store_aggregate", "aggregate"},
                                                {"context_store_sql_query", "sql"}}};

/// The connector's other actions are tools of their own.
Error other_action(const Arguments& arguments, const std::string& action) {
  const auto* other = std::ranges::find(kOtherTools, action, &OtherTool::action);
  Error error = arguments.error("action", "execute knows the action list only.",
                                other == kOtherTools.end() ? std::string("Leave action out.")
                                                           : fmt::format("Call the tool {}.", other->tool));
  error.given = shortened(action);
  error.allowed = {"list"};
  return error;
}

}  // namespace

void run_execute(ToolCall call) {
  Arguments arguments(call.arguments, call.tool->arguments, call.tool->example);
  arguments.require("entity");
  ListQuestion question;
  const std::string entity = arguments.text("entity");
  const std::string action = arguments.text("action");
  const Json params = arguments.object("params");
  question.select = arguments.texts("select");
  question.wish = wish_of(call, arguments);
  if (arguments.fault()) return call.fail(*arguments.fault());
  if (!action.empty() && action != "list") return call.fail(other_action(arguments, action));
  question.entity = catalog::find_entity(entity);
  if (question.entity == nullptr) return call.fail(Connector::describe(entity).error());
  question.params = params.dump();
  read_list(std::move(call), std::move(question), params);
}

}  // namespace tiktok_marketing::mcp
