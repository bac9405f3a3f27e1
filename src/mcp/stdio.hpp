#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <stop_token>

#include <tiktok_marketing/base/result.hpp>

#include "mcp/features.hpp"

namespace tiktok_marketing::mcp {

struct StdioOptions {
  int in = 0;  ///< descriptors are borrowed
  int out = 1;
  std::size_t max_message_bytes = 4 * 1024 * 1024;  ///< a longer line is refused, the next one is read
  std::chrono::milliseconds grace{2'000};           ///< for running calls, once the client has closed `in`
};

/// Serves one client over a pair of descriptors, one message a line, until it closes `in`, reads no more from
/// `out`, or `stop` is requested. Blocks. Nothing but messages is written to `out`.
///
/// Errors: `internal_error` when the system refuses what it needs.
[[nodiscard]] Result<void> serve_stdio(std::shared_ptr<Features> features, const StdioOptions& options,
                                       std::stop_token stop);

}  // namespace tiktok_marketing::mcp
