#include "tiktok/envelope.hpp"

#include "base/json.hpp"
#include "base/json_members.hpp"
#include "tiktok/error_mapping.hpp"
#include "tiktok/json_index.hpp"

namespace tiktok_marketing::tiktok {
namespace {

std::string text_of(std::string_view json) {
  const auto value = Json::parse(json);
  return value && value->as_string() != nullptr ? *value->as_string() : std::string{};
}

PageInfo page_info_of(std::string_view json) {
  const auto info = Json::parse(json);
  const auto read = [&](std::string_view name) { return info ? info->int_of(name).value_or(0) : 0; };
  return {.page = read("page"),
          .page_size = read("page_size"),
          .total_number = read("total_number"),
          .total_page = read("total_page")};
}

bool says_cut(std::string_view extra_info) {
  const auto throttle = find_member(extra_info, "search_ads_throttle");
  return !throttle.empty() && throttle != "null" && throttle != "false" && throttle != "\"\"";
}

class Reader {
 public:
  Reader(std::string_view records_key, Envelope& envelope) : records_key_(records_key), envelope_(envelope) {}

  /// False when the document is no envelope, or its records are not objects.
  bool read(JsonIndex::Cursor root) {
    if (root.kind() != '{') return false;
    root.members([this](std::string_view name, JsonIndex::Cursor& value) { top_member(name, value); });
    return has_code_ && well_formed_;
  }

 private:
  void top_member(std::string_view name, JsonIndex::Cursor& value) {
    if (name == "data" && value.kind() == '{') {
      read_data(value);
      return;
    }
    const std::string_view json = value.value();
    if (name == "data") {
      forget_data();
      envelope_.data = {};
    }
    if (name == "message") envelope_.message = text_of(json);
    if (name == "request_id") envelope_.request_id = text_of(json);
    if (name != "code") return;
    const auto code = Json::parse(json);
    const auto number = code ? code->as_int() : std::nullopt;
    has_code_ = number.has_value();
    envelope_.code = number.value_or(0);
  }

  void read_data(JsonIndex::Cursor& data) {
    JsonIndex::Cursor whole = data;
    forget_data();
    data.members([this](std::string_view name, JsonIndex::Cursor& value) { data_member(name, value); });
    if (!envelope_.has_records) envelope_.data = whole.value();
  }

  // Of members named twice the last one counts, here as in `Json`.
  void forget_data() {
    envelope_.records.clear();
    envelope_.has_records = false;
    envelope_.page_info.reset();
    envelope_.total_metrics.clear();
    envelope_.ids_cut = false;
    well_formed_ = true;
  }

  void data_member(std::string_view name, JsonIndex::Cursor& value) {
    const char kind = value.kind();
    if (name == records_key_ && kind == '[') {
      envelope_.has_records = true;
      envelope_.records.clear();
      well_formed_ = true;
      value.items([this](JsonIndex::Cursor& item) {
        well_formed_ = well_formed_ && item.kind() == '{';
        envelope_.records.push_back(item.value());
      });
      return;
    }
    const std::string_view json = value.value();
    if (kind != '{') return;
    if (name == "page_info") envelope_.page_info = page_info_of(json);
    if (name == "total_metrics") envelope_.total_metrics = json;
    if (name == "extra_info") envelope_.ids_cut = says_cut(json);
  }

  std::string_view records_key_;
  Envelope& envelope_;
  bool has_code_ = false;
  bool well_formed_ = true;
};

// The index grows to the largest page and is worth keeping between pages.
JsonIndex& shared_index() {
  thread_local JsonIndex index;
  return index;
}

}  // namespace

Result<Envelope> open_envelope(const HttpResponse& response, std::string_view records_key) {
  Envelope envelope{.body = response.body, .http_status = response.status};
  if (!envelope.body || envelope.body->empty()) return not_an_envelope(response);
  envelope.body = with_padding(std::move(envelope.body));
  JsonIndex& index = shared_index();
  if (!index.build(*envelope.body)) return not_an_envelope(response);
  if (!Reader(records_key, envelope).read(index.begin())) return not_an_envelope(response);
  if (!response.header("x-tt-ads-throttle").empty()) envelope.ids_cut = true;
  return envelope;
}

}  // namespace tiktok_marketing::tiktok
