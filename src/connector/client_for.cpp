#include "connector/client_for.hpp"

#include <map>
#include <mutex>
#include <utility>

#include "connector/random_source.hpp"

namespace tiktok_marketing {
namespace {

// One budget a process and runtime: connectors of the same TikTok app share it.
struct Shared {
  explicit Shared(Runtime& runtime) : broker(runtime) {}
  tiktok::QuotaBroker broker;
  tiktok::RetryBudget retry_budget;
};

std::shared_ptr<Shared> shared_on(Runtime& runtime) {
  static std::mutex mutex;
  static std::map<Runtime*, std::weak_ptr<Shared>> all;
  std::lock_guard lock(mutex);
  std::erase_if(all, [](const auto& each) { return each.second.expired(); });
  auto& slot = all[&runtime];
  auto shared = slot.lock();
  if (!shared) {
    shared = std::make_shared<Shared>(runtime);
    slot = shared;
  }
  return shared;
}

// Posted: the broker lives on the engine thread, and whatever the client sends comes behind it.
void set_limits(const std::shared_ptr<tiktok::Client>& client, double qps) {
  tiktok::QuotaLimits limits;
  if (qps > 0) {
    limits = tiktok::limits_for_qps(qps);
  } else {
    limits.unlimited = true;
  }
  client->runtime().post([client, limits] {
    auto& broker = *client->options().broker;
    const auto& app_id = client->options().app_id;
    broker.set_limits(app_id.empty() ? broker.key_for(client->token_fingerprint()) : app_id, limits);
  });
}

}  // namespace

Result<std::shared_ptr<tiktok::Client>> client_for(const ConnectorOptions& options) {
  auto url = tiktok::checked_api_url(options.api_url, options.allow_plain_http);
  if (!url) return std::move(url).error();
  tiktok::ClientOptions made;
  made.engine = options.engine.runtime ? options.engine : shared_engine();
  auto shared = shared_on(*made.engine.runtime);
  // Both keep the whole budget alive, so that it lasts as long as any client that uses it.
  made.broker = {shared, &shared->broker};
  made.retry_budget = {shared, &shared->retry_budget};
  made.log = options.log ? options.log : std::make_shared<NullLog>();
  made.random = random_source();
  made.api_url = *std::move(url);
  made.access_token = options.access_token;
  made.app_id = options.app_id;
  made.max_body_bytes = options.max_body_bytes;
  auto client = std::make_shared<tiktok::Client>(std::move(made));
  if (options.qps != 0) set_limits(client, options.qps);
  return client;
}

}  // namespace tiktok_marketing
