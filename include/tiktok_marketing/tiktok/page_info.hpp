#pragma once

#include <cstdint>

namespace tiktok_marketing {

/// TikTok's paging counters of a list (`data.page_info`).
struct PageInfo {
  std::int64_t page = 0;
  std::int64_t page_size = 0;
  std::int64_t total_number = 0;
  std::int64_t total_page = 0;
  friend bool operator==(const PageInfo&, const PageInfo&) = default;
};

}  // namespace tiktok_marketing
