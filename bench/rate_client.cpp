// rate_client URL RATE SECONDS direct|execute TOKEN ADVERTISER: asks for ten campaigns at a fixed rate and
// prints
// {"p50_ms", "p99_ms", "sent", "late"}. A request's time counts from the moment it was due, so that a server
// that stalls cannot hide it.

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include <arpa/inet.h>
#include <fmt/format.h>

namespace {

using Clock = std::chrono::steady_clock;
constexpr int kConnections = 64;

struct Target {
  std::string host;
  std::uint16_t port = 0;
  std::string path;
};

struct Connection {
  int socket = -1;
  std::string in;
  bool busy = false;
  Clock::time_point due;
};

[[noreturn]] void fail(std::string_view why) {
  fmt::print(stderr, "rate_client: {}\n", why);
  std::exit(1);
}

Target target_of(std::string_view url) {
  url.remove_prefix(std::string_view("http://").size());
  const auto colon = url.find(':');
  const auto slash = url.find('/');
  return {
      .host = std::string(url.substr(0, colon)),
      .port = static_cast<std::uint16_t>(std::stoi(std::string(url.substr(colon + 1, slash - colon - 1)))),
      .path = std::string(url.substr(slash))};
}

int connect_to(const Target& target) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(target.port);
  inet_pton(AF_INET, target.host.c_str(), &address.sin_addr);
  if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) fail("cannot connect");
  const int on = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  return socket;
}

std::string request_text(const Target& target, bool execute, const std::string& token,
                         const std::string& advertiser, std::int64_t number) {
  const auto page = number % 40 + 1;
  constexpr int size = 10;
  if (!execute) {
    return fmt::format(
        "GET {}?advertiser_id={}&page={}&page_size={} HTTP/1.1\r\nHost: localhost\r\nAccess-Token: "
        "{}\r\n\r\n",
        target.path, advertiser, page, size, token);
  }
  const auto body = fmt::format(
      R"({{"entity":"campaigns","action":"list","params":{{"advertiser_id":"{}","page":{},"page_size":{}}}}})",
      advertiser, page, size);
  return fmt::format(
      "POST {} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n"
      "Content-Length: {}\r\n\r\n{}",
      target.path, token, body.size(), body);
}

// True when a whole answer has arrived.
bool answered(const std::string& in) {
  const auto head_end = in.find("\r\n\r\n");
  if (head_end == std::string::npos) return false;
  if (!in.starts_with("HTTP/1.1 200")) fail(in.substr(0, 300));
  auto at = in.find("Content-Length: ");
  if (at == std::string::npos) at = in.find("content-length: ");
  if (at == std::string::npos) fail("no Content-Length");
  return in.size() >= head_end + 4 + std::stoul(in.substr(at + 16));
}

double percentile(std::vector<double>& sorted, double part) {
  return sorted[static_cast<std::size_t>(static_cast<double>(sorted.size() - 1) * part)];
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 7) fail("usage: rate_client URL RATE SECONDS direct|execute TOKEN ADVERTISER");
  const Target target = target_of(arguments[1]);
  const double rate = std::stod(arguments[2]);
  const auto total = static_cast<std::int64_t>(rate * std::stod(arguments[3]));
  const bool execute = std::string_view(arguments[4]) == "execute";
  std::vector<Connection> connections(kConnections);
  std::vector<pollfd> polls;
  for (auto& each : connections) {
    each.socket = connect_to(target);
    polls.push_back({.fd = each.socket, .events = POLLIN, .revents = 0});
  }
  std::deque<Clock::time_point> waiting;
  std::vector<double> times;
  const auto begin = Clock::now();
  std::int64_t next = 0;
  std::int64_t sent = 0;
  std::int64_t late = 0;
  const auto due_of = [&](std::int64_t number) {
    return begin +
           std::chrono::nanoseconds(static_cast<std::int64_t>(1e9 / rate * static_cast<double>(number)));
  };
  while (std::ssize(times) < total) {
    const auto now = Clock::now();
    while (next < total && due_of(next) <= now) waiting.push_back(due_of(next++));
    for (auto& each : connections) {
      if (waiting.empty()) break;
      if (each.busy) continue;
      each.busy = true;
      each.due = waiting.front();
      waiting.pop_front();
      const auto text = request_text(target, execute, arguments[5], arguments[6], sent++);
      if (::write(each.socket, text.data(), text.size()) != std::ssize(text)) fail("cannot send");
    }
    late += waiting.empty() ? 0 : 1;
    const auto wait = next < total ? due_of(next) - Clock::now() : std::chrono::nanoseconds{1'000'000};
    timespec pause{.tv_sec = 0, .tv_nsec = std::max<long>(0, static_cast<long>(wait.count()))};
    if (pause.tv_nsec > 999'999'999) pause.tv_nsec = 999'999'999;
    if (::ppoll(polls.data(), polls.size(), &pause, nullptr) <= 0) continue;
    for (std::size_t i = 0; i < polls.size(); ++i) {
      if ((polls[i].revents & (POLLIN | POLLHUP)) == 0) continue;
      Connection& each = connections[i];
      char buffer[65'536];
      const auto got = ::read(each.socket, buffer, sizeof(buffer));
      if (got <= 0) fail("the server closed a connection");
      each.in.append(buffer, static_cast<std::size_t>(got));
      if (!answered(each.in)) continue;
      times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - each.due).count());
      each.in.clear();
      each.busy = false;
    }
  }
  std::ranges::sort(times);
  fmt::print("{{\"p50_ms\": {:.3f}, \"p99_ms\": {:.3f}, \"sent\": {}, \"late\": {}}}\n",
             percentile(times, 0.5), percentile(times, 0.99), sent, late);
}
