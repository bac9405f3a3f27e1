#include <memory>
#include <utility>

#include "cli/admin/tasks.hpp"
#include "cli/error_view.hpp"
#include "cli/listing.hpp"
#include "crypto/keyring.hpp"
#include "platform/maintenance.hpp"

namespace tiktok_marketing::cli::admin {
namespace {

Result<Json> rotate(const Desk& desk) {
  auto ring = crypto::Keyring::add_key(desk.settings.master_key_file);
  if (!ring) return std::move(ring).error();
  auto& context = desk.platform.context();
  context.set_keyring(std::make_shared<const crypto::Keyring>(*std::move(ring)));
  auto report = platform::reseal_everything(context);
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
