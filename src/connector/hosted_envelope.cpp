#include "connector/hosted_envelope.hpp"

#include "base/json.hpp"
#include "connector/hosted_errors.hpp"
#include "connector/meta_json.hpp"
#include "tiktok/json_index.hpp"

namespace tiktok_marketing {
namespace {

using tiktok::JsonIndex;

// The index grows to the largest page and is worth keeping between pages.
JsonIndex& shared_index() {
  thread_local JsonIndex index;
  return index;
}

void read_result(JsonIndex::Cursor& value, HostedEnvelope& envelope) {
  JsonIndex::Cursor whole = value;
  envelope.is_list = value.kind() == '[';
  envelope.records.clear();
  if (envelope.is_list) {
    value.items([&](JsonIndex::Cursor& item) {
      envelope.is_list = envelope.is_list && item.kind() == '{';
      envelope.records.push_back(item.value());
    });
    envelope.result = whole.value();
  } else {
    envelope.result = value.value();
  }
}

}  // namespace

Result<HostedEnvelope> open_hosted_envelope(const HttpResponse& response) {
  if (!response.body || response.body->empty()) return unreadable_hosted("it is empty");
  HostedEnvelope envelope{.body = tiktok::with_padding(response.body)};
  JsonIndex& index = shared_index();
  if (!index.build(*envelope.body)) return unreadable_hosted("it is not JSON");
  auto root = index.begin();
  if (root.kind() != '{') return unreadable_hosted("it is no JSON object");
  std::string_view metadata;
  root.members([&](std::string_view name, JsonIndex::Cursor& value) {
    if (name == "result") {
      read_result(value, envelope);
      return;
    }
    const std::string_view json = value.value();
    if (name == "connector_metadata") metadata = json;
  });
  if (envelope.result.empty()) return unreadable_hosted("it has no result");
  if (auto json = Json::parse(metadata.empty() ? "null" : metadata)) envelope.meta = meta_of_json(*json);
  return envelope;
}

}  // namespace tiktok_marketing
