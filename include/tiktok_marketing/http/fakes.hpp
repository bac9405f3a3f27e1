#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <tiktok_marketing/http/transport.hpp>

namespace tiktok_marketing {

/// A Transport that answers from a function and keeps every request it saw.
///
/// The answer is posted to the runtime after `latency`. Use it with a `VirtualRuntime` and a whole call,
/// waits included, runs in no time. Thread-safety: as the runtime's engine thread.
class FakeTransport : public Transport {
 public:
  using Answer = std::function<Result<HttpResponse>(const HttpRequest&)>;

  FakeTransport(std::shared_ptr<Runtime> runtime, Answer answer)
      : runtime_(std::move(runtime)), answer_(std::move(answer)) {}

  void send(HttpRequest request, std::stop_token stop, Done done) override;

  std::chrono::milliseconds latency{0};
  std::vector<HttpRequest> seen;

 private:
  std::shared_ptr<Runtime> runtime_;
  Answer answer_;
};

/// A 200 with a JSON body, padded as a real one.
[[nodiscard]] HttpResponse json_response(std::string body, int status = 200);

}  // namespace tiktok_marketing
