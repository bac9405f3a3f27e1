#include "context/sql_functions.hpp"

#include <sqlite3.h>

#include "context/text_match.hpp"

namespace tiktok_marketing::context {
namespace {

struct Function {
  const char* name;
  TextMatcher::Kind kind;
};
constexpr Function kFunctions[] = {
    {"ttm_like", TextMatcher::Kind::like},
    {"ttm_contains", TextMatcher::Kind::contains},
    {"ttm_startswith", TextMatcher::Kind::startswith},
    {"ttm_endswith", TextMatcher::Kind::endswith},
    {"ttm_fuzzy", TextMatcher::Kind::fuzzy},
    {"ttm_keyword", TextMatcher::Kind::keyword},
};

std::string_view text_of(sqlite3_value* value) {
  const auto* text = sqlite3_value_text(value);
  if (text == nullptr) return {};
  return {reinterpret_cast<const char*>(text), static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

void match(sqlite3_context* context, int /*count*/, sqlite3_value** values) {
  if (sqlite3_value_type(values[0]) == SQLITE_NULL || sqlite3_value_type(values[1]) == SQLITE_NULL) {
    sqlite3_result_int(context, 0);
    return;
  }
  const auto* function = static_cast<const Function*>(sqlite3_user_data(context));
  // SQLite keeps it for as long as the pattern is the same one.
  auto* matcher = static_cast<TextMatcher*>(sqlite3_get_auxdata(context, 1));
  if (matcher == nullptr) {
    auto* made = new TextMatcher(function->kind, text_of(values[1]));
    sqlite3_result_int(context, made->matches(text_of(values[0])) ? 1 : 0);
    sqlite3_set_auxdata(context, 1, made, [](void* old) { delete static_cast<TextMatcher*>(old); });
    return;
  }
  sqlite3_result_int(context, matcher->matches(text_of(values[0])) ? 1 : 0);
}

}  // namespace

Result<void> add_functions(database::Connection& connection) {
  // Registering again would throw away the connection's prepared statements.
  if (connection.prepare("SELECT ttm_like('', '')")) return {};
  for (const Function& function : kFunctions) {
    const int code = sqlite3_create_function_v2(
        connection.handle(), function.name, 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
        const_cast<Function*>(&function), match, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) {
      return Error{.message = "SQLite did not take a function for filters.",
                   .hint = "This is a defect of the program; please report it."};
    }
  }
  return {};
}

}  // namespace tiktok_marketing::context
