#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "replication/sync.hpp"

/// A sync for people and for programs. Pure.
namespace tiktok_marketing::cli {

/// Time until the run has ended, if it goes on as it did and the app's budget allows; nullopt: not known yet.
[[nodiscard]] std::optional<std::chrono::seconds> time_left(const replication::Progress& progress);

/// A bar for each entity and a line for the whole, each of at most `width` cells.
[[nodiscard]] std::vector<std::string> progress_lines(const replication::Progress& progress,
                                                      std::size_t width);
/// The same for a log: `{"progress": {…}}`.
[[nodiscard]] Json progress_json(const replication::Progress& progress);

/// What a run did, as the store's history has it.
[[nodiscard]] Json report_json(const replication::SyncReport& report);
[[nodiscard]] std::string report_text(const replication::SyncReport& report, bool colour);

}  // namespace tiktok_marketing::cli
