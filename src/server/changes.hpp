#pragma once

#include <string>
#include <string_view>

#include "server/call.hpp"
#include "server/services.hpp"

namespace tiktok_marketing::server {

/// Writes down in the audit log who changed what.
void note_change(const Services& services, const Call& call, std::string_view what, std::string_view target);

}  // namespace tiktok_marketing::server
