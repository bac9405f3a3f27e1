#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <tiktok_marketing/base/fakes.hpp>
#include <tiktok_marketing/http/fakes.hpp>

#include "tiktok/client.hpp"

/// For tests: a client on a virtual clock whose TikTok is a function.
namespace tiktok_marketing::tiktok {

inline constexpr std::string_view kTestToken = "act.SECRET-TOKEN-7731";

/// `{"code":…,"message":…}` as TikTok answers it, with an empty `data`.
inline HttpResponse code_response(std::int64_t code, std::string_view message = "no") {
  return json_response(
      fmt::format(R"({{"code":{},"message":"{}","request_id":"REQ-{}","data":{{}}}})", code, message, code));
}

inline HttpResponse html_response(int status) {
  HttpResponse response = json_response("<html><body>Bad gateway</body></html>", status);
  response.headers = {{"content-type", "text/html"}};
  return response;
}

/// A connection that broke, as the transport reports it.
inline Error cut_connection() {
  return Error{.type = ErrorType::upstream_error, .message = "the connection was cut", .retryable = true};
}

inline HttpResponse rows_response(const std::vector<std::string>& rows, std::int64_t page = 1,
                                  std::int64_t page_size = 1000, std::int64_t total = -1) {
  if (total < 0) total = static_cast<std::int64_t>(rows.size());
  std::string list;
  for (const auto& row : rows) list += (list.empty() ? "" : ",") + row;
  return json_response(fmt::format(
      R"({{"code":0,"message":"OK","request_id":"REQ","data":{{"list":[{}],"page_info":{{"page":{},"page_size":{},)"
      R"("total_number":{},"total_page":{}}}}}}})",
      list, page, page_size, total, (total + page_size - 1) / page_size));
}

/// Percent-decoded value of a query parameter in a URL; empty when it was not sent.
inline std::string query_value(std::string_view url, std::string_view name) {
  const auto hex = [](char c) { return c <= '9' ? c - '0' : (c | 32) - 'a' + 10; };
  std::string_view rest = url.substr(std::min(url.find('?'), url.size() - 1) + 1);
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    if (pair.substr(0, pair.find('=')) != name) continue;
    std::string value;
    for (std::size_t i = name.size() + 1; i < pair.size(); ++i) {
      if (pair[i] == '%') {
        value += static_cast<char>(hex(pair[i + 1]) * 16 + hex(pair[i + 2]));
        i += 2;
      } else {
        value += pair[i];
      }
    }
    return value;
  }
  return {};
}

inline std::int64_t query_int(std::string_view url, std::string_view name) {
  const std::string text = query_value(url, name);
  return text.empty() ? 0 : std::stoll(text);
}

inline std::string path_of(std::string_view url) {
  constexpr std::string_view kBase = "/open_api/v1.3";
  const auto at = url.find(kBase);
  return std::string(url.substr(at + kBase.size(), url.find('?') - at - kBase.size()));
}

class ClientFixture {
 public:
  using Change = std::function<void(ClientOptions&)>;

  explicit ClientFixture(FakeTransport::Answer answer, QuotaLimits limits = {}, const Change& change = {}) {
    transport = std::make_shared<FakeTransport>(runtime, std::move(answer));
    ClientOptions options;
    options.engine = {.runtime = runtime, .transport = transport};
    options.broker = std::make_shared<QuotaBroker>(*runtime, limits);
    options.retry_budget = std::make_shared<RetryBudget>();
    options.log = log;
    options.random = [] { return 0.5; };
    options.api_url = "https://business-api.tiktok.com/open_api/v1.3";
    options.access_token = Secret(std::string(kTestToken));
    if (change) change(options);
    client = std::make_shared<Client>(std::move(options));
  }
  /// Lets everything that is still under way end, or its coroutine would leak.
  ~ClientFixture() { runtime->advance(std::chrono::hours{1}); }
  ClientFixture(const ClientFixture&) = delete;
  ClientFixture& operator=(const ClientFixture&) = delete;

  [[nodiscard]] CallContext within(std::chrono::milliseconds time = std::chrono::milliseconds{55'000}) const {
    CallContext context;
    context.deadline = runtime->now() + time;
    return context;
  }
  [[nodiscard]] Result<Envelope> get(GetRequest request, CallContext context) {
    return run_blocking(*runtime,
                        [this, &request, &context] { return Client::get(client, request, context); });
  }
  [[nodiscard]] Result<Envelope> get(std::string path = "/campaign/get/") {
    return get(GetRequest{.path = std::move(path), .records_key = "list"}, within());
  }
  [[nodiscard]] Result<Envelope> post(bool with_token = false) {
    return run_blocking(*runtime, [this, with_token] {
      return Client::post(client, "/oauth2/access_token/", Secret(R"({"a":1})"), with_token, within());
    });
  }
  [[nodiscard]] std::size_t sent() const { return transport->seen.size(); }
  [[nodiscard]] std::chrono::milliseconds elapsed() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(runtime->now().time_since_epoch());
  }

  std::shared_ptr<VirtualRuntime> runtime = std::make_shared<VirtualRuntime>();
  std::shared_ptr<MemoryLog> log = std::make_shared<MemoryLog>();
  std::shared_ptr<FakeTransport> transport;
  std::shared_ptr<Client> client;
};

}  // namespace tiktok_marketing::tiktok
