// Any text as the params of a list of every entity: refused with words that help, or ready to be sent.
#include <string>

#include "catalog/model.hpp"
#include "connector/list_call.hpp"
#include "fuzz.hpp"
#include "http/server/query.hpp"
#include "tiktok/query.hpp"

using namespace tiktok_marketing;

namespace {

void check_error(const Error& error) {
  fuzz::require(!error.message.empty(), "an error has a message");
  fuzz::require(!error.hint.empty(), "an error has a hint", error.message);
  fuzz::require(Json::parse(to_json(error)).has_value(), "an error is JSON", error.message);
  fuzz::require(error.example.empty() || Json::parse(error.example).has_value(), "an example is JSON",
                error.example);
}

// What a server reads from the query is what was meant.
void check_query(const ListCall& call) {
  const auto read = http::parse_query(tiktok::encode_query(call.query));
  std::size_t next = 0;
  for (const auto& [name, value] : call.query) {
    if (value.is_null()) continue;
    fuzz::require(next < read.size() && read[next].first == name, "every param is sent", name);
    const std::string* text = value.as_string();
    fuzz::require(read[next].second == (text != nullptr ? *text : value.dump()), "a value survives", name);
    ++next;
  }
  fuzz::require(next == read.size(), "nothing else is sent");
}

void check_call(const catalog::Entity& entity, const ListCall& call) {
  fuzz::require(call.page >= 1 && call.page_size >= 1 && call.page_size <= 1000, "paging in range");
  fuzz::require(!call.limit || *call.limit >= 1, "limit in range");
  check_query(call);
  const auto again = validate_list(entity, call.given);
  fuzz::require(again.has_value(), "what was accepted is accepted again", call.given.dump());
  fuzz::require(again->given == call.given && again->query == call.query,
                "validation is settled after one pass", call.given.dump());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto params = parse_params(fuzz::text_of(bytes, size));
  if (!params) {
    check_error(params.error());
    return 0;
  }
  for (const auto* entity : catalog::entities()) {
    const auto call = validate_list(*entity, *params);
    if (call) {
      check_call(*entity, *call);
    } else {
      check_error(call.error());
    }
  }
  return 0;
}
