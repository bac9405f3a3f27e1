#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "context/store.hpp"
#include "replication/streams.hpp"
#include "replication/sync.hpp"

namespace tiktok_marketing::replication {

/// Keeps the account of one run. No I/O; one thread.
class Ledger {
 public:
  struct Entry {
    std::shared_ptr<std::int64_t> requests = std::make_shared<std::int64_t>(0);
    std::int64_t items = 0;
    std::int64_t items_done = 0;
    std::int64_t skipped = 0;  ///< windows known to be empty, for which nothing was asked
    std::int64_t rows = 0;
    context::CommitCount written;
    std::vector<std::string> refused_metrics;
  };
  struct Failure {
    std::string entity;
    std::string advertiser_id;
    Error error;
  };

  [[nodiscard]] Entry& of(const Stream& stream) { return entries_[stream.entity->name]; }
  /// Requests that belong to no stream.
  [[nodiscard]] const std::shared_ptr<std::int64_t>& other_requests() const { return other_requests_; }
  void note_written(const Stream& stream, std::int64_t rows, const context::CommitCount& count);
  void note_refused_metrics(const Stream& stream, const std::vector<std::string>& metrics);
  /// Something that is tried again with the next run.
  void note_failure(const Stream& stream, std::string advertiser_id, const Error& error);
  /// Something the advertiser does not give.
  void note_not_granted(const Stream& stream, std::string advertiser_id, std::string_view reason);

  [[nodiscard]] const std::vector<Failure>& failures() const { return failures_; }
  [[nodiscard]] std::int64_t requests() const;
  [[nodiscard]] std::int64_t rows() const;
  /// Counts; stage, budget and time are the caller's.
  [[nodiscard]] Progress progress() const;
  /// `{requests, rows, entities: {…}, failures: […], not_granted: […]}`
  [[nodiscard]] Json details() const;

 private:
  std::map<std::string_view, Entry> entries_;
  std::shared_ptr<std::int64_t> other_requests_ = std::make_shared<std::int64_t>(0);
  std::vector<Failure> failures_;
  Json::Array not_granted_;
};

}  // namespace tiktok_marketing::replication
