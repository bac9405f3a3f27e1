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
#include "python/interpreter_lock.hpp"
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

// Where a thread waits for a result.
template <typename T>
class Waiting {
 public:
  void set(Result<T> result) {
    const std::lock_guard lock(mutex_);
    result_ = std::move(result);
    changed_.notify_all();
  }
  /// Ctrl-C asks whoever works to stop and raises.
  [[nodiscard]] Result<T> wait(const std::stop_source& stop) {
    for (;;) {
      {
        const OthersRun others_run;
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, kBetweenSignalChecks, [this] { return result_.has_value(); });
        if (result_) return *std::exchange(result_, std::nullopt);
      }
      if (PyErr_CheckSignals() == 0) continue;
      stop.request_stop();
      nb::raise_python_error();
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Result<T>> result_;
};

nb::object object_of_report(const replication::SyncReport& report) {
  nb::dict object;
  object["run"] = nb::int_(report.run);
  object["status"] = text_object(report.status);
  object["rows"] = nb::int_(report.rows);
  object["requests"] = nb::int_(report.requests);
  object["took_ms"] = nb::int_(report.took.count());
  object["error"] = report.error ? object_of_json(to_json(*report.error)) : nb::none();
  object["details"] = object_of_json(report.details.dump());
  return object;
}

}  // namespace

CoreConnector::CoreConnector(LocalOptions options) : CoreConnector(Made(std::move(options))) {}
CoreConnector::CoreConnector(HostedOptions options) : CoreConnector(Made(std::move(options))) {}
CoreConnector::CoreConnector(Made made) : made_(std::move(made)), open_(open(made_)) {}
CoreConnector::~CoreConnector() {
  let_go();
}

std::unique_ptr<CoreConnector::Open> CoreConnector::open_local(LocalOptions options) {
  options.connector.engine = ProcessEngine::get();
  auto store = local::LocalStore::make(options.connector, std::move(options.store));
  if (!store) raise(store.error());
  options.connector.store = *store;
  auto connector = Connector::open(std::move(options.connector));
  if (!connector) raise(connector.error());
  return std::make_unique<Open>(ProcessEngine::generation(), *std::move(store), *std::move(connector),
                                std::nullopt);
}

std::unique_ptr<CoreConnector::Open> CoreConnector::open_hosted(HostedOptions options) {
  options.engine = ProcessEngine::get();
  auto management = HostedManagement::open(options);
  if (!management) raise(management.error());
  auto connector = Connector::open_hosted(std::move(options));
  if (!connector) raise(connector.error());
  return std::make_unique<Open>(ProcessEngine::generation(), nullptr, *std::move(connector),
                                *std::move(management));
}

std::unique_ptr<CoreConnector::Open> CoreConnector::open(Made made) {
  if (auto* local = std::get_if<LocalOptions>(&made)) return open_local(std::move(*local));
  return open_hosted(std::get<HostedOptions>(std::move(made)));
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
  const OthersRun others_run;
  ended.reset();
}

nb::object CoreConnector::execute(const std::string& entity, const std::string& action, nb::handle params,
                                  nb::handle options) {
  CallOptions call = call_options_of(options);
  const std::stop_source stop;
  call.stop = stop.get_token();
  const auto waiting = std::make_shared<Waiting<Answer>>();
  current().connector.execute_async(entity, action, params_text(params), std::move(call),
                                    [waiting](Result<Answer> answer) { waiting->set(std::move(answer)); });
  const auto answer = waiting->wait(stop);
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
    const OthersRun others_run;
    return management.request(std::move(request), deadline);
  }();
  if (!answer) raise(answer.error());
  return object_of_json(answer->dump());
}

nb::object CoreConnector::replicate(const nb::dict& options, const std::stop_source& stop) {
  Open& open = current();
  if (open.store == nullptr)
    throw std::runtime_error(
        "in hosted mode the server replicates; a connector with a token has a store here");
  replication::SyncOptions wished = sync_options_of(options);
  auto sync = [&] {
    const auto store = open.store;
    const OthersRun others_run;
    return store->sync(std::move(wished));
  }();
  if (!sync) raise(sync.error());
  const auto waiting = std::make_shared<Waiting<replication::SyncReport>>();
  sync->start({}, stop.get_token(),
              [waiting](Result<replication::SyncReport> report) { waiting->set(std::move(report)); });
  const auto report = waiting->wait(stop);
  if (!report) raise(report.error());
  return object_of_report(*report);
}

std::string CoreConnector::store_file() const {
  return open_ != nullptr && open_->store != nullptr ? open_->store->file().string() : std::string{};
}

void CoreConnector::close() {
  closed_ = true;
  let_go();
}

}  // namespace tiktok_marketing::python
