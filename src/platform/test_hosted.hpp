#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "base/json.hpp"
#include "http/server/query.hpp"
#include "http/server/server.hpp"
#include "platform/connectors.hpp"
#include "platform/directory.hpp"
#include "platform/oauth.hpp"
#include "platform/schema.hpp"
#include "platform/test_platform.hpp"
#include "platform/tiktok_apps.hpp"
#include "platform/workspaces.hpp"
#include "sandbox/sandbox.hpp"

namespace tiktok_marketing::platform {

/// The real engine with a calendar that tests move.
class MovedClock : public Runtime {
 public:
  explicit MovedClock(std::shared_ptr<Runtime> real) : real_(std::move(real)) {}
  [[nodiscard]] SteadyTime now() const override { return real_->now(); }
  [[nodiscard]] SystemTime system_now() const override {
    return real_->system_now() + std::chrono::milliseconds(moved_);
  }
  void post(Task task) override { real_->post(std::move(task)); }
  TimerId post_at(SteadyTime due, Task task) override { return real_->post_at(due, std::move(task)); }
  void cancel(TimerId id) override { real_->cancel(id); }
  void dispose(std::shared_ptr<void> what) override { real_->dispose(std::move(what)); }
  void wait(Event& event) override { real_->wait(event); }
  void advance(std::chrono::milliseconds by) { moved_ += by.count(); }

 private:
  std::shared_ptr<Runtime> real_;
  std::atomic<std::int64_t> moved_{0};
};

/// The virtual TikTok, in which every login may be another user, answers can be held back, and paths can
/// fail.
class TestTiktok {
 public:
  TestTiktok() {
    sandbox::SandboxOptions options;
    options.unlimited = true;
    auto made = sandbox::VirtualTikTok::create(std::move(options));
    if (!made) std::abort();
    tiktok_ = *std::move(made);
    auto server = http::Server::start({}, [this](http::ServerRequest request, http::Responder respond) {
      handle(std::move(request), std::move(respond));
    });
    if (!server) std::abort();
    server_ = *std::move(server);
    access_ = tiktok_->access(server_->url());
  }
  ~TestTiktok() {
    release();
    server_.reset();
  }
  TestTiktok(const TestTiktok&) = delete;
  TestTiktok& operator=(const TestTiktok&) = delete;

