#include "http/client/task_queue.hpp"

#include <algorithm>

namespace tiktok_marketing::http {

TaskQueue::TimerId TaskQueue::push_at(SteadyTime due, Task task) {
  const TimerId id = ++last_id_;
  timers_.emplace(std::pair{due, id}, std::move(task));
  due_of_.emplace(id, due);
  return id;
}

TaskQueue::Task TaskQueue::cancel(TimerId id) {
  if (id == 0) return {};
  if (const auto it = due_of_.find(id); it != due_of_.end()) {
    auto node = timers_.extract({it->second, id});
    due_of_.erase(it);
    return std::move(node.mapped());
  }
  const auto waiting = std::ranges::find(ready_, id, &Ready::timer);
  return waiting == ready_.end() ? Task{} : std::exchange(waiting->task, {});
}

void TaskQueue::collect_due(SteadyTime now) {
  while (!timers_.empty() && timers_.begin()->first.first <= now) {
    auto node = timers_.extract(timers_.begin());
    due_of_.erase(node.key().second);
    ready_.push_back({node.key().second, std::move(node.mapped())});
  }
}

TaskQueue::Task TaskQueue::pop() {
  Task task = std::move(ready_.front().task);
  ready_.pop_front();
  return task;
}

}  // namespace tiktok_marketing::http
