#pragma once

#include <cstdint>
#include <string>

#include <tiktok_marketing/connector/answer.hpp>

#include "cli/output/error_view.hpp"

namespace tiktok_marketing::cli {

/// What people should know about an answer beyond its rows, one sentence a line: how much of it this is, how
/// to get the rest, what is missing and why. Pure.
[[nodiscard]] std::string answer_notes(const Meta& meta, std::int64_t rows, CallNames call);

}  // namespace tiktok_marketing::cli
