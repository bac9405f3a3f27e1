#include "server/start.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include <fmt/format.h>

#include "http/server/server.hpp"
#include "server/api.hpp"

namespace tiktok_marketing::server {
namespace {

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

http::ServerOptions http_options(const HostedServerOptions& options) {
  http::ServerOptions out;
  out.host = options.host;
  out.port = options.port;
  out.threads = options.threads;
  out.max_body_bytes = options.max_body_bytes;
  out.max_header_bytes = options.max_header_bytes;
  out.max_connections = options.max_connections;
  out.header_timeout = options.header_timeout;
  out.request_timeout = options.request_timeout;
  out.idle_timeout = options.idle_timeout;
  if (!options.tls_certificate.empty()) {
    out.tls = http::TlsFiles{.certificate_chain_file = options.tls_certificate,
                             .private_key_file = options.tls_key};
  }
  return out;
}

class HostedServerOnSocket : public HostedServer {
 public:
  HostedServerOnSocket(std::shared_ptr<platform::Platform> platform, std::shared_ptr<stores::Stores> stores)
      : platform_(std::move(platform)), stores_(std::move(stores)) {}
  HostedServerOnSocket(const HostedServerOnSocket&) = delete;
  HostedServerOnSocket& operator=(const HostedServerOnSocket&) = delete;
  ~HostedServerOnSocket() override { HostedServerOnSocket::stop(std::chrono::milliseconds{0}); }

  Result<void> listen(const HostedServerOptions& options);

  [[nodiscard]] std::string url() const override { return http_->url(); }
  [[nodiscard]] std::uint16_t port() const override { return http_->port(); }
  void stop(std::chrono::milliseconds grace) override;

 private:
  void open_api(const HostedServerOptions& options);
  void give_up_after(const std::stop_token& stop, std::chrono::milliseconds time);
  // The address, which may be the system's choice, is part of the API; the first requests wait for it.
  Api& api() {
    open_.wait(false);
    return *api_;
  }

  std::shared_ptr<platform::Platform> platform_;
  std::shared_ptr<stores::Stores> stores_;
  std::atomic<bool> open_ = false;
  std::unique_ptr<Api> api_;
  std::unique_ptr<http::Server> http_;
};

Result<void> HostedServerOnSocket::listen(const HostedServerOptions& options) {
  auto settings = http_options(options);
  settings.refusal = [this](int status, std::string_view why) { return api().refuse(status, why); };
  auto started =
      http::Server::start(std::move(settings), [this](http::ServerRequest request, http::Responder respond) {
        api().handle(std::move(request), std::move(respond));
      });
  if (!started) return std::move(started).error();
  http_ = std::move(*started);
  open_api(options);
  return {};
}

void HostedServerOnSocket::stop(std::chrono::milliseconds grace) {
  if (!http_ || !api_) return;
  // What still waits for TikTok then has a fifth of the time left to be told so.
  std::jthread patience([this, grace](const std::stop_token& stop) { give_up_after(stop, grace * 4 / 5); });
  http_->stop(grace);
  api_->finish();
}

void HostedServerOnSocket::give_up_after(const std::stop_token& stop, std::chrono::milliseconds time) {
  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::condition_variable_any().wait_for(lock, stop, time, [] { return false; });
  api_->give_up();
}

void HostedServerOnSocket::open_api(const HostedServerOptions& options) {
  std::string& public_url = platform_->context().options.public_url;
  if (public_url.empty()) public_url = http_->url();
  ApiOptions api_options;
  api_options.public_url = public_url;
  api_options.behind_proxy = options.behind_proxy;
  api_options.cors_origins = options.cors_origins;
  api_options.metrics_token = options.metrics_token;
  api_options.server_stats = [http = http_.get()] { return http->stats(); };
  api_ = std::make_unique<Api>(*platform_, *stores_, std::move(api_options));
  open_ = true;
  open_.notify_all();
}

}  // namespace

Result<void> check_exposure(const HostedServerOptions& options) {
  if (options.tls_certificate.empty() != options.tls_key.empty()) {
    return Error{.type = ErrorType::value_error,
                 .message = "TLS needs a certificate and its key",
                 .hint = "Name two PEM files, or none.",
                 .param = options.tls_key.empty() ? "tls_key" : "tls_certificate"};
  }
  if (is_loopback(options.host) || options.behind_proxy || !options.tls_certificate.empty()) return {};
  return Error{.type = ErrorType::value_error,
               .message = fmt::format("{} can be reached by others, and without TLS they could read tokens",
                                      options.host),
               .hint =
                   "Give a certificate and a key, or listen on 127.0.0.1, or say that TLS ends at a proxy "
                   "(--behind-proxy).",
               .param = "listen"};
}

Result<std::unique_ptr<HostedServer>> start(std::shared_ptr<platform::Platform> platform,
                                            std::shared_ptr<stores::Stores> stores,
                                            const HostedServerOptions& options) {
  if (auto safe = check_exposure(options); !safe) return std::move(safe).error();
  auto server = std::make_unique<HostedServerOnSocket>(std::move(platform), std::move(stores));
  if (auto listening = server->listen(options); !listening) return std::move(listening).error();
  return std::unique_ptr<HostedServer>(std::move(server));
}

}  // namespace tiktok_marketing::server
