#pragma once

#include <tiktok_marketing/base/result.hpp>

#include "connector/list_call.hpp"

namespace tiktok_marketing {

/// Checks what TikTok's report rules say about a combination of parameters and completes the call:
/// dimensions, metrics (defaults that the combination forbids are left out), dates. `values` holds the
/// checked params with defaults; `explicitly` says which the caller gave. Source of the rules: TikTok's
/// synchronous report, sections 7.1 to 7.3 of our reference.
[[nodiscard]] Result<void> apply_report_rules(const Json& values, const Json& explicitly, ListCall& call);

/// The error of a call that is bound to one window by `page`, `order_field` or totals and has several.
[[nodiscard]] Error several_windows(const ListCall& call, tiktok::DateRange range);

}  // namespace tiktok_marketing
