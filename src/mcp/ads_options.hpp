#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <tiktok_marketing/connector/connector.hpp>

#include "base/date.hpp"
#include "catalog/model.hpp"
#include "mcp/store_sync.hpp"

namespace tiktok_marketing::mcp {

/// Where rows stand in the answers of tools. `automatic`: as the client is known to read them.
enum class Answers : std::uint8_t { automatic, structured, text };

/// What the server of ads answers from. Plain, owning.
struct AdsOptions {
  std::shared_ptr<const Connector> connector;
  bool has_store = false;           ///< the connector answers search, aggregate and SQL
  std::shared_ptr<StoreSync> sync;  ///< empty: rows come from elsewhere, there is no tool sync
  std::string version;
  Answers answers = Answers::automatic;
  std::size_t default_tokens = 8'000;  ///< an answer may have when the caller does not say; 200 … 100000
  /// The first day whose figures may still change when they were read on `read_on`. Empty: not told.
  std::function<Date(catalog::Settling settling, Date read_on)> first_unsettled;
};

inline constexpr std::int64_t kLeastTokens = 200;
inline constexpr std::int64_t kMostTokens = 100'000;

}  // namespace tiktok_marketing::mcp
