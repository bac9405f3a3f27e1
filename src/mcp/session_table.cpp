#include "mcp/session_table.hpp"

#include <algorithm>
#include <utility>

namespace tiktok_marketing::mcp {

SessionTable::~SessionTable() {
  close_all();
}

std::string SessionTable::add(std::shared_ptr<Session> session, std::string owner, Clock::time_point now) {
  Entries removed;
  std::string id = options_.make_id();
  {
    const std::lock_guard lock(mutex_);
    if (entries_.size() >= options_.max_sessions) {
      const auto unused =
          std::ranges::find_if(entries_, [](const Entry& each) { return each.session->running() == 0; });
      if (unused == entries_.end()) return {};
      take_out(unused, removed);
    }
    entries_.push_back({id, std::move(owner), std::move(session), now});
    by_id_[id] = std::prev(entries_.end());
  }
  for (const Entry& each : removed) each.session->close();
  return id;
}

std::shared_ptr<Session> SessionTable::find(std::string_view id, std::string_view owner,
                                            Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  const auto entry = locate(id, owner);
  if (entry == entries_.end()) return nullptr;
  entry->last_used = now;
  entries_.splice(entries_.end(), entries_, entry);
  return entry->session;
}

bool SessionTable::remove(std::string_view id, std::string_view owner) {
  Entries removed;
  {
    const std::lock_guard lock(mutex_);
    const auto entry = locate(id, owner);
    if (entry == entries_.end()) return false;
    take_out(entry, removed);
  }
  removed.front().session->close();
  return true;
}

void SessionTable::sweep(Clock::time_point now) {
  Entries removed;
  {
    const std::lock_guard lock(mutex_);
    for (auto entry = entries_.begin(); entry != entries_.end();) {
      const auto next = std::next(entry);
      if (now - entry->last_used < options_.idle_time) break;
      if (entry->session->running() == 0) take_out(entry, removed);
      entry = next;
    }
  }
  for (const Entry& each : removed) each.session->close();
}

void SessionTable::close_all() {
  Entries removed;
  {
    const std::lock_guard lock(mutex_);
    removed.swap(entries_);
    by_id_.clear();
  }
  for (const Entry& each : removed) each.session->close();
}

std::size_t SessionTable::size() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

SessionTable::Entries::iterator SessionTable::locate(std::string_view id, std::string_view owner) {
  const auto found = by_id_.find(std::string(id));
  if (found == by_id_.end() || found->second->owner != owner) return entries_.end();
  return found->second;
}

void SessionTable::take_out(Entries::iterator entry, Entries& out) {
  by_id_.erase(entry->id);
  out.splice(out.end(), entries_, entry);
}

}  // namespace tiktok_marketing::mcp
