#include "platform/types.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace tiktok_marketing::platform {
namespace {

constexpr std::array<std::string_view, 3> kRoleNames{"reader", "operator", "admin"};

bool allows(const std::vector<std::string>& list, std::string_view name) {
  return list.empty() || std::ranges::find(list, name) != list.end();
}

}  // namespace

std::string_view name_of(Role role) {
  return kRoleNames[static_cast<std::size_t>(role)];
}

std::optional<Role> role_of(std::string_view name) {
  for (std::size_t i = 0; i < kRoleNames.size(); ++i) {
    if (kRoleNames[i] == name) return static_cast<Role>(i);
  }
  return std::nullopt;
}

bool AllowList::permits(std::string_view entity, std::string_view action) const {
  return allows(entities, entity) && allows(actions, action);
}

std::int64_t to_millis(SystemTime time) {
  return time.time_since_epoch().count();
}

SystemTime from_millis(std::int64_t millis) {
  return SystemTime{std::chrono::milliseconds{millis}};
}

std::string iso_text(SystemTime time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}000Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

}  // namespace tiktok_marketing::platform
