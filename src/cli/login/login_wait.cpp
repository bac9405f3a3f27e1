#include "cli/login/login_wait.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <mutex>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "cli/login/login_redirect.hpp"
#include "http/server/server.hpp"

namespace tiktok_marketing::cli {
namespace {

constexpr std::string_view kPath = "/callback";

http::ServerResponse page(int status, std::string_view text) {
  http::ServerResponse response;
  response.status = status;
  response.content_type = "text/html; charset=utf-8";
  response.headers = {{"Cache-Control", "no-store"}, {"Referrer-Policy", "no-referrer"}};
  response.body = std::make_shared<const std::string>(
      fmt::format("<!doctype html><meta charset=utf-8><title>tiktok-marketing</title>"
                  "<p style=\"font:1.1rem system-ui;margin:3rem\">{}</p>\n",
                  text));
  return response;
}

Error ended(ErrorType type, std::string_view message, std::string_view hint) {
  Error error{.type = type};
  error.message = message;
  error.hint = hint;
  return error;
}

}  // namespace

struct RedirectListener::State {
  std::string state;
  int wake_fd = eventfd(0, EFD_CLOEXEC);
  std::mutex mutex;
  std::optional<Result<Secret>> outcome;
  std::string redirect_url;
  std::unique_ptr<http::Server> server;  // last, so that it ends before what its handler uses

  ~State() {
    server.reset();
    ::close(wake_fd);
  }

  void wake() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(wake_fd, &one, sizeof one);
  }

  http::ServerResponse handle(const http::ServerRequest& request) {
    if (request.path != kPath) return page(404, "Nothing here.");
    auto code = code_of(request.query, state);
    const bool mine = code.has_value() || code.error().type == ErrorType::upstream_authentication_failed;
    if (!mine) return page(400, "This redirect does not belong to the login that is waiting.");
    const bool granted = code.has_value();
    {
      const std::lock_guard lock(mutex);
      if (!outcome) outcome.emplace(std::move(code));
    }
    wake();
    return granted ? page(200, "Done. You can close this window and go back to the terminal.")
                   : page(200, "TikTok gave no access. Go back to the terminal.");
  }

  std::optional<Result<Secret>> take() {
    const std::lock_guard lock(mutex);
    return std::exchange(outcome, std::nullopt);
  }
};

RedirectListener::RedirectListener(std::unique_ptr<State> state) : state_(std::move(state)) {}
RedirectListener::RedirectListener(RedirectListener&&) noexcept = default;
RedirectListener::~RedirectListener() = default;

Result<RedirectListener> RedirectListener::start(std::uint16_t port, std::string state) {
  auto shared = std::make_unique<State>();
  shared->state = std::move(state);
  http::ServerOptions options;
  options.port = port;
  auto server = http::Server::start(
      options, [own = shared.get()](const http::ServerRequest& request, const http::Responder& respond) {
        respond(own->handle(request));
      });
  if (!server) {
    server.error().hint = "Choose another port with --port and register its redirect URL for your app.";
    return std::move(server).error();
  }
  shared->server = *std::move(server);
  shared->redirect_url = shared->server->url() + std::string(kPath);
  return RedirectListener(std::move(shared));
}

const std::string& RedirectListener::redirect_url() const {
  return state_->redirect_url;
}

Result<Secret> RedirectListener::wait(int paste_fd, std::chrono::milliseconds at_most,
                                      const std::stop_token& stop) {
  const std::stop_callback on_stop(stop, [this] { state_->wake(); });
  const auto due = std::chrono::steady_clock::now() + at_most;
  std::string pasted;
  for (;;) {
    if (auto outcome = state_->take()) return *std::move(outcome);
    if (stop.stop_requested())
      return ended(ErrorType::cancelled, "The login was interrupted.", "Run it again.");
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(due - std::chrono::steady_clock::now());
    if (left.count() <= 0) {
      return ended(ErrorType::upstream_timeout, "TikTok's redirect did not come in time.",
                   "Run login again; when the browser is on another machine, paste the address it ends at.");
    }
    std::array<pollfd, 2> ready{pollfd{.fd = state_->wake_fd, .events = POLLIN, .revents = 0},
                                pollfd{.fd = paste_fd, .events = POLLIN, .revents = 0}};
    if (::poll(ready.data(), ready.size(), static_cast<int>(left.count())) < 0 && errno != EINTR) {
      return ended(ErrorType::internal_error, "Waiting for the redirect failed.", "Run login again.");
    }
    if ((ready[1].revents & (POLLIN | POLLHUP)) == 0) continue;
    std::array<char, 4096> block{};
    const ssize_t got = ::read(paste_fd, block.data(), block.size());
    if (got <= 0) {
      paste_fd = -1;  // nobody will paste any more; the browser may still come
      continue;
    }
    pasted.append(block.data(), static_cast<std::size_t>(got));
    const std::size_t line_end = pasted.find('\n');
    if (line_end == std::string::npos) continue;
    return code_of_url(std::string_view(pasted).substr(0, line_end), state_->state);
  }
}

}  // namespace tiktok_marketing::cli
