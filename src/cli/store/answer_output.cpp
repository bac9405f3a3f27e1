#include "cli/store/answer_output.hpp"

#include <memory>
#include <utility>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/json_members.hpp"
#include "cli/commands.hpp"
#include "cli/output/notes.hpp"
#include "cli/output/row.hpp"
#include "cli/output/slice_writer.hpp"
#include "cli/output/text_width.hpp"

namespace tiktok_marketing::cli {
namespace {

template <typename F>
void for_each_item(std::string_view array, F&& f) {
  std::size_t at = detail::after_blanks(array, 0);
  if (at >= array.size() || array[at] != '[') return;
  at = detail::after_blanks(array, at + 1);
  while (at < array.size() && array[at] != ']') {
    const std::size_t end = detail::after_value(array, at);
    f(array.substr(at, end - at));
    at = detail::after_blanks(array, end);
    if (at < array.size() && array[at] == ',') at = detail::after_blanks(array, at + 1);
  }
}

/// `spend 12.50, clicks 3`
std::string members_text(std::string_view object) {
  std::string text;
  for_each_member(object, [&](std::string_view name, std::string_view value) {
    if (value.starts_with('{')) return true;
    const std::string cell = value == "null" ? "not available" : cell_text(value);
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, cell);
    return true;
  });
  return printable(text);
}

std::string days_text(const Json& meta) {
  const Json* coverage = meta.find("coverage");
  if (coverage == nullptr) return {};
  const auto oldest = coverage->text_of("oldest_complete");
  const auto newest = coverage->text_of("newest_complete");
  return oldest.empty() || newest.empty() ? std::string{}
                                          : fmt::format("complete from {} to {}", oldest, newest);
}

std::string moving_text(const Json& meta) {
  const Json* finality = meta.find("finality");
  const Json* moving = finality == nullptr ? nullptr : finality->find("moving_from");
  if (moving == nullptr) return {};
  std::string text;
  const auto add = [&](std::string_view what, std::string_view from) {
    if (!from.empty()) text += fmt::format("{}{} from {}", text.empty() ? "" : ", ", what, from);
  };
  add("delivery and cost", moving->text_of("delivery"));
  add("conversions", moving->text_of("conversion"));
  return text.empty() ? text : "may still change: " + text;
}

std::string standing_text(const Json& meta) {
  std::string text;
  const auto add = [&](std::string_view part) {
    if (!part.empty()) text += fmt::format("{}{}", text.empty() ? "" : "; ", part);
  };
  if (const auto as_of = meta.text_of("as_of"); !as_of.empty()) add(fmt::format("as of {}", as_of));
  add(days_text(meta));
  add(meta.text_of("currency"));
  add(meta.text_of("time_zone"));
  return printable(text);
}

int show_rows(const StoreAnswer& opened, const Answer& answer, const StoreView& view,
              const Terminal& terminal) {
  SliceWriter writer(terminal.out);
  const auto output = make_output(view.format, writer, output_options(view, terminal));
  if (!opened.rows.empty()) output->page(opened.rows);
  output->finish(answer.meta);
  if (writer.failure()) return report(*writer.failure(), terminal, view.call);
  if (!writer.closed())
    tell_about(opened, static_cast<std::int64_t>(opened.rows.size()), *output, view, terminal);
  return 0;
}

}  // namespace

OutputOptions output_options(const StoreView& view, const Terminal& terminal) {
  return {.entity = view.entity,
          .fields = view.fields,
          .terminal = terminal.out_is_terminal,
          .colour = terminal.colour_out,
          .width = static_cast<std::size_t>(terminal.width)};
}

void tell_about(const StoreAnswer& answer, std::int64_t rows, const RowOutput& output, const StoreView& view,
                const Terminal& terminal) {
  if (!terminal.err_is_terminal) {
    terminal.say("{\"meta\":" + answer.meta + "}\n");
    return;
  }
  std::string notes = store_notes(answer, rows, view.call);
  if (const std::string remark = output.remark(); !remark.empty()) notes += remark + '\n';
  terminal.say(notes);
}

StoreAnswer open_store_answer(std::string document) {
  const auto text = std::make_shared<const std::string>(std::move(document));
  StoreAnswer answer;
  for_each_item(find_member(*text, "data"), [&](std::string_view row) { answer.rows.add(text, row); });
  const std::string_view meta = find_member(*text, "meta");
  answer.meta = meta.empty() ? std::string_view("{}") : meta;
  answer.totals = find_member(meta, "totals");
  return answer;
}

std::string store_notes(const StoreAnswer& answer, std::int64_t rows, CallNames call) {
  const auto parsed = Json::parse(answer.meta);
  if (!parsed) return {};
  const Json& meta = *parsed;
  const bool has_more = meta.find("has_more") != nullptr && meta.find("has_more")->as_bool() != nullptr &&
                        *meta.find("has_more")->as_bool();
  std::string notes = fmt::format("{}{} row{}", has_more ? "the first " : "", rows, rows == 1 ? "" : "s");
  if (meta.find("simulated") != nullptr) notes += " (virtual TikTok)";
  notes += '\n';
  for_each_item(answer.totals,
                [&](std::string_view row) { notes += fmt::format("total: {}\n", members_text(row)); });
  for_each_item(find_member(answer.meta, "other"), [&](std::string_view row) {
    notes += fmt::format("all others together: {}\n", members_text(row));
  });
  if (const std::string standing = standing_text(meta); !standing.empty()) notes += standing + '\n';
  if (const std::string moving = moving_text(meta); !moving.empty()) notes += moving + '\n';
  if (const Json* excludes = meta.find("excludes"); excludes != nullptr) {
    notes += printable(fmt::format("not contained: {}", excludes->dump())) + '\n';
  }
  if (const Json* next = meta.find("next"); has_more && next != nullptr) {
    const std::string command = example_command(next->dump(), call);
    if (!command.empty()) notes += fmt::format("next page: {}\n", command);
  }
  for (const auto* list : {"missing", "warnings"}) {
    for_each_item(find_member(answer.meta, list), [&](std::string_view item) {
      const std::string text = item.starts_with('{') ? members_text(item) : printable(cell_text(item));
      notes += fmt::format("{}: {}\n", list == std::string_view("missing") ? "missing" : "warning", text);
    });
  }
  return notes;
}

int show_store_answer(const Answer& answer, const StoreView& view, const Terminal& terminal) {
  if (view.format == OutputFormat::json) {
    return write_out((terminal.out_is_terminal ? indented(answer.document) : answer.document) + "\n",
                     terminal);
  }
  return show_rows(open_store_answer(answer.document), answer, view, terminal);
}

}  // namespace tiktok_marketing::cli
