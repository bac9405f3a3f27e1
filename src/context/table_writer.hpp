#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "base/date.hpp"
#include "context/row_reader.hpp"
#include "context/tables.hpp"
#include "database/connection.hpp"

namespace tiktok_marketing::context {

/// What became of a record.
enum class Put : std::uint8_t { inserted, changed, unchanged, came_back, without_key };

/// Which rows of a table a reading was about.
struct Extent {
  std::string advertiser_id;  ///< empty: all
  std::optional<std::pair<Date, Date>> days;
};

/// Writes the rows of one entity inside a transaction of its caller. A record whose text is the stored one
/// costs two look-ups and one small update. Lives no longer than the connection; one thread.
class TableWriter {
 public:
  [[nodiscard]] static Result<TableWriter> make(database::Connection& connection, const TableLayout& table);

  /// `run` becomes the row's last sighting, `now_ms` its first one if it is new.
  [[nodiscard]] Result<Put> put(std::string_view record, std::string_view advertiser_id, std::int64_t run,
                                std::int64_t now_ms);
  /// Deletes the rows of the extent that `run` did not see; their number.
  [[nodiscard]] Result<std::int64_t> delete_unseen(const Extent& extent, std::int64_t run);
  /// Marks them as deleted at `when` instead; their number.
  [[nodiscard]] Result<std::int64_t> mark_unseen(const Extent& extent, std::int64_t run,
                                                 std::string_view when);

 private:
  struct Statements {
    database::Statement find;
    database::Statement insert;
    database::Statement insert_raw;
    database::Statement insert_seen;
    database::Statement see_again;
  };
  struct Found {
    std::int64_t id = 0;
    bool deleted = false;
    bool same = false;  ///< the stored record is the given one, byte for byte
  };
  TableWriter(database::Connection& connection, const TableLayout& table, Statements statements)
      : connection_(&connection), table_(&table), reader_(table), sql_(std::move(statements)) {}

  [[nodiscard]] Result<bool> insert(std::string_view record, std::int64_t run, std::int64_t now_ms);
  [[nodiscard]] Result<std::optional<Found>> find(std::string_view record);
  [[nodiscard]] Result<Put> update(const Found& found, std::string_view record, std::int64_t run);
  [[nodiscard]] Result<std::vector<std::int64_t>> unseen(const Extent& extent, std::int64_t run);

  database::Connection* connection_;
  const TableLayout* table_;
  RowReader reader_;
  Statements sql_;
  bool expect_new_ = false;  ///< as the last row was
};

/// Reads the columns of all rows out of their records again, after the layout changed.
[[nodiscard]] Result<void> read_records_again(database::Connection& connection, const TableLayout& table);

}  // namespace tiktok_marketing::context
