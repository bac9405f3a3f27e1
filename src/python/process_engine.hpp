#pragma once

#include <cstdint>
#include <string>

#include <tiktok_marketing/http/transport.hpp>

namespace tiktok_marketing::python {

/// The one engine of this process, kept apart from forks and from the end of the interpreter.
///
/// The engine thread never takes the interpreter's lock, so it may be stopped while that lock is held. Around
/// a `fork()` it stands still, so the child gets no half-changed memory; the child has no such thread and
/// makes itself a new engine on demand. What belongs to an earlier `generation` must be forgotten without
/// running its destructors: they would wait for a thread that is not there.
///
/// Thread-safety: callers hold the interpreter's lock.
struct ProcessEngine {
  /// Settings for engines that are made from now on.
  static void configure(EngineOptions options);
  /// The engine of this generation, made on first use. Not after `end`.
  [[nodiscard]] static Engine get();
  /// Changes in a forked child and with `end`.
  [[nodiscard]] static std::uint64_t generation();
  /// Stops the engine thread for good; for the end of the interpreter.
  static void end();
  [[nodiscard]] static bool ended();
};

}  // namespace tiktok_marketing::python
