#include "python/core_connector.hpp"

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <stdexcept>
#include <stop_token>
#include <utility>

#include <nanobind/stl/map.h>
#include <nanobind/stl/string.h>

#include "python/answer_object.hpp"
#include "python/json_to_python.hpp"
#include "python/options.hpp"
#include "python/process_engine.hpp"
#include "python/python_errors.hpp"
#include "python/python_to_json.hpp"

namespace tiktok_marketing::python {
namespace {

// How long Ctrl-C may go unnoticed.
constexpr std::chrono::milliseconds kBetweenSignalChecks{50};

std::string params_text(nb::handle params) {
  if (params.is_none()) return {};
  if (PyUnicode_Check(params.ptr()) != 0) return nb::cast<std::string>(params);
  return json_of_object(params);
}

// Where a thread waits for an answer.
class Answered {
 public:
  void set(Result<Answer> answer) {
    const std::lock_guard lock(mutex_);
    answer_ = std::move(answer);
    changed_.notify_all();
  }
  /// Nothing when there is none yet.
  [[nodiscard]] std::optional<Result<Answer>> wait_for(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, time, [this] { return answer_.has_value(); });
    return std::exchange(answer_, std::nullopt);
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Result<Answer>> answer_;
};

Result<Answer> wait_for(Answered& answered, std::stop_source stop) {
  for (;;) {
    {
      const nb::gil_scoped_release others_run;
      if (auto answer = answered.wait_for(kBetweenSignalChecks)) return std::move(*answer);
    }
    if (PyErr_CheckSignals() == 0) continue;
    stop.request_stop();
    nb::raise_python_error();
  }
}

}  // namespace

CoreConnector::CoreConnector(ConnectorOptions options) : CoreConnector(Made(std::move(options))) {}
CoreConnector::CoreConnector(HostedOptions options) : CoreConnector(Made(std::move(options))) {}
CoreConnector::CoreConnector(Made made) : made_(std::move(made)), open_(open(made_)) {}
CoreConnector::~CoreConnector() {
  let_go();
}

std::unique_ptr<CoreConnector::Open> CoreConnector::open(Made made) {
  const auto generation = ProcessEngine::generation();
  std::visit([](auto& options) { options.engine = ProcessEngine::get(); }, made);
  if (auto* local = std::get_if<ConnectorOptions>(&made)) {
    auto connector = Connector::open(std::move(*local));
    if (!connector) raise(connector.error());
    return std::make_unique<Open>(generation, *std::move(connector), std::nullopt);
  }
  auto& hosted = std::get<HostedOptions>(made);
  auto management = HostedManagement::open(hosted);
  if (!management) raise(management.error());
  auto connector = Connector::open_hosted(std::move(hosted));
  if (!connector) raise(connector.error());
  return std::make_unique<Open>(generation, *std::move(connector), *std::move(management));
}

CoreConnector::Open& CoreConnector::current() {
  if (closed_) throw std::runtime_error("this connector was closed; make a new one");
  if (ProcessEngine::ended()) throw std::runtime_error("the interpreter is shutting down");
  if (open_->generation != ProcessEngine::generation()) {
    auto anew = open(made_);
    let_go();
    open_ = std::move(anew);
  }
  return *open_;
}

void CoreConnector::let_go() {
  if (!open_) return;
  if (open_->generation != ProcessEngine::generation()) {
    // Its destructor would wait for a thread of another process.
    static_cast<void>(open_.release());
    return;
  }
  std::unique_ptr<Open> ended = std::move(open_);
  const nb::gil_scoped_release others_run;
  ended.reset();
}

nb::object CoreConnector::execute(const std::string& entity, const std::string& action, nb::handle params,
                                  nb::handle options) {
  CallOptions call = call_options_of(options);
  const std::stop_source stop;
  call.stop = stop.get_token();
  const auto answered = std::make_shared<Answered>();
  current().connector.execute_async(entity, action, params_text(params), std::move(call),
                                    [answered](Result<Answer> answer) { answered->set(std::move(answer)); });
  const auto answer = wait_for(*answered, stop);
  if (!answer) raise(answer.error());
  return object_of_answer(*answer);
}

std::uint64_t CoreConnector::execute_async(Mailbox& mailbox, nb::object future, const std::string& entity,
                                           const std::string& action, nb::handle params, nb::handle options) {
  CallOptions call = call_options_of(options);
  const std::string text = params_text(params);
  Open& open = current();
  const std::stop_source stop;
  call.stop = stop.get_token();
  auto [number, answered] = mailbox.expect(std::move(future), stop);
  open.connector.execute_async(entity, action, text, std::move(call), std::move(answered));
  return number;
}

nb::object CoreConnector::request(const std::string& method, const std::string& path, nb::handle query,
                                  nb::handle body, double timeout) {
  Open& open = current();
  if (!open.management) throw std::runtime_error("only hosted mode has a hosted API to ask");
  HostedRequest request{.method = method, .path = path, .repeatable = method == "GET"};
  if (!query.is_none()) {
    for (const auto& [name, value] : nb::cast<std::map<std::string, std::string>>(query))
      request.query.emplace_back(name, value);
  }
  if (!body.is_none()) request.body = json_of_object(body);
  const auto deadline = std::chrono::milliseconds(static_cast<std::int64_t>(timeout * 1000));
  const auto answer = [&] {
    const HostedManagement management = *open.management;
    const nb::gil_scoped_release others_run;
    return management.request(std::move(request), deadline);
  }();
  if (!answer) raise(answer.error());
  return object_of_json(answer->dump());
}

void CoreConnector::close() {
  closed_ = true;
  let_go();
}

}  // namespace tiktok_marketing::python
