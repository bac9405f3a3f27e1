#include "python/interpreter_lock.hpp"

#include <atomic>
#include <chrono>
#include <thread>

#include <unistd.h>

namespace tiktok_marketing::python {
namespace {

constexpr std::chrono::seconds kLongestFarewell{2};

std::atomic<bool> has_ended = false;
std::atomic<int> coming_back = 0;

}  // namespace

OthersRun::~OthersRun() {
  ++coming_back;
  if (has_ended) {
    --coming_back;
    for (;;) ::pause();
  }
  PyEval_RestoreThread(thread_);
  --coming_back;
}

void OthersRun::end() {
  has_ended = true;
  const auto until = std::chrono::steady_clock::now() + kLongestFarewell;
  while (coming_back > 0 && std::chrono::steady_clock::now() < until) std::this_thread::yield();
}

}  // namespace tiktok_marketing::python
