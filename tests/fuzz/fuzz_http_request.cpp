// Any bytes as requests of one connection: read without a crash, within the limits, and the same whether they
// come at once or in pieces of the size the first byte names. What depended on the packets could be smuggled.
#include <algorithm>
#include <string>
#include <vector>

#include "fuzz.hpp"
#include "http/server/request_reader.hpp"

namespace {

using namespace tiktok_marketing;
using State = http::RequestReader::State;

constexpr std::size_t kMaxHeaders = 1'000;
constexpr std::size_t kMaxBody = 500;

struct Outcome {
  bool complete = false;
  std::size_t used = 0;
  http::ServerRequest request;
};

bool is_open(const http::RequestReader& reader) {
  return reader.state() == State::headers || reader.state() == State::body;
}

Outcome read_one(std::string_view bytes, std::size_t step) {
  http::RequestReader reader(kMaxHeaders, kMaxBody);
  Outcome outcome;
  for (std::size_t end = std::min(step, bytes.size()); is_open(reader);) {
    const State before = reader.state();
    const std::size_t used = reader.feed(bytes.substr(outcome.used, end - outcome.used));
    fuzz::require(used <= end - outcome.used, "no more bytes are used than there are", bytes);
    outcome.used += used;
    if (used > 0 || reader.state() != before) continue;
    if (end == bytes.size()) break;
    end = std::min(end + step, bytes.size());
  }
  outcome.complete = reader.state() == State::complete;
  if (outcome.complete) outcome.request = reader.take();
  return outcome;
}

bool same(const http::ServerRequest& a, const http::ServerRequest& b) {
  return a.method == b.method && a.path == b.path && a.raw_query == b.raw_query && a.headers == b.headers &&
         a.body == b.body;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::size_t step = 1 + data[0];
  std::string_view bytes = fuzz::text_of(data + 1, size - 1);
  while (!bytes.empty()) {
    const Outcome whole = read_one(bytes, bytes.size());
    const Outcome pieces = read_one(bytes, step);
    fuzz::require(whole.complete == pieces.complete, "pieces make a request when the whole does", bytes);
    if (!whole.complete) break;
    fuzz::require(whole.used == pieces.used, "pieces end the request where the whole does", bytes);
    fuzz::require(same(whole.request, pieces.request), "pieces make the same request", bytes);
    fuzz::require(whole.request.body.size() <= kMaxBody, "the body keeps its limit", bytes);
    bytes.remove_prefix(whole.used);
  }
  return 0;
}
