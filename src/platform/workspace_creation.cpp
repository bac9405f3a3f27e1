#include "platform/workspace_creation.hpp"

#include "platform/names.hpp"
#include "platform/rows.hpp"

namespace tiktok_marketing::platform {
namespace {

Error taken(std::string_view id) {
  return {.type = ErrorType::conflict,
          .message = "There is a workspace of that id already, or there was.",
          .hint = "Leave the id out for a new one.",
          .param = "id",
          .given = std::string(id)};
}

}  // namespace

Result<Workspace> create_workspace(const Context& context, std::string_view organization_id,
                                   std::string_view name, std::string_view given_id) {
  auto id = given_or_new_id(given_id);
  if (!id) return std::move(id).error();
  return context.database->write(
      [&, now = context.now()](database::Connection& connection) -> Result<Workspace> {
        // Deleted ones keep their id, and other organizations theirs.
        const auto known = has_row(connection, "SELECT 1 FROM workspaces WHERE id = ?", *id);
        if (!known) return known.error();
        if (*known) return taken(*id);
        auto made = insert_workspace(connection, organization_id, name, now);
        if (!made) return made;
        auto named = run(connection, "UPDATE workspaces SET id = ? WHERE id = ?", *id, made->id);
        if (!named) return std::move(named).error();
        made->id = *id;
        return made;
      });
}

}  // namespace tiktok_marketing::platform
