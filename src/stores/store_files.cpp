#include "stores/store_files.hpp"

#include <array>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace tiktok_marketing::stores {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 4> kEndings{"", "-wal", "-shm", "-journal"};

Error not_there(std::string_view message, std::string_view hint) {
  return {.type = ErrorType::context_store_not_ready,
          .message = std::string(message),
          .hint = std::string(hint),
          .retryable = true};
}

}  // namespace

StoreFiles::StoreFiles(fs::path data_dir)
    : folder_(data_dir / "stores"), backups_(std::move(data_dir) / "backups") {}

fs::path StoreFiles::file_of(std::string_view connector_id) const {
  return folder_ / fmt::format("{}.db", connector_id);
}

StoreFiles::EntryPtr StoreFiles::entry_of(const std::string& connector_id) {
  std::lock_guard lock(mutex_);
  EntryPtr& entry = entries_[connector_id];
  if (!entry) entry = std::make_shared<Entry>();
  return entry;
}

Result<StoreFiles::Lease> StoreFiles::open(const std::string& connector_id, Absent absent) {
  if (absent == Absent::refuse && !exists(connector_id))
    return not_there("Nothing of this connector has been synced yet.",
                     "Wait for its first sync, or execute list, which asks TikTok directly.");
  const EntryPtr entry = entry_of(connector_id);
  std::lock_guard lock(entry->mutex);
  if (entry->doomed) return not_there("The context store is being deleted.", "Repeat the call in a moment.");
  if (!entry->store) {
    std::error_code code;
    // Rows of customers: the folder is nobody else's.
    if (fs::create_directories(folder_, code)) fs::permissions(folder_, fs::perms::owner_all, code);
    auto opened = context::Store::open({.file = file_of(connector_id), .backups = backups_});
    if (!opened) return std::move(opened).error();
    entry->store = *std::move(opened);
  }
  ++entry->leases;
  entry->used = std::chrono::steady_clock::now();
  return Lease(entry->store.get(), [entry](context::Store*) {
    std::lock_guard inner(entry->mutex);
    --entry->leases;
    entry->used = std::chrono::steady_clock::now();
  });
}

bool StoreFiles::exists(const std::string& connector_id) const {
  std::error_code ignored;
  return fs::exists(file_of(connector_id), ignored);
}

void StoreFiles::remove(const std::string& connector_id) {
  const EntryPtr entry = entry_of(connector_id);
  std::lock_guard lock(entry->mutex);
  entry->doomed = true;
  if (entry->leases == 0) delete_now(connector_id, *entry);
}

// Whoever still holds the entry sees that it is doomed; the next one to ask makes another.
void StoreFiles::delete_now(const std::string& connector_id, Entry& entry) {
  entry.store.reset();
  std::error_code ignored;
  for (const std::string_view ending : kEndings)
    fs::remove(folder_ / fmt::format("{}.db{}", connector_id, ending), ignored);
  std::lock_guard lock(mutex_);
  const auto found = entries_.find(connector_id);
  if (found != entries_.end() && found->second.get() == &entry) entries_.erase(found);
}

void StoreFiles::tidy(std::chrono::seconds idle) {
  std::vector<std::pair<std::string, EntryPtr>> entries;
  {
    std::lock_guard lock(mutex_);
    entries.assign(entries_.begin(), entries_.end());
  }
  const SteadyTime now = std::chrono::steady_clock::now();
  for (const auto& [id, entry] : entries) {
    const std::unique_lock lock(entry->mutex, std::try_to_lock);
    if (!lock || entry->leases > 0) continue;
    if (entry->doomed) {
      delete_now(id, *entry);
    } else if (now - entry->used >= idle) {
      entry->store.reset();
    }
  }
}

std::vector<std::string> StoreFiles::ids() const {
  std::vector<std::string> ids;
  std::error_code code;
  for (fs::directory_iterator each(folder_, code), end; !code && each != end; each.increment(code)) {
    if (each->path().extension() == ".db") ids.push_back(each->path().stem().string());
  }
  return ids;
}

std::uintmax_t StoreFiles::bytes(const std::string& connector_id) const {
  std::uintmax_t bytes = 0;
  for (const std::string_view ending : kEndings) {
    std::error_code code;
    const auto size = fs::file_size(folder_ / fmt::format("{}.db{}", connector_id, ending), code);
    if (!code) bytes += size;
  }
  return bytes;
}

std::size_t StoreFiles::open_count() const {
  std::vector<EntryPtr> entries;
  {
    std::lock_guard lock(mutex_);
    for (const auto& [id, entry] : entries_) entries.push_back(entry);
  }
  std::size_t count = 0;
  for (const EntryPtr& entry : entries) {
    std::lock_guard lock(entry->mutex);
    count += entry->store ? 1 : 0;
  }
  return count;
}

}  // namespace tiktok_marketing::stores
