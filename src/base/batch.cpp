#include "base/batch.hpp"

#include <utility>
#include <vector>

namespace tiktok_marketing {
namespace {

struct OfThread {
  bool stands = false;
  std::vector<std::function<void()>> put_off;
};
thread_local OfThread of_thread;

}  // namespace

Batch::Batch() : is_outermost_(!std::exchange(of_thread.stands, true)) {}

Batch::~Batch() {
  if (!is_outermost_) return;
  of_thread.stands = false;
  const auto tasks = std::exchange(of_thread.put_off, {});
  for (const auto& task : tasks) task();
}

void Batch::put_off(std::function<void()> task) {
  if (!of_thread.stands) return task();
  of_thread.put_off.push_back(std::move(task));
}

}  // namespace tiktok_marketing
