#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/http/transport.hpp>
#include <tiktok_marketing/tiktok/page_info.hpp>

namespace tiktok_marketing::tiktok {

/// TikTok's answer `{code, message, request_id, data}`, opened once.
///
/// Views point into `body`, which keeps them alive. Every byte was validated as JSON.
struct Envelope {
  std::shared_ptr<const std::string> body;
  int http_status = 0;
  std::int64_t code = 0;
  std::string message;
  std::string request_id;
  std::string_view data;                  ///< JSON text of `data` when it holds no records; empty otherwise
  std::vector<std::string_view> records;  ///< items of the records array, in order; each is an object
  bool has_records = false;               ///< `data` holds the records array, maybe empty
  std::optional<PageInfo> page_info;
  std::string total_metrics;  ///< JSON object of a report's totals; empty when absent
  bool ids_cut = false;       ///< TikTok reported only the newest 20,000 ids
};

/// Reads any body of any status. `records_key` names the member of `data` that holds the records. Of members
/// named twice the last one counts. Numbers of any length keep their digits.
/// Errors: not an envelope at all (HTML, truncated, wrong type): `not_an_envelope` decides by the status.
/// A non-zero `code` is no error here.
[[nodiscard]] Result<Envelope> open_envelope(const HttpResponse& response, std::string_view records_key);

}  // namespace tiktok_marketing::tiktok
