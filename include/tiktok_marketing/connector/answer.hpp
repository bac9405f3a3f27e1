#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/connector/record.hpp>
#include <tiktok_marketing/tiktok/page_info.hpp>

namespace tiktok_marketing {

/// Something that was asked for and is not in the answer.
struct Missing {
  std::string what;    ///< `advertiser`, `range`, `metrics`
  std::string id;      ///< the advertiser, range or name
  std::string reason;  ///< plain words
};

/// What an answer says about itself. `complete` is true only when every row that was asked for is there.
struct Meta {
  bool complete = true;
  bool has_more = false;
  std::string next;    ///< JSON object: the exact params of the next call; empty at the end
  std::string cursor;  ///< the same as `params.cursor`; empty at the end
  std::optional<PageInfo> page_info;
  std::string source = "live";  ///< `live` or `context_store`
  bool simulated = false;       ///< the rows come from the virtual TikTok
  std::vector<Missing> missing;
  std::vector<std::string> truncated;  ///< why TikTok or this program cut the answer
  std::vector<std::string> warnings;
  std::string date_range;     ///< JSON object {start_date, end_date, time_zone?}; reports only
  std::string total_metrics;  ///< JSON object; when `enable_total_metrics` was asked for
  std::string request_id;     ///< TikTok's, of the last request
  std::string data_as_of;     ///< when the last row was read, UTC, ISO 8601
  std::int64_t requests = 0;  ///< requests this answer cost, retries included

  [[nodiscard]] std::string to_json() const;
};

/// The result of one `execute`.
///
/// Lists hold `records`; `check`, `describe` and the context store's actions hold one JSON document in
/// `document`, the store's with `data` and `meta` of its own.
class Answer {
 public:
  Records records;
  std::string document;
  /// Rows in the `data` of `document`, as the context store counted them; 0 in other documents and where a
  /// hosted server was asked.
  std::int64_t document_rows = 0;
  Meta meta;

  /// `{"data": …, "meta": {…}}`, one line, records byte for byte as they stand in `records`.
  [[nodiscard]] std::string to_json() const;
  /// `document` has both, `data` and `meta`: an answer of the context store.
  [[nodiscard]] bool is_whole() const;
  /// Appends the `data` value alone.
  void append_data(std::string& out) const;
  /// The same `data` value in pieces to be written one after another. Records are not copied; the pieces
  /// outlive this answer.
  void append_pieces(std::vector<DataPiece>& out) const;
};

}  // namespace tiktok_marketing
