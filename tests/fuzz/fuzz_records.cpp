// Records cut out of any envelope, shaped in every way: what leaves is a JSON object, row for row.
#include <optional>
#include <string>

#include "base/json.hpp"
#include "connector/shape.hpp"
#include "fuzz.hpp"
#include "response.hpp"
#include "tiktok/envelope.hpp"

using tiktok_marketing::Json;
using tiktok_marketing::Records;
using tiktok_marketing::Shape;
using tiktok_marketing::tiktok::ListPage;

namespace {

// The first byte chooses the shape, the rest is the body.
Shape shape_of(std::uint8_t choice) {
  Shape shape;
  shape.report = (choice & 1) != 0;
  shape.nested = (choice & 2) != 0;
  shape.numbers = (choice & 4) != 0;
  if ((choice & 8) != 0) shape.fields = {"campaign_id", "a.b", "metrics.spend", "metrics", "spend"};
  if ((choice & 16) != 0) shape.metrics = {"spend", "impressions", "reach"};
  return shape;
}

void check_row(std::string_view row, const Shape& shape) {
  const auto parsed = Json::parse(row);
  fuzz::require(parsed && parsed->as_object() != nullptr, "a row is a JSON object", row);
  if (!shape.report || shape.nested || !shape.fields.empty()) return;
  for (const auto& metric : shape.metrics)
    fuzz::require(parsed->find(metric) != nullptr, "asked-for metric", row);
}

void check_fields(const tiktok_marketing::Record& record) {
  for (const char* field : {"campaign_id", "a.b", "spend", "metrics.spend", "", "."}) {
    const auto text = record.text(field);
    const auto decimal = record.decimal(field);
    fuzz::require(!decimal || text, "a number has a text");
    fuzz::require(!record.integer(field) || text, "an integer has a text");
    fuzz::require(!(record.is_absent(field) && (text || record.is_null(field))),
                  "absent is neither null nor text");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size == 0) return 0;
  const Shape shape = shape_of(bytes[0]);
  auto envelope = tiktok_marketing::tiktok::open_envelope(
      fuzz::response(fuzz::text_of(bytes + 1, size - 1), true), "list");
  if (!envelope) return 0;
  ListPage page{.envelope = std::move(*envelope)};
  page.records = page.envelope.records;
  const Records rows = shape_records(page, shape);
  fuzz::require(rows.size() == page.records.size(), "one row per record");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    check_row(rows.json(i), shape);
    check_fields(rows[i]);
  }
  return 0;
}
