#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/runtime.hpp>
#include <tiktok_marketing/connector/answer.hpp>

namespace tiktok_marketing::platform {

/// Calls under way; equal ones are one call whose answer all of its callers get.
///
/// A caller who leaves does not disturb the others; when the last one leaves, the call is given up.
/// Thread-safe; no member blocks.
class Flights : public std::enable_shared_from_this<Flights> {
 public:
  using Deliver = std::function<void(Result<Answer>)>;
  /// Starts the call; it gives its answer to `land` once, at any time and from any thread.
  using Begin = std::function<void(std::stop_token stop, Deliver land)>;

  /// `runtime` must outlive all calls.
  explicit Flights(Runtime& runtime) : runtime_(runtime) {}

  /// `deliver` is called once: with the answer, on the thread that lands it; or `cancelled`, on the engine
  /// thread, soon after `stop` was requested. `begin` is called before this returns if no equal call is under
  /// way.
  void board(std::string key, const std::stop_token& stop, Deliver deliver, const Begin& begin);
  /// Asks every call to stop.
  void stop_all();

 private:
  struct Flight;
  struct Passenger;
  struct Leave {
    std::shared_ptr<Flights> flights;
    Passenger* passenger;
    void operator()() const;
  };
  void leave(Passenger* passenger);
  void land(const std::shared_ptr<Flight>& flight, Result<Answer> answer);

  Runtime& runtime_;
  std::mutex mutex_;
  std::unordered_map<std::string_view, std::shared_ptr<Flight>> flights_;  ///< by the key in the flight
};

}  // namespace tiktok_marketing::platform
