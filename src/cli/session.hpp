#pragma once

#include <memory>
#include <string>
#include <vector>

#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/connector/connector.hpp>

#include "cli/commands.hpp"
#include "local/local_store.hpp"
#include "sandbox/sandbox.hpp"

namespace tiktok_marketing::cli {

/// Settings from arguments, environment and config.toml (read only when it is there), the token file
/// included.
[[nodiscard]] Result<Settings> load_settings(const ConnectionArguments& arguments, const Terminal& terminal,
                                             bool use_credentials = true);

/// A connector with what it talks to. The virtual TikTok, if any, ends with it.
struct Session {
  std::unique_ptr<sandbox::Sandbox> virtual_tiktok;
  std::vector<std::string> sandbox_advertisers;  ///< all of them; empty without a virtual TikTok
  std::shared_ptr<Connector> connector;
  std::vector<std::string> advertiser_ids;   ///< those a call without one uses
  std::shared_ptr<local::LocalStore> store;  ///< nullptr in hosted mode
  StoreSettings store_settings;
};

/// `default_advertiser`: the virtual TikTok has several advertisers; use its first when none is named, so
/// that a first call needs no id. Errors: those of the settings and of `Connector::open`.
[[nodiscard]] Result<Session> open_session(const ConnectionArguments& arguments, const Terminal& terminal,
                                           bool default_advertiser);

}  // namespace tiktok_marketing::cli
