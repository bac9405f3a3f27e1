// Any bytes as TikTok's answer: never a crash, never a record the strict parser refuses, and nothing read
// that the document as a tree does not hold.
#include <set>
#include <string>

#include "base/json.hpp"
#include "base/json_members.hpp"
#include "fuzz.hpp"
#include "response.hpp"
#include "tiktok/envelope.hpp"
#include "tiktok/json_index.hpp"

using tiktok_marketing::Json;
using tiktok_marketing::Result;
using tiktok_marketing::tiktok::Envelope;
using tiktok_marketing::tiktok::JsonIndex;
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

// Names that are escaped or come twice are read otherwise in a tree; TikTok sends neither.
bool has_odd_names(std::string_view object) {
  std::set<std::string_view> names;
  bool odd = false;
  tiktok_marketing::for_each_member(object, [&](std::string_view name, std::string_view value) {
    odd = name.find('\\') != std::string_view::npos || !names.insert(name).second || has_odd_names(value);
    return !odd;
  });
  return odd;
}

// What the envelope says must be what stands in the document as a tree.
void check_against_tree(const Envelope& envelope, const Json& document) {
  fuzz::require(document.int_of("code") == envelope.code, "code");
  fuzz::require(document.text_of("message") == envelope.message, "message", envelope.message);
  fuzz::require(document.text_of("request_id") == envelope.request_id, "request_id");
  const Json* data = document.find("data");
  const Json* list = data == nullptr ? nullptr : data->find("list");
  const bool has_list = list != nullptr && list->as_array() != nullptr;
  fuzz::require(envelope.has_records == has_list, "has_records");
  if (!has_list) return;
  fuzz::require(list->as_array()->size() == envelope.records.size(), "number of records");
  for (std::size_t i = 0; i < envelope.records.size(); ++i) {
    const auto record = Json::parse(envelope.records[i]);
    fuzz::require(record && *record == (*list->as_array())[i], "record", envelope.records[i]);
  }
}

bool is_envelope(const Json& document) {
  if (!document.int_of("code")) return false;
  const Json* data = document.find("data");
  const Json* list = data == nullptr ? nullptr : data->find("list");
  if (list == nullptr || list->as_array() == nullptr) return true;
  for (const Json& item : *list->as_array()) {
    if (item.as_object() == nullptr) return false;
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto text = fuzz::text_of(bytes, size);
  const auto document = Json::parse(text);
  const bool comparable = !document || !has_odd_names(text);
  const auto response = fuzz::response(text, true);
  JsonIndex index;
  fuzz::require(index.build(*response.body) == document.has_value(), "as strict as Json::parse", text);

  const Result<Envelope> envelope = open_envelope(response, "list");
  const Result<Envelope> unpadded = open_envelope(fuzz::response(text, false), "list");
  fuzz::require(envelope.has_value() == unpadded.has_value(), "padding makes no difference", text);
  if (comparable) {
    fuzz::require(envelope.has_value() == (document && is_envelope(*document)), "opens what is an envelope",
                  text);
  }
  if (envelope) check_parts(*envelope);
  if (envelope && comparable) check_against_tree(*envelope, *document);
  if (!envelope) {
    fuzz::require(!envelope.error().message.empty() && !envelope.error().hint.empty(),
                  "an error explains itself");
  }
  return 0;
}
