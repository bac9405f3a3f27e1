#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <vector>

#include "http/client/transfer.hpp"

namespace tiktok_marketing::http {

/// The requests under way: libcurl's multi handle, its connection pool and a pool of easy handles.
///
/// Engine thread only, except `wake`. No member calls a `done`: finished requests are handed out by
/// `finished`, so that what a `done` does can never meet a half-changed state.
class Transfers {
 public:
  struct Finished {
    std::unique_ptr<Transfer> transfer;
    Result<HttpResponse> result;
    void report() { transfer->take_done()(std::move(result)); }
  };

  explicit Transfers(EngineOptions options) : options_(std::move(options)) {}
  Transfers(const Transfers&) = delete;
  Transfers& operator=(const Transfers&) = delete;
  ~Transfers();

  /// Loads libcurl on first use. Errors of the request itself are handed out by `finished`, too.
  void start(std::unique_ptr<Transfer> transfer, SteadyTime now);
  /// Ends a request with `error`; nothing happens when it has ended before.
  void abort(std::uint64_t id, Error (*error)(std::string_view where));
  void abort_all(Error (*error)(std::string_view where));

  /// Moves bytes without waiting.
  void perform();
  /// Requests that have ended since the last call.
  [[nodiscard]] std::vector<Finished> finished() { return std::exchange(finished_, {}); }
  [[nodiscard]] bool has_finished() const { return !finished_.empty(); }
  [[nodiscard]] bool empty() const { return running_.empty(); }

  /// Waits for bytes, at most `timeout`, or until `wake`. Only while requests are under way.
  void poll(std::chrono::milliseconds timeout);
  /// Ends a `poll` early. From any thread, only while this object certainly lives and has begun a request.
  void wake();

 private:
  [[nodiscard]] bool open();
  [[nodiscard]] CURL* take_easy();
  void finish(std::uint64_t id, Result<HttpResponse> result);

  EngineOptions options_;
  const CurlLibrary* curl_ = nullptr;
  CURLM* multi_ = nullptr;
  std::vector<CURL*> spare_;
  std::map<std::uint64_t, std::unique_ptr<Transfer>> running_;
  std::vector<Finished> finished_;
};

}  // namespace tiktok_marketing::http
