#pragma once

#include <atomic>
#include <cstdint>

#include "http/server/server.hpp"

namespace tiktok_marketing::http {

/// Written by one thread, read by any: so no addition needs a locked instruction.
class Tally {
 public:
  void add(std::uint64_t n = 1) {
    value_.store(value_.load(std::memory_order_relaxed) + n, std::memory_order_release);
  }
  [[nodiscard]] std::uint64_t value() const { return value_.load(std::memory_order_acquire); }

 private:
  std::atomic<std::uint64_t> value_ = 0;
};

/// What one thread of the server has done.
struct Counters {
  Tally opened;
  Tally closed;
  Tally requests;
  Tally bytes_in;
  Tally bytes_out;
  Tally refused_4xx;
  Tally refused_5xx;
  Tally timed_out;
  Tally failed_handshakes;

  void add_to(ServerStats& stats) const {
    // Closed ones first: a connection that ends meanwhile must not make the difference negative.
    const std::uint64_t gone = closed.value();
    const std::uint64_t come = opened.value();
    stats.open_connections += come - gone;
    stats.accepted += come;
    stats.requests += requests.value();
    stats.bytes_in += bytes_in.value();
    stats.bytes_out += bytes_out.value();
    stats.refused_4xx += refused_4xx.value();
    stats.refused_5xx += refused_5xx.value();
    stats.timed_out += timed_out.value();
    stats.failed_handshakes += failed_handshakes.value();
  }
};

}  // namespace tiktok_marketing::http
