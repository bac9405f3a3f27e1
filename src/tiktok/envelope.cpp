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

// Levels above a record: the envelope, `data`, the array.
constexpr int kLevelsAbove = 3;

// simdjson's buffers grow to the largest text and are worth keeping between pages.
struct Parsers {
  // As deep as `Json` reads, so that no record leaves that our own parser refuses; simdjson counts one more.
  Parsers()
      : ready(frame.allocate(0, JsonScanner::kMaxDepth + 1) == simdjson::SUCCESS &&
              record.allocate(0, JsonScanner::kMaxDepth + 1 - kLevelsAbove) == simdjson::SUCCESS) {}

  dom::parser frame;
  dom::parser record;
  ondemand::parser slicer;
  bool ready;
};

Parsers& parsers() {
  thread_local Parsers parsers;
  return parsers;
}

std::string string_of(dom::object root, std::string_view name) {
  std::string_view text;
  return root[name].get(text) == simdjson::SUCCESS ? std::string(text) : std::string{};
}

bool is_blank(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

enum class Sliced { yes, no, integer_too_large };

Sliced sliced_as(simdjson::error_code outcome) {
  if (outcome == simdjson::SUCCESS) return Sliced::yes;
  return outcome == simdjson::NUMBER_ERROR ? Sliced::integer_too_large : Sliced::no;
}

// Finds the records array and cuts its items apart by their brackets alone: nothing is validated yet.
bool cut_records(const std::string& body, std::string_view records_key,
                 std::vector<std::string_view>& records) {
  ondemand::document cursor;
  const std::size_t with_padding = body.size() + simdjson::SIMDJSON_PADDING;
  if (parsers().slicer.iterate(body.data(), body.size(), with_padding).get(cursor) != simdjson::SUCCESS)
    return false;
  ondemand::object data;
  ondemand::array list;
  if (cursor["data"].get_object().get(data) != simdjson::SUCCESS) return false;
  if (data[records_key].get_array().get(list) != simdjson::SUCCESS) return false;
  for (auto item : list) {
    ondemand::object object;
    std::string_view raw;
    if (item.get_object().get(object) != simdjson::SUCCESS) return false;
    if (object.raw_json().get(raw) != simdjson::SUCCESS) return false;
    // simdjson counts the blanks behind a value to its text.
    records.push_back(without_blanks(raw));
  }
  return true;
}

// Whether what stands between the records, and before and behind them, makes them the items of one array.
// `frame` becomes the body with that array emptied.
bool take_out(const std::string& body, const std::vector<std::string_view>& records, std::string& frame) {
  const std::string_view text(body);
  const auto offset = [&](std::string_view part) {
    return static_cast<std::size_t>(part.data() - body.data());
  };
  for (std::size_t i = 1; i < records.size(); ++i) {
    const std::size_t from = offset(records[i - 1]) + records[i - 1].size();
    if (without_blanks(text.substr(from, offset(records[i]) - from)) != ",") return false;
  }
  std::string_view before = text.substr(0, offset(records.front()));
  std::string_view behind = text.substr(offset(records.back()) + records.back().size());
  while (!before.empty() && is_blank(before.back())) before.remove_suffix(1);
  while (!behind.empty() && is_blank(behind.front())) behind.remove_prefix(1);
  if (!before.ends_with('[') || !behind.starts_with(']')) return false;
  frame.reserve(before.size() + behind.size() + simdjson::SIMDJSON_PADDING);
  frame.append(before).append(behind);
  return true;
}

Sliced read_frame(const std::string& frame, const std::string& body, std::string_view records_key,
                  Envelope& envelope) {
  dom::element document;
  const auto outcome = parsers().frame.parse(frame.data(), frame.size(), false).get(document);
  if (outcome != simdjson::SUCCESS) return sliced_as(outcome);
  dom::object root;
  std::int64_t code = 0;
  if (document.get(root) != simdjson::SUCCESS) return Sliced::no;
  if (root["code"].get(code) != simdjson::SUCCESS) return Sliced::no;
  envelope.code = code;
  envelope.message = string_of(root, "message");
  envelope.request_id = string_of(root, "request_id");
  dom::object data;
  if (root["data"].get(data) != simdjson::SUCCESS) return Sliced::yes;
  read_page_info(data, envelope);
  envelope.ids_cut = says_cut(data);
  envelope.has_records = data[records_key].is_array();
  if (!envelope.has_records) {
    envelope.data = find_member(body, "data");
  } else if (data["total_metrics"].is_object()) {
    envelope.total_metrics = find_member(find_member(frame, "data"), "total_metrics");
  }
  return Sliced::yes;
}

// The page is validated in pieces: each record by itself, in buffers that stay in the cache, and the frame
// around them. Pieces that are valid and joined as `take_out` checked make a valid page.
Sliced slice_fast(const std::string& body, std::string_view records_key, Envelope& envelope) {
  if (!parsers().ready) return Sliced::integer_too_large;
  if (!cut_records(body, records_key, envelope.records)) envelope.records.clear();
  if (envelope.records.empty()) {
    const Sliced read = read_frame(body, body, records_key, envelope);
    if (read != Sliced::yes || !envelope.has_records) return read;
    // Only an empty array has no records; anything else in it is not what TikTok documents.
    const auto list = find_member(find_member(body, "data"), records_key);
    if (!list.starts_with('[')) return Sliced::no;
    return without_blanks(list.substr(1, list.size() - 2)).empty() ? Sliced::yes : Sliced::no;
  }
  std::string frame;
  if (!take_out(body, envelope.records, frame)) return Sliced::no;
  const Sliced read = read_frame(frame, body, records_key, envelope);
  if (read != Sliced::yes) return read;
  if (!envelope.has_records) return Sliced::no;
  for (const auto record : envelope.records) {
    // Behind a record lies the rest of the page and its padding, so reading past its end is safe.
    dom::element checked;
    const auto outcome = parsers().record.parse(record.data(), record.size(), false).get(checked);
    if (outcome != simdjson::SUCCESS) return sliced_as(outcome);
  }
  return Sliced::yes;
}

}  // namespace

Result<Envelope> open_envelope(const HttpResponse& response, std::string_view records_key) {
  static const std::string kEmpty;
  const std::string& body = response.body ? *response.body : kEmpty;
  const auto fresh = [&] { return Envelope{.body = response.body, .http_status = response.status}; };
  Envelope envelope = fresh();

  Sliced sliced = Sliced::no;
  if (body.capacity() >= body.size() + simdjson::SIMDJSON_PADDING && !body.empty()) {
    sliced = slice_fast(body, records_key, envelope);
  } else if (!body.empty()) {
    sliced = Sliced::integer_too_large;
  }
  if (sliced == Sliced::integer_too_large) {
    envelope = fresh();
    sliced = slice_slowly(body, records_key, envelope) ? Sliced::yes : Sliced::no;
  }
  if (sliced != Sliced::yes) return not_an_envelope(response);

  if (!response.header("x-tt-ads-throttle").empty()) envelope.ids_cut = true;
  return envelope;
}

}  // namespace tiktok_marketing::tiktok
