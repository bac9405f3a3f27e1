#include <optional>
#include <system_error>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/admin/tasks.hpp"
#include "cli/output/error_view.hpp"
#include "cli/output/listing.hpp"
#include "crypto/keyring.hpp"
#include "platform/maintenance.hpp"

namespace tiktok_marketing::cli::admin {
namespace {

Json json_of(const platform::BackupReport& report) {
  Json json;
  json.set("folder", report.folder.string());
  json.set("files", list_json(report.files));
  json.set("key_ids", list_json(report.key_ids));
  return json;
}

Result<Json> back_up(const BackupCreate& task, const Desk& desk) {
  auto report = platform::back_up(desk.platform.context(), task.folder);
  if (!report) return std::move(report).error();
  auto noted = note_in_audit_log(desk.platform, {}, "backup.created", report->folder.string());
  if (!noted) return std::move(noted).error();
  return json_of(*report);
}

/// nullopt: there is no key file here. Another file than the one that was made is an error.
Result<std::optional<crypto::Keyring>> keyring_of(const ServerSettings& settings) {
  std::error_code ignored;
  if (!std::filesystem::exists(settings.master_key_file, ignored)) return std::optional<crypto::Keyring>();
  auto ring = crypto::Keyring::load(settings.master_key_file);
  if (!ring) return std::move(ring).error();
  return std::optional<crypto::Keyring>(*std::move(ring));
}

Error defects_error(const platform::BackupReport& report) {
  Error error{.type = ErrorType::conflict};
  error.message =
      fmt::format("The backup in {} is not sound: {}", report.folder.string(), join(report.defects, "; "));
  error.hint = "Use another backup. When only the key is missing, put it where --master-key-file says.";
  return error;
}

}  // namespace

int run(const BackupCreate& task, const Desk& desk) {
  return answer(back_up(task, desk), desk.terminal);
}

int run(const BackupVerify& task, const ServerSettings& settings, const Terminal& terminal) {
  const auto ring = keyring_of(settings);
  if (!ring) return report(ring.error(), terminal);
  const auto verified = platform::verify_backup(task.folder, *ring ? &**ring : nullptr);
  if (!verified) return report(verified.error(), terminal);
  if (!verified->defects.empty()) return report(defects_error(*verified), terminal);
  Json json = json_of(*verified);
  json.set("sound", true);
  json.set("key_checked", ring->has_value());
  return show_object(json, terminal);
}

int run(const BackupRestore& task, const ServerSettings& settings, const Terminal& terminal) {
  const auto restored = platform::restore(task.folder, settings.data_dir);
  if (!restored) return report(restored.error(), terminal);
  std::error_code ignored;
  const bool has_key = std::filesystem::exists(settings.master_key_file, ignored);
  if (!has_key && terminal.err_is_terminal) {
    terminal.say(fmt::format("Now put the key that was kept apart at {} (mode 0600).\n",
                             settings.master_key_file.string()));
  }
  Json json;
  json.set("data_dir", settings.data_dir.string());
  json.set("restored_from", task.folder);
  json.set("master_key_file", settings.master_key_file.string());
  json.set("key_is_there", has_key);
  return show_object(json, terminal);
}

}  // namespace tiktok_marketing::cli::admin
