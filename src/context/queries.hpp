#pragma once

#include <cstdint>
#include <memory>

#include <tiktok_marketing/base/runtime.hpp>
#include <tiktok_marketing/connector/store.hpp>

#include "base/work_pool.hpp"
#include "context/sql_reader.hpp"
#include "context/store.hpp"

namespace tiktok_marketing::context {

/// Answers a connector's questions from one store, on a pool's threads. A question that waits in the pool
/// uses up its time there.
class Queries : public StoreQueries {
 public:
  struct Options {
    std::shared_ptr<Store> store;
    std::shared_ptr<Runtime> runtime;    ///< tells the time, as deadlines of questions are in it
    WorkPool* pool = nullptr;            ///< lives longer than every question
    std::int64_t default_limit = 1'000;  ///< rows of a search that does not say
    SqlLimits sql = {};
  };
  explicit Queries(Options options) : options_(std::move(options)) {}

  void ask(StoreQuery query, Done done) override;

 private:
  Options options_;
};

/// The same on the calling thread. Errors: as `StoreQueries`. `now`: which day it is; `deadline` of the query
/// is one of `std::chrono::steady_clock`.
[[nodiscard]] Result<Answer> answer(Store& store, const StoreQuery& query, SystemTime now,
                                    std::int64_t default_limit = 1'000, const SqlLimits& sql = {});

}  // namespace tiktok_marketing::context
