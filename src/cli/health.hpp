#pragma once

#include <string>
#include <string_view>

namespace tiktok_marketing::cli {

/// Exit code for the document of a check: 0 when healthy, else that of its error (1 when it names none).
/// Pure.
[[nodiscard]] int health_exit_code(std::string_view document);

/// The document for people: state, user, advertisers as a table, missing permissions. Pure.
[[nodiscard]] std::string health_text(std::string_view document, std::size_t width, bool colour);

}  // namespace tiktok_marketing::cli
