#pragma once

#include <tiktok_marketing/connector/connector.hpp>

#include "python/python_object.hpp"

namespace tiktok_marketing::python {

/// The options structs from dicts of the same member names; members that are missing or None keep their
/// defaults. Errors: `TypeError` for unknown members and wrong types; the message shows no value.
[[nodiscard]] ConnectorOptions connector_options_of(const nb::dict& members);
[[nodiscard]] HostedOptions hosted_options_of(const nb::dict& members);
[[nodiscard]] EngineOptions engine_options_of(const nb::dict& members);
/// `timeout` in seconds instead of `deadline`.
[[nodiscard]] CallOptions call_options_of(nb::handle members);

}  // namespace tiktok_marketing::python
