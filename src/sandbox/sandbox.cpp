#include "sandbox/sandbox.hpp"

namespace tiktok_marketing::sandbox {

Result<std::unique_ptr<Sandbox>> Sandbox::start(SandboxOptions options) {
  http::ServerOptions server;
  server.host = options.host;
  server.port = options.port;
  server.threads = options.threads;
  auto tiktok = VirtualTikTok::create(std::move(options));
  if (!tiktok) return std::move(tiktok).error();

  std::unique_ptr<Sandbox> sandbox(new Sandbox);
  sandbox->tiktok_ = *std::move(tiktok);
  auto started = http::Server::start(
      std::move(server),
      [tiktok = sandbox->tiktok_.get()](const http::ServerRequest& request, const http::Responder& respond) {
        respond(tiktok->handle(request));
      });
  if (!started) return std::move(started).error();
  sandbox->server_ = *std::move(started);
  sandbox->access_ = sandbox->tiktok_->access(sandbox->server_->url());
  return sandbox;
}

Sandbox::~Sandbox() {
  stop();
}

void Sandbox::stop() {
  if (server_) server_->stop();
}

}  // namespace tiktok_marketing::sandbox
