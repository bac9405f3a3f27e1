#include "tiktok/envelope.hpp"

#include <simdjson.h>

#include "base/json.hpp"
#include "base/json_members.hpp"
#include "base/json_scanner.hpp"
#include "tiktok/error_mapping.hpp"

namespace tiktok_marketing::tiktok {
namespace {

namespace dom = simdjson::dom;
namespace ondemand = simdjson::ondemand;

// The two ways to read the small members beside the records must agree: one from the validated tree, so that
// the bulk of the page is not walked again, one from the text for pages the tree cannot hold.

std::int64_t integer_of(dom::object object, std::string_view name) {
  std::int64_t value = 0;
  return object[name].get(value) == simdjson::SUCCESS ? value : 0;
}

bool says_cut(dom::object data) {
  dom::element throttle;
  if (data["extra_info"]["search_ads_throttle"].get(throttle) != simdjson::SUCCESS) return false;
  bool flag = false;
  std::string_view text;
  if (throttle.get(flag) == simdjson::SUCCESS) return flag;
  if (throttle.get(text) == simdjson::SUCCESS) return !text.empty();
  return !throttle.is_null();
}

bool says_cut(std::string_view data) {
  const auto throttle = find_member(find_member(data, "extra_info"), "search_ads_throttle");
  return !throttle.empty() && throttle != "null" && throttle != "false" && throttle != "\"\"";
}

void read_page_info(dom::object data, Envelope& envelope) {
  dom::object info;
  if (data["page_info"].get(info) != simdjson::SUCCESS) return;
  envelope.page_info = PageInfo{.page = integer_of(info, "page"),
                                .page_size = integer_of(info, "page_size"),
                                .total_number = integer_of(info, "total_number"),
                                .total_page = integer_of(info, "total_page")};
}

void read_page_info(std::string_view data, Envelope& envelope) {
  const auto info = find_member(data, "page_info");
  if (info.empty() || info.front() != '{') return;
  const auto read = [&](std::string_view name) {
    const auto number = Json::parse(find_member(info, name));
    return number ? number->as_int().value_or(0) : 0;
  };
  envelope.page_info = PageInfo{.page = read("page"),
                                .page_size = read("page_size"),
                                .total_number = read("total_number"),
                                .total_page = read("total_page")};
}

// Same results as the fast path, for texts it refuses only because of an integer's size.
bool slice_slowly(std::string_view text, std::string_view records_key, Envelope& envelope) {
  JsonScanner scanner(text);
  const std::string_view root = scanner.value();
  if (root.empty() || root.front() != '{' || !scanner.at_end()) return false;
  const auto code = Json::parse(find_member(root, "code"));
  if (!code || !code->as_int()) return false;
  envelope.code = *code->as_int();
  const auto text_of = [&](std::string_view name) {
    const auto value = Json::parse(find_member(root, name));
    return value && value->as_string() != nullptr ? *value->as_string() : std::string{};
  };
  envelope.message = text_of("message");
  envelope.request_id = text_of("request_id");
  const auto data = find_member(root, "data");
  if (data.empty() || data.front() != '{') return true;
  read_page_info(data, envelope);
  envelope.ids_cut = says_cut(data);
  const auto list = find_member(data, records_key);
  if (list.empty() || list.front() != '[') {
    envelope.data = data;
    return true;
  }
  envelope.has_records = true;
  const auto totals = find_member(data, "total_metrics");
  if (totals.starts_with('{')) envelope.total_metrics = totals;
  JsonScanner items(list);
  items.accept('[');
  if (items.accept(']')) return true;
  do {
    const auto item = items.value();
    if (item.empty() || item.front() != '{') return false;
    envelope.records.push_back(item);
  } while (items.accept(','));
  return true;
}

struct Parsers {
  // As deep as `Json` reads, so that no record leaves that our own parser refuses; simdjson counts one more.
  Parsers() { static_cast<void>(validator.allocate(0, JsonScanner::kMaxDepth + 1)); }

