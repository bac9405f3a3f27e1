#include "cli/server/first_set_up.hpp"

#include <string>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/file.hpp"
#include "cli/server/client_file.hpp"
#include "cli/server/data_folder.hpp"

namespace tiktok_marketing::cli {
namespace {

bool is_there(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::exists(std::filesystem::symlink_status(path, ignored));
}

std::filesystem::path database_of(const ServerSettings& settings) {
  return settings.data_dir / "platform.db";
}

Error already_there(const ServerSettings& settings) {
  std::vector<std::string> there;
  for (const auto& path :
       {settings.master_key_file, database_of(settings), client_file_of(settings.data_dir)}) {
    if (is_there(path)) there.push_back(path.string());
  }
  Error error{.type = ErrorType::conflict};
  error.message = fmt::format("{} {} there already; nothing was changed.", join(there, ", "),
                              there.size() == 1 ? "is" : "are");
  error.hint = "Start the server with `tiktok-marketing serve`, or name another folder with --data-dir.";
  return error;
}

}  // namespace

bool is_untouched(const ServerSettings& settings) {
  return !is_there(settings.master_key_file) && !is_there(database_of(settings));
}

std::string address_of(const ServerSettings& settings) {
  if (!settings.public_url.empty()) return settings.public_url;
  const std::string& host = settings.listen.host;
  return fmt::format("{}://{}:{}", settings.tls_certificate.empty() ? "http" : "https",
                     host.find(':') == std::string::npos ? host : "[" + host + "]", settings.listen.port);
}

Result<std::filesystem::path> make_first_set_up(const ServerSettings& settings) {
  const auto file = client_file_of(settings.data_dir);
  if (!is_untouched(settings) || is_there(file)) return already_there(settings);
  auto made = platform::set_up(platform_options(settings, nullptr));
  if (!made) return std::move(made).error();
  const ClientAccess access{.api_host = address_of(settings),
                            .client_id = made->client_id,
                            .client_secret = made->client_secret,
                            .organization_id = made->organization_id};
  if (auto written = replace_private_file(file, client_file_text(access)); !written) {
    Error error = std::move(written).error();
    error.hint += fmt::format(" Then: tiktok-marketing admin application rotate {} --secret-file FILE",
                              made->client_id);
    return error;
  }
  return file;
}

}  // namespace tiktok_marketing::cli
