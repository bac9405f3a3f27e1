#include "local/local_store.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "base/date.hpp"
#include "base/task.hpp"
#include "base/text.hpp"
#include "connector/client_for.hpp"
#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "local/store_lock.hpp"
#include "replication/discovery.hpp"

namespace tiktok_marketing::local {
namespace {

namespace fs = std::filesystem;
using context::Store;

constexpr std::size_t kLongestName = 64;

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= kLongestName && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

Error bad_name(std::string_view name) {
  return Error{.type = ErrorType::value_error,
               .message = fmt::format("\"{}\" cannot be the name of a store.", shortened(name, 60)),
               .hint = fmt::format("Use letters, digits, - and _, at most {} of them.", kLongestName),
               .param = "store",
               .given = shortened(name)};
}

/// Tells a token again without telling what it is.
std::string mark_of(const Secret& token) {
  return crypto::to_hex(crypto::hmac_sha256("context store", token.reveal()));
}

Error no_folder() {
  return Error{.type = ErrorType::value_error,
               .message = "There is no folder for the context store.",
               .hint = "Name one with --data-dir or TIKTOK_MARKETING_DATA_DIR.",
               .param = "data_dir"};
}

/// Folders that are made here are nobody else's to look into.
Result<void> make_private_folders(const fs::path& folder) {
  std::error_code ignored;
  if (folder.empty() || fs::is_directory(folder, ignored)) return {};
  if (auto parent = make_private_folders(folder.parent_path()); !parent) return parent;
  if (::mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST) return {};
  return Error{.type = ErrorType::storage_unavailable,
               .message = fmt::format("{} cannot be made: {}.", folder.string(), std::strerror(errno)),
               .hint = "Check who owns the folder above, or name another with --data-dir."};
}

Task<Result<std::string>> user_of_token(ConnectorOptions connector, SteadyTime deadline,
                                        std::stop_token stop) {
  auto client = client_for(connector);
  if (!client) co_return std::move(client).error();
  tiktok::CallContext context;
  context.deadline = deadline;
  context.stop = std::move(stop);
  auto asking = replication::ask_user(*client, std::move(context));
  co_return co_await std::move(asking);
}

/// When the last sync that brought something ended.
Result<std::optional<SystemTime>> last_synced(Store& store) {
  auto runs = store.runs(1, 0);
  if (!runs) return std::move(runs).error();
  if (runs->as_array() == nullptr || runs->as_array()->empty()) return std::optional<SystemTime>();
  const Json& run = runs->as_array()->front();
  if (run.text_of("status") != "succeeded" && run.text_of("status") != "partial")
    return std::optional<SystemTime>();
  return parse_datetime(run.text_of("finished_at"));
}

}  // namespace

Result<std::shared_ptr<LocalStore>> LocalStore::make(const ConnectorOptions& connector,
                                                     LocalStoreOptions options) {
  if (!is_name(options.name)) return bad_name(options.name);
  return std::shared_ptr<LocalStore>(new LocalStore(connector, std::move(options)));
}

LocalStore::LocalStore(const ConnectorOptions& connector, LocalStoreOptions options)
    : connector_(connector),
      options_(std::move(options)),
      file_(options_.data_dir / "stores" / fmt::format("local-{}.db", options_.name)) {
  connector_.store.reset();
  if (!connector_.engine.runtime) connector_.engine = shared_engine();
}

LocalStore::~LocalStore() = default;

// Whoever waits for an answer keeps this store alive, so what is posted here may refer to it.
void LocalStore::ask(StoreQuery query, Done done) {
  if (ready_) {
    queries_->ask(std::move(query), std::move(done));
    return;
  }
  preparing_.post([this, query = std::move(query), done = std::move(done)]() mutable {
    if (auto prepared = prepare(query.deadline, query.stop); !prepared) {
      done(std::move(prepared).error());
    } else {
      queries_->ask(std::move(query), std::move(done));
    }
  });
}

Result<void> LocalStore::prepare(SteadyTime deadline, const std::stop_token& stop) {
  if (ready_) return {};
  if (options_.data_dir.empty()) return no_folder();
  if (options_.sync_first) {
    auto fresh = is_fresh();
    if (!fresh) return std::move(fresh).error();
    if (!*fresh) {
      if (auto synced = sync_before_asking(deadline, stop); !synced) return synced;
    }
  }
  auto store = existing();
  if (!store) return std::move(store).error();
  if (*store == nullptr) return not_ready();
  if (auto own = check_owner(**store, deadline, stop); !own) return own;
  queries_ = std::make_unique<context::Queries>(context::Queries::Options{
      .store = *std::move(store), .runtime = connector_.engine.runtime, .pool = &answering_});
  ready_ = true;
  return {};
}

Result<void> LocalStore::check_owner(Store& store, SteadyTime deadline, const std::stop_token& stop) {
  auto owner = store.owner();
  if (!owner) return std::move(owner).error();
  if (!*owner) return not_ready();
  context::Owner mine{
      .tiktok_user = {}, .app_id = connector_.app_id, .simulated = connector_.simulated, .token_mark = {}};
  const std::string mark = mark_of(connector_.access_token);
  if ((*owner)->token_mark != mark) {
    auto user = run_blocking(*connector_.engine.runtime, [connector = connector_, deadline, stop] {
      return user_of_token(connector, deadline, stop);
    });
    if (!user) return std::move(user).error();
    mine.tiktok_user = *std::move(user);
    mine.token_mark = mark;
  }
  return store.claim(mine);
}

Result<bool> LocalStore::is_fresh() {
  auto store = existing();
  if (!store) return std::move(store).error();
  if (*store == nullptr) return false;
  auto ended = last_synced(**store);
  if (!ended) return std::move(ended).error();
  return *ended && connector_.engine.runtime->system_now() - **ended < *options_.sync_first;
}

Result<void> LocalStore::sync_before_asking(SteadyTime deadline, const std::stop_token& stop) {
  for (;;) {
    auto sync = this->sync({.kind = "initial"});
    const bool may_wait = connector_.engine.runtime->now() < deadline && !stop.stop_requested();
    // Somebody else brings the rows.
    if (!sync && sync.error().type == ErrorType::sync_in_progress && may_wait) continue;
    if (!sync) return std::move(sync).error();
    auto fresh = is_fresh();
    if (!fresh) return std::move(fresh).error();
    if (*fresh) return {};
    auto report = sync->run({}, stop);
    if (!report) return std::move(report).error();
    if (report->error && report->status != "partial") return *std::move(report->error);
    return {};
  }
}

Result<replication::Sync> LocalStore::sync(replication::SyncOptions options) {
  if (options_.data_dir.empty()) return no_folder();
  if (auto made = make_private_folders(file_.parent_path()); !made) return std::move(made).error();
  auto lock = StoreLock::take(fs::path(file_).replace_extension(".lock"));
  if (!lock) return std::move(lock).error();
  auto store = open();
  if (!store) return std::move(store).error();
  options.token_mark = mark_of(connector_.access_token);
  // The work is the sync's own to keep, so what it runs on holds the lock for as long.
  auto pool = std::make_shared<WorkPool>(1);
  auto blocking = [pool, lock = *std::move(lock)](std::function<void()> work) {
    pool->post(std::move(work));
  };
  return replication::Sync::open(connector_, *std::move(store), std::move(options), std::move(blocking));
}

Result<std::shared_ptr<Store>> LocalStore::existing() {
  std::error_code ignored;
  if (!fs::exists(file_, ignored)) return std::shared_ptr<Store>();
  return open();
}

Result<std::shared_ptr<Store>> LocalStore::open() {
  const std::lock_guard lock(mutex_);
  if (store_ == nullptr) {
    auto opened = Store::open({.file = file_, .backups = options_.data_dir / "backups"});
    if (!opened) return std::move(opened).error();
    store_ = *std::move(opened);
  }
  return store_;
}

Error LocalStore::not_ready() const {
  return Error{
      .type = ErrorType::context_store_not_ready,
      .message = options_.name == kDefaultStore
                     ? std::string("Nothing has been synced into the context store yet.")
                     : fmt::format("Nothing has been synced into the context store {} yet.", options_.name),
      .hint = fmt::format("Run `{}` first; the action list asks TikTok directly.", options_.sync_command)};
}

}  // namespace tiktok_marketing::local
