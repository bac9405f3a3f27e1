#include "connector/meta_json.hpp"

#include "connector/json_texts.hpp"

namespace tiktok_marketing {
namespace {

bool flag(const Json& json, std::string_view name) {
  const Json* member = json.find(name);
  return member != nullptr && member->as_bool() != nullptr && *member->as_bool();
}

std::string object_text(const Json& json, std::string_view name) {
  const Json* member = json.find(name);
  return member != nullptr && member->as_object() != nullptr ? member->dump() : std::string{};
}

std::optional<PageInfo> page_info(const Json& json) {
  const Json* info = json.find("page_info");
  if (info == nullptr || info->as_object() == nullptr) return std::nullopt;
  return PageInfo{.page = info->int_of("page").value_or(0),
                  .page_size = info->int_of("page_size").value_or(0),
                  .total_number = info->int_of("total_number").value_or(0),
                  .total_page = info->int_of("total_page").value_or(0)};
}

std::vector<Missing> missing(const Json& json) {
  std::vector<Missing> out;
  const Json* items = json.find("missing");
  if (items == nullptr || items->as_array() == nullptr) return out;
  for (const Json& item : *items->as_array()) {
    out.push_back({.what = std::string(item.text_of("what")),
                   .id = std::string(item.text_of("id")),
                   .reason = std::string(item.text_of("reason"))});
  }
  return out;
}

}  // namespace

Meta meta_of_json(const Json& json) {
  Meta meta;
  meta.complete = flag(json, "complete");
  meta.has_more = flag(json, "has_more");
  meta.next = object_text(json, "next");
  meta.cursor = json.text_of("cursor");
  meta.page_info = page_info(json);
  if (!json.text_of("source").empty()) meta.source = json.text_of("source");
  meta.simulated = flag(json, "simulated");
  meta.missing = missing(json);
  meta.truncated = texts_of(json.find("truncated"));
  meta.warnings = texts_of(json.find("warnings"));
  meta.date_range = object_text(json, "date_range");
  meta.total_metrics = object_text(json, "total_metrics");
  meta.request_id = json.text_of("request_id");
  meta.data_as_of = json.text_of("data_as_of");
  meta.requests = json.int_of("requests").value_or(0);
  return meta;
}

}  // namespace tiktok_marketing
