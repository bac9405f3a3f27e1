#include "cli/argument_parts.hpp"

namespace tiktok_marketing::cli {
namespace {

QuestionCommand& question_of(CLI::App& app, Command& chosen, StoreAction action) {
  auto& question = command_of<QuestionCommand>(app, chosen);
  question.action = action;
  return question;
}

void add_entity(CLI::App& app, QuestionCommand& question) {
  app.add_option("ENTITY", question.entity, "what to ask about; `describe` lists them")->required();
}

void add_asking(CLI::App& app, QuestionCommand& question) {
  add_row_output(app, question.output);
  add_timeout(app, question.timeout_s, "seconds for the answer, with --all for each page");
  add_store_connection(app, question.connection);
}

void add_limit(CLI::App& app, QuestionCommand& question, const std::string& description) {
  app.add_option("--limit", question.limit, description)->check(CLI::PositiveNumber);
}

}  // namespace

void declare_sync(CLI::App& app, Command& chosen) {
  auto& sync = command_of<SyncCommand>(app, chosen);
  app.add_option_function<std::string>(
         "--advertisers",
         [&sync](const std::string& text) { sync.connection.settings["advertiser_ids"] = text; },
         "the same as --advertiser-ids; without either: all that the token grants")
      ->type_name("ID,ID");
  add_list(app, "--entities", sync.entities, "what to read; everything when left out");
  auto* once = app.add_flag("--once", sync.once, "one sync, then end; the default");
  app.add_flag("--watch", sync.watch, "go on by the schedule (--sync-every) until stopped")->excludes(once);
  app.add_flag("--full-refresh", sync.full_refresh, "forget the rows of these entities and read them again");
  add_listing_output(app, sync.output);
  add_settings(app, kForSync, sync.connection.settings);
  add_store_connection(app, sync.connection);
}

void declare_search(CLI::App& app, Command& chosen) {
  auto& search = question_of(app, chosen, StoreAction::search);
  add_entity(app, search);
  app.add_option(
      "--query", search.query,
      R"(filter and sort as JSON, @FILE, or - for standard input: {"filter":{"gt":{"budget":50}}})");
  add_list(app, "--fields", search.fields, "fields to deliver, for example campaign_id,budget");
  add_limit(app, search, "rows of a page, at most 1000; default 100");
  app.add_option("--cursor", search.cursor, "goes on behind a page: its meta.cursor");
  app.add_flag("--include-deleted", search.include_deleted, "also what TikTok lists no more");
  app.add_flag("--all", search.all, "every row, not only the first page");
  add_asking(app, search);
}

void declare_aggregate(CLI::App& app, Command& chosen) {
  auto& aggregate = question_of(app, chosen, StoreAction::aggregate);
  add_entity(app, aggregate);
  app.add_option("--query", aggregate.query,
                 "the whole question as a JSON object, @FILE, or - for standard input");
  add_list(app, "--metrics", aggregate.metrics, "figures, for example spend,ctr");
  add_list(app, "--group-by", aggregate.group_by, "for example campaign_id,day");
  app.add_option("--date-range", aggregate.date_range,
                 "today, yesterday, last_7_days, last_30_days, this_month or last_month");
  add_limit(app, aggregate, "groups to show; the others become one row, meta.other");
  add_asking(app, aggregate);
}

void declare_sql(CLI::App& app, Command& chosen) {
  auto& sql = question_of(app, chosen, StoreAction::sql_query);
  app.add_option("SELECT", sql.sql, "the statement; tables are named like entities")->required();
  add_limit(app, sql, "rows to deliver");
  add_asking(app, sql);
}

}  // namespace tiktok_marketing::cli