  [[nodiscard]] const sandbox::SandboxAccess& access() const { return access_; }
  /// Who logs in from now on.
  void set_user(std::string user) {
    std::lock_guard lock(mutex_);
    user_ = std::move(user);
  }
  /// Requests whose path ends like this are answered with that body, until it is empty.
  void fail(std::string path_end, std::string body, int status = 200) {
    std::lock_guard lock(mutex_);
    failing_[std::move(path_end)] = {std::move(body), status};
  }
  /// Requests for that path wait from now on.
  void hold(std::string path_end) {
    std::lock_guard lock(mutex_);
    held_path_ = std::move(path_end);
  }
  void wait_until_held(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return held_.size() >= count; });
  }
  void release() {
    std::vector<std::function<void()>> held;
    {
      std::lock_guard lock(mutex_);
      held_path_.clear();
      held.swap(held_);
    }
    for (const auto& answer : held) answer();
  }
  [[nodiscard]] int requests(const std::string& path_end) const {
    std::lock_guard lock(mutex_);
    int count = 0;
    for (const std::string& path : seen_) count += path.ends_with(path_end) ? 1 : 0;
    return count;
  }
  [[nodiscard]] std::size_t requests() const {
    std::lock_guard lock(mutex_);
    return seen_.size();
  }

  /// What the user does on the consent page. `advertisers` nullopt: cancels.
  OauthReturn consent(const std::string& consent_url,
                      const std::optional<std::vector<std::string>>& advertisers) {
    const auto query = http::parse_query(consent_url.substr(consent_url.find('?') + 1));
    http::ServerRequest request;
    request.method = "POST";
    request.path = "/portal/auth";
    for (const auto& [name, value] : query) request.body += name + "=" + encoded(value) + "&";
    request.body += advertisers ? "decision=authorize" : "decision=cancel";
    for (const std::string& id : advertisers.value_or(std::vector<std::string>{}))
      request.body += "&advertiser_id=" + id;
    const auto response = tiktok_->handle(request);
    EXPECT_EQ(response.status, 302) << *response.body;
    std::string location;
    for (const auto& [name, value] : response.headers) {
      if (name == "Location") location = value;
    }
    OauthReturn returned;
    for (const auto& [name, value] : http::parse_query(location.substr(location.find('?') + 1))) {
      if (name == "state") returned.state = value;
      if (name == "auth_code") returned.auth_code = Secret(value);
      if (name == "error") returned.error = value;
    }
    return returned;
  }

 private:
  static std::string encoded(std::string_view text) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
    }
    return out;
  }

  void handle(http::ServerRequest request, http::Responder respond) {
    std::lock_guard lock(mutex_);
    seen_.push_back(request.path);
    auto answer = [this, request, respond] { respond(answer_to(request)); };
    if (!held_path_.empty() && request.path.ends_with(held_path_)) {
      held_.emplace_back(std::move(answer));
      changed_.notify_all();
      return;
    }
    for (const auto& [path_end, failure] : failing_) {
      if (failure.first.empty() || !request.path.ends_with(path_end)) continue;
      http::ServerResponse failed;
      failed.status = failure.second;
      failed.body = std::make_shared<const std::string>(failure.first);
      respond(std::move(failed));
      return;
    }
    respond(answer_to_locked(request));
  }
  http::ServerResponse answer_to(const http::ServerRequest& request) {
    std::lock_guard lock(mutex_);
    return answer_to_locked(request);
  }
  http::ServerResponse answer_to_locked(const http::ServerRequest& request) {
    auto response = tiktok_->handle(request);
    const bool exchange = request.path.ends_with("/oauth2/access_token/");
    if (!exchange && !request.path.ends_with("/user/info/")) return response;
    auto json = Json::parse(*response.body);
    const Json* data = json ? json->find("data") : nullptr;
    if (data == nullptr) return response;
    if (exchange) {
      users_[std::string(data->text_of("access_token"))] = user_;
    } else if (const auto user = users_.find(std::string(request.header("access-token")));
               user != users_.end() && json->int_of("code") == 0) {
      Json changed = *data;
      changed.set("core_user_id", user->second);
      json->set("data", std::move(changed));
      response.body = std::make_shared<const std::string>(json->dump());
    }
    return response;
  }

  std::unique_ptr<sandbox::VirtualTikTok> tiktok_;
  std::unique_ptr<http::Server> server_;
  sandbox::SandboxAccess access_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::string user_ = "1001";
  std::map<std::string, std::string> users_;  // by token
  std::map<std::string, std::pair<std::string, int>> failing_;
  std::string held_path_;
  std::vector<std::function<void()>> held_;
  std::vector<std::string> seen_;
};

/// The services of the platform before the virtual TikTok: two organizations with an application each.
class HostedTest : public testing::Test {
 protected:
  HostedTest() {
    options_.data_dir = folder_.path();
    options_.master_key_file = folder_ / "master.key";
    options_.api_url = tiktok_.access().api_url;
    options_.consent_url = tiktok_.access().consent_url;
    options_.public_url = "https://hosted.example";
    options_.qps = -1;
    Engine engine = make_engine();
    clock_ = std::make_shared<MovedClock>(engine.runtime);
    options_.engine = {.runtime = clock_, .transport = engine.transport};
    if (!crypto::Keyring::create(options_.master_key_file)) std::abort();
  }

  void SetUp() override { build(); }

  /// Called with other options it makes everything anew, on the same data.
  void build() {
    drop();
    context_ = std::make_shared<Context>(options_);
    context_->log = log_;
    auto ring = crypto::Keyring::load(options_.master_key_file);
    ASSERT_TRUE(ring);
    context_->set_keyring(std::make_shared<const crypto::Keyring>(*std::move(ring)));
    auto database = database::Database::open({.file = folder_ / "platform.db",
                                              .migrations = migrations(),
                                              .synchronous_full = false,
                                              .before_migration = {}});
    ASSERT_TRUE(database) << database.error().message;
    context_->database = *std::move(database);
    directory_ = std::make_unique<Directory>(context_);
    workspaces_ = std::make_unique<Workspaces>(context_);
    apps_ = std::make_unique<TiktokApps>(context_);
    connectors_ = std::make_unique<Connectors>(context_, *workspaces_, *apps_);
    oauth_ = std::make_unique<Oauth>(context_, *directory_, *workspaces_, *apps_, *connectors_);
    ASSERT_TRUE(directory_->reload());
    if (ours_.application_id.empty()) {
      ours_ = principal_of("Ours");
      theirs_ = principal_of("Theirs");
    }
  }
  void drop() {
    oauth_.reset();
    connectors_.reset();
    apps_.reset();
    workspaces_.reset();
    directory_.reset();
    context_.reset();
  }
  ~HostedTest() override { drop(); }

