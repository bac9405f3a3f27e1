#include "cli/server/data_folder.hpp"

#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/settings/config_file.hpp"

namespace tiktok_marketing::cli {
namespace {

std::string with_name(const auto& item) {
  return fmt::format("{} ({})", item.id, item.name);
}

Error choose_one(std::string_view what, const auto& items, Error error) {
  for (const auto& [id, item] : items) error.allowed.push_back(with_name(item));
  if (error.hint.empty()) error.hint = fmt::format("Give the id of the {}.", what);
  error.param = what;
  return error;
}

/// The one item whose id or name is `wanted`.
template <typename Item>
Result<Item> find_one(std::string_view what, std::string_view wanted,
                      const std::map<std::string, Item, std::less<>>& items) {
  if (const auto hit = items.find(wanted); hit != items.end()) return hit->second;
  std::vector<Item> named;
  for (const auto& [id, item] : items) {
    if (item.name == wanted) named.push_back(item);
  }
  if (named.size() == 1) return named.front();
  if (!named.empty()) {
    return choose_one(
        what, items,
        {.type = ErrorType::value_error,
         .message = fmt::format("{} {}s are named \"{}\".", named.size(), what, shortened(wanted))});
  }
  return choose_one(what, items,
                    {.type = ErrorType::not_found,
                     .message = fmt::format("There is no {} \"{}\".", what, shortened(wanted))});
}

}  // namespace

Result<ServerSettings> load_server_settings(const SettingTexts& arguments, const Terminal& terminal,
                                            bool use_credentials) {
  const auto file = read_config_file(data_dir_of(arguments, terminal.environment));
  if (!file) return file.error();
  const SettingTexts no_client_file;
  auto settings = resolve_server_settings({.arguments = arguments,
                                           .environment = terminal.environment,
                                           .file = *file,
                                           .client_file = no_client_file,
                                           .use_credentials = use_credentials});
  if (!settings) return settings;
  // People read these paths in messages and log lines, away from the folder they were given in.
  settings->data_dir = std::filesystem::absolute(settings->data_dir).lexically_normal();
  settings->master_key_file = std::filesystem::absolute(settings->master_key_file).lexically_normal();
  return settings;
}

platform::PlatformOptions platform_options(const ServerSettings& settings, std::shared_ptr<Log> log) {
  platform::PlatformOptions options;
  options.data_dir = settings.data_dir;
  options.master_key_file = settings.master_key_file;
  options.engine = make_engine();
  options.log = log != nullptr ? std::move(log) : std::make_shared<NullLog>();
  options.api_url = settings.api_url;
  options.consent_url = settings.consent_url;
  options.public_url = settings.public_url;
  options.app_id = settings.app_id;
  options.app_secret = settings.app_secret;
  options.qps = settings.qps.value_or(0);
  options.max_result_bytes = settings.max_result_bytes;
  options.application_rate_per_minute = settings.application_rate_per_minute;
  options.connector_rate_per_minute = settings.connector_rate_per_minute;
  options.workspace_autocreate = settings.workspace_autocreate;
  options.validate_on_create = settings.validate_on_create;
  options.ignore_unknown_replication_keys = settings.ignore_unknown_replication_keys;
  options.audit_retention = std::chrono::days(settings.audit_retention_days);
  options.worker_threads = settings.worker_threads;
  return options;
}

Result<DataFolder> open_data_folder(const SettingTexts& arguments, const Terminal& terminal) {
  auto settings = load_server_settings(arguments, terminal);
  if (!settings) return std::move(settings).error();
  std::shared_ptr<Log> log;
  if (settings->log && *settings->log) log = std::make_shared<StderrLog>(**settings->log);
  auto platform = platform::Platform::open(platform_options(*settings, std::move(log)));
  if (!platform) return std::move(platform).error();
  return DataFolder{.settings = *std::move(settings), .platform = *std::move(platform)};
}

Result<platform::Organization> find_organization(platform::Platform& platform, std::string_view wanted) {
  const auto snapshot = platform.directory().snapshot();
  const auto& organizations = snapshot->organizations;
  if (!wanted.empty()) return find_one("organization", wanted, organizations);
  if (organizations.size() == 1) return organizations.begin()->second;
  return choose_one("organization", organizations,
                    {.type = ErrorType::missing,
                     .message = fmt::format("There are {} organizations.", organizations.size()),
                     .hint = "Say which with --organization."});
}

Result<platform::Application> find_application(platform::Platform& platform, std::string_view wanted) {
  return find_one("application", wanted, platform.directory().snapshot()->applications);
}

Result<platform::Connector> find_connector(platform::Platform& platform, std::string_view id) {
  const auto snapshot = platform.directory().snapshot();
  for (const auto& [organization_id, organization] : snapshot->organizations) {
    auto connector = platform.connectors().get({.organization_id = organization_id}, id);
    if (connector || connector.error().type != ErrorType::connector_not_found) return connector;
  }
  Error error{.type = ErrorType::connector_not_found};
  error.message = fmt::format("There is no connector \"{}\".", shortened(id));
  error.hint = "`tiktok-marketing admin connector list` lists them.";
  error.param = "id";
  error.given = shortened(id);
  return error;
}

platform::Principal administrator_of(const std::string& organization_id) {
  platform::Principal principal;
  principal.application_id = "admin";
  principal.application_name = "command line";
  principal.scope.organization_id = organization_id;
  principal.role = platform::Role::admin;
  return principal;
}

Result<void> note_in_audit_log(platform::Platform& platform, std::string_view organization_id,
                               std::string_view what, std::string_view target) {
  platform.audit().record(platform::AuditEvent{.at = platform.context().now(),
                                               .organization_id = std::string(organization_id),
                                               .actor = "admin",
                                               .what = std::string(what),
                                               .target = std::string(target),
                                               .request_id = {}});
  return platform.audit().flush();
}

}  // namespace tiktok_marketing::cli
