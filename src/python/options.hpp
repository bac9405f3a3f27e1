#pragma once

#include <tiktok_marketing/connector/connector.hpp>

#include "local/local_store.hpp"
#include "python/python_object.hpp"
#include "replication/sync.hpp"

namespace tiktok_marketing::python {

/// A connector of open source mode and the context store beside it.
struct LocalOptions {
  ConnectorOptions connector;
  local::LocalStoreOptions store;
};

/// The options structs from dicts of the same member names; members that are missing or None keep their
/// defaults. Errors: `TypeError` for unknown members and wrong types; the message shows no value.
[[nodiscard]] LocalOptions local_options_of(const nb::dict& members);
[[nodiscard]] HostedOptions hosted_options_of(const nb::dict& members);
[[nodiscard]] EngineOptions engine_options_of(const nb::dict& members);
[[nodiscard]] replication::SyncOptions sync_options_of(const nb::dict& members);
/// `timeout` in seconds instead of `deadline`.
[[nodiscard]] CallOptions call_options_of(nb::handle members);

}  // namespace tiktok_marketing::python
