#include "base/task.hpp"

namespace tiktok_marketing {
namespace {

struct Sleep {
  std::optional<Runtime::TimerId> timer;
  std::function<void(bool)> done;

  void finish(bool reached) {
    if (auto call = std::exchange(done, nullptr)) call(reached);
  }
};

}  // namespace

Task<bool> sleep_until(Runtime& runtime, SteadyTime due, std::stop_token stop) {
  if (stop.stop_requested()) co_return false;
  auto sleep = std::make_shared<Sleep>();
  Callback<bool> wake([sleep, &runtime, due](Callback<bool>::Done done) {
    sleep->done = std::move(done);
    sleep->timer = runtime.post_at(due, [sleep] { sleep->finish(true); });
  });
  // The stop request comes from any thread; the wake-up must happen on the engine's.
  std::stop_callback on_stop(stop, [sleep, &runtime] {
    runtime.post([sleep, &runtime] {
      if (sleep->timer) runtime.cancel(*sleep->timer);
      sleep->finish(false);
    });
  });
  const bool reached = co_await wake;
  co_return reached;
}

}  // namespace tiktok_marketing
