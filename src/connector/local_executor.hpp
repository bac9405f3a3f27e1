#pragma once

#include <memory>
#include <string>
#include <vector>

#include "connector/advertiser_book.hpp"
#include "connector/executor.hpp"
#include "connector/fence.hpp"
#include "tiktok/client.hpp"

namespace tiktok_marketing {

/// Open source mode: asks TikTok directly with the caller's token. Nothing passes the fence, whichever way an
/// advertiser is named.
class LocalExecutor : public Executor, public std::enable_shared_from_this<LocalExecutor> {
 public:
  struct Settings {
    AdvertiserBook::Settings advertisers;
    Fence fence;
    std::shared_ptr<StoreQueries> store;  ///< may be null
    bool simulated = false;
  };
  LocalExecutor(std::shared_ptr<tiktok::Client> client, Settings settings);

  [[nodiscard]] Task<Result<std::shared_ptr<Reading>>> open(ListCall call, CallContext context) override;
  [[nodiscard]] Task<Result<Answer>> check(CallContext context) override;
  [[nodiscard]] Task<Result<Answer>> ask_store(StoreCall call, CallContext context) override;
  [[nodiscard]] Task<Result<Answer>> describe(const catalog::Entity* entity, CallContext context) override;

 private:
  using Opened = Result<std::shared_ptr<Reading>>;
  [[nodiscard]] Task<Opened> open_batches(ListCall call, CallContext context);
  [[nodiscard]] Task<Opened> open_pages(ListCall call, CallContext context);
  [[nodiscard]] Task<Result<std::string>> resolve_advertiser(const ListCall& call, CallContext context);

  std::shared_ptr<tiktok::Client> client_;
  AdvertiserBook book_;
  Fence fence_;
  std::shared_ptr<StoreQueries> store_;
  bool simulated_;
};

}  // namespace tiktok_marketing
