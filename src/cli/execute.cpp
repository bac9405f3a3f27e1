#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "catalog/model.hpp"
#include "cli/commands.hpp"
#include "cli/health.hpp"
#include "cli/output/error_view.hpp"
#include "cli/output/notes.hpp"
#include "cli/output/output.hpp"
#include "cli/output/progress.hpp"
#include "cli/output/row.hpp"
#include "cli/output/spool.hpp"
#include "cli/params.hpp"
#include "cli/session.hpp"
#include "cli/settings/connection_options.hpp"
#include "cli/signals.hpp"
#include "cli/store/answer_output.hpp"

namespace tiktok_marketing::cli {
namespace {

CallNames call_of(const ExecuteCommand& command, std::string_view options) {
  return {.entity = command.entity, .action = command.action, .options = options};
}

/// One run of `execute`: everything its steps share.
struct Run {
  const ExecuteCommand& command;
  const Terminal& terminal;
  const catalog::Entity* entity;
  OutputFormat format;
  std::string params;
  std::vector<std::string> fields;
  SignalWatch& signals;
  std::string repeated_options;
  Session session;

  [[nodiscard]] CallNames call() const { return call_of(command, repeated_options); }
  [[nodiscard]] CallOptions call_options() const {
    CallOptions options;
    options.deadline = std::chrono::milliseconds(static_cast<std::int64_t>(command.timeout_s * 1000));
    options.stop = signals.token();
    return options;
  }
  [[nodiscard]] OutputOptions output_options() const {
    return {.entity = entity,
            .fields = fields,
            .terminal = terminal.out_is_terminal,
            .colour = terminal.colour_out,
            .width = static_cast<std::size_t>(terminal.width)};
  }
};

std::vector<std::string> selected_fields(const Json& params) {
  std::vector<std::string> fields;
  const Json* list = params.find("fields");
  if (list == nullptr || list->as_array() == nullptr) return fields;
  for (const Json& item : *list->as_array()) {
    if (item.as_string() != nullptr) fields.push_back(*item.as_string());
  }
  return fields;
}

int fail(const Run& run, const Error& error) {
  const int code = report(error, run.terminal, run.call());
  return run.signals.exit_code() != 0 ? run.signals.exit_code() : code;
}

// What stands in `meta` of the json format goes to standard error for the others.
void tell_meta(const Run& run, Meta meta, std::int64_t rows, const std::string& remark) {
  const Terminal& terminal = run.terminal;
  if (!terminal.err_is_terminal) {
    if (!remark.empty()) meta.warnings.push_back(remark);
    if (run.format != OutputFormat::json) terminal.say("{\"meta\":" + meta.to_json() + "}\n");
    return;
  }
  if (run.format == OutputFormat::json && terminal.out_is_terminal) return;
  std::string notes = answer_notes(meta, rows, run.call());
  if (!remark.empty()) notes += remark + '\n';
  terminal.say(notes);
}

int finish(const Run& run, const SliceWriter& writer, const RowOutput& output, const Meta& meta,
           std::int64_t rows) {
  if (writer.failure()) return fail(run, *writer.failure());
  if (!writer.closed()) tell_meta(run, meta, rows, output.remark());
  return 0;
}

int show_document(const Run& run, const Answer& answer) {
  const std::string text = run.terminal.out_is_terminal ? indented(answer.to_json()) : answer.to_json();
  const int written = write_out(text + "\n", run.terminal);
  if (written != 0) return written;
  return run.command.action == "check" ? health_exit_code(answer.document) : 0;
}

int run_once(const Run& run) {
  const auto answer =
      run.session.connector->execute(run.command.entity, run.command.action, run.params, run.call_options());
  if (!answer) return fail(run, answer.error());
  if (answer->is_whole()) {
    return show_store_answer(*answer, {.call = run.call(), .fields = run.fields, .format = run.format},
                             run.terminal);
  }
  if (!answer->document.empty()) return show_document(run, *answer);
  SliceWriter writer(run.terminal.out);
  const auto output = make_output(run.format, writer, run.output_options());
  if (!answer->records.empty()) output->page(answer->records);
  output->finish(answer->meta);
  return finish(run, writer, *output, answer->meta, static_cast<std::int64_t>(answer->records.size()));
}

std::optional<std::int64_t> total_of(const Meta& meta) {
  return meta.page_info ? std::optional(meta.page_info->total_number) : std::nullopt;
}

/// Writes every page to `out`; the number of rows, or why it ended early.
Result<std::int64_t> copy_pages(const Run& run, PageStream& pages, const SliceWriter& writer,
                                RowOutput& output) {
  std::int64_t rows = 0;
  Progress progress(run.terminal, std::chrono::steady_clock::now());
  for (;;) {
    auto page = pages.next();
    if (!page) {
      Error error = std::move(page).error();
      if (rows > 0) error.message += fmt::format(" ({} rows had been read.)", rows);
      return error;
    }
    if (!page->has_value()) break;
    const Answer& answer = **page;
    if (run.terminal.out_is_terminal) progress.clear();
    output.page(answer.records);
    if (!writer.usable()) return rows;
    rows += static_cast<std::int64_t>(answer.records.size());
    if (run.terminal.err_is_terminal) {
      progress.show({.rows = rows, .total = total_of(answer.meta), .requests = pages.summary().requests},
                    std::chrono::steady_clock::now());
    }
  }
  output.finish(pages.summary());
  return rows;
}

int run_all(const Run& run, int out) {
  auto pages = run.session.connector->stream(run.command.entity, run.params, run.call_options());
  if (!pages) return fail(run, pages.error());
  SliceWriter writer(out);
  const auto output = make_output(run.format, writer, run.output_options());
  const auto rows = copy_pages(run, *pages, writer, *output);
  if (!rows) return fail(run, rows.error());
  return finish(run, writer, *output, pages->summary(), *rows);
}

// A reader of one JSON document can do nothing with half of it, so it is sent when it is whole.
int run_all_spooled(const Run& run) {
  const std::string_view folder = value_of(run.terminal.environment, "TMPDIR");
  const auto spool =
      Spool::open(folder.empty() ? std::filesystem::path("/tmp") : std::filesystem::path(folder));
  if (!spool) return fail(run, spool.error());
  const int code = run_all(run, spool->descriptor());
  if (code != 0) return code;
  const auto copied = spool->copy_to(run.terminal.out);
  return copied ? 0 : fail(run, copied.error());
}

void tell_sandbox(const Run& run, bool default_advertiser) {
  const auto& all = run.session.sandbox_advertisers;
  if (all.size() < 2 || !default_advertiser || run.session.advertiser_ids != std::vector{all.front()}) return;
  if (!run.terminal.err_is_terminal) return;
  run.terminal.say(
      fmt::format("virtual TikTok: advertiser {}, the first of {}; another one: -p advertiser_id={}\n",
                  all[0], all.size(), all[1]));
}

Error all_needs_list(const ExecuteCommand& command) {
  Error error{.type = ErrorType::value_error};
  error.message = fmt::format("--all works with the action list, not with {}.", command.action);
  error.hint = "Leave out --all.";
  error.param = "all";
  return error;
}

}  // namespace

int run_execute(const ExecuteCommand& command, const Terminal& terminal) {
  const std::string options = repeated_options(command.connection);
  const CallNames call = call_of(command, options);
  const auto format = row_format(command.output, terminal);
  if (!format) return report(format.error(), terminal, call);
  const catalog::Entity* entity = catalog::find_entity(command.entity);
  if (entity == nullptr) {
    // Before credentials are asked for: a wrong name is wrong with any of them.
    const auto known = Connector::describe(command.entity);
    if (!known) return report(known.error(), terminal, call);
  }
  if (command.all && command.action != "list") return report(all_needs_list(command), terminal, call);
  if (command.params == "-" && command.connection.token_file == "-") {
    Error error{.type = ErrorType::value_error};
    error.message = "Standard input cannot be both the params and the token.";
    error.hint = "Give one of them as a file.";
    return report(error, terminal, call);
  }
  auto text = load_params(command.params, terminal.in);
  if (!text) return report(text.error(), terminal, call);
  const auto params = build_params(command, *text, entity);
  if (!params) return report(params.error(), terminal, call);

  SignalWatch signals;
  const bool wants_advertiser = entity != nullptr &&
                                catalog::find_param(*entity, "advertiser_id") != nullptr &&
                                params->find("advertiser_id") == nullptr;
  auto session = open_session(command.connection, terminal, wants_advertiser);
  if (!session) return report(session.error(), terminal, call);
  const Run run{.command = command,
                .terminal = terminal,
                .entity = entity,
                .format = *format,
                .params = params->dump(),
                .fields = selected_fields(*params),
                .signals = signals,
                .repeated_options = options,
                .session = *std::move(session)};
  tell_sandbox(run, wants_advertiser);
  if (!command.all) return run_once(run);
  return run.format == OutputFormat::json ? run_all_spooled(run) : run_all(run, terminal.out);
}

}  // namespace tiktok_marketing::cli
