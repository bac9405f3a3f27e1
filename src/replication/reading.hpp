#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <tiktok_marketing/connector/record.hpp>

#include "base/task.hpp"
#include "connector/list_call.hpp"
#include "replication/streams.hpp"
#include "tiktok/client.hpp"
#include "tiktok/paging.hpp"

namespace tiktok_marketing::replication {

/// Rows as they go into the store, and what their page said.
struct Page {
  Records rows;
  std::int64_t total_rows = 0;   ///< of the whole list, as TikTok counts
  std::int64_t total_pages = 1;  ///< of it
};

/// One listing or one window of a report, read page by page from TikTok on the shared budget, behind
/// everybody who waits for an answer. Engine thread only.
class Reading {
 public:
  /// `params` as for the action list. Errors: those of the catalog's check, which mean a defect here.
  [[nodiscard]] static Result<std::unique_ptr<Reading>> open(std::shared_ptr<tiktok::Client> client,
                                                             const Stream& stream, const Json& params,
                                                             tiktok::CallContext context);

  /// The next page; nullopt at the end. A page may be empty. Pages after the first are fetched ahead.
  [[nodiscard]] Task<Result<std::optional<Page>>> next(SteadyTime deadline);
  /// Why the rows are not all there were, once the end is reached; empty: they are.
  [[nodiscard]] const std::string& why_incomplete() const { return why_incomplete_; }
  /// TikTok left rows out because there were too many: asked for in parts they all come.
  [[nodiscard]] bool cut() const { return cut_; }

 private:
  Reading(ListCall call, std::unique_ptr<tiktok::PagedReader> reader)
      : call_(std::move(call)), reader_(std::move(reader)) {}

  ListCall call_;
  std::unique_ptr<tiktok::PagedReader> reader_;
  std::string why_incomplete_;
  bool cut_ = false;
};

}  // namespace tiktok_marketing::replication
