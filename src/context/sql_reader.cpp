#include "context/sql_reader.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <random>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/text.hpp"
#include "context/row_reader.hpp"
#include "database/sqlite_error.hpp"

namespace tiktok_marketing::context {
namespace {

/// Sorted. What is not here is not called: no files, no extensions, no words about the connection.
constexpr std::string_view kFunctions[] = {
    "->",
    "->>",
    "abs",
    "acos",
    "acosh",
    "asin",
    "asinh",
    "atan",
    "atan2",
    "atanh",
    "avg",
    "ceil",
    "ceiling",
    "char",
    "coalesce",
    "cos",
    "cosh",
    "count",
    "cume_dist",
    "date",
    "datetime",
    "degrees",
    "dense_rank",
    "exp",
    "first_value",
    "floor",
    "format",
    "glob",
    "group_concat",
    "hex",
    "ifnull",
    "iif",
    "instr",
    "json",
    "json_array",
    "json_array_length",
    "json_each",
    "json_extract",
    "json_group_array",
    "json_group_object",
    "json_object",
    "json_quote",
    "json_tree",
    "json_type",
    "json_valid",
    "julianday",
    "lag",
    "last_value",
    "lead",
    "length",
    "like",
    "likelihood",
    "likely",
    "ln",
    "log",
    "log10",
    "log2",
    "lower",
    "ltrim",
    "max",
    "min",
    "mod",
    "nth_value",
    "ntile",
    "nullif",
    "percent_rank",
    "pi",
    "pow",
    "power",
    "printf",
    "quote",
    "radians",
    "rank",
    "replace",
    "round",
    "row_number",
    "rtrim",
    "sign",
    "sin",
    "sinh",
    "sqrt",
    "strftime",
    "substr",
    "substring",
    "sum",
    "tan",
    "tanh",
    "time",
    "total",
    "trim",
    "trunc",
    "typeof",
    "unicode",
    "unixepoch",
    "unlikely",
    "upper",
};

std::string lowered(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::string random_name() {
  std::random_device random;
  return fmt::format("store_{:08x}{:08x}{:08x}{:08x}", random(), random(), random(), random());
}

std::string fence_condition(const std::optional<std::vector<std::string>>& fence) {
  if (!fence) return "1";
  std::string list;
  for (const auto& id : *fence) {
    const Cell cell = id_cell(id);
    if (!list.empty()) list += ", ";
    if (cell.type == Cell::Type::integer) {
      list += fmt::to_string(cell.integer);
      continue;
    }
    list += "X'";
    for (const char c : id) list += fmt::format("{:02x}", static_cast<unsigned char>(c));
    list += "'";
  }
  return list.empty() ? "0" : fmt::format("t.advertiser_id IN ({})", list);
}

bool is_id_column(const char* table, const char* column) {
  const TableLayout* layout = table != nullptr ? find_layout(table) : nullptr;
  const ColumnLayout* found = layout != nullptr && column != nullptr ? layout->find(column) : nullptr;
  return found != nullptr && found->kind == ColumnKind::id;
}

void append_real(std::string& out, double value) {
  // Fifteen digits hide what arithmetic in binary adds: 0.1 + 0.2 is 0.3.
  out += std::isfinite(value) ? fmt::format("{:.15g}", value) : "null";
}

void append_integer(std::string& out, std::int64_t value, bool is_id) {
  constexpr std::int64_t kExact = 9'007'199'254'740'992;
  const bool as_text = is_id || value > kExact || value < -kExact;
  out += as_text ? fmt::format("\"{}\"", value) : fmt::to_string(value);
}

}  // namespace

std::string view_columns(const TableLayout& table) {
  std::string out = "t.id AS id";
  for (const auto& column : table.columns) {
    if (!column.stored) continue;
    if (column.in_micros()) {
      out += fmt::format(", t.{0} / {1}.0 AS {2}, t.{0} AS {0}", column.number_column, kMicros, column.name);
    } else {
      out += fmt::format(", t.{0} AS {0}", column.name);
    }
  }
  return out;
}

Result<std::unique_ptr<SqlReader>> SqlReader::open(const std::filesystem::path& file, const SqlReach& reach,
                                                   const SqlLimits& limits) {
  std::unique_ptr<SqlReader> reader(new SqlReader(limits));
  constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_URI |
                         SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(":memory:", &reader->handle_, kFlags, nullptr);
  if (code != SQLITE_OK) return reader->error_of(code);
  if (auto done = reader->attach(file); !done) return std::move(done).error();
  if (auto done = reader->make_views(reach); !done) return std::move(done).error();
  reader->lock_down();
  return reader;
}

SqlReader::~SqlReader() {
  sqlite3_finalize(statement_);
  sqlite3_close_v2(handle_);
}

Result<void> SqlReader::attach(const std::filesystem::path& file) {
  constexpr int kBusyMs = 5'000;
  sqlite3_busy_timeout(handle_, kBusyMs);
  for (const int option :
       {SQLITE_DBCONFIG_DQS_DML, SQLITE_DBCONFIG_DQS_DDL, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION}) {
    sqlite3_db_config(handle_, option, 0, nullptr);
  }
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  schema_ = random_name();
  // What is sorted goes to a file when it grows: the memory a statement takes has a bound.
  return run(
      fmt::format("PRAGMA temp_store = FILE; PRAGMA cache_size = -16000;"
                  "ATTACH 'file:{}?mode=ro' AS {}; PRAGMA {}.cache_size = -16000",
                  percent_encode(file.string()), schema_, schema_));
}

Result<void> SqlReader::make_views(const SqlReach& reach) {
  const std::string fence = fence_condition(reach.advertisers);
  // Tables that come with SQLite are made on first use, which the authorizer would take for creating one.
  std::string sql = "SELECT 1 FROM json_each('[]'), json_tree('[]'); BEGIN;";
  for (const TableLayout& table : layouts()) {
    const bool within =
        !reach.entities || std::ranges::find(*reach.entities, table.name) != reach.entities->end();
    // A name without a view would be that of the table itself: what is out of reach has views without rows,
    // and the authorizer refuses to read even those.
    const std::string condition = within ? fence : "0";
    sql += fmt::format("CREATE TEMP VIEW {0} AS SELECT {1} FROM {2}.{0} t WHERE {3};", table.name,
                       view_columns(table), schema_, condition);
    sql += fmt::format(
        "CREATE TEMP VIEW {0} AS SELECT r.id AS id, r.record AS record FROM {2}.{0} r "
        "JOIN {2}.{1} t ON t.id = r.id WHERE {3};",
        table.raw_name, table.name, schema_, condition);
    sql += fmt::format(
        "CREATE TEMP VIEW {0} AS SELECT s.id AS id, s.first_seen AS first_seen, s.last_seen AS "
        "last_seen FROM {2}.{0} s JOIN {2}.{1} t ON t.id = s.id WHERE {3};",
        table.seen_name, table.name, schema_, condition);
    (within ? tables_ : hidden_).insert({table.name, table.raw_name, table.seen_name});
    if (within) readable_.push_back(table.name);
  }
  return run(sql + "COMMIT");
}

void SqlReader::lock_down() {
  constexpr std::pair<int, int> kLimits[] = {
      {SQLITE_LIMIT_SQL_LENGTH, 100'000}, {SQLITE_LIMIT_EXPR_DEPTH, 200},
      {SQLITE_LIMIT_COMPOUND_SELECT, 50}, {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1'000},
      {SQLITE_LIMIT_COLUMN, 1'000},       {SQLITE_LIMIT_VDBE_OP, 200'000},
      {SQLITE_LIMIT_WORKER_THREADS, 0},   {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
  };
  for (const auto& [limit, value] : kLimits) sqlite3_limit(handle_, limit, value);
  sqlite3_limit(handle_, SQLITE_LIMIT_LENGTH, limits_.value_bytes);
  sqlite3_set_authorizer(handle_, authorize, this);
}

Result<void> SqlReader::run(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return database::sqlite_error(code, sqlite3_errmsg(handle_), "of the context store");
  return {};
}

int SqlReader::authorize(void* self, int action, const char* first, const char* second, const char* database,
                         const char* /*within*/) {
  auto& reader = *static_cast<SqlReader*>(self);
  const auto text = [](const char* value) {
    return value != nullptr ? std::string_view(value) : std::string_view();
  };
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_RECURSIVE:
      return SQLITE_OK;
    case SQLITE_FUNCTION: {
      const std::string name = lowered(text(second));
      return std::ranges::binary_search(kFunctions, std::string_view(name)) ? SQLITE_OK : SQLITE_DENY;
    }
    case SQLITE_READ:
      return reader.may_read(text(first), text(database)) ? SQLITE_OK : SQLITE_DENY;
    default:
      return SQLITE_DENY;
  }
}

bool SqlReader::may_read(std::string_view given, std::string_view database) {
  const std::string table = lowered(given);
  if (hidden_.contains(table)) refused_table_ = table;
  if (database == "main") return table == "json_each" || table == "json_tree";
  if (!tables_.contains(table)) return false;
  if (database == "temp") return true;
  // Only the views can name this one.
  if (database != schema_) return false;
  if (find_layout(table) != nullptr) entities_.insert(table);
  return true;
}

Error SqlReader::out_of_reach() const {
  return {.type = ErrorType::forbidden,
          .message = fmt::format("The statement reads {}, and this is restricted to certain entities.",
                                 refused_table_),
          .hint = "Use the tables of the entities in allowed, or ask an administrator to permit more.",
          .param = "/sql",
          .allowed = readable_};
}

Error SqlReader::refusal(std::string message) const {
  if (!refused_table_.empty()) return out_of_reach();
  for (const std::string& name : {schema_ + ".", schema_}) {
    for (std::size_t at = message.find(name); at != std::string::npos; at = message.find(name)) {
      message.erase(at, name.size());
    }
  }
  Error error{.type = ErrorType::invalid_query,
              .message = fmt::format("The statement can not be run: {}.", message),
              .hint = "Write one SELECT over the allowed tables, in SQLite's dialect.",
              .param = "/sql"};
  error.allowed = readable_;
  return error;
}

Error SqlReader::error_of(int code) const {
  const std::string said = handle_ != nullptr ? sqlite3_errmsg(handle_) : sqlite3_errstr(code);
  switch (code & 0xff) {
    case SQLITE_TOOBIG:
      return {.type = ErrorType::result_too_large,
              .message = fmt::format("A value of the result is longer than {} bytes.", limits_.value_bytes),
              .hint = "Select less of it, for example with substr.",
              .param = "/sql"};
    case SQLITE_ERROR:
    case SQLITE_AUTH:
    case SQLITE_RANGE:
    case SQLITE_MISMATCH:
      return refusal(said);
    default:
      return database::sqlite_error(code, said, "of the context store");
  }
}

Result<void> SqlReader::prepare(std::string_view sql) {
  // SQLite would stop there and the rest be ignored in silence.
  if (sql.find('\0') != std::string_view::npos) return refusal("it holds a zero byte");
  const char* rest = nullptr;
  int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), 0, &statement_, &rest);
  if (code != SQLITE_OK) return error_of(code);
  if (statement_ == nullptr) return refusal("it is empty");
  const std::string_view tail = sql.substr(static_cast<std::size_t>(rest - sql.data()));
  sqlite3_stmt* second = nullptr;
  code = sqlite3_prepare_v3(handle_, tail.data(), static_cast<int>(tail.size()), 0, &second, nullptr);
  const bool more = code != SQLITE_OK || second != nullptr;
  sqlite3_finalize(second);
  if (more) return refusal("it is more than one statement");
  if (sqlite3_stmt_readonly(statement_) == 0 || sqlite3_stmt_isexplain(statement_) != 0 ||
      sqlite3_column_count(statement_) == 0) {
    return refusal("it is no SELECT");
  }
  if (sqlite3_bind_parameter_count(statement_) > 0)
    return refusal("it has parameters, which nothing is bound to");
  name_columns();
  return {};
}

void SqlReader::name_columns() {
  std::set<std::string> taken;
  for (int i = 0; i < sqlite3_column_count(statement_); ++i) {
    const char* given = sqlite3_column_name(statement_, i);
    const std::string base = given != nullptr ? given : "column";
    std::string name = base;
    for (int n = 2; !taken.insert(name).second; ++n) name = fmt::format("{}_{}", base, n);
    columns_.push_back(std::move(name));
    is_id_.push_back(
        is_id_column(sqlite3_column_table_name(statement_, i), sqlite3_column_origin_name(statement_, i)));
  }
}

Result<bool> SqlReader::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return error_of(code);
}

void SqlReader::append_row(std::string& out) const {
  out += '{';
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    if (column > 0) out += ',';
    append_json_string(out, columns_[column]);
    out += ':';
    const int i = static_cast<int>(column);
    switch (sqlite3_column_type(statement_, i)) {
      case SQLITE_NULL:
        out += "null";
        break;
      case SQLITE_INTEGER:
        append_integer(out, sqlite3_column_int64(statement_, i), is_id_[column]);
        break;
      case SQLITE_FLOAT:
        append_real(out, sqlite3_column_double(statement_, i));
        break;
      default: {
        const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, i));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, i));
        append_json_string(out, bytes != nullptr ? std::string_view(bytes, size) : std::string_view());
      }
    }
  }
  out += '}';
}

}  // namespace tiktok_marketing::context
