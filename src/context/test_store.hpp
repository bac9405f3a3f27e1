#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "context/store.hpp"
#include "database/test_folder.hpp"

/// What the tests of this room share.
namespace tiktok_marketing::context {

/// A page whose records are these JSON texts.
inline Records page_of(const std::vector<std::string>& rows) {
  auto page = std::make_shared<std::string>();
  std::vector<std::size_t> starts;
  for (const auto& row : rows) {
    starts.push_back(page->size());
    *page += row;
  }
  starts.push_back(page->size());
  Records records;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    records.add(page, std::string_view(*page).substr(starts[i], starts[i + 1] - starts[i]));
  }
  return records;
}

inline Date day(std::string_view text) {
  return parse_date(text).value();
}

inline SystemTime at(std::string_view text) {
  return parse_datetime(text).value();
}

/// A store in a folder of its own.
struct TestStore {
  TestStore() : store(open()) {}

  [[nodiscard]] std::shared_ptr<Store> open() const {
    auto opened = Store::open({.file = folder / "store.db", .backups = folder / "backups"});
    EXPECT_TRUE(opened) << opened.error().message;
    return std::move(opened).value();
  }

  CommitCount commit(const Commit& what) const {
    const auto done = store->commit(what);
    EXPECT_TRUE(done) << done.error().message;
    return done.value_or(CommitCount{});
  }

  /// A whole listing of an entity in a run of its own.
  CommitCount list(const std::string& entity, const std::string& advertiser,
                   const std::vector<std::string>& rows,
                   std::string_view when = "2026-09-14T08:00:00Z") const {
    const auto run = store->begin_run("test", at(when)).value();
    return commit({.stream = {entity, advertiser},
                   .pages = {page_of(rows)},
                   .run = run,
                   .read_at = at(when),
                   .listing_done = true});
  }

  /// A whole window of a report in a run of its own.
  CommitCount window(const std::string& entity, const std::string& advertiser, std::string_view first,
                     std::string_view last, const std::vector<std::string>& rows,
                     std::string_view when = "2026-09-14T08:00:00Z") const {
    const auto run = store->begin_run("test", at(when)).value();
    return commit({.stream = {entity, advertiser},
                   .pages = {page_of(rows)},
                   .run = run,
                   .read_at = at(when),
                   .window_done = std::pair(day(first), day(last))});
  }

  /// Cells of a query, `|` between columns, one line a row; null is `null`.
  [[nodiscard]] std::string rows(std::string_view sql) const {
    const auto read = store->database().read([&](database::Connection& connection) -> Result<std::string> {
      auto query = connection.prepare(sql);
      if (!query) return std::move(query).error();
      const auto columns = std::ranges::count(sql.substr(0, sql.find(" FROM ")), ',') + 1;
      std::string out;
      for (;;) {
        auto row = query->step();
        if (!row) return std::move(row).error();
        if (!*row) return out;
        if (!out.empty()) out += '\n';
        for (int i = 0; i < columns; ++i) {
          if (i > 0) out += '|';
          out += query->is_null(i) ? "null" : std::string(query->text(i));
        }
      }
    });
    return read ? *read : read.error().message;
  }

  database::TestFolder folder;
  std::shared_ptr<Store> store;
};

}  // namespace tiktok_marketing::context