  Principal principal_of(const std::string& name) {
    auto organization = directory_->create_organization(name);
    EXPECT_TRUE(organization) << organization.error().message;
    auto application = directory_->create_application(
        name + "'s", {{.organization_id = organization->id, .role = Role::operator_}});
    EXPECT_TRUE(application) << application.error().message;
    Principal principal;
    principal.application_id = application->client_id;
    principal.scope.organization_id = organization->id;
    principal.role = Role::operator_;
    return principal;
  }
  [[nodiscard]] static Principal scoped(Principal principal, const std::string& workspace_id) {
    principal.kind = TokenKind::scoped;
    principal.scope.workspace_id = workspace_id;
    return principal;
  }
  [[nodiscard]] static WorkspaceSelector named(std::string name) {
    return {.id = std::nullopt, .name = std::move(name)};
  }

  [[nodiscard]] NewConnector with_token(const std::string& workspace = "acme") const {
    NewConnector wanted;
    wanted.workspace = named(workspace);
    wanted.access_token = Secret(tiktok_.access().access_token);
    return wanted;
  }
  [[nodiscard]] NewConnector fenced(std::vector<std::string> ids,
                                    const std::string& workspace = "acme") const {
    NewConnector wanted = with_token(workspace);
    wanted.replication.emplace();
    wanted.replication->advertiser_ids = std::move(ids);
    return wanted;
  }
  Connector create(const Principal& principal, NewConnector wanted) {
    auto made = connectors_->create(principal, std::move(wanted));
    EXPECT_TRUE(made) << made.error().message;
    return made ? *std::move(made) : Connector{};
  }
  Connector created() { return create(ours_, with_token()); }
  Connector now_is(const Connector& connector) {
    auto read = connectors_->get(ours_.scope, connector.id);
    EXPECT_TRUE(read) << read.error().message;
    return read ? *std::move(read) : Connector{};
  }
  void use_app() {
    auto put = apps_->put(std::nullopt, tiktok_.access().app_id, Secret(tiktok_.access().app_secret));
    ASSERT_TRUE(put) << put.error().message;
  }

  [[nodiscard]] std::string text(std::string_view sql) const {
    auto read = context_->database->read([&](database::Connection& connection) -> Result<std::string> {
      auto statement = connection.prepare(sql);
      if (!statement) return std::move(statement).error();
      auto row = statement->step();
      if (!row) return std::move(row).error();
      return *row ? std::string(statement->text(0)) : std::string();
    });
    EXPECT_TRUE(read) << read.error().message;
    return read ? *read : std::string();
  }
  void change(std::string_view sql) const {
    auto done =
        context_->database->write([&](database::Connection& connection) { return connection.run(sql); });
    EXPECT_TRUE(done) << done.error().message;
  }

  TestFolder folder_;
  TestTiktok tiktok_;
  std::shared_ptr<MovedClock> clock_;
  std::shared_ptr<MemoryLog> log_ = std::make_shared<MemoryLog>();
  PlatformOptions options_;
  std::shared_ptr<Context> context_;
  std::unique_ptr<Directory> directory_;
  std::unique_ptr<Workspaces> workspaces_;
  std::unique_ptr<TiktokApps> apps_;
  std::unique_ptr<Connectors> connectors_;
  std::unique_ptr<Oauth> oauth_;
  Principal ours_;
  Principal theirs_;
};

/// TikTok's answers that mean trouble.
inline constexpr std::string_view kTokenRevoked =
    R"({"code":40105,"message":"Access token is incorrect or has been revoked.","request_id":"R1","data":{}})";
inline constexpr std::string_view kNoPermission =
    R"({"code":40001,"message":"No permission to operate advertiser.","request_id":"R2","data":{}})";

}  // namespace tiktok_marketing::platform