  dom::parser validator;
  ondemand::parser slicer;
};

// simdjson's buffers grow to the largest page and are worth keeping between pages.
Parsers& parsers() {
  thread_local Parsers parsers;
  return parsers;
}

std::string string_of(dom::object root, std::string_view name) {
  std::string_view text;
  return root[name].get(text) == simdjson::SUCCESS ? std::string(text) : std::string{};
}

// simdjson counts the blanks behind a value to its text.
std::string_view without_blanks_behind(std::string_view json) {
  while (!json.empty() &&
         (json.back() == ' ' || json.back() == '\n' || json.back() == '\r' || json.back() == '\t')) {
    json.remove_suffix(1);
  }
  return json;
}

bool cut(ondemand::object& object, std::string_view& json) {
  if (object.raw_json().get(json) != simdjson::SUCCESS) return false;
  json = without_blanks_behind(json);
  return true;
}

enum class Sliced { yes, no, integer_too_large };

Sliced slice_fast(const std::string& body, std::string_view records_key, Envelope& envelope) {
  dom::element document;
  // The transport reserves the padding, so the text is read where it lies.
  const auto outcome = parsers().validator.parse(body.data(), body.size(), false).get(document);
  if (outcome == simdjson::NUMBER_ERROR) return Sliced::integer_too_large;
  if (outcome != simdjson::SUCCESS) return Sliced::no;
  dom::object root;
  std::int64_t code = 0;
  if (document.get(root) != simdjson::SUCCESS || root["code"].get(code) != simdjson::SUCCESS)
    return Sliced::no;
  envelope.code = code;
  envelope.message = string_of(root, "message");
  envelope.request_id = string_of(root, "request_id");

  dom::object data;
  if (root["data"].get(data) != simdjson::SUCCESS) return Sliced::yes;
  read_page_info(data, envelope);
  envelope.ids_cut = says_cut(data);
  dom::array list;
  const bool has_list = data[records_key].get(list) == simdjson::SUCCESS;
  const bool has_totals = data["total_metrics"].is_object();

  ondemand::document cursor;
  if (parsers()
          .slicer.iterate(body.data(), body.size(), body.size() + simdjson::SIMDJSON_PADDING)
          .get(cursor) != simdjson::SUCCESS) {
    return Sliced::no;
  }
  ondemand::object data_cursor;
  if (cursor["data"].get_object().get(data_cursor) != simdjson::SUCCESS) return Sliced::no;
  if (!has_list) {
    return cut(data_cursor, envelope.data) ? Sliced::yes : Sliced::no;
  }
  envelope.has_records = true;
  envelope.records.reserve(list.size());
  for (auto item : data_cursor[records_key]) {
    ondemand::object object;
    std::string_view raw;
    if (item.get_object().get(object) != simdjson::SUCCESS) return Sliced::no;
    if (!cut(object, raw)) return Sliced::no;
    envelope.records.push_back(raw);
  }
  if (has_totals) {
    ondemand::object totals;
    if (data_cursor["total_metrics"].get_object().get(totals) != simdjson::SUCCESS) return Sliced::no;
    if (!cut(totals, envelope.total_metrics)) return Sliced::no;
  }
  return Sliced::yes;
}

}  // namespace

Result<Envelope> open_envelope(const HttpResponse& response, std::string_view records_key) {
  static const std::string kEmpty;
  const std::string& body = response.body ? *response.body : kEmpty;
  Envelope envelope;
  envelope.body = response.body;
  envelope.http_status = response.status;

  Sliced sliced = Sliced::no;
  if (body.capacity() >= body.size() + simdjson::SIMDJSON_PADDING && !body.empty()) {
    sliced = slice_fast(body, records_key, envelope);
  } else if (!body.empty()) {
    sliced = Sliced::integer_too_large;
  }
  if (sliced == Sliced::integer_too_large) {
    envelope.records.clear();
    sliced = slice_slowly(body, records_key, envelope) ? Sliced::yes : Sliced::no;
  }
  if (sliced != Sliced::yes) return not_an_envelope(response);

  if (!response.header("x-tt-ads-throttle").empty()) envelope.ids_cut = true;
  return envelope;
}

}  // namespace tiktok_marketing::tiktok
