// Any bytes as TikTok's answer: never a crash, never a record the strict parser refuses, and the fast and the
// slow way of reading agree.
#include <set>
#include <string>

#include "base/json.hpp"
#include "base/json_members.hpp"
#include "fuzz.hpp"
#include "response.hpp"
#include "tiktok/envelope.hpp"

using tiktok_marketing::Json;
using tiktok_marketing::Result;
using tiktok_marketing::tiktok::Envelope;
using tiktok_marketing::tiktok::open_envelope;

namespace {

void check_parts(const Envelope& envelope) {
  const std::string_view body = *envelope.body;
  const auto inside = [&](std::string_view part) {
    return part.empty() ||
           (part.data() >= body.data() && part.data() + part.size() <= body.data() + body.size());
  };
  for (const auto record : envelope.records) {
    fuzz::require(inside(record), "a record lies inside the body");
    const auto parsed = Json::parse(record);
    fuzz::require(parsed && parsed->as_object() != nullptr, "a record is a JSON object", record);
  }
  fuzz::require(inside(envelope.data), "data lies inside the body");
  for (const std::string_view part : {envelope.data, std::string_view(envelope.total_metrics)}) {
    fuzz::require(part.empty() || Json::parse(part).has_value(), "data is JSON", part);
  }
  fuzz::require(envelope.has_records || envelope.records.empty(), "records only where there is a list");
}

// Names that are escaped or come twice are found by one way and not by the other; TikTok sends neither.
bool has_odd_names(std::string_view object) {
  std::set<std::string_view> names;
  bool odd = false;
  tiktok_marketing::for_each_member(object, [&](std::string_view name, std::string_view value) {
    odd = name.find('\\') != std::string_view::npos || !names.insert(name).second || has_odd_names(value);
    return !odd;
  });
  return odd;
}

void check_agreement(const Envelope& fast, const Envelope& slow) {
  fuzz::require(fast.code == slow.code, "code");
  fuzz::require(fast.message == slow.message, "message", fast.message);
  fuzz::require(fast.request_id == slow.request_id, "request_id");
  fuzz::require(fast.data == slow.data, "data", fast.data);
  fuzz::require(fast.has_records == slow.has_records, "has_records");
  fuzz::require(fast.records.size() == slow.records.size(), "number of records");
  for (std::size_t i = 0; i < fast.records.size(); ++i) {
    fuzz::require(fast.records[i] == slow.records[i], "record", fast.records[i]);
  }
  fuzz::require(fast.page_info == slow.page_info, "page_info");
  fuzz::require(fast.total_metrics == slow.total_metrics, "total_metrics");
  fuzz::require(fast.ids_cut == slow.ids_cut, "ids_cut");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto text = fuzz::text_of(bytes, size);
  const auto document = Json::parse(text);
  const bool comparable = !document || !has_odd_names(text);
  const Result<Envelope> fast = open_envelope(fuzz::response(text, true), "list");
  const Result<Envelope> slow = open_envelope(fuzz::response(text, false), "list");
  if (fast) check_parts(*fast);
  if (slow) check_parts(*slow);
  fuzz::require(!comparable || fast.has_value() == slow.has_value(), "both ways accept the same bodies",
                text);
  if (comparable && fast && slow) check_agreement(*fast, *slow);
  if (!fast)
    fuzz::require(!fast.error().message.empty() && !fast.error().hint.empty(), "an error explains itself");
  return 0;
}
