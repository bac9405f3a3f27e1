#include <chrono>
#include <thread>
#include <utility>

#include "cli/admin/tasks.hpp"
#include "cli/output/error_view.hpp"
#include "cli/output/listing.hpp"
#include "crypto/keyring.hpp"
#include "platform/maintenance.hpp"

namespace tiktok_marketing::cli::admin {
namespace {

constexpr std::chrono::milliseconds kNoticeTime{600};
constexpr int kMostPasses = 10;

/// A running server looks at the key file four times a second; until then it seals with the old key. So the
/// last pass is one that found nothing after the server had the time to look.
Result<platform::RotationReport> reseal_until_done(platform::Context& context) {
  auto report = platform::reseal_everything(context);
  for (int pass = 1; report && pass < kMostPasses; ++pass) {
    std::this_thread::sleep_for(kNoticeTime);
    auto again = platform::reseal_everything(context);
    if (!again) return again;
    if (again->resealed == 0) break;
    report->resealed += again->resealed;
  }
  return report;
}

Result<Json> rotate(const Desk& desk) {
  if (auto added = crypto::Keyring::add_key(desk.settings.master_key_file); !added) {
    return std::move(added).error();
  }
  auto& context = desk.platform.context();
  auto report = reseal_until_done(context);
  if (!report) return std::move(report).error();
  auto noted = note_in_audit_log(desk.platform, {}, "key.rotated", report->key_id);
  if (!noted) return std::move(noted).error();
  Json json;
  json.set("key_id", report->key_id);
  json.set("resealed", report->resealed);
  json.set("old_keys", static_cast<std::int64_t>(context.keyring()->key_ids().size()) - 1);
  return json;
}

}  // namespace

int run(const KeyRotate&, const Desk& desk) {
  const int code = answer(rotate(desk), desk.terminal);
  if (code == 0 && desk.terminal.err_is_terminal) {
    desk.terminal.say("The old keys stay in the file: backups made before need them.\n");
  }
  return code;
}

int run(const KeyList& task, const Desk& desk) {
  Listing listing{.columns = {"key_id", "seals"}, .rows = {}, .nothing = "no keys"};
  const auto ring = desk.platform.context().keyring();
  for (const auto& id : ring->key_ids()) {
    Json row;
    row.set("key_id", id);
    row.set("seals", id == ring->sealing_key_id());
    listing.rows.push_back(std::move(row));
  }
  return show_listing(listing, task.output, desk.terminal);
}

}  // namespace tiktok_marketing::cli::admin
