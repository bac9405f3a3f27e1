#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <tiktok_marketing/base/fakes.hpp>
#include <tiktok_marketing/http/fakes.hpp>

#include "base/date.hpp"
#include "context/store.hpp"
#include "database/test_folder.hpp"
#include "replication/sync.hpp"
#include "sandbox/virtual_tiktok.hpp"
#include "sandbox_options.hpp"

/// For tests: a virtual TikTok without a socket, a store in a file, and time that only moves when told to.
namespace tiktok_marketing::replication {

inline SystemTime at(std::string_view text) {
  return *parse_datetime(text);
}
inline Date day(std::string_view text) {
  return *parse_date(text);
}

/// Hands requests to the virtual TikTok in the same thread.
class InProcess : public Transport {
 public:
  InProcess(std::shared_ptr<Runtime> runtime, sandbox::VirtualTikTok& tiktok)
      : runtime_(std::move(runtime)), tiktok_(tiktok) {}

  void send(HttpRequest request, std::stop_token, Done done) override {
    const auto asked = read(request);
    if (instead) {
      if (auto body = instead(asked.query, asked.path)) {
        return answer(json_response(std::move(*body)), asked, std::move(done));
      }
    }
    auto response = tiktok_.handle(asked);
    HttpResponse made = json_response(response.body ? *response.body : std::string{}, response.status);
    for (auto& header : response.headers) made.headers.push_back(header);
    answer(std::move(made), asked, std::move(done));
  }

  std::chrono::milliseconds latency{0};
  /// How much longer a request takes.
  std::function<std::chrono::milliseconds(const http::ServerRequest&)> slow;
  std::size_t most_under_way = 0;
  /// Answers a request in the virtual TikTok's place, unless it gives nothing.
  std::function<std::optional<std::string>(const std::vector<std::pair<std::string, std::string>>& query,
                                           const std::string& path)>
      instead;
  std::vector<http::ServerRequest> seen;

 private:
  void answer(Result<HttpResponse> response, const http::ServerRequest& request, Done done) {
    most_under_way = std::max(most_under_way, ++under_way_);
    auto task = [this, done = std::move(done), response = std::move(response)] {
      --under_way_;
      done(response);
    };
    const auto wait = latency + (slow ? slow(request) : std::chrono::milliseconds{0});
    if (wait.count() == 0) {
      runtime_->post(std::move(task));
    } else {
      runtime_->post_at(runtime_->now() + wait, std::move(task));
    }
  }

  static std::string decoded(std::string_view text) {
    const auto hex = [](char c) { return c <= '9' ? c - '0' : (c | 32) - 'a' + 10; };
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '%' && i + 2 < text.size()) {
        out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
        i += 2;
      } else {
        out += text[i];
      }
    }
    return out;
  }

  http::ServerRequest read(const HttpRequest& from) {
    http::ServerRequest request;
    request.method = from.method;
    request.body = from.body;
    for (const auto& [name, value] : from.headers) request.headers.emplace_back(lower(name), value);
    for (const auto& [name, value] : from.secret_headers)
      request.headers.emplace_back(lower(name), value.reveal());
    const auto path_at = from.url.find('/', from.url.find("//") + 2);
    const auto query_at = from.url.find('?', path_at);
    request.path = from.url.substr(path_at, query_at - path_at);
    std::string_view rest =
        query_at == std::string::npos ? std::string_view{} : std::string_view(from.url).substr(query_at + 1);
    while (!rest.empty()) {
      const auto pair = rest.substr(0, rest.find('&'));
      rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
      const auto equals = std::min(pair.find('='), pair.size());
      request.query.emplace_back(decoded(pair.substr(0, equals)),
                                 decoded(pair.substr(std::min(equals + 1, pair.size()))));
    }
    seen.push_back(request);
    return request;
  }

  static std::string lower(std::string text) {
    for (auto& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
  }

  std::shared_ptr<Runtime> runtime_;
  sandbox::VirtualTikTok& tiktok_;
  std::size_t under_way_ = 0;
};

