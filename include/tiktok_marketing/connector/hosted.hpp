#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include <tiktok_marketing/base/log.hpp>
#include <tiktok_marketing/base/secret.hpp>
#include <tiktok_marketing/http/transport.hpp>

namespace tiktok_marketing {

/// What a connector of hosted mode is made of. Plain, owning.
struct HostedOptions {
  /// Base of the hosted API: `https://ads.example.com`, trailing slash optional. Without a default, so that
  /// the client secret travels nowhere it was not sent.
  std::string api_host;
  std::string client_id;
  Secret client_secret;                   ///< sent to `api_host` alone
  std::string organization_id;            ///< empty: the application's only one
  std::string workspace_name{"default"};  ///< whose connector is used; not looked at with `connector_id`
  std::string connector_id;               ///< empty: the workspace's only connector is looked up
  bool allow_plain_http = false;          ///< `http://` to other hosts than loopback is refused without it
  std::size_t max_body_bytes =
      64 * 1024 * 1024;      ///< a longer answer of the server is the error `result_too_large`
  Engine engine;             ///< empty: the engine all connectors of the process share
  std::shared_ptr<Log> log;  ///< empty: no log
};

}  // namespace tiktok_marketing
