#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <tiktok_marketing/http/transport.hpp>

#include "base/json.hpp"
#include "http/server/query.hpp"
#include "http/server/router.hpp"
#include "platform/platform.hpp"
#include "sandbox/sandbox.hpp"
#include "server/contract.hpp"
#include "server/start.hpp"

/// For tests of the hosted API: a real platform in a folder of its own, behind a real socket, before a
/// virtual TikTok; and a client that compares each answer with the contract.
namespace tiktok_marketing::server {

inline Json json(std::string_view text) {
  auto parsed = Json::parse(text);
  EXPECT_TRUE(parsed.has_value()) << text;
  return parsed.value_or(Json());
}

/// An answer as it came, and its body as JSON where it is some.
struct Answered {
  int status = 0;
  HttpHeaders headers;
  std::string text;
  Json body;

  [[nodiscard]] std::string header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
      if (key == name) return value;
    }
    return {};
  }
  [[nodiscard]] Json first_error() const {
    const Json* errors = body.find("errors");
    if (errors == nullptr || errors->as_array() == nullptr || errors->as_array()->empty()) return {};
    return errors->as_array()->front();
  }
  [[nodiscard]] std::string error_code() const { return std::string(first_error().text_of("error_code")); }
  [[nodiscard]] std::string field() const { return std::string(first_error().text_of("field")); }
  [[nodiscard]] std::string text_of(std::string_view name) const { return std::string(body.text_of(name)); }
  [[nodiscard]] const Json& at(std::string_view name) const {
    static const Json kNothing;
    const Json* found = body.find(name);
    return found == nullptr ? kNothing : *found;
  }
};

/// What the contract says about an answer; empty when it is as promised.
inline std::string contract_fault(std::string_view method, std::string_view path, const Answered& answer) {
  static const auto* kRouter = [] {
    auto* router = new http::Router;  // lives as long as the program
    for (const Operation& operation : Contract::own().operations()) {
      for (const std::string& each : operation.paths) {
        router->add(operation.method, each,
                    [&operation](const http::ServerRequest&, const http::PathParameters&,
                                 const http::Responder& respond) {
                      http::ServerResponse response;
                      response.content_type = operation.id;
                      respond(std::move(response));
                    });
      }
    }
    return router;
  }();
  if (answer.header("x-request-id").empty()) return "no X-Request-Id";
  http::ServerRequest request;
  request.method = method;
  request.path = http::percent_decode(path.substr(0, path.find('?')));
  const Operation* operation = nullptr;
  kRouter->handle(std::move(request), [&operation](const http::ServerResponse& response) {
    if (response.status == 200) operation = Contract::own().find(response.content_type);
  });
  const Schema* schema = Contract::own().schemas().named("ApiErrorResponse");
  if (operation != nullptr) {
    const auto it = operation->responses.find(answer.status);
    if (it == operation->responses.end())
      return fmt::format("{} does not name {}", operation->id, answer.status);
    schema = it->second;
  }
  if (schema == nullptr) return {};
  if (answer.header("content-type") != "application/json") return "not JSON";
  for (const Violation& each : check(*schema, answer.body)) return each.message;
  return {};
}

class TestServer {
 public:
  struct Wishes {
    std::function<void(platform::PlatformOptions&)> platform;
    std::function<void(HostedServerOptions&)> server;
    std::string faults_json;
    std::string ca_file;  ///< of the client
    bool with_tiktok_app = true;
    bool with_syncs = false;  ///< replication runs by itself
  };

