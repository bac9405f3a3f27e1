// A server with the conformance suite's fixtures, over the transports of the product:
//   mcp_test_server [--http] [FILE]     FILE holds the result of the tool prepared_answer
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>
#include <string_view>
#include <utility>

#include "http/server/server.hpp"
#include "mcp/http_endpoint.hpp"
#include "mcp/server/fixtures.hpp"
#include "mcp/stdio.hpp"

namespace {

namespace http = tiktok_marketing::http;
namespace mcp = tiktok_marketing::mcp;

std::string random_id() {
  std::random_device random;
  std::ostringstream text;
  for (int i = 0; i < 8; ++i) text << std::hex << random();
  return text.str();
}

int serve_http(const std::shared_ptr<mcp::Features>& features) {
  mcp::HttpEndpoint::Options options;
  options.sessions.make_id = random_id;
  mcp::HttpEndpoint endpoint(features, std::move(options));
  auto server =
      http::Server::start({}, [&endpoint](const http::ServerRequest& request, http::Responder respond) {
        endpoint.handle(request, std::move(respond));
      });
  if (!server) return 1;
  std::cout << "listening on " << (*server)->url() << "/mcp" << std::endl;
  // It ends with whoever started it: then its standard input is closed. A line asks what it holds.
  std::string line;
  while (std::getline(std::cin, line)) {
    const auto stats = (*server)->stats();
    std::cout << endpoint.sessions() << ' ' << endpoint.open_replies() << ' ' << stats.open_connections
              << std::endl;
  }
  endpoint.close();
  (*server)->stop();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  bool over_http = false;
  std::string prepared = R"({"content":[]})";
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--http") {
      over_http = true;
      continue;
    }
    std::ifstream file{std::string(word)};
    prepared.assign(std::istreambuf_iterator<char>(file), {});
  }
  const auto features = mcp::make_fixtures(std::move(prepared));
  if (over_http) return serve_http(features);
  return mcp::serve_stdio(features, {}, {}) ? 0 : 1;
}
