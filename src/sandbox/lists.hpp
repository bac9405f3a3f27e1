#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sandbox/lru.hpp"
#include "sandbox/params.hpp"
#include "sandbox/rows.hpp"
#include "sandbox/selection.hpp"

namespace tiktok_marketing::sandbox {

/// What an endpoint answers: `data` as JSON text, or a refusal.
struct Answer {
  std::optional<ApiError> error;
  std::string data = "{}";
  std::string throttle;                                 ///< text of X-Tt-Ads-Throttle; empty: no such header
  std::shared_ptr<const std::string> shared = nullptr;  ///< `data` of a remembered page, instead of `data`

  static Answer refuse(int code, std::string message) {
    return {ApiError{code, std::move(message)}, "{}", {}, nullptr};
  }
};

/// The read endpoints but reports. `removed` objects at the head of a list are gone (a fault that lets a
/// total shrink between pages). Thread-safe.
class Lists {
 public:
  explicit Lists(const World& world) : world_(world) {}

  [[nodiscard]] Answer advertisers(const Params& params, Seconds now) const;
  [[nodiscard]] Answer objects(Kind kind, const Advertiser& advertiser, const Params& params, Seconds now,
                               std::size_t removed);
  [[nodiscard]] Answer audiences(const Advertiser& advertiser, const Params& params, Seconds now,
                                 std::size_t removed) const;
  [[nodiscard]] Answer images(const Advertiser& advertiser, const Params& params, Seconds now,
                              std::size_t removed);
  [[nodiscard]] Answer videos(const Advertiser& advertiser, const Params& params, Seconds now,
                              std::size_t removed);

 private:
  using Indexes = std::vector<std::uint32_t>;
  template <typename Make>
  std::shared_ptr<const Indexes> remembered(std::string_view what, const Advertiser& advertiser,
                                            const Params& params, Seconds now, Make make);

  const World& world_;
  Lru<Indexes> selections_{32, 8 << 20};
};

/// `"page_info":{…}`.
void append_page_info(Appender& out, std::int64_t page, std::int64_t page_size, std::size_t total);

}  // namespace tiktok_marketing::sandbox