  TestServer() : TestServer(Wishes{}) {}
  explicit TestServer(const Wishes& wishes) : client_(make_engine({.ca_file = wishes.ca_file})) {
    start_sandbox(wishes.faults_json);
    start_platform(wishes);
    HostedServerOptions options;
    options.port = 0;
    if (wishes.server) wishes.server(options);
    stores_ = std::make_shared<stores::Stores>(platform_);
    auto server = start(platform_, stores_, options);
    if (!server) throw std::runtime_error(server.error().message);
    server_ = std::move(*server);
    if (wishes.with_syncs) {
      if (auto syncing = stores_->start_background(); !syncing)
        throw std::runtime_error(syncing.error().message);
    }
    application_token_ = token_of(set_up_.client_id, std::string(set_up_.client_secret.reveal()));
  }
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;
  ~TestServer() {
    server_.reset();
    if (stores_) stores_->stop();
    stores_.reset();
    if (platform_) platform_->stop();
    platform_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  [[nodiscard]] const platform::FirstSetUp& set_up() const { return set_up_; }
  [[nodiscard]] platform::Platform& platform() { return *platform_; }
  [[nodiscard]] stores::Stores& stores() { return *stores_; }
  [[nodiscard]] sandbox::Sandbox& tiktok() { return *sandbox_; }
  [[nodiscard]] const sandbox::SandboxAccess& access() const { return sandbox_->access(); }
  [[nodiscard]] HostedServer& server() { return *server_; }
  [[nodiscard]] const std::string& token() const { return application_token_; }
  [[nodiscard]] std::filesystem::path folder() const { return folder_; }

  /// Sends bytes as they are and reads the answer; does not judge it.
  Answered send(std::string_view method, std::string_view url, std::string body, HttpHeaders headers) {
    HttpRequest request;
    request.method = method;
    request.url = url;
    request.body = std::move(body);
    request.headers = std::move(headers);
    Event arrived;
    Answered out;
    client_.transport->send(std::move(request), {}, [&](const Result<HttpResponse>& response) {
      if (response) {
        out.status = response->status;
        out.headers = response->headers;
        out.text = *response->body;
      } else {
        ADD_FAILURE() << response.error().message;
      }
      arrived.set();
    });
    client_.runtime->wait(arrived);
    out.body = Json::parse(out.text).value_or(Json());
    return out;
  }

  /// A call with a bearer token (empty: none) and a JSON body (null: none); the answer must be as the
  /// contract says.
  Answered call_as(std::string_view token, std::string_view method, std::string_view path,
                   const Json& body = {}, HttpHeaders headers = {}) {
    if (!token.empty()) headers.emplace_back("Authorization", fmt::format("Bearer {}", token));
    if (!body.is_null()) headers.emplace_back("Content-Type", "application/json");
    Answered answer =
        send(method, server_->url() + std::string(path), body.is_null() ? "" : body.dump(), headers);
    EXPECT_EQ(contract_fault(method, path, answer), "") << method << " " << path << " " << answer.text;
    return answer;
  }
  Answered call(std::string_view method, std::string_view path, const Json& body = {},
                HttpHeaders headers = {}) {
    return call_as(application_token_, method, path, body, std::move(headers));
  }

  std::string token_of(const std::string& client_id, const std::string& client_secret,
                       HttpHeaders headers = {}) {
    Json body;
    body.set("client_id", client_id);
    body.set("client_secret", client_secret);
    return call_as("", "POST", "/api/v1/account/applications/token", body, std::move(headers))
        .text_of("access_token");
  }
  std::string scoped_token(std::string_view workspace) {
    Json body;
    body.set("workspace_name", workspace);
    return call("POST", "/api/v1/account/applications/scoped-token", body).text_of("token");
  }

  /// The body of a create with the virtual TikTok's token and advertisers.
  [[nodiscard]] Json create_body(std::string_view workspace) const {
    Json credentials;
    credentials.set("access_token", access().access_token);
    Json config;
    config.set("start_date", "2026-01-01");
    config.set("advertiser_ids",
               Json(Json::Array(access().advertiser_ids.begin(), access().advertiser_ids.end())));
    Json body;
    body.set("customer_name", workspace);
    body.set("connector_type", "Tiktok-Marketing");
    body.set("name", "main");
    body.set("credentials", std::move(credentials));
    body.set("replication_config", std::move(config));
    return body;
  }
  /// The id of a new connector.
  std::string create(std::string_view workspace, std::string_view query = {}) {
    const Answered made =
        call("POST", fmt::format("/api/v1/integrations/connectors{}", query), create_body(workspace));
    EXPECT_EQ(made.status, 200) << made.text;
    return made.text_of("id");
  }
  Answered execute(std::string_view connector_id, std::string_view body, std::string_view token = {}) {
    return call_as(token.empty() ? std::string_view(application_token_) : token, "POST",
                   fmt::format("/api/v1/integrations/connectors/{}/execute", connector_id), json(body));
  }
  /// `{"entity": E, "action": "list", "params": {"advertiser_id": …}}` of the first advertiser.
  [[nodiscard]] std::string list_body(std::string_view entity) const {
    return fmt::format(R"({{"entity": "{}", "action": "list", "params": {{"advertiser_id": "{}"}}}})", entity,
                       access().advertiser_ids.front());
  }

  /// Another organization with an application of that role: its bearer token.
  std::string token_elsewhere(platform::Role role = platform::Role::admin) {
    const auto organization =
        platform_->directory().create_organization(fmt::format("other {}", ++others_)).value();
    return token_in(organization.id, role);
  }
  std::string token_in(const std::string& organization_id, platform::Role role) {
    const auto made = platform_->directory().create_application("app", {{organization_id, role}}).value();
    return token_of(made.client_id, std::string(made.client_secret.reveal()));
  }

 private:
  void start_sandbox(const std::string& faults_json) {
    sandbox::SandboxOptions options;
    options.unlimited = true;
    options.faults_json = faults_json;
    auto sandbox = sandbox::Sandbox::start(options);
    if (!sandbox) throw std::runtime_error(sandbox.error().message);
    sandbox_ = std::move(*sandbox);
  }
  void start_platform(const Wishes& wishes) {
    std::string pattern = (std::filesystem::temp_directory_path() / "hosted-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = pattern;
    platform::PlatformOptions options;
    options.data_dir = folder_ / "data";
    options.master_key_file = folder_ / "data" / "master.key";
    options.engine = make_engine();
    options.log = std::make_shared<NullLog>();
    options.api_url = access().api_url;
    options.consent_url = access().consent_url;
    if (wishes.with_tiktok_app) {
      options.app_id = access().app_id;
      options.app_secret = Secret(access().app_secret);
    }
    options.qps = -1;
    options.application_rate_per_minute = 0;
    options.connector_rate_per_minute = 0;
    if (wishes.platform) wishes.platform(options);
    auto set_up = platform::set_up(options);
    if (!set_up) throw std::runtime_error(set_up.error().message);
    set_up_ = std::move(*set_up);
    auto platform = platform::Platform::open(std::move(options));
    if (!platform) throw std::runtime_error(platform.error().message);
    platform_ = std::move(*platform);
  }

  Engine client_;
  std::unique_ptr<sandbox::Sandbox> sandbox_;
  std::filesystem::path folder_;
  platform::FirstSetUp set_up_;
  std::shared_ptr<platform::Platform> platform_;
  std::shared_ptr<stores::Stores> stores_;
  std::unique_ptr<HostedServer> server_;
  std::string application_token_;
  int others_ = 0;
};

/// One server for all tests of a suite; each test takes workspaces of its own.
class Hosted : public testing::Test {
 protected:
  static void SetUpTestSuite() { server_ = std::make_unique<TestServer>(); }
  static void TearDownTestSuite() { server_.reset(); }
  static TestServer& hosted() { return *server_; }

 private:
  static inline std::unique_ptr<TestServer> server_;
};

}  // namespace tiktok_marketing::server
