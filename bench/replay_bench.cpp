// replay_bench fetch URLS: fetches the URLs of a file by libcurl, four at a time, into texts.
// replay_bench insert FROM INTO: inserts every row of the store FROM into a new store INTO: the same values
// into the same tables with the same indexes, ten thousand rows a transaction; reading FROM is not in its
// time. What a replication cannot do without. Prints one JSON object.
#include <sqlite3.h>
#include <sys/resource.h>

#include <chrono>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <curl/curl.h>
#include <fmt/format.h>

#include "bench.hpp"
#include "context/store.hpp"
#include "context/tables.hpp"

namespace {

using namespace tiktok_marketing;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kAtOnce = 4;
constexpr std::size_t kRowsAtOnce = 10'000;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// One connection that is used again and again.
class Fetcher {
 public:
  Fetcher(CURLM* multi, curl_slist* headers) : multi_(multi), handle_(curl_easy_init()) {
    curl_easy_setopt(handle_, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(handle_, CURLOPT_WRITEFUNCTION, &Fetcher::write);
    curl_easy_setopt(handle_, CURLOPT_WRITEDATA, &body_);
    curl_easy_setopt(handle_, CURLOPT_PRIVATE, this);
  }
  Fetcher(const Fetcher&) = delete;
  Fetcher& operator=(const Fetcher&) = delete;
  ~Fetcher() { curl_easy_cleanup(handle_); }

  void begin(const std::string& url) {
    body_ = {};
    curl_easy_setopt(handle_, CURLOPT_URL, url.c_str());
    curl_multi_add_handle(multi_, handle_);
  }
  std::size_t end() {
    curl_multi_remove_handle(multi_, handle_);
    return body_.size();
  }

 private:
  static std::size_t write(char* data, std::size_t, std::size_t size, void* into) {
    static_cast<std::string*>(into)->append(data, size);
    return size;
  }

  CURLM* multi_;
  CURL* handle_;
  std::string body_;
};

std::vector<std::string> lines_of(const char* file) {
  std::vector<std::string> lines;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  if (lines.empty()) bench::fail(std::string("no URLs in ") + file);
  return lines;
}

void fetch(const char* file) {
  const auto urls = lines_of(file);
  curl_global_init(CURL_GLOBAL_DEFAULT);
  const std::string token = "Access-Token: " + bench::setting("TIKTOK_MARKETING_ACCESS_TOKEN");
  curl_slist* headers = curl_slist_append(nullptr, token.c_str());
  CURLM* multi = curl_multi_init();
  std::vector<std::unique_ptr<Fetcher>> fetchers;
  const auto start = Clock::now();
  std::size_t next = 0;
  std::size_t open = 0;
  std::size_t bytes = 0;
  for (; next < std::min(kAtOnce, urls.size()); ++next, ++open) {
    fetchers.push_back(std::make_unique<Fetcher>(multi, headers));
    fetchers.back()->begin(urls[next]);
  }
  while (open > 0) {
    int running = 0;
    curl_multi_perform(multi, &running);
    int left = 0;
    while (CURLMsg* message = curl_multi_info_read(multi, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      if (message->data.result != CURLE_OK) bench::fail(curl_easy_strerror(message->data.result));
      Fetcher* fetcher = nullptr;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &fetcher);
      bytes += fetcher->end();
      --open;
      if (next == urls.size()) continue;
      fetcher->begin(urls[next++]);
      ++open;
    }
    if (open > 0) curl_multi_poll(multi, nullptr, 0, 100, nullptr);
  }
  const double wall = seconds_since(start);
  fetchers.clear();
  curl_multi_cleanup(multi);
  curl_slist_free_all(headers);
  fmt::print(R"({{"requests":{},"bytes":{},"wall_s":{:.3f}}})"
             "\n",
             urls.size(), bytes, wall);
}

/// Values of some rows of one table, taken out of SQLite.
class Batch {
 public:
  Batch() = default;
  Batch(const Batch&) = delete;
  Batch& operator=(const Batch&) = delete;
  ~Batch() { clear(); }

  /// The next rows; how many.
  std::size_t fill(sqlite3_stmt* rows) {
    clear();
    columns_ = sqlite3_column_count(rows);
    std::size_t count = 0;
    while (count < kRowsAtOnce && sqlite3_step(rows) == SQLITE_ROW) {
      for (int i = 0; i < columns_; ++i) values_.push_back(sqlite3_value_dup(sqlite3_column_value(rows, i)));
      ++count;
    }
    return count;
  }

  void insert(sqlite3_stmt* statement) const {
    for (std::size_t at = 0; at < values_.size();) {
      for (int i = 1; i <= columns_; ++i) sqlite3_bind_value(statement, i, values_[at++]);
      if (sqlite3_step(statement) != SQLITE_DONE) bench::fail(sqlite3_errmsg(sqlite3_db_handle(statement)));
      sqlite3_reset(statement);
    }
  }

 private:
  void clear() {
    for (sqlite3_value* value : values_) sqlite3_value_free(value);
    values_.clear();
  }

  int columns_ = 0;
  std::vector<sqlite3_value*> values_;
};

using Statement = std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)>;

Statement prepared(sqlite3* database, const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
    bench::fail(sqlite3_errmsg(database));
  return {statement, &sqlite3_finalize};
}

/// Seconds for the three tables of one entity.
double insert_entity(sqlite3* from, context::Store& into, const context::TableLayout& table,
                     std::int64_t& rows) {
  double took = 0;
  Batch batches[3];
  const std::string* names[] = {&table.name, &table.raw_name, &table.seen_name};
  std::vector<Statement> reading;
  for (const auto* name : names) reading.push_back(prepared(from, "SELECT * FROM " + *name + " ORDER BY id"));
  for (;;) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < 3; ++i) count = batches[i].fill(reading[i].get());
    if (count == 0) return took;
    rows += static_cast<std::int64_t>(count);
    const auto start = Clock::now();
    const auto done = into.database().write([&](database::Connection& connection) -> Result<void> {
      for (std::size_t i = 0; i < 3; ++i) {
        std::string marks = "?";
        for (int column = 1; column < sqlite3_column_count(reading[i].get()); ++column) marks += ",?";
        const auto inserting =
            prepared(connection.handle(), fmt::format("INSERT INTO {} VALUES ({})", *names[i], marks));
        batches[i].insert(inserting.get());
      }
      return {};
    });
    took += seconds_since(start);
    if (!done) bench::fail(done.error().message);
    // A statement that is stepped on after its end begins again.
    if (count < kRowsAtOnce) return took;
  }
}

void insert(const char* from_file, const char* into_file) {
  sqlite3* from = nullptr;
  if (sqlite3_open_v2(from_file, &from, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK)
    bench::fail(std::string("cannot open ") + from_file);
  auto into = context::Store::open({.file = into_file, .backups = {}});
  if (!into) bench::fail(into.error().message);
  std::int64_t rows = 0;
  double took = 0;
  for (const auto& table : context::layouts()) took += insert_entity(from, **into, table, rows);
  sqlite3_close(from);
  fmt::print(R"({{"rows":{},"wall_s":{:.3f}}})"
             "\n",
             rows, took);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  if (what == "fetch" && argc == 3) {
    fetch(argv[2]);
  } else if (what == "insert" && argc == 4) {
    insert(argv[2], argv[3]);
  } else {
    bench::fail("usage: replay_bench fetch URLS | replay_bench insert FROM INTO");
  }
}
