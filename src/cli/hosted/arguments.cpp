#include "cli/argument_parts.hpp"

namespace tiktok_marketing::cli {
namespace {

template <typename C>
C& task_of(CLI::App& app, Command& chosen) {
  auto filled = std::make_shared<C>();
  app.callback([filled, &chosen] { chosen = ConnectorsCommand(std::move(*filled)); });
  return *filled;
}

void add_id(CLI::App& app, std::string& id) {
  app.add_option("ID", id, "the connector, as `connectors list` shows it")->required();
}

void add_fields(CLI::App& app, ConnectorFields& fields) {
  app.add_option("--name", fields.name, "name of the connector");
  app.add_option("--start-date", fields.start_date, "YYYY-MM-DD: first day to replicate; default 2016-09-01");
  app.add_option("--advertisers", fields.advertisers,
                 "ad accounts it may use, and no others; default all the token can read")
      ->type_name("ID,ID");
  app.add_option("--lookback-days", fields.lookback_days, "days that are read again, because numbers ripen")
      ->check(CLI::Range(1, 28));
  app.add_option("--token-file", fields.token_file,
                 "file that holds TikTok's access token, - for standard input");
  app.add_option("--secret-id-file", fields.secret_id_file,
                 "file that holds the secret_id of an OAuth redirect, - for standard input");
  app.add_flag("!--no-validate", fields.validate, "store the token without asking TikTok whether it works");
}

void declare_list(CLI::App& group, Command& chosen) {
  CLI::App* app = group.add_subcommand("list", "connectors of the organization, or of --workspace");
  auto& list = task_of<ConnectorsList>(*app, chosen);
  add_listing_output(*app, list.output);
  add_hosted(*app, list.hosted);
}

void declare_changes(CLI::App& group, Command& chosen) {
  CLI::App* app = group.add_subcommand("create", "store a TikTok token and make a connector of it");
  auto& create = task_of<ConnectorsCreate>(*app, chosen);
  add_fields(*app, create.fields);
  add_hosted(*app, create.hosted);

  app = group.add_subcommand("update", "change name, dates, advertisers or the token");
  auto& update = task_of<ConnectorsUpdate>(*app, chosen);
  add_id(*app, update.id);
  add_fields(*app, update.fields);
  add_hosted(*app, update.hosted);

  app = group.add_subcommand("delete", "delete a connector, and its token when no other uses it");
  auto& remove = task_of<ConnectorsDelete>(*app, chosen);
  add_id(*app, remove.id);
  add_hosted(*app, remove.hosted);
}

void declare_syncs(CLI::App& group, Command& chosen) {
  CLI::App* app = group.add_subcommand("sync", "replicate now, whatever the schedule says");
  auto& sync = task_of<ConnectorsSync>(*app, chosen);
  add_id(*app, sync.id);
  app->add_option("--entities", sync.entities, "only these; default all that are selected")
      ->type_name("NAME,NAME");
  app->add_flag("--full-refresh", sync.full_refresh, "forget the rows first and read everything again");
  app->add_flag("--wait", sync.wait, "return when the run has ended; not 0 if it failed");
  add_hosted(*app, sync.hosted);

  app = group.add_subcommand("syncs", "the runs of replication, newest first");
  auto& syncs = task_of<ConnectorsSyncs>(*app, chosen);
  add_id(*app, syncs.id);
  app->add_option("--limit", syncs.limit, "how many")->check(CLI::Range(1, 100))->default_val(20);
  add_listing_output(*app, syncs.output);
  add_hosted(*app, syncs.hosted);

  app = group.add_subcommand("store", "what the context store holds of each entity; sets what is given");
  auto& store = task_of<ConnectorsStore>(*app, chosen);
  add_id(*app, store.id);
  app->add_option("--refresh", store.refresh, "when to sync: 30m, 1h, 2d, or a cron expression in UTC");
  app->add_option("--entities", store.entities, "what is replicated; '' for everything")
      ->type_name("NAME,NAME");
  // Not one flag for an optional: CLI11 sets that to false when it is not given.
  app->add_flag_callback("--enable", [&store] { store.enabled = true; }, "keep a copy");
  app->add_flag_callback("--disable", [&store] { store.enabled = false; }, "delete the copy");
  add_listing_output(*app, store.output);
  add_hosted(*app, store.hosted);

  for (const bool paused : {true, false}) {
    app = paused ? group.add_subcommand("pause", "stop replication until resume; executes go on")
                 : group.add_subcommand("resume", "go on with replication");
    auto& pause = task_of<ConnectorsPause>(*app, chosen);
    pause.paused = paused;
    add_id(*app, pause.id);
    add_hosted(*app, pause.hosted);
  }
}

}  // namespace

void declare_token(CLI::App& app, Command& chosen) {
  auto& token = command_of<TokenCommand>(app, chosen);
  add_hosted(app, token.hosted);
}

void declare_connectors(CLI::App& group, Command& chosen) {
  group.require_subcommand(1);
  declare_list(group, chosen);
  CLI::App* app = group.add_subcommand("get", "one connector");
  auto& get = task_of<ConnectorsGet>(*app, chosen);
  add_id(*app, get.id);
  add_hosted(*app, get.hosted);
  declare_changes(group, chosen);
  app = group.add_subcommand("check", "prove that a connector can read an ad account");
  auto& check = task_of<ConnectorsCheck>(*app, chosen);
  add_id(*app, check.id);
  add_hosted(*app, check.hosted);
  declare_syncs(group, chosen);
}

void declare_oauth(CLI::App& group, Command& chosen) {
  group.require_subcommand(1);
  CLI::App* app = group.add_subcommand("initiate", "print the address at which a TikTok user grants access");
  auto& initiate = command_of<OauthInitiate>(*app, chosen);
  app->add_option("--redirect-url", initiate.redirect_url, "your page that TikTok's user ends at")
      ->required();
  app->add_option("--name", initiate.name, "name of the connector that will be made");
  app->add_option("--start-date", initiate.start_date,
                  "YYYY-MM-DD: first day to replicate; the connector is then ready without another call");
  add_hosted(*app, initiate.hosted);
}

}  // namespace tiktok_marketing::cli
