// Our strict parser against simdjson: both accept the same documents, but for integers
// beyond 64 bits and numbers beyond a double, which simdjson refuses.
#include <simdjson.h>

#include "base/json.hpp"
#include "base/json_members.hpp"
#include "base/json_scanner.hpp"
#include "fuzz.hpp"

using tiktok_marketing::Json;

namespace {

void check_members(const Json& value, std::string_view text) {
  const auto* object = value.as_object();
  if (object == nullptr) return;
  std::size_t next = 0;
  tiktok_marketing::for_each_member(text, [&](std::string_view name, std::string_view member) {
    fuzz::require(next < object->size(), "members are counted alike", text);
    const auto parsed_name = Json::parse("\"" + std::string(name) + "\"");
    fuzz::require(parsed_name && *parsed_name->as_string() == (*object)[next].first, "names are cut alike",
                  text);
    const auto parsed = Json::parse(member);
    fuzz::require(parsed && *parsed == (*object)[next].second, "values are cut alike", member);
    check_members(*parsed, member);
    ++next;
    return true;
  });
  fuzz::require(next == object->size(), "no member is lost", text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto text = fuzz::text_of(bytes, size);
  const auto ours = Json::parse(text);
  static simdjson::dom::parser parser;
  const auto theirs = parser.parse(simdjson::padded_string(text)).error();

  if (ours) {
    fuzz::require(theirs == simdjson::SUCCESS || theirs == simdjson::NUMBER_ERROR,
                  "simdjson accepts what ours accepts", text);
    const std::string dumped = ours->dump();
    const auto again = Json::parse(dumped);
    fuzz::require(again && *again == *ours, "dump and parse give the same document", dumped);
    fuzz::require(again->dump() == dumped, "dump is settled", dumped);
    check_members(*ours, text);
  } else {
    const bool too_deep = ours.error().message.find("levels deep") != std::string::npos;
    fuzz::require(theirs != simdjson::SUCCESS || too_deep, "ours accepts what simdjson accepts", text);
    fuzz::require(!ours.error().message.empty() && !ours.error().hint.empty(), "an error explains itself");
  }
  tiktok_marketing::JsonScanner scanner(text);
  const bool scanned = !scanner.value().empty() && scanner.at_end();
  fuzz::require(scanned == ours.has_value(), "scanning and parsing accept the same", text);
  return 0;
}
