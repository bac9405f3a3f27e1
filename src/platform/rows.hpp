#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "database/connection.hpp"
#include "platform/types.hpp"

/// Short forms for statements. Errors are those of `database::Connection`.
namespace tiktok_marketing::platform {

/// Bytes that are no text, for a BLOB column.
struct Blob {
  std::string_view bytes;
};

template <typename T>
void bind_value(database::Statement& statement, int index, const T& value) {
  if constexpr (std::same_as<T, Blob>) {
    statement.bind_blob(index, value.bytes);
  } else if constexpr (std::same_as<T, SystemTime>) {
    statement.bind(index, to_millis(value));
  } else if constexpr (std::same_as<T, std::optional<SystemTime>>) {
    statement.bind(index, value ? std::optional(to_millis(*value)) : std::nullopt);
  } else {
    statement.bind(index, value);
  }
}

/// Calls `row(const Statement&)` for each row; it returns nothing, or false to stop.
template <typename Row, typename... Values>
[[nodiscard]] Result<void> each_row(database::Connection& connection, std::string_view sql, Row&& row,
                                    const Values&... values) {
  auto statement = connection.prepare(sql);
  if (!statement) return std::move(statement).error();
  int index = 0;
  (bind_value(*statement, ++index, values), ...);
  while (true) {
    auto there = statement->step();
    if (!there) return std::move(there).error();
    if (!*there) return {};
    if constexpr (std::same_as<decltype(row(std::as_const(*statement))), bool>) {
      if (!row(std::as_const(*statement))) return {};
    } else {
      row(std::as_const(*statement));
    }
  }
}

/// A statement that gives no rows.
template <typename... Values>
[[nodiscard]] Result<void> run(database::Connection& connection, std::string_view sql,
                               const Values&... values) {
  return each_row(connection, sql, [](const database::Statement&) {}, values...);
}

/// The first row as `read(const Statement&)` makes it, or nullopt.
template <typename Read, typename... Values>
[[nodiscard]] auto first_row(database::Connection& connection, std::string_view sql, Read&& read,
                             const Values&... values)
    -> Result<std::optional<decltype(read(std::declval<const database::Statement&>()))>> {
  std::optional<decltype(read(std::declval<const database::Statement&>()))> found;
  auto done = each_row(
      connection, sql,
      [&](const database::Statement& row) {
        found = read(row);
        return false;
      },
      values...);
  if (!done) return std::move(done).error();
  return found;
}

/// Whether there is a row.
template <typename... Values>
[[nodiscard]] Result<bool> has_row(database::Connection& connection, std::string_view sql,
                                   const Values&... values) {
  auto found = first_row(connection, sql, [](const database::Statement&) { return true; }, values...);
  if (!found) return std::move(found).error();
  return found->has_value();
}

/// A list as the JSON text that stands in a column, and back. Errors: `internal_error` when it is no list of
/// texts: a damaged allow list must not read as an empty one, which permits everything.
[[nodiscard]] std::string list_text(const std::vector<std::string>& list);
[[nodiscard]] Result<std::vector<std::string>> list_of(std::string_view text);
[[nodiscard]] std::optional<SystemTime> optional_time(const database::Statement& row, int column);

}  // namespace tiktok_marketing::platform
