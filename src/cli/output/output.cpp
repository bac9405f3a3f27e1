#include "cli/output/output.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "cli/output/csv_output.hpp"
#include "cli/output/row.hpp"
#include "cli/output/table_output.hpp"

namespace tiktok_marketing::cli {
namespace {

constexpr std::array<std::pair<std::string_view, OutputFormat>, 4> kFormats{{{"json", OutputFormat::json},
                                                                             {"jsonl", OutputFormat::jsonl},
                                                                             {"csv", OutputFormat::csv},
                                                                             {"table", OutputFormat::table}}};

/// `{"data":[…],"meta":{…}}` on one line; spread over lines on a terminal.
class JsonOutput : public RowOutput {
 public:
  JsonOutput(SliceWriter& writer, bool spread) : writer_(writer), spread_(spread) {}

  void page(const Records& rows) override {
    std::vector<std::string> texts;
    if (spread_) texts.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      writer_.add(separator());
      if (spread_) texts.push_back(indented(rows.json(i), 2));
      writer_.add(spread_ ? std::string_view(texts.back()) : rows.json(i));
    }
    writer_.flush();
  }

  void finish(const Meta& meta) override {
    if (!begun_) writer_.add(spread_ ? "{\n  \"data\": [" : "{\"data\":[");
    if (spread_ && begun_) writer_.add("\n  ");
    const std::string text = spread_ ? indented(meta.to_json(), 1) : meta.to_json();
    writer_.add(spread_ ? "],\n  \"meta\": " : "],\"meta\":");
    writer_.add(text);
    writer_.add(spread_ ? "\n}\n" : "}\n");
    writer_.flush();
  }

 private:
  std::string_view separator() {
    if (std::exchange(begun_, true)) return spread_ ? ",\n    " : ",";
    return spread_ ? "{\n  \"data\": [\n    " : "{\"data\":[";
  }

  SliceWriter& writer_;
  bool spread_;
  bool begun_ = false;
};

/// One row a line, byte for byte.
class JsonLinesOutput : public RowOutput {
 public:
  explicit JsonLinesOutput(SliceWriter& writer) : writer_(writer) {}

  void page(const Records& rows) override {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      writer_.add(rows.json(i));
      writer_.add("\n");
    }
    writer_.flush();
  }
  void finish(const Meta&) override {}

 private:
  SliceWriter& writer_;
};

}  // namespace

Result<OutputFormat> parse_output_format(std::string_view text) {
  Error error{.type = ErrorType::value_error};
  for (const auto& [name, format] : kFormats) {
    if (text == name) return format;
    error.allowed.emplace_back(name);
  }
  error.message = fmt::format("There is no output format \"{}\".", text);
  error.hint = "Give --output one of json, jsonl, csv, table.";
  error.param = "output";
  error.given = text;
  return error;
}

Result<OutputFormat> row_format(std::string_view output, const Terminal& terminal) {
  if (!output.empty()) return parse_output_format(output);
  return terminal.out_is_terminal ? OutputFormat::table : OutputFormat::json;
}

std::unique_ptr<RowOutput> make_output(OutputFormat format, SliceWriter& writer, OutputOptions options) {
  switch (format) {
    case OutputFormat::json:
      return std::make_unique<JsonOutput>(writer, options.terminal);
    case OutputFormat::jsonl:
      return std::make_unique<JsonLinesOutput>(writer);
    case OutputFormat::csv:
      return std::make_unique<CsvOutput>(writer, std::move(options));
    case OutputFormat::table:
      return std::make_unique<TableOutput>(writer, std::move(options));
  }
  return nullptr;
}

}  // namespace tiktok_marketing::cli
