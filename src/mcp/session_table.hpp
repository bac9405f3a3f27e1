#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "mcp/session.hpp"

namespace tiktok_marketing::mcp {

/// The sessions of an HTTP endpoint, by their ids. Each belongs to who opened it; nobody else finds it.
///
/// Thread-safety: all members from any thread.
class SessionTable {
 public:
  using Clock = std::chrono::steady_clock;
  struct Options {
    std::size_t max_sessions = 1'000;
    Clock::duration idle_time = std::chrono::minutes{60};  ///< unused for so long, a session ends
    std::function<std::string()> make_id;  ///< long, random, visible ASCII; nobody can guess it
  };

  explicit SessionTable(Options options) : options_(std::move(options)) {}
  ~SessionTable();
  SessionTable(const SessionTable&) = delete;
  SessionTable& operator=(const SessionTable&) = delete;

  /// The id of `session` from now on. When there are too many, the one unused for longest makes room; empty
  /// when all of them are busy.
  [[nodiscard]] std::string add(std::shared_ptr<Session> session, std::string owner, Clock::time_point now);
  /// nullptr for an id that is unknown, has ended, or belongs to somebody else.
  [[nodiscard]] std::shared_ptr<Session> find(std::string_view id, std::string_view owner,
                                              Clock::time_point now);
  /// False as `find` finds nothing.
  bool remove(std::string_view id, std::string_view owner);
  /// Ends what was unused for too long.
  void sweep(Clock::time_point now);
  void close_all();
  [[nodiscard]] std::size_t size() const;

 private:
  struct Entry {
    std::string id;
    std::string owner;
    std::shared_ptr<Session> session;
    Clock::time_point last_used;
  };
  using Entries = std::list<Entry>;  ///< the longest unused first

  [[nodiscard]] Entries::iterator locate(std::string_view id, std::string_view owner);
  void take_out(Entries::iterator entry, Entries& out);

  const Options options_;
  mutable std::mutex mutex_;
  Entries entries_;
  std::unordered_map<std::string, Entries::iterator> by_id_;
};

}  // namespace tiktok_marketing::mcp
