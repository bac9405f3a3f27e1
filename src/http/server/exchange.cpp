#include "http/server/exchange.hpp"

#include <utility>

namespace tiktok_marketing::http {
namespace {

// What this thread's handler is being asked: an answer from inside needs no letter.
thread_local const Exchange* asked = nullptr;

}  // namespace

Exchange::~Exchange() {
  if (!answered_.load(std::memory_order_relaxed)) connection_->mailbox->put({connection_, number_, {}});
}

void Exchange::answer(ServerResponse response) {
  if (answered_.exchange(true)) return;
  if (asked == this) {
    inline_answer_.emplace(std::move(response));
  } else {
    connection_->mailbox->put({connection_, number_, std::move(response)});
  }
}

std::optional<Answer> Exchange::ask(const Handler& handler, ServerRequest request,
                                    std::shared_ptr<Address> connection, std::uint64_t number) {
  auto exchange = std::make_shared<Exchange>(std::move(connection), number);
  asked = exchange.get();
  try {
    handler(std::move(request),
            [exchange](ServerResponse response) { exchange->answer(std::move(response)); });
  } catch (...) {
    if (!exchange->answered_.exchange(true)) exchange->inline_answer_.emplace();
  }
  asked = nullptr;
  return std::move(exchange->inline_answer_);
}

}  // namespace tiktok_marketing::http
