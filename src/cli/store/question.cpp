#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "catalog/model.hpp"
#include "cli/commands.hpp"
#include "cli/output/error_view.hpp"
#include "cli/output/spool.hpp"
#include "cli/params.hpp"
#include "cli/session.hpp"
#include "cli/settings/connection_options.hpp"
#include "cli/signals.hpp"
#include "cli/store/answer_output.hpp"
#include "cli/store/question_params.hpp"

namespace tiktok_marketing::cli {
namespace {

/// One question: everything its steps share.
struct Asking {
  const QuestionCommand& command;
  const Terminal& terminal;
  const SignalWatch& signals;
  StoreView view;
  Session session;
  Json params;

  [[nodiscard]] Result<Answer> ask() const {
    CallOptions options;
    options.deadline = std::chrono::milliseconds(static_cast<std::int64_t>(command.timeout_s * 1000));
    options.stop = signals.token();
    return session.connector->execute(view.call.entity, view.call.action, params.dump(), std::move(options));
  }
  [[nodiscard]] int fail(const Error& error) const {
    const int code = report(error, terminal, view.call);
    return signals.exit_code() != 0 ? signals.exit_code() : code;
  }
};

int ask_once(const Asking& asking) {
  const auto answer = asking.ask();
  return answer ? show_store_answer(*answer, asking.view, asking.terminal) : asking.fail(answer.error());
}

std::string cursor_in(const StoreAnswer& page) {
  const auto meta = Json::parse(page.meta);
  return meta ? std::string(meta->text_of("cursor")) : std::string{};
}

/// Calls `take(rows)` for every page; what the last one said about itself.
template <typename Take>
Result<StoreAnswer> read_pages(Asking& asking, Take take) {
  for (;;) {
    auto answer = asking.ask();
    if (!answer) return std::move(answer).error();
    StoreAnswer page = open_store_answer(std::move(answer->document));
    if (!take(page.rows)) return page;
    const std::string cursor = cursor_in(page);
    if (cursor.empty()) return page;
    asking.params.set("cursor", cursor);
  }
}

int ask_all_as_json(Asking& asking) {
  const std::string_view folder = value_of(asking.terminal.environment, "TMPDIR");
  const auto spool = Spool::open(folder.empty() ? "/tmp" : folder);
  if (!spool) return asking.fail(spool.error());
  SliceWriter writer(spool->descriptor());
  std::string_view before = "{\"data\":[";
  const auto last = read_pages(asking, [&](const Records& rows) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      writer.add(std::exchange(before, ","));
      writer.add(rows.json(i));
    }
    return writer.flush();
  });
  if (!last) return asking.fail(last.error());
  if (before != ",") writer.add(before);
  writer.add("],\"meta\":");
  writer.add(last->meta);
  writer.add("}\n");
  writer.flush();
  if (writer.failure()) return asking.fail(*writer.failure());
  const auto copied = spool->copy_to(asking.terminal.out);
  return copied ? 0 : asking.fail(copied.error());
}

int ask_all(Asking& asking) {
  if (asking.view.format == OutputFormat::json) return ask_all_as_json(asking);
  SliceWriter writer(asking.terminal.out);
  const auto output = make_output(asking.view.format, writer, output_options(asking.view, asking.terminal));
  std::int64_t rows = 0;
  const auto last = read_pages(asking, [&](const Records& page) {
    if (!page.empty()) output->page(page);
    rows += static_cast<std::int64_t>(page.size());
    return writer.usable();
  });
  if (!last) return asking.fail(last.error());
  output->finish({});
  if (writer.failure()) return asking.fail(*writer.failure());
  if (!writer.closed()) tell_about(*last, rows, *output, asking.view, asking.terminal);
  return 0;
}

/// A statement names its tables itself; any entity will do.
std::string_view entity_of(const QuestionCommand& command) {
  return command.entity.empty() ? catalog::entities().front()->name : std::string_view(command.entity);
}

}  // namespace

int run_question(const QuestionCommand& command, const Terminal& terminal) {
  const std::string options = repeated_options(command.connection);
  StoreView view{
      .call = {.entity = entity_of(command), .action = name_of(command.action), .options = options},
      .fields = command.fields};
  const auto format = row_format(command.output, terminal);
  if (!format) return report(format.error(), terminal, view.call);
  view.format = *format;
  if (command.action == StoreAction::search) view.entity = catalog::find_entity(command.entity);
  auto text = load_params(command.query, terminal.in);
  if (!text) return report(text.error(), terminal, view.call);
  auto params = question_params(command, *text);
  if (!params) return report(params.error(), terminal, view.call);

  const SignalWatch signals;
  auto session = open_session(command.connection, terminal, false);
  if (!session) return report(session.error(), terminal, view.call);
  Asking asking{.command = command,
                .terminal = terminal,
                .signals = signals,
                .view = std::move(view),
                .session = *std::move(session),
                .params = *std::move(params)};
  return command.all ? ask_all(asking) : ask_once(asking);
}

}  // namespace tiktok_marketing::cli
