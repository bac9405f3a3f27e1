#include <tiktok_marketing/base/fakes.hpp>

#include <cstdio>
#include <cstdlib>

#include "base/log_text.hpp"

namespace tiktok_marketing {

VirtualRuntime::VirtualRuntime(SystemTime start) : start_(start) {}

SystemTime VirtualRuntime::system_now() const {
  return start_ + std::chrono::duration_cast<std::chrono::milliseconds>(now_.time_since_epoch());
}

void VirtualRuntime::post(Task task) {
  ready_.push_back(std::move(task));
}

Runtime::TimerId VirtualRuntime::post_at(SteadyTime due, Task task) {
  const TimerId id = ++last_id_;
  timers_.emplace(std::pair{due, id}, std::move(task));
  return id;
}

void VirtualRuntime::cancel(TimerId id) {
  std::erase_if(timers_, [id](const auto& timer) { return timer.first.second == id; });
}

void VirtualRuntime::run_ready() {
  while (!ready_.empty()) {
    Task task = std::move(ready_.front());
    ready_.pop_front();
    task();
  }
}

bool VirtualRuntime::run_next_timer(SteadyTime limit) {
  if (timers_.empty() || timers_.begin()->first.first > limit) return false;
  auto timer = timers_.extract(timers_.begin());
  if (timer.key().first > now_) now_ = timer.key().first;
  timer.mapped()();
  return true;
}

void VirtualRuntime::advance(std::chrono::milliseconds by) {
  const SteadyTime until = now_ + by;
  do {
    run_ready();
  } while (run_next_timer(until));
  now_ = until;
}

void VirtualRuntime::wait(Event& event) {
  while (!event.is_set()) {
    run_ready();
    if (event.is_set()) return;
    if (!run_next_timer(SteadyTime::max())) {
      std::fputs("VirtualRuntime::wait: nothing left to run can set the event\n", stderr);
      std::abort();
    }
  }
}

void MemoryLog::write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  std::string line(name_of(level));
  line.append(" ").append(event);
  for (const auto& field : fields) line.append(" ").append(field.name).append("=").append(field.value);
  std::lock_guard lock(mutex_);
  lines_.push_back(std::move(line));
}

std::vector<std::string> MemoryLog::lines() const {
  std::lock_guard lock(mutex_);
  return lines_;
}

}  // namespace tiktok_marketing
