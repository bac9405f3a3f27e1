#include <algorithm>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "platform/maintenance.hpp"
#include "platform/platform.hpp"
#include "platform/schema.hpp"
#include "platform/sealed_values.hpp"

namespace tiktok_marketing::platform {
namespace {

namespace fs = std::filesystem;

bool is_there(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(path, ignored));
}

fs::path database_file(const PlatformOptions& options) {
  return options.data_dir / "platform.db";
}

Error no_key(const PlatformOptions& options) {
  const std::string key = options.master_key_file.string();
  if (is_there(database_file(options))) {
    return {.type = ErrorType::value_error,
            .message = fmt::format(
                "The key file {} is not there, and without it the secrets in {} cannot be opened.", key,
                database_file(options).string()),
            .hint = fmt::format("Put the key file that you kept back at {}.", key)};
  }
  return {.type = ErrorType::value_error,
          .message = fmt::format("There is no platform in {}: no key file {} and no database.",
                                 options.data_dir.string(), key),
          .hint = "Run `tiktok-marketing init` to make a new one, or name the right data folder."};
}

Result<void> make_folder(const fs::path& folder) {
  std::error_code code;
  const bool made = fs::create_directories(folder, code);
  if (made && !code) fs::permissions(folder, fs::perms::owner_all, code);
  if (!code) return {};
  return Error{
      .type = ErrorType::storage_unavailable,
      .message = fmt::format("The data folder {} cannot be made: {}.", folder.string(), code.message()),
      .hint = "Check the path and the permissions of the folder above."};
}

/// `before-schema-2-20260420T215720991`.
std::string backup_name(SystemTime now) {
  std::string time = iso_text(now).substr(0, 23);
  std::erase_if(time, [](char c) { return c == '-' || c == ':' || c == '.'; });
  return fmt::format("before-schema-{}-{}", migrations().size(), time);
}

Result<std::shared_ptr<database::Database>> open_database(const PlatformOptions& options, SystemTime now) {
  return database::Database::open({.file = database_file(options),
                                   .migrations = migrations(),
                                   .before_migration = [&](const fs::path& file, int) -> Result<void> {
                                     auto made = back_up_file(
                                         file, options.data_dir / "backups" / backup_name(now), now);
                                     return made ? Result<void>() : std::move(made).error();
                                   }});
}

/// A key that is missing is found now and not with the first call that needs it.
Result<void> check_keys(Context& context) {
  const auto used = context.database->read(
      [](database::Connection& connection) { return sealing_keys_in_use(connection); });
  if (!used) return used.error();
  const auto known = context.keyring()->key_ids();
  for (const std::string& id : *used) {
    if (id.empty() || std::ranges::find(known, id) != known.end()) continue;
    const std::string key_file = context.options.master_key_file.string();
    return Error{
        .type = ErrorType::value_error,
        .message = fmt::format("{} does not belong to {}: secrets there are sealed with the key {}, which "
                               "is not in the file.",
                               key_file, context.database->file().string(), id),
        .hint = fmt::format("Put the key file that you kept back at {}, or add the missing key's line to "
                            "it.",
                            key_file)};
  }
  return {};
}

Result<FirstSetUp> fill(const PlatformOptions& options) {
  auto platform = Platform::open(options);
  if (!platform) return std::move(platform).error();
  Directory& directory = (*platform)->directory();
  auto organization = directory.create_organization("default");
  if (!organization) return std::move(organization).error();
  auto application =
      directory.create_application("admin", {{.organization_id = organization->id, .role = Role::admin}});
  if (!application) return std::move(application).error();
  return FirstSetUp{.organization_id = organization->id,
                    .client_id = application->client_id,
                    .client_secret = application->client_secret};
}

/// Only what this set-up made a moment ago: nothing was there before, and nobody has its secrets yet.
void take_back(const PlatformOptions& options) {
  std::error_code ignored;
  for (const std::string_view end : {"", "-wal", "-shm"}) {
    fs::remove(options.data_dir / fmt::format("platform.db{}", end), ignored);
  }
  fs::remove(options.master_key_file, ignored);
}

}  // namespace

Result<std::shared_ptr<Context>> Platform::open_context(PlatformOptions options) {
  if (!options.engine.runtime) options.engine = shared_engine();
  if (!is_there(options.master_key_file)) return no_key(options);
  auto ring = crypto::Keyring::load(options.master_key_file);
  if (!ring) return std::move(ring).error();
  if (auto made = make_folder(options.data_dir); !made) return std::move(made).error();
  auto context = std::make_shared<Context>(std::move(options));
  context->log = context->options.log ? context->options.log : std::make_shared<NullLog>();
  context->set_keyring(std::make_shared<const crypto::Keyring>(*std::move(ring)));
  auto database = open_database(context->options, context->now());
  if (!database) return std::move(database).error();
  context->database = *std::move(database);
  if (auto good = check_keys(*context); !good) return std::move(good).error();
  return context;
}

Result<std::shared_ptr<Platform>> Platform::open(PlatformOptions options) {
  auto context = open_context(std::move(options));
  if (!context) return std::move(context).error();
  std::shared_ptr<Platform> platform(new Platform(*std::move(context)));
  if (auto loaded = platform->load(); !loaded) return std::move(loaded).error();
  publish_metrics(platform);
  return platform;
}

Result<FirstSetUp> set_up(const PlatformOptions& options) {
  for (const fs::path& path : {options.master_key_file, database_file(options)}) {
    if (!is_there(path)) continue;
    return Error{.type = ErrorType::conflict,
                 .message = fmt::format("{} is there already; nothing was changed.", path.string()),
                 .hint = "Start the server with `tiktok-marketing serve`, or name another data folder."};
  }
  if (auto made = make_folder(options.data_dir); !made) return std::move(made).error();
  // Of two set-ups at once, the one that makes the key goes on.
  if (auto ring = crypto::Keyring::create(options.master_key_file); !ring) return std::move(ring).error();
  auto first = fill(options);
  if (!first) take_back(options);
  return first;
}

}  // namespace tiktok_marketing::platform
