#include <tiktok_marketing/connector/answer.hpp>

#include "base/json.hpp"
#include "connector/json_texts.hpp"

namespace tiktok_marketing {
namespace {

// Texts that hold JSON of our own making, put in as they stand.
void append_member(std::string& out, std::string_view name, std::string_view json) {
  if (json.empty()) return;
  out += ",\"";
  out += name;
  out += "\":";
  out += json;
}

Json page_info_json(const PageInfo& info) {
  Json json;
  json.set("page", info.page);
  json.set("page_size", info.page_size);
  json.set("total_number", info.total_number);
  json.set("total_page", info.total_page);
  return json;
}

}  // namespace

std::string Meta::to_json() const {
  Json json;
  json.set("complete", complete);
  json.set("has_more", has_more);
  if (page_info) json.set("page_info", page_info_json(*page_info));
  json.set("source", source);
  if (simulated) json.set("simulated", true);
  if (!missing.empty()) {
    Json::Array items;
    for (const auto& each : missing) {
      Json item;
      item.set("what", each.what);
      if (!each.id.empty()) item.set("id", each.id);
      item.set("reason", each.reason);
      items.push_back(std::move(item));
    }
    json.set("missing", std::move(items));
  }
  if (!truncated.empty()) json.set("truncated", array_of(truncated));
  if (!warnings.empty()) json.set("warnings", array_of(warnings));
  if (!cursor.empty()) json.set("cursor", cursor);
  if (!request_id.empty()) json.set("request_id", request_id);
  if (!data_as_of.empty()) json.set("data_as_of", data_as_of);
  json.set("requests", requests);
  std::string out = json.dump();
  out.pop_back();
  append_member(out, "next", next);
  append_member(out, "date_range", date_range);
  append_member(out, "total_metrics", total_metrics);
  out += '}';
  return out;
}

bool Answer::is_whole() const {
  return !document.empty() && meta.source == "context_store";
}

void Answer::append_data(std::string& out) const {
  if (!document.empty()) {
    out += document;
    return;
  }
  std::vector<DataPiece> pieces;
  append_pieces(pieces);
  std::size_t bytes = out.size();
  for (const auto& piece : pieces) bytes += piece.bytes.size();
  out.reserve(bytes);
  for (const auto& piece : pieces) out += piece.bytes;
}

void Answer::append_pieces(std::vector<DataPiece>& out) const {
  if (!document.empty()) {
    auto copy = std::make_shared<const std::string>(document);
    const std::string_view bytes(*copy);
    out.push_back({std::move(copy), bytes});
    return;
  }
  out.push_back({nullptr, "["});
  records.append_pieces(out);
  out.push_back({nullptr, "]"});
}

std::string Answer::to_json() const {
  if (is_whole()) return document;
  std::string out = "{\"data\":";
  append_data(out);
  out += ",\"meta\":";
  out += meta.to_json();
  out += '}';
  return out;
}

}  // namespace tiktok_marketing
