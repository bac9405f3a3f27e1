#include "replication/sync.hpp"

#include <algorithm>
#include <atomic>

#include <fmt/format.h>

#include "base/task.hpp"
#include "base/text.hpp"
#include "base/work_pool.hpp"
#include "connector/client_for.hpp"
#include "replication/engine.hpp"
#include "replication/streams.hpp"

namespace tiktok_marketing::replication {
namespace {

constexpr int kLongestLookback = 90;

Error bad(std::string_view param, std::string message, std::string hint) {
  Error error;
  error.type = ErrorType::value_error;
  error.message = std::move(message);
  error.hint = std::move(hint);
  error.param = param;
  return error;
}

Result<void> check(const SyncOptions& options) {
  std::vector<std::string_view> names;
  for (const auto& stream : streams()) names.push_back(stream.entity->name);
  for (const auto& entity : options.entities) {
    if (find_stream(entity) != nullptr) continue;
    Error error = bad("entities", fmt::format("there is no entity '{}'", shortened(entity, 60)),
                      "Use names of allowed.");
    error.given = shortened(entity);
    error.allowed.assign(names.begin(), names.end());
    return error;
  }
  if (options.lookback_days < 0 || options.lookback_days > kLongestLookback) {
    return bad("lookback_days", fmt::format("lookback_days must be between 0 and {}", kLongestLookback),
               "Leave it out for 3 days.");
  }
  return {};
}

// The advertisers to read, never beyond the fence.
Result<AdvertiserSource> source_of(const ConnectorOptions& connector, const SyncOptions& options) {
  AdvertiserSource source;
  source.app_id = connector.app_id;
  source.app_secret = connector.app_secret;
  source.ids = options.advertiser_ids.empty() ? connector.advertiser_ids : options.advertiser_ids;
  if (!connector.fenced) return source;
  for (const auto& id : source.ids) {
    if (std::ranges::find(connector.advertiser_ids, id) != connector.advertiser_ids.end()) continue;
    Error error = bad("advertiser_ids", fmt::format("this connector must not read advertiser {}", id),
                      "Use advertisers of allowed.");
    error.type = ErrorType::forbidden;
    error.given = shortened(id);
    error.allowed = connector.advertiser_ids;
    return error;
  }
  return source;
}

}  // namespace

class Sync::Impl {
 public:
  Impl(std::shared_ptr<tiktok::Client> client, std::shared_ptr<context::Store> store, SyncOptions options,
       AdvertiserSource source, bool simulated, Blocking blocking)
      : runtime_(client->options().engine.runtime),
        client_(std::move(client)),
        store_(std::move(store)),
        options_(std::move(options)),
        source_(std::move(source)),
        simulated_(simulated),
        blocking_(std::move(blocking)) {
    if (!blocking_) {
      pool_ = std::make_shared<WorkPool>(1);
      blocking_ = [pool = pool_](std::function<void()> work) { pool->post(std::move(work)); };
    }
  }
  ~Impl() {
    // What lives on the engine thread is let go there.
    runtime_->dispose(std::move(client_));
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  [[nodiscard]] Runtime& runtime() const { return *runtime_; }

  static Task<Result<SyncReport>> run(std::shared_ptr<Impl> self, OnProgress progress, std::stop_token stop) {
    if (self->running_.exchange(true)) {
      co_return Error{.type = ErrorType::sync_in_progress,
                      .message = "this connector is being synced already",
                      .hint = "Wait for that run, or stop it."};
    }
    auto shop = std::make_unique<Shop>(self->client_, self->store_, Disk(self->runtime_, self->blocking_));
    auto engine = std::make_unique<Engine>(std::move(shop), self->options_, self->source_, self->simulated_,
                                           std::move(progress), std::move(stop));
    auto running = engine->run();
    auto report = co_await std::move(running);
    engine.reset();
    self->running_ = false;
    co_return report;
  }

 private:
  std::shared_ptr<Runtime> runtime_;
  std::shared_ptr<tiktok::Client> client_;
  std::shared_ptr<context::Store> store_;
  SyncOptions options_;
  AdvertiserSource source_;
  bool simulated_;
  Blocking blocking_;
  std::shared_ptr<WorkPool> pool_;
  std::atomic<bool> running_ = false;
};

Result<Sync> Sync::open(const ConnectorOptions& connector, std::shared_ptr<context::Store> store,
                        SyncOptions options, Blocking blocking) {
  if (connector.access_token.empty()) {
    return Error{.type = ErrorType::missing_credentials,
                 .message = "no TikTok access token is set",
                 .hint = "Set TIKTOK_MARKETING_ACCESS_TOKEN, or authorize with `tiktok-marketing login`.",
                 .param = "access_token"};
  }
  if (auto good = check(options); !good) return std::move(good).error();
  auto source = source_of(connector, options);
  if (!source) return std::move(source).error();
  auto client = client_for(connector);
  if (!client) return std::move(client).error();
  return Sync(std::make_shared<Impl>(*std::move(client), std::move(store), std::move(options),
                                     *std::move(source), connector.simulated, std::move(blocking)));
}

Result<SyncReport> Sync::run(OnProgress progress, std::stop_token stop) const {
  return run_blocking(impl_->runtime(), [impl = impl_, progress = std::move(progress),
                                         stop = std::move(stop)] { return Impl::run(impl, progress, stop); });
}

void Sync::start(OnProgress progress, std::stop_token stop, Done done) const {
  impl_->runtime().post([impl = impl_, progress = std::move(progress), stop = std::move(stop),
                         done = std::move(done)]() mutable {
    ::tiktok_marketing::start(Impl::run(impl, std::move(progress), std::move(stop)), std::move(done));
  });
}

}  // namespace tiktok_marketing::replication
