#include "platform/sealed_values.hpp"

#include <utility>

#include <fmt/format.h>

#include "crypto/keyring.hpp"
#include "platform/rows.hpp"

namespace tiktok_marketing::platform {

Result<void> each_sealed_value(
    database::Connection& connection,
    const std::function<void(const SealedColumn&, std::string_view key, std::string_view sealed)>& value) {
  for (const SealedColumn& column : sealed_columns()) {
    const auto present =
        has_row(connection, "SELECT 1 FROM pragma_table_info(?) WHERE name = ?", column.table, column.column);
    if (!present) return present.error();
    if (!*present) continue;
    auto done = each_row(connection,
                         fmt::format("SELECT {0}, {1} FROM {2} WHERE {1} IS NOT NULL", column.key,
                                     column.column, column.table),
                         [&](const database::Statement& row) { value(column, row.text(0), row.text(1)); });
    if (!done) return done;
  }
  return {};
}

Result<std::set<std::string>> sealing_keys_in_use(database::Connection& connection) {
  std::set<std::string> ids;
  auto done =
      each_sealed_value(connection, [&](const SealedColumn&, std::string_view, std::string_view sealed) {
        ids.insert(crypto::Keyring::key_id_of(sealed));
      });
  if (!done) return std::move(done).error();
  return ids;
}

}  // namespace tiktok_marketing::platform
