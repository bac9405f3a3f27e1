#pragma once

#include <memory>
#include <optional>
#include <stop_token>

#include <tiktok_marketing/base/result.hpp>

#include "base/task.hpp"

namespace tiktok_marketing {

/// One piece of work for all who need its outcome at the same time. Engine thread only.
///
/// The work goes on when somebody stops waiting for it, so a caller that is cancelled or out of time takes
/// nothing from the others.
template <typename T>
class SingleFlight {
 public:
  /// Joins the work under way, or starts `make()`. Errors besides its own: `upstream_timeout` at `deadline`,
  /// `cancelled`. `runtime` must outlive the task.
  template <typename Make>
  [[nodiscard]] Task<Result<T>> join(Runtime& runtime, Make make, SteadyTime deadline, std::stop_token stop) {
    if (!flight_ || flight_->outcome) {
      flight_ = std::make_shared<Flight>();
      start(make(), [flight = flight_](Result<T> outcome) {
        flight->outcome.emplace(std::move(outcome));
        flight->landed.request_stop();
      });
    }
    auto waiting = wait(runtime, flight_, deadline, std::move(stop));
    co_return co_await std::move(waiting);
  }

 private:
  struct Flight {
    std::optional<Result<T>> outcome;
    std::stop_source landed;
  };

  static Task<Result<T>> wait(Runtime& runtime, std::shared_ptr<Flight> flight, SteadyTime deadline,
                              std::stop_token stop) {
    if (!flight->outcome) {
      std::stop_source wake;
      std::stop_callback on_landing(flight->landed.get_token(), [&wake] { wake.request_stop(); });
      std::stop_callback on_stop(stop, [&wake] { wake.request_stop(); });
      auto sleeping = sleep_until(runtime, deadline, wake.get_token());
      const bool too_late = co_await std::move(sleeping);
      if (!flight->outcome && too_late) {
        co_return Error{.type = ErrorType::upstream_timeout,
                        .message = "the deadline passed while the server was being asked for access",
                        .hint = "Give the call more time.",
                        .retryable = true};
      }
      if (!flight->outcome) {
        co_return Error{.type = ErrorType::cancelled, .message = "the call was cancelled"};
      }
    }
    co_return *flight->outcome;
  }

  std::shared_ptr<Flight> flight_;
};

}  // namespace tiktok_marketing
