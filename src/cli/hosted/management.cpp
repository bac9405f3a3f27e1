#include "cli/hosted/management.hpp"

#include <memory>
#include <utility>

#include "cli/server/client_file.hpp"
#include "cli/settings/config_file.hpp"

namespace tiktok_marketing::cli {

HostedOptions hosted_options(const HostedSettings& settings, bool allow_plain_http,
                             std::size_t max_body_bytes, std::optional<LogLevel> log) {
  HostedOptions options;
  options.api_host = settings.api_host;
  options.client_id = settings.client_id;
  options.client_secret = settings.client_secret;
  options.organization_id = settings.organization_id;
  options.workspace_name = settings.workspace;
  options.connector_id = settings.connector_id;
  options.allow_plain_http = allow_plain_http;
  options.max_body_bytes = max_body_bytes;
  if (log) options.log = std::make_shared<StderrLog>(*log);
  return options;
}

Result<HostedServerAccess> open_management(const HostedArguments& arguments, const Terminal& terminal) {
  const auto data_dir = data_dir_of(arguments.settings, terminal.environment);
  const auto file = read_config_file(data_dir);
  if (!file) return file.error();
  const auto client_file = read_client_file(client_file_of(data_dir));
  if (!client_file) return client_file.error();
  const SettingInputs inputs{.arguments = arguments.settings,
                             .environment = terminal.environment,
                             .file = *file,
                             .client_file = *client_file};
  const SettingSources sources(inputs);
  auto settings = resolve_hosted(sources);
  if (!settings) return std::move(settings).error();
  const auto log = sources.log_level();
  if (!log) return log.error();
  const HostedOptions defaults;
  auto api = HostedManagement::open(hosted_options(*settings, arguments.allow_plain_http,
                                                   defaults.max_body_bytes, log->value_or(std::nullopt)));
  if (!api) return std::move(api).error();
  return HostedServerAccess{.settings = *std::move(settings),
                            .workspace_was_named = !sources.find("workspace").text.empty(),
                            .api = *std::move(api)};
}

}  // namespace tiktok_marketing::cli
