#pragma once

#include <memory>
#include <string>

#include "mcp/features.hpp"

namespace tiktok_marketing::mcp {

/// The tools, resources and prompts that the protocol's conformance suite asks for, and `prepared_answer`, a
/// tool that answers what it was made with: for measurements against other servers.
[[nodiscard]] std::shared_ptr<Features> make_fixtures(std::string prepared_result);

}  // namespace tiktok_marketing::mcp
