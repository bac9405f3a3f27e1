#pragma once

#include <memory>
#include <optional>
#include <string>

#include "connector/executor.hpp"
#include "tiktok/paging.hpp"

namespace tiktok_marketing {

/// What a list call turned into once advertiser and dates were known.
struct ResolvedList {
  ListCall call;
  std::string advertiser_id;               ///< empty for lists by ids
  std::optional<tiktok::DateRange> range;  ///< of reports with dates, whole
  std::string time_zone;                   ///< empty when it was not needed
  bool simulated = false;
  bool paged = true;  ///< false for lists by ids, which TikTok does not page
};

/// Reads a list of `LocalExecutor`: shapes pages, applies limit and cursor, and keeps the account of what the
/// answer holds and what it lacks.
class ListReading : public Reading {
 public:
  ListReading(std::shared_ptr<tiktok::Client> client, std::unique_ptr<tiktok::PageSource> source,
              ResolvedList resolved, std::shared_ptr<std::int64_t> requests);

  [[nodiscard]] Task<Result<std::optional<Answer>>> next(SteadyTime deadline) override;
  [[nodiscard]] Meta summary() const override;

 private:
  [[nodiscard]] Answer deliver(tiktok::ListPage page);
  void note(const tiktok::ListPage& page);
  void note_position(const tiktok::ListPage& page, std::int64_t used_rows);
  [[nodiscard]] std::optional<Cursor> position_after(const tiktok::ListPage& page) const;
  void describe_next(Meta& meta) const;

  std::shared_ptr<tiktok::Client> client_;
  std::unique_ptr<tiktok::PageSource> source_;
  ResolvedList resolved_;
  std::shared_ptr<std::int64_t> requests_;
  Meta meta_;
  std::int64_t to_skip_;
  std::int64_t delivered_ = 0;
  std::optional<Cursor> position_;  ///< where an answer that ends now would go on; nullopt at the end
  bool finished_ = false;
  bool texts_were_cut_ = false;
};

}  // namespace tiktok_marketing
