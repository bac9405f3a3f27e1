#include <utility>
#include <vector>

#include <fmt/format.h>

#include "platform/maintenance.hpp"
#include "platform/rows.hpp"
#include "platform/schema.hpp"
#include "platform/sealing.hpp"

namespace tiktok_marketing::platform {
namespace {

constexpr std::int64_t kRowsAStep = 100;

struct Value {
  std::string key;
  std::string sealed;
};

Result<std::vector<Value>> next_values(database::Connection& connection, const SealedColumn& column,
                                       std::string_view after) {
  std::vector<Value> values;
  auto done = each_row(
      connection,
      fmt::format("SELECT {0}, {1} FROM {2} WHERE {1} IS NOT NULL AND {0} > ? ORDER BY {0} LIMIT ?",
                  column.key, column.column, column.table),
      [&](const database::Statement& row) {
        values.push_back({.key = std::string(row.text(0)), .sealed = std::string(row.text(1))});
      },
      after, kRowsAStep);
  if (!done) return std::move(done).error();
  return values;
}

Result<void> reseal_value(database::Connection& connection, const crypto::Keyring& ring,
                          const SealedColumn& column, const Value& value) {
  const std::string purpose = sealing_purpose(column.table, value.key);
  auto plain = ring.open(value.sealed, purpose);
  if (!plain) {
    Error error = std::move(plain).error();
    error.message = fmt::format("{} {}: {}", column.table, value.key, error.message);
    return error;
  }
  return run(connection,
             fmt::format("UPDATE {} SET {} = ? WHERE {} = ?", column.table, column.column, column.key),
             Blob{ring.seal(*plain, purpose)}, value.key);
}

struct Step {
  std::string last_key;  ///< empty: the end
  std::int64_t resealed = 0;
};

/// Reads and writes in one transaction, so that no value changes in between.
Result<Step> reseal_some(database::Connection& connection, const crypto::Keyring& ring,
                         const SealedColumn& column, std::string_view after) {
  auto values = next_values(connection, column, after);
  if (!values) return std::move(values).error();
  Step step;
  for (const Value& value : *values) {
    step.last_key = value.key;
    if (crypto::Keyring::key_id_of(value.sealed) == ring.sealing_key_id()) continue;
    if (auto done = reseal_value(connection, ring, column, value); !done) return std::move(done).error();
    ++step.resealed;
  }
  return step;
}

}  // namespace

Result<RotationReport> reseal_everything(Context& context) {
  if (auto loaded = reload_keyring(context); !loaded) return std::move(loaded).error();
  const auto ring = context.keyring();
  RotationReport report{.key_id = ring->sealing_key_id()};
  for (const SealedColumn& column : sealed_columns()) {
    for (std::string after;;) {
      auto step = context.database->write(
          [&](database::Connection& connection) { return reseal_some(connection, *ring, column, after); });
      if (!step) return std::move(step).error();
      report.resealed += step->resealed;
      if (step->last_key.empty()) break;
      after = std::move(step->last_key);
    }
  }
  return report;
}

}  // namespace tiktok_marketing::platform
