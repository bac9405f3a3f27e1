#include "cli/server/client_file.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/file.hpp"
#include "cli/settings/listen_address.hpp"

namespace tiktok_marketing::cli {
namespace {

constexpr std::array<std::string_view, 4> kKeys{"api_host", "client_id", "client_secret", "organization_id"};

bool is_on_this_machine(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos) return false;
  std::string_view host = url.substr(scheme + 3);
  host = host.substr(0, host.find('/'));
  const auto address = parse_listen_address(host);
  if (address) host = address->host;
  // A server that listens everywhere is on this machine too.
  return is_loopback(host) || host == "0.0.0.0" || host == "::";
}

}  // namespace

std::filesystem::path client_file_of(const std::filesystem::path& data_dir) {
  return data_dir / "client.env";
}

Result<SettingTexts> read_client_file(const std::filesystem::path& file) {
  auto text = read_whole_file(file);
  if (!text) {
    if (text.error().type == ErrorType::not_found) return SettingTexts{};
    return std::move(text).error();
  }
  SettingTexts texts;
  for (const auto& line : split(*text, '\n')) {
    const std::string_view entry = trim(line);
    const auto equals = entry.find('=');
    if (entry.starts_with('#') || equals == std::string_view::npos) continue;
    for (const auto key : kKeys) {
      if (setting_info(key).environment == entry.substr(0, equals))
        texts[std::string(key)] = entry.substr(equals + 1);
    }
  }
  return texts;
}

std::string client_file_text(const ClientAccess& access) {
  std::string text;
  if (!access.api_host.empty()) text += fmt::format("AIRBYTE_API_HOST={}\n", access.api_host);
  text += fmt::format("AIRBYTE_CLIENT_ID={}\nAIRBYTE_CLIENT_SECRET={}\n", access.client_id,
                      access.client_secret.reveal());
  if (!access.organization_id.empty()) {
    text += fmt::format("AIRBYTE_ORGANIZATION_ID={}\n", access.organization_id);
  }
  return text;
}

Result<void> change_client_file(const std::filesystem::path& file, std::string_view key,
                                const Secret& value) {
  auto text = read_whole_file(file);
  if (!text) return std::move(text).error();
  const std::string name = std::string(setting_info(key).environment) + "=";
  std::string changed;
  bool found = false;
  for (const auto& line : split(trim(*text), '\n')) {
    const bool hit = line.starts_with(name);
    found = found || hit;
    changed += hit ? name + std::string(value.reveal()) : line;
    changed += '\n';
  }
  if (!found) changed += name + std::string(value.reveal()) + '\n';
  return replace_private_file(file, changed);
}

Result<void> follow_address(const std::filesystem::path& file, const std::string& url) {
  auto texts = read_client_file(file);
  if (!texts) return std::move(texts).error();
  const auto known = texts->find("api_host");
  if (known == texts->end() || known->second == url || !is_on_this_machine(known->second)) return {};
  return change_client_file(file, "api_host", Secret(url));
}

}  // namespace tiktok_marketing::cli