inline sandbox::SandboxOptions small_world() {
  sandbox::SandboxOptions options;
  options.now = at("2026-09-15T08:00:00Z");
  options.clock_runs = false;
  options.unlimited = true;
  return options;
}

class World {
 public:
  /// `store_name` empty: opened later.
  explicit World(sandbox::SandboxOptions world = small_world(), double qps = -1,
                 std::string_view store_name = "store.db")
      : tiktok(*sandbox::VirtualTikTok::create(world)),
        access(tiktok->access("http://127.0.0.1:1")),
        runtime(std::make_shared<VirtualRuntime>(*world.now)),
        transport(std::make_shared<InProcess>(runtime, *tiktok)) {
    connector.qps = qps;
    connector.engine = {.runtime = runtime, .transport = transport};
    options.start_date = day("2026-07-01");
    if (!store_name.empty()) open_store(store_name);
  }
  ~World() { runtime->run_ready(); }
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  void open_store(std::string_view name) {
    store.reset();
    auto opened = context::Store::open({.file = folder / name, .backups = {}});
    EXPECT_TRUE(opened) << (opened ? "" : opened.error().message);
    if (opened) store = *opened;
  }

  /// Time of both, the client's and the virtual TikTok's.
  void advance(std::chrono::milliseconds by) {
    runtime->advance(by);
    tiktok->advance(runtime->system_now() - tiktok->now());
  }

  [[nodiscard]] Result<Sync> open() {
    return Sync::open(connector, store, options, [](const std::function<void()>& work) { work(); });
  }
  [[nodiscard]] SyncReport sync(Sync::OnProgress progress = {}, std::stop_token stop = {}) {
    transport->seen.clear();
    auto made = open();
    EXPECT_TRUE(made) << (made ? "" : made.error().message);
    if (!made) return {};
    auto report = made->run(std::move(progress), std::move(stop));
    EXPECT_TRUE(report) << (report ? "" : report.error().message);
    return report ? *report : SyncReport{};
  }

  /// Rows as `a|b` lines, in the order of the statement.
  [[nodiscard]] std::string rows(const std::string& sql) const {
    std::string out;
    auto done = store->database().read([&](database::Connection& connection) -> Result<void> {
      auto statement = connection.prepare(sql);
      if (!statement) return std::move(statement).error();
      for (;;) {
        auto row = statement->step();
        if (!row) return std::move(row).error();
        if (!*row) return {};
        if (!out.empty()) out += '\n';
        for (int i = 0; i < columns; ++i) {
          if (i > 0) out += '|';
          out += statement->is_null(i) ? "null" : std::string(statement->text(i));
        }
      }
    });
    EXPECT_TRUE(done) << (done ? "" : done.error().message) << sql;
    return out;
  }
  [[nodiscard]] std::string value(const std::string& sql) const { return rows(sql); }
  [[nodiscard]] std::int64_t number(const std::string& sql) const {
    const auto text = rows(sql);
    return text.empty() || text == "null" ? 0 : static_cast<std::int64_t>(std::stod(text));
  }

  [[nodiscard]] context::StreamStatus status(std::string_view entity, std::size_t advertiser = 0) const {
    auto found = store->stream({std::string(entity), access.advertiser_ids.at(advertiser)});
    EXPECT_TRUE(found);
    return found ? *found : context::StreamStatus{};
  }
  /// How many requests for a path the last sync sent.
  [[nodiscard]] std::size_t asked(std::string_view path) const {
    std::size_t count = 0;
    for (const auto& request : transport->seen) count += request.path.find(path) != std::string::npos ? 1 : 0;
    return count;
  }

  int columns = 1;  ///< how many `rows` reads
  std::unique_ptr<sandbox::VirtualTikTok> tiktok;
  sandbox::SandboxAccess access;
  std::shared_ptr<VirtualRuntime> runtime;
  std::shared_ptr<InProcess> transport;
  ConnectorOptions connector = options_for(access);
  SyncOptions options;
  database::TestFolder folder;
  std::shared_ptr<context::Store> store;
};

}  // namespace tiktok_marketing::replication
