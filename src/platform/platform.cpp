#include "platform/platform.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "platform/rows.hpp"
#include "platform/sealing.hpp"

namespace tiktok_marketing::platform {
namespace {

using namespace std::chrono_literals;

constexpr auto kRefreshEvery = 250ms;
constexpr auto kDeliverEvery = 1s;
constexpr auto kTidyEvery = 30s;
constexpr auto kPruneEvery = 1h;

/// A full disk shows when something is written: quotas and reserved blocks count too.
Result<void> check_writable(const std::filesystem::path& folder) {
  std::string name = (folder / ".ready-XXXXXX").string();
  const int fd = ::mkostemp(name.data(), O_CLOEXEC);
  int code = errno;
  bool good = fd >= 0;
  if (good) {
    ::unlink(name.c_str());
    const std::string text(64 * 1024, '.');
    const ssize_t written = ::write(fd, text.data(), text.size());
    code = written < 0 ? errno : ENOSPC;
    good = written == static_cast<ssize_t>(text.size());
    ::close(fd);
  }
  if (good) return {};
  return Error{.type = ErrorType::storage_unavailable,
               .message = fmt::format("Nothing can be written to {}: {}.", folder.string(),
                                      std::generic_category().message(code)),
               .hint = "Free space on that disk, and check the folder's permissions.",
               .retryable = true};
}

}  // namespace

Platform::Platform(std::shared_ptr<Context> context)
    : context_(std::move(context)),
      directory_(context_),
      workspaces_(context_),
      tokens_(context_, directory_, workspaces_),
      tiktok_apps_(context_),
      connectors_(context_, workspaces_, tiktok_apps_),
      oauth_(context_, directory_, workspaces_, tiktok_apps_, connectors_),
      audit_(context_),
      webhooks_(context_),
      application_limits_(context_->options.application_rate_per_minute,
                          &context_->metrics.counter("tiktok_marketing_rate_limited_total",
                                                     "Calls refused because a rate limit was reached.",
                                                     {{"scope", "application"}})),
      execution_(context_, connectors_),
      key_file_(stamp_of(context_->options.master_key_file)) {
  workspaces_.on_change([this] { forget_all(); });
  tiktok_apps_.on_change([this] { forget_all(); });
  listening_ = connectors_.on_change([this](std::string_view id) { listeners_(id); });
}

void Platform::forget_all() {
  execution_.forget_all();
  listeners_({});
}

Platform::~Platform() {
  stop();
  workspaces_.on_change({});
  tiktok_apps_.on_change({});
}

Result<void> Platform::load() {
  if (auto read = directory_.reload(); !read) return read;
  return tokens_.reload();
}

void Platform::publish_metrics(const std::shared_ptr<Platform>& platform) {
  platform->context_->metrics.gauge_family("tiktok_marketing_connectors", "Connectors by state.",
                                           [weak = std::weak_ptr(platform)]() -> MetricsRegistry::Samples {
                                             const auto self = weak.lock();
                                             if (!self) return {};
                                             const auto counts = self->connectors_.state_counts();
                                             MetricsRegistry::Samples samples;
                                             if (!counts) return samples;
                                             for (const auto& one : *counts) {
                                               samples.emplace_back(
                                                   MetricLabels{{"organization_id", one.organization_id},
                                                                {"state", std::string(name_of(one.state))}},
                                                   static_cast<double>(one.count));
                                             }
                                             return samples;
                                           });
}

Result<void> Platform::refresh() {
  std::lock_guard lock(refreshing_);
  // First the keys: what others changed may be sealed with a new one.
  auto keyring = refresh_keyring();
  auto directory = refresh_directory();
  return keyring ? directory : keyring;
}

Platform::FileStamp Platform::stamp_of(const std::filesystem::path& file) {
  struct stat status{};
  if (::stat(file.c_str(), &status) != 0) return {};
  return {.inode = status.st_ino,
          .size = status.st_size,
          .changed_ns = status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec};
}

Result<void> Platform::refresh_keyring() {
  const FileStamp stamp = stamp_of(context_->options.master_key_file);
  if (stamp == key_file_) return {};
  if (auto loaded = reload_keyring(*context_); !loaded) return loaded;
  key_file_ = stamp;
  return {};
}

Result<void> Platform::refresh_directory() {
  const auto changed = context_->database->changed_by_others();
  if (!changed) return changed.error();
  reload_due_ = reload_due_ || *changed;
  if (!reload_due_) return {};
  if (auto done = load(); !done) return done;
  forget_all();
  reload_due_ = false;
  return {};
}

void Platform::start_background() {
  std::lock_guard lock(mutex_);
  if (background_.joinable() || stopping_) return;
  chores_.push_back({.name = "webhooks", .every = kDeliverEvery, .work = [this]() -> Result<void> {
                       auto sent = webhooks_.deliver_due();
                       return sent ? Result<void>() : std::move(sent).error();
                     }});
  chores_.push_back({.name = "tidy", .every = kTidyEvery, .work = [this] { return connectors_.tidy(); }});
  chores_.push_back({.name = "audit.prune", .every = kPruneEvery, .work = [this]() -> Result<void> {
                       auto removed = audit_.prune();
                       return removed ? Result<void>() : std::move(removed).error();
                     }});
  background_ = std::thread([this] { run_background(); });
}

void Platform::stop() {
  std::unique_lock lock(mutex_);
  stopping_ = true;
  changed_.notify_all();
  if (background_.joinable()) {
    std::thread background = std::move(background_);
    lock.unlock();
    background.join();
    lock.lock();
  }
  changed_.wait(lock, [&] { return std::ranges::none_of(chores_, &Chore::running); });
  lock.unlock();
  std::string none;
  log_failure("audit.flush", audit_.flush(), none);
}

void Platform::run_background() {
  std::string last_failure;
  std::unique_lock lock(mutex_);
  while (!changed_.wait_for(lock, kRefreshEvery, [&] { return stopping_; })) {
    start_due_chores();
    lock.unlock();
    log_failure("refresh", refresh(), last_failure);
    lock.lock();
  }
}

void Platform::start_due_chores() {
  const SteadyTime now = std::chrono::steady_clock::now();
  for (Chore& chore : chores_) {
    if (chore.running || now < chore.due) continue;
    chore.running = true;
    chore.due = now + chore.every;
    context_->workers.post([this, &chore] { run_chore(chore); });
  }
}

void Platform::run_chore(Chore& chore) {
  log_failure(chore.name, chore.work(), chore.last_failure);
  std::lock_guard lock(mutex_);
  chore.running = false;
  // With the lock held: once `running` is seen to be false, this object may go.
  changed_.notify_all();
}

/// A failure that repeats is one line, not four a second.
void Platform::log_failure(std::string_view name, const Result<void>& outcome, std::string& last_failure) {
  const std::string failure = outcome ? "" : outcome.error().message;
  if (!failure.empty() && failure != last_failure) {
    context_->log->write(LogLevel::error, fmt::format("{}.failed", name),
                         {{"error", failure}, {"hint", outcome.error().hint}});
  }
  last_failure = failure;
}

Result<void> Platform::ready() {
  auto readable = context_->database->read(
      [](database::Connection& connection) { return has_row(connection, "SELECT 1 FROM signing_keys"); });
  if (!readable) return std::move(readable).error();
  // Takes the place of the one writer; that nothing is written spares the disk a sync with every probe.
  auto writable = context_->database->write([](database::Connection&) { return Result<void>(); });
  if (!writable) return writable;
  return check_writable(context_->options.data_dir);
}

}  // namespace tiktok_marketing::platform
