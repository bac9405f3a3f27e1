#include "http/server/server.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <unordered_set>

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "http/server/connection.hpp"
#include "http/server/tls.hpp"

namespace tiktok_marketing::http {
namespace {

using asio::ip::tcp;
using boost::system::error_code;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;

constexpr asio::use_awaitable_t<Executor> kAwait;
constexpr std::chrono::milliseconds kSweepInterval{1'000};
constexpr std::chrono::milliseconds kShortestSweepInterval{5};
constexpr std::chrono::milliseconds kAcceptRetry{50};

enum class Phase { running, finishing, closing };

// One thread with its connections; no other thread touches them, so nothing here needs a lock.
struct Worker {
  Worker(const ServerOptions& options, const Handler& handler, ssl_ctx_st* tls)
      : around{options, handler, tls, std::make_shared<Mailbox>(shared_context), {}} {}

  std::shared_ptr<asio::io_context> shared_context = std::make_shared<asio::io_context>(1);
  asio::io_context& context = *shared_context;
  asio::executor_work_guard<Executor> work{context.get_executor()};
  Timer sweep_timer{context.get_executor()};
  Surroundings around;
  std::unordered_set<Connection*> connections;
  Phase phase = Phase::running;
  std::thread thread;
};

// How many connections there are, for the limit and for a patient stop.
class Census {
 public:
  void enter() {
    const std::lock_guard lock(mutex_);
    ++count_;
  }
  // True when the listener was waiting for a place.
  bool leave() {
    const std::lock_guard lock(mutex_);
    --count_;
    changed_.notify_all();
    return std::exchange(listener_waits_, false);
  }
  bool must_wait(std::size_t limit) {
    const std::lock_guard lock(mutex_);
    listener_waits_ = count_ >= limit;
    return listener_waits_;
  }
  void wait_until_empty(std::chrono::milliseconds at_most) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, at_most, [this] { return count_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t count_ = 0;
  bool listener_waits_ = false;
};

class BeastServer : public Server {
 public:
  BeastServer(ServerOptions options, Handler handler, TlsContext tls)
      : options_(std::move(options)), handler_(std::move(handler)), tls_(std::move(tls)) {
    const int count = std::max(1, options_.threads);
    for (int i = 0; i < count; ++i) {
      workers_.push_back(std::make_unique<Worker>(options_, handler_, tls_.get()));
    }
    acceptor_.emplace(workers_.front()->context.get_executor());
    place_timer_.emplace(workers_.front()->context.get_executor());
  }
  BeastServer(const BeastServer&) = delete;
  BeastServer& operator=(const BeastServer&) = delete;
  ~BeastServer() override { stop(std::chrono::milliseconds{0}); }

  Result<void> listen();
  void run();

  [[nodiscard]] std::uint16_t port() const override { return endpoint_.port(); }
  [[nodiscard]] std::string url() const override;
  [[nodiscard]] ServerStats stats() const override;
  void stop(std::chrono::milliseconds grace) override;

 private:
  Awaitable<void> accept_loop();
  Awaitable<void> sweep_loop(Worker& worker);
  Awaitable<void> serve(Worker& worker, Socket socket, std::string peer);
  void enter_phase(Phase phase);

  ServerOptions options_;
  Handler handler_;
  TlsContext tls_;
  Census census_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::optional<Acceptor> acceptor_;
  std::optional<Timer> place_timer_;
  tcp::endpoint endpoint_;
  std::mutex stop_mutex_;
  bool stopped_ = false;
};

Error bind_error(const ServerOptions& options, const error_code& error) {
  Error out;
  out.type = ErrorType::value_error;
  out.message = fmt::format("cannot listen on {}:{}: {}", options.host, options.port, error.message());
  out.hint = "Choose an address of this machine and a free port; port 0 lets the system choose one.";
  out.param = "listen";
  out.given = fmt::format("{}:{}", options.host, options.port);
  return out;
}

// Short limits are kept to a quarter of theirs, others to a second.
std::chrono::milliseconds sweep_interval(const ServerOptions& options) {
  const auto shortest = std::min({options.header_timeout, options.request_timeout, options.idle_timeout});
  return std::clamp(shortest / 4, kShortestSweepInterval, kSweepInterval);
}

std::string text_of(const asio::ip::address& address) {
  if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address.to_string();
  return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
}

Result<void> BeastServer::listen() {
  error_code error;
  const std::string host = options_.host == "localhost" ? std::string{"127.0.0.1"} : options_.host;
  const auto address = asio::ip::make_address(host, error);
  if (error) return bind_error(options_, error);
  const tcp::endpoint wanted(address, options_.port);
  acceptor_->open(wanted.protocol(), error);
  if (!error) acceptor_->set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor_->bind(wanted, error);
  if (!error) acceptor_->listen(asio::socket_base::max_listen_connections, error);
  if (!error) endpoint_ = acceptor_->local_endpoint(error);
  if (error) return bind_error(options_, error);
  return {};
}

void BeastServer::run() {
  asio::co_spawn(workers_.front()->context, accept_loop(), asio::detached);
  for (const auto& worker : workers_) {
    asio::co_spawn(worker->context, sweep_loop(*worker), asio::detached);
    worker->thread = std::thread([context = &worker->context] { context->run(); });
  }
}

std::string BeastServer::url() const {
  const std::string_view scheme = tls_ ? "https" : "http";
  const std::string host = endpoint_.address().to_string();
  const bool is_v6 = endpoint_.address().is_v6();
  return is_v6 ? fmt::format("{}://[{}]:{}", scheme, host, port())
               : fmt::format("{}://{}:{}", scheme, host, port());
}

ServerStats BeastServer::stats() const {
  ServerStats stats;
  for (const auto& worker : workers_) worker->around.counters.add_to(stats);
  return stats;
}

Awaitable<void> BeastServer::accept_loop() {
  std::size_t next = 0;
  while (acceptor_->is_open()) {
    error_code error;
    if (census_.must_wait(options_.max_connections)) {
      place_timer_->expires_at(Clock::time_point::max());
      co_await place_timer_->async_wait(asio::redirect_error(kAwait, error));
      continue;
    }
    Worker& worker = *workers_[next++ % workers_.size()];
    Socket socket(worker.context.get_executor());
    tcp::endpoint peer;
    co_await acceptor_->async_accept(socket, peer, asio::redirect_error(kAwait, error));
    if (!acceptor_->is_open()) break;
    if (error) {
      // Out of file descriptors, mostly: trying again at once would only burn the processor.
      place_timer_->expires_after(kAcceptRetry);
      co_await place_timer_->async_wait(asio::redirect_error(kAwait, error));
      continue;
    }
    socket.set_option(tcp::no_delay(true), error);
    census_.enter();
    asio::co_spawn(worker.context, serve(worker, std::move(socket), text_of(peer.address())), asio::detached);
  }
}

Awaitable<void> BeastServer::sweep_loop(Worker& worker) {
  const auto interval = sweep_interval(options_);
  while (worker.phase == Phase::running) {
    error_code ignored;
    worker.sweep_timer.expires_after(interval);
    co_await worker.sweep_timer.async_wait(asio::redirect_error(kAwait, ignored));
    const auto now = Clock::now();
    for (Connection* connection : worker.connections) {
      if (connection->expired(now)) connection->expire();
    }
  }
}

Awaitable<void> BeastServer::serve(Worker& worker, Socket socket, std::string peer) {
  if (worker.phase == Phase::running) {
    Connection connection(std::move(socket), std::move(peer), worker.around);
    worker.connections.insert(&connection);
    try {
      co_await connection.serve();
    } catch (const std::exception&) {
      // Out of memory, then: only this connection is lost.
      connection.close();
    }
    worker.connections.erase(&connection);
  }
  if (census_.leave()) {
    asio::post(workers_.front()->context, [this] { place_timer_->cancel(); });
  }
}

void BeastServer::enter_phase(Phase phase) {
  for (const auto& worker : workers_) {
    asio::post(worker->context, [phase, worker = worker.get()] {
      worker->phase = phase;
      worker->sweep_timer.cancel();
      for (Connection* connection : worker->connections) {
        phase == Phase::finishing ? connection->finish_soon() : connection->close();
      }
    });
  }
}

void BeastServer::stop(std::chrono::milliseconds grace) {
  const std::lock_guard lock(stop_mutex_);
  if (std::exchange(stopped_, true)) return;
  asio::post(workers_.front()->context, [this] {
    error_code ignored;
    acceptor_->close(ignored);
    place_timer_->cancel();
  });
  enter_phase(Phase::finishing);
  census_.wait_until_empty(grace);
  enter_phase(Phase::closing);
  for (const auto& worker : workers_) worker->work.reset();
  for (const auto& worker : workers_) {
    if (worker->thread.joinable()) worker->thread.join();
    worker->around.mailbox->close();
  }
}

}  // namespace

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, Handler handler) {
  TlsContext tls;
  if (options.tls) {
    Result<TlsContext> made = make_tls_context(*options.tls);
    if (!made) return std::move(made).error();
    tls = std::move(*made);
  }
  auto server = std::make_unique<BeastServer>(std::move(options), std::move(handler), std::move(tls));
  Result<void> listening = server->listen();
  if (!listening) return std::move(listening).error();
  server->run();
  return std::unique_ptr<Server>(std::move(server));
}

}  // namespace tiktok_marketing::http
