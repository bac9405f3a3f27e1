#include <tiktok_marketing/http/fakes.hpp>

#include <algorithm>
#include <optional>

#include "http/client/curl_error.hpp"

namespace tiktok_marketing {
namespace {

// A request the fake has not answered yet.
struct Waiting {
  Transport::Done done;
  std::optional<std::stop_callback<std::function<void()>>> on_stop;

  void finish(Result<HttpResponse> result) {
    if (!done) return;
    on_stop.reset();
    std::exchange(done, nullptr)(std::move(result));
  }
};

}  // namespace

void FakeTransport::send(HttpRequest request, std::stop_token stop, Done done) {
  seen.push_back(request);
  auto waiting = std::make_shared<Waiting>();
  waiting->done = std::move(done);
  const SteadyTime start = runtime_->now();
  const bool in_time = request.deadline - start >= latency && request.deadline > start;
  const SteadyTime due = in_time ? start + latency : std::max(start, request.deadline);
  auto answer = [waiting, in_time, stop, request = std::move(request), answer = answer_] {
    if (!waiting->done) return;
    if (stop.stop_requested()) return waiting->finish(http::cancelled_error("the fake"));
    if (!in_time) return waiting->finish(http::timeout_error("the fake"));
    waiting->finish(answer(request));
  };
  if (due == start) {
    runtime_->post(std::move(answer));
  } else {
    runtime_->post_at(due, std::move(answer));
  }
  // Weak: a token that outlives the request must not keep it.
  waiting->on_stop.emplace(stop, [runtime = runtime_, weak = std::weak_ptr(waiting)] {
    runtime->post([weak] {
      if (const auto alive = weak.lock()) alive->finish(http::cancelled_error("the fake"));
    });
  });
}

HttpResponse json_response(std::string body, int status) {
  body.reserve(body.size() + kBodyPaddingBytes);
  HttpResponse response;
  response.status = status;
  response.headers = {{"content-type", "application/json"}};
  response.body = std::make_shared<const std::string>(std::move(body));
  return response;
}

}  // namespace tiktok_marketing
