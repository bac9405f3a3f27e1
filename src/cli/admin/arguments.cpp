#include <chrono>

#include "cli/admin/commands.hpp"
#include "cli/admin/duration.hpp"
#include "cli/argument_parts.hpp"

namespace tiktok_marketing::cli {
namespace {

using namespace admin;

/// One leaf below a noun: `admin NOUN VERB`.
template <typename C>
std::pair<CLI::App*, C*> leaf(CLI::App& noun, const char* verb, const char* description, Command& chosen) {
  CLI::App* app = noun.add_subcommand(verb, description);
  struct Filled {
    C task;
    SettingTexts settings;
  };
  auto filled = std::make_shared<Filled>();
  app->callback([filled, &chosen] {
    chosen = AdminCommand{.task = std::move(filled->task), .settings = std::move(filled->settings)};
  });
  add_settings(*app, kForStorage, filled->settings);
  return {app, &filled->task};
}

CLI::App& noun_of(CLI::App& group, const char* name, const char* description) {
  CLI::App* noun = group.add_subcommand(name, description);
  noun->require_subcommand(1);
  return *noun;
}

void add_organization(CLI::App& app, std::string& organization) {
  app.add_option("--organization", organization, "id or name; may be left out when there is only one");
}

void add_application(CLI::App& app, std::string& application) {
  app.add_option("APPLICATION", application, "client id or name")->required();
}

void add_secret_file(CLI::App& app, std::string& file) {
  app.add_option("--secret-file", file,
                 "new file, mode 0600, for the secret; - for standard output when that is no terminal")
      ->required();
}

void add_fields(CLI::App& app, ApplicationFields& fields) {
  app.add_option("--name", fields.name, "name of the application");
  add_list(app, "--allow-entities", fields.entities, "entities it may execute; all when empty");
  add_list(app, "--allow-actions", fields.actions, "actions it may execute; all when empty");
  add_list(app, "--address", fields.addresses, "addresses or blocks its calls come from, such as 10.0.0.0/8");
  app.add_option("--oauth-callback", fields.oauth_callback,
                 "what an OAuth redirect carries: both, connector_id or secret_id");
}

void declare_organization(CLI::App& group, Command& chosen) {
  CLI::App& noun = noun_of(group, "organization", "organizations: what keeps tenants of this server apart");
  auto [create_app, create] =
      leaf<OrganizationCreate>(noun, "create", "make one, with a workspace `default`", chosen);
  create_app->add_option("--name", create->name, "its name")->required();
  create_app->add_option("--id", create->id, "an id that is kept from elsewhere");
  auto [list_app, list] = leaf<OrganizationList>(noun, "list", "all of them", chosen);
  add_listing_output(*list_app, list->output);
  auto [update_app, update] = leaf<OrganizationUpdate>(noun, "update", "change one", chosen);
  update_app->add_option("ORGANIZATION", update->organization, "id or name")->required();
  update_app->add_option("--name", update->name, "its new name");
  add_list(*update_app, "--redirect-urls", update->redirect_urls,
           "where OAuth may lead back to, exact or with * at the end; any when empty");
  add_list(*update_app, "--address", update->addresses,
           "addresses or blocks callers must come from; any when empty");
}

void declare_workspace(CLI::App& group, Command& chosen) {
  CLI::App& noun = noun_of(group, "workspace", "workspaces: one for each customer");
  auto [create_app, create] =
      leaf<WorkspaceCreate>(noun, "create", "make one before it is first named; ids may be kept", chosen);
  add_organization(*create_app, create->organization);
  create_app->add_option("--name", create->name, "its name")->required();
  create_app->add_option("--id", create->id, "an id that is kept from elsewhere");
  auto [list_app, list] =
      leaf<WorkspaceList>(noun, "list", "all of them, or those of --organization", chosen);
  list_app->add_option("--organization", list->organization, "id or name");
  add_listing_output(*list_app, list->output);
}

void declare_application(CLI::App& group, Command& chosen) {
  CLI::App& noun = noun_of(group, "application", "applications: client ids with secrets and roles");
  auto [create_app, create] = leaf<ApplicationCreate>(noun, "create", "make one", chosen);
  add_organization(*create_app, create->organization);
  create_app->add_option("--role", create->role, "reader, operator or admin");
  create_app->add_option("--id", create->id, "a client id that is kept from elsewhere");
  create_app->add_option("--client-secret-file", create->client_secret_file,
                         "file with a client secret that is kept from elsewhere, - for standard input");
  create_app->add_option("--secret-file", create->secret_file,
                         "new file, mode 0600, for the secret; - for standard output when that is no "
                         "terminal");
  add_fields(*create_app, create->fields);
  auto [list_app, list] = leaf<ApplicationList>(noun, "list", "all of them, with their grants", chosen);
  add_listing_output(*list_app, list->output);
  auto [rotate_app, rotate] = leaf<ApplicationRotate>(noun, "rotate", "give one a new secret", chosen);
  add_application(*rotate_app, rotate->application);
  rotate_app
      ->add_option_function<std::string>(
          "--grace", [task = rotate](const std::string& text) { task->grace = duration_of(text).value(); },
          "how long the old secret still works: 30m, 24h, 7d; default not at all")
      ->check([](const std::string& text) {
        return duration_of(text) ? std::string() : "a number with s, m, h or d, at most 90d: 24h";
      });
  add_secret_file(*rotate_app, rotate->secret_file);
  auto [revoke_app, revoke] =
      leaf<ApplicationRevoke>(noun, "revoke", "end its secrets and tokens at once, for good", chosen);
  add_application(*revoke_app, revoke->application);
  auto [grant_app, grant] =
      leaf<ApplicationGrant>(noun, "grant", "let it act in an organization, or change its role", chosen);
  add_application(*grant_app, grant->application);
  add_organization(*grant_app, grant->organization);
  grant_app->add_option("--role", grant->role, "reader, operator or admin");
  auto [withdraw_app, withdraw] =
      leaf<ApplicationWithdraw>(noun, "withdraw", "take its place in an organization away", chosen);
  add_application(*withdraw_app, withdraw->application);
  add_organization(*withdraw_app, withdraw->organization);
  auto [update_app, update] =
      leaf<ApplicationUpdate>(noun, "update", "change name, allow lists, addresses", chosen);
  add_application(*update_app, update->application);
  add_fields(*update_app, update->fields);
}

template <typename C>
void declare_by_id(CLI::App& noun, const char* verb, const char* description, Command& chosen) {
  auto [app, task] = leaf<C>(noun, verb, description, chosen);
  app->add_option("ID", task->id, "the connector")->required();
}

void declare_connector(CLI::App& group, Command& chosen) {
  CLI::App& noun = noun_of(group, "connector", "connectors, without going through the REST API");
  auto [app, create] = leaf<ConnectorCreate>(noun, "create", "make one; ids may be kept", chosen);
  add_organization(*app, create->organization);
  app->add_option("--workspace", create->workspace, "name of the workspace; made when it is unknown");
  app->add_option("--name", create->name, "its name");
  app->add_option("--id", create->id, "an id that is kept from elsewhere");
  app->add_option("--token-file", create->token_file,
                  "file that holds TikTok's access token, - for standard input");
  app->add_option("--credential", create->credential, "id of a credential to share instead");
  app->add_option("--start-date", create->start_date, "YYYY-MM-DD; default 2016-09-01");
  app->add_option("--advertisers", create->advertisers, "ad accounts it may use, and no others")
      ->type_name("ID,ID");
  app->add_option("--lookback-days", create->lookback_days, "days that are read again")
      ->check(CLI::Range(1, 28));
  add_list(*app, "--allow-entities", create->entities, "entities it may execute; all when empty");
  add_list(*app, "--allow-actions", create->actions, "actions it may execute; all when empty");
  app->add_flag("!--no-validate", create->validate, "store the token without asking TikTok");
  auto [list_app, list] =
      leaf<ConnectorList>(noun, "list", "all of them, or those of --organization", chosen);
  list_app->add_option("--organization", list->organization, "id or name");
  add_listing_output(*list_app, list->output);
  declare_by_id<ConnectorDelete>(noun, "delete", "delete one, and its token when no other uses it", chosen);
  declare_by_id<ConnectorPause>(noun, "pause", "stop replicating one; executes go on", chosen);
  declare_by_id<ConnectorResume>(noun, "resume", "end a pause", chosen);
}

void declare_tiktok_app(CLI::App& group, Command& chosen) {
  CLI::App& noun = noun_of(group, "tiktok-app", "TikTok developer apps, for OAuth and finding advertisers");
  auto [app, set] = leaf<TiktokAppSet>(noun, "set", "store an app, for all organizations or one", chosen);
  app->add_option("--organization", set->organization, "id or name; default all without their own");
  app->add_option("--app-id", set->app_id, "TikTok's id of the app")->required();
  app->add_option("--app-secret-file", set->app_secret_file, "file with its secret, - for standard input")
      ->required();
  auto [list_app, list] = leaf<TiktokAppList>(noun, "list", "all of them, without secrets", chosen);
  add_listing_output(*list_app, list->output);
  auto [remove_app, remove] = leaf<TiktokAppRemove>(noun, "remove", "forget one", chosen);
  remove_app->add_option("--organization", remove->organization, "id or name; default the one of all");
}

void declare_keys_and_audit(CLI::App& group, Command& chosen) {
  CLI::App& key = noun_of(group, "key", "keys that seal the stored credentials");
  leaf<KeyRotate>(key, "rotate", "add a key and seal everything with it, while the server runs", chosen);
  auto [list_app, list] = leaf<KeyList>(key, "list", "ids of the keys; never the keys", chosen);
  add_listing_output(*list_app, list->output);
  CLI::App& audit = noun_of(group, "audit", "audit log");
  leaf<AuditExport>(audit, "export", "everything as JSON lines, oldest first", chosen);
}

template <typename C>
void declare_backup_verb(CLI::App& parent, const char* verb, const char* description, Command& chosen) {
  auto [app, task] = leaf<C>(parent, verb, description, chosen);
  app->add_option("DIR", task->folder, "folder of the backup")->required();
}

void declare_backup(CLI::App& group, Command& chosen) {
  constexpr const char* kRestore = "put a verified backup into an empty data folder";
  constexpr const char* kVerify = "check digests, database, and that the key opens it";
  CLI::App& noun = noun_of(group, "backup", "copies of the database; never the key");
  declare_backup_verb<BackupCreate>(noun, "create", "copy into a new folder, while the server runs", chosen);
  declare_backup_verb<BackupRestore>(noun, "restore", kRestore, chosen);
  declare_backup_verb<BackupVerify>(noun, "verify", kVerify, chosen);
  declare_backup_verb<BackupRestore>(group, "restore", kRestore, chosen);
  declare_backup_verb<BackupVerify>(group, "verify", kVerify, chosen);
}

void declare_webhook(CLI::App& group, Command& chosen) {
  CLI::App& noun = noun_of(group, "webhook", "where changes of connectors are told");
  auto [app, set] = leaf<WebhookSet>(noun, "set", "set the address, with a new signing secret", chosen);
  add_organization(*app, set->organization);
  app->add_option("--url", set->url, "https address, or http to loopback")->required();
  add_secret_file(*app, set->secret_file);
  auto [remove_app, remove] = leaf<WebhookRemove>(noun, "remove", "switch it off", chosen);
  add_organization(*remove_app, remove->organization);
}

}  // namespace

void declare_admin(CLI::App& group, Command& chosen) {
  group.require_subcommand(1);
  declare_organization(group, chosen);
  declare_workspace(group, chosen);
  declare_application(group, chosen);
  declare_connector(group, chosen);
  declare_tiktok_app(group, chosen);
  declare_keys_and_audit(group, chosen);
  declare_backup(group, chosen);
  declare_webhook(group, chosen);
}

}  // namespace tiktok_marketing::cli
