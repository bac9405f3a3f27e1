#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "connector/executor.hpp"
#include "connector/hosted_envelope.hpp"
#include "tiktok/key_set.hpp"

namespace tiktok_marketing {

class HostedExecutor;

/// Reads a list through the hosted API. What one execute can answer is one execute; `all` and limits beyond a
/// page follow `meta.next`, and the account is kept for the whole list as `ListReading` keeps it.
class HostedReading : public Reading {
 public:
  HostedReading(std::shared_ptr<HostedExecutor> executor, ListCall call, CallContext context);

  [[nodiscard]] Task<Result<std::optional<Answer>>> next(SteadyTime deadline) override;
  [[nodiscard]] Meta summary() const override;

 private:
  [[nodiscard]] std::string params() const;
  [[nodiscard]] std::int64_t chunk() const;
  [[nodiscard]] bool follows_pages() const;
  [[nodiscard]] Records fresh_rows(const HostedEnvelope& envelope);
  [[nodiscard]] bool is_new(std::string_view row);
  [[nodiscard]] Result<void> note(Meta page, std::int64_t rows);
  void note_change(const Meta& page);
  void add_to_account(Meta page);

  std::shared_ptr<HostedExecutor> executor_;
  ListCall call_;
  CallContext context_;
  std::vector<std::string> key_;  ///< members that identify a row
  tiktok::KeySet seen_;
  std::string next_;  ///< params of the next request; empty: the first
  std::int64_t delivered_ = 0;
  std::optional<std::int64_t> total_;
  Meta meta_;
  bool texts_were_cut_ = false;
  bool changed_ = false;
  bool ended_ = false;
};

}  // namespace tiktok_marketing
