#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include <tiktok_marketing/base/runtime.hpp>

#include "cli/output/terminal.hpp"
#include "replication/sync.hpp"

namespace tiktok_marketing::cli {

/// Shows a running sync on `err`: bars that stay in place on a terminal, elsewhere a line of JSON when the
/// stage changes and every half minute. Thread-safety: one thread at a time.
class SyncDisplay {
 public:
  /// `terminal` is borrowed.
  explicit SyncDisplay(const Terminal& terminal) : terminal_(terminal) {}
  ~SyncDisplay() { clear(); }
  SyncDisplay(const SyncDisplay&) = delete;
  SyncDisplay& operator=(const SyncDisplay&) = delete;

  void show(const replication::Progress& progress);
  /// Takes the bars away, before anything else is written.
  void clear();

 private:
  void draw(const replication::Progress& progress);
  void log(const replication::Progress& progress);

  const Terminal& terminal_;
  std::size_t lines_ = 0;
  std::string stage_;
  std::chrono::milliseconds logged_{0};
};

}  // namespace tiktok_marketing::cli
