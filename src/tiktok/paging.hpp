#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/task.hpp"
#include "tiktok/client.hpp"
#include "tiktok/envelope.hpp"
#include "tiktok/key_set.hpp"
#include "tiktok/windows.hpp"

namespace tiktok_marketing::tiktok {

/// An id that could not be read, and why.
struct Unreadable {
  std::string id;
  Error error;
};

/// One delivered page. `records` may be fewer than the envelope's: repeated rows are left out.
struct ListPage {
  Envelope envelope;
  std::vector<std::string_view> records;
  std::int64_t page = 1;            ///< its number within the window, or of the batch
  std::optional<DateRange> window;  ///< of reports
  bool last_of_window = false;
  bool more_windows = false;           ///< a window (or batch) follows
  bool rows_out_of_reach = false;      ///< the list is longer than paging can reach
  std::vector<Unreadable> unreadable;  ///< of id batches
};

/// Something that delivers pages in order.
class PageSource {
 public:
  virtual ~PageSource() = default;
  /// The next page; nullopt at the end. A page may be empty. After an error the source has ended.
  [[nodiscard]] virtual Task<Result<std::optional<ListPage>>> next() = 0;
  /// True when rows may be missing because the list kept changing under the reader.
  [[nodiscard]] virtual bool unsettled() const { return false; }
  /// Rows known to exist in what was opened so far; 0 when unknown.
  [[nodiscard]] virtual std::int64_t known_total() const = 0;
  /// The waits of requests made from now on end at `deadline`.
  virtual void set_deadline(SteadyTime deadline) = 0;
};

/// A list that TikTok pages, possibly over several date windows.
struct PagedList {
  std::string path;
  std::string records_key = "list";
  std::string advertiser_id;
  std::vector<QueryParam> params;  ///< everything but page, page_size and the window
  std::int64_t page_size = 1000;
  std::int64_t reachable_rows = INT64_MAX;  ///< rows that paging can reach at all
  std::vector<std::optional<DateRange>> windows{std::nullopt};
  std::vector<std::string> key_fields;    ///< members that identify a row; `dimensions` for reports
  bool everything = false;                ///< read on to the end; otherwise one page
  std::int64_t first_page = 1;            ///< of the first window
  bool halvable = false;                  ///< the rows of two halves of a window are those of the whole
  std::optional<std::int64_t> row_limit;  ///< no page is fetched ahead that this many rows do not need
};

/// Reads a `PagedList`.
///
/// With `everything`: up to ⌈QPS × latency⌉ + 1 requests in flight, delivered in order. Each row once: rows
/// seen before are dropped by their key, and when the total changed between the pages of a window, the window
/// is read again (at most three times) until it stands still, so that rows which moved across a page boundary
/// are found. Code 40067 halves a window of several days.
/// Thread-safety: engine thread only; must outlive the task of `next`. Destroying it stops what is in flight.
class PagedReader : public PageSource {
 public:
  PagedReader(std::shared_ptr<Client> client, PagedList list, CallContext context);
  ~PagedReader() override;

  [[nodiscard]] Task<Result<std::optional<ListPage>>> next() override;
  [[nodiscard]] bool unsettled() const override { return unsettled_; }
  [[nodiscard]] std::int64_t known_total() const override { return known_total_; }
  void set_deadline(SteadyTime deadline) override { context_.deadline = deadline; }

 private:
  struct Flight {
    std::int64_t page;
    Pending<Result<Envelope>> answer;
  };
  struct Segment {
    std::optional<DateRange> window;
    std::int64_t first_page = 1;
    std::int64_t next_page = 1;
    std::optional<std::int64_t> last_page;
    std::deque<Flight> flights;
    std::optional<std::int64_t> total;
    bool changed = false;
    int passes = 0;
    bool counted = false;
  };

  void fill();
  void issue(Segment& segment);
  [[nodiscard]] bool may_issue() const;
  [[nodiscard]] std::size_t allowed_in_flight() const;
  [[nodiscard]] bool halve_front();
  void learn(Segment& segment, const Envelope& envelope);
  [[nodiscard]] std::vector<std::string_view> unseen(Segment& segment, const Envelope& envelope);
  void settle_front();

  std::shared_ptr<Client> client_;
  PagedList list_;
  CallContext context_;
  std::deque<Segment> segments_;
  std::stop_source stop_;
  KeySet seen_;
  KeySet seen_in_pass_;  // of a pass after the first
  std::size_t in_flight_ = 0;
  std::int64_t known_total_ = 0;
  std::int64_t delivered_ = 0;
  std::size_t largest_page_bytes_ = 0;
  bool out_of_reach_ = false;
  bool ended_ = false;
  bool unsettled_ = false;
};

/// A list that is asked for by ids in batches (`advertiser/info/`).
struct BatchList {
  std::string path;
  std::string records_key = "list";
  std::string ids_param;
  std::string id_field;  ///< member of a record that holds its id
  std::vector<std::string> ids;
  std::vector<QueryParam> params;
  std::int64_t batch_size = 100;
  bool everything = false;
  std::int64_t first_batch = 1;
};

/// Reads a `BatchList`. A batch that fails because of one unreadable id (40001, 51008) is halved until the
/// ids at fault are known; they are listed with their reason. When no id at all is readable that is the
/// error of the call.
class BatchReader : public PageSource {
 public:
  BatchReader(std::shared_ptr<Client> client, BatchList list, CallContext context);

  [[nodiscard]] Task<Result<std::optional<ListPage>>> next() override;
  [[nodiscard]] std::int64_t known_total() const override {
    return static_cast<std::int64_t>(list_.ids.size());
  }
  void set_deadline(SteadyTime deadline) override { context_.deadline = deadline; }

 private:
  using Ids = std::vector<std::string>;
  struct Batch {
    std::vector<Envelope> envelopes;
    std::vector<Unreadable> unreadable;
  };
  void note_left_out(const Ids& ids, const Envelope& answer, Batch* into) const;
  [[nodiscard]] Task<Result<void>> read(Ids ids, Batch* into);

  std::shared_ptr<Client> client_;
  BatchList list_;
  CallContext context_;
  std::int64_t next_batch_;
  std::deque<ListPage> ready_;
  std::optional<Error> first_unreadable_;
  bool any_readable_ = false;
  bool ended_ = false;
};

}  // namespace tiktok_marketing::tiktok
