#pragma once

#include <memory>

#include "connector/advertiser_book.hpp"
#include "connector/executor.hpp"

namespace tiktok_marketing {

/// The honest check: asks who the token belongs to, reads the known advertisers, and tries one row of every
/// permission. `book` and `executor` must outlive the task.
///
/// Answers `document` {status, error, checked_entity, checked_action, user, advertisers, unreadable,
/// missing_permissions, notes}. `unhealthy`: the token is refused, or no advertiser is readable. Errors: what
/// says nothing about the token (network, quota, TikTok's own failures).
[[nodiscard]] Task<Result<Answer>> check_connection(std::shared_ptr<tiktok::Client> client,
                                                    AdvertiserBook* book, Executor* executor,
                                                    CallContext context);

}  // namespace tiktok_marketing
