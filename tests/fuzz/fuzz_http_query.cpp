// Any text as a query string: read without a crash, and what is read survives being written again.
#include <string>

#include "fuzz.hpp"
#include "http/server/query.hpp"
#include "tiktok/query.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace tiktok_marketing;
  const auto pairs = http::parse_query(fuzz::text_of(bytes, size));
  std::vector<tiktok::QueryParam> params;
  for (const auto& [name, value] : pairs) params.emplace_back(name, Json(value));
  fuzz::require(http::parse_query(tiktok::encode_query(params)) == pairs, "a query survives",
                fuzz::text_of(bytes, size));
  return 0;
}
