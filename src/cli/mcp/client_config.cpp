#include "cli/mcp/client_config.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/text.hpp"
#include "cli/output/row.hpp"

namespace tiktok_marketing::cli {
namespace {

constexpr std::array kClients{
    McpClient{.name = "claude-desktop",
              .title = "Claude Desktop",
              .member = "mcpServers",
              .after = "Quit Claude Desktop and start it again."},
    McpClient{.name = "claude-code",
              .title = "Claude Code",
              .member = "mcpServers",
              .names_transport = true,
              .after = "Start a new session; /mcp shows the server."},
    McpClient{.name = "cursor",
              .title = "Cursor",
              .member = "mcpServers",
              .after = "Settings, MCP shows the server."},
    McpClient{.name = "vscode",
              .title = "VS Code",
              .member = "servers",
              .names_transport = true,
              .after = "`MCP: List Servers` shows the server."},
    McpClient{.name = "codex",
              .title = "Codex",
              .is_toml = true,
              .member = "mcp_servers",
              .after = "Start a new session; /mcp shows the server."},
};

std::filesystem::path place_below_home(std::string_view client) {
#if defined(__APPLE__)
  if (client == "claude-desktop") return "Library/Application Support/Claude/claude_desktop_config.json";
  if (client == "vscode") return "Library/Application Support/Code/User/mcp.json";
#endif
  if (client == "claude-desktop") return "Claude/claude_desktop_config.json";
  if (client == "claude-code") return ".claude.json";
  if (client == "cursor") return ".cursor/mcp.json";
  if (client == "vscode") return "Code/User/mcp.json";
  return ".codex/config.toml";
}

bool is_below_config_home(std::string_view client) {
#if defined(__APPLE__)
  return false;
#else
  return client == "claude-desktop" || client == "vscode";
#endif
}

Json entry_json(const McpClient& client, const ServerEntry& entry) {
  Json::Array arguments;
  for (const std::string& each : entry.arguments) arguments.emplace_back(each);
  Json json;
  if (client.names_transport) json.set("type", "stdio");
  json.set("command", entry.command);
  json.set("args", std::move(arguments));
  return json;
}

Result<std::string> json_with_server(const McpClient& client, std::string_view text,
                                     const ServerEntry& entry) {
  auto document = trim(text).empty() ? Result<Json>(Json(Json::Object{})) : Json::parse(text);
  const Json* servers = document ? document->find(client.member) : nullptr;
  const bool has_form =
      document && document->as_object() != nullptr && (servers == nullptr || servers->as_object() != nullptr);
  if (!has_form) {
    return Error{.type = ErrorType::value_error,
                 .message = fmt::format("The configuration of {} is not plain JSON with an object {}.",
                                        client.title, client.member),
                 .hint = "Add the server by hand: --print shows what belongs there."};
  }
  Json changed = servers == nullptr ? Json(Json::Object{}) : *servers;
  const Json wanted = entry_json(client, entry);
  const Json* present = changed.find(entry.name);
  if (present != nullptr && *present == wanted) return std::string(text);
  changed.set(entry.name, wanted);
  document->set(client.member, std::move(changed));
  return indented(document->dump()) + "\n";
}

/// TOML's basic strings have the escapes of JSON's.
std::string toml_text(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

std::string toml_head(const McpClient& client, const ServerEntry& entry) {
  const bool is_bare = std::ranges::all_of(
      entry.name, [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_'; });
  return fmt::format("[{}.{}]", client.member, is_bare ? entry.name : toml_text(entry.name));
}

std::string toml_section(const McpClient& client, const ServerEntry& entry) {
  std::string arguments;
  for (const std::string& each : entry.arguments) {
    arguments += fmt::format("{}{}", arguments.empty() ? "" : ", ", toml_text(each));
  }
  return fmt::format("{}\ncommand = {}\nargs = [{}]\n", toml_head(client, entry), toml_text(entry.command),
                     arguments);
}

/// A section reaches from its head to the next one, without the blank lines before that.
std::string toml_with_server(const McpClient& client, std::string_view text, const ServerEntry& entry) {
  const std::string head = toml_head(client, entry);
  const std::string section = toml_section(client, entry);
  std::size_t begin = std::string_view::npos;
  std::size_t end = text.size();
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t line_end = std::min(text.find('\n', at), text.size());
    const std::string_view line = trim(text.substr(at, line_end - at));
    if (begin == text.npos && line == head) {
      begin = at;
    } else if (begin != text.npos && line.starts_with('[')) {
      end = at;
      break;
    }
    at = line_end + 1;
  }
  std::string out(text);
  if (begin == text.npos) {
    if (!out.empty() && out.back() != '\n') out += '\n';
    return out + (out.empty() ? "" : "\n") + section;
  }
  while (end > begin && (end < text.size() || text[end - 1] == '\n') && end >= 2 && text[end - 1] == '\n' &&
         text[end - 2] == '\n') {
    --end;
  }
  return out.replace(begin, end - begin, section);
}

}  // namespace

std::span<const McpClient> mcp_clients() {
  return kClients;
}

Result<McpClient> find_mcp_client(std::string_view name) {
  const auto* found = std::ranges::find(kClients, name, &McpClient::name);
  if (found != kClients.end()) return *found;
  Error error{.type = ErrorType::value_error};
  error.message = fmt::format("There is no client \"{}\".", shortened(name, 60));
  std::vector<std::string_view> names;
  for (const auto& each : kClients) names.push_back(each.name);
  error.allowed.assign(names.begin(), names.end());
  const auto meant = nearest(name, names);
  error.hint = meant.empty() ? "For others: --print shows what most of them read; docs/mcp.md says more."
                             : fmt::format("Did you mean {}?", meant);
  error.given = shortened(name);
  return error;
}

Result<std::filesystem::path> config_file_of(const McpClient& client, const Environment& environment) {
  const std::filesystem::path place = place_below_home(client.name);
  const auto codex_home = value_of(environment, "CODEX_HOME");
  if (client.name == "codex" && !codex_home.empty()) {
    return std::filesystem::path(codex_home) / "config.toml";
  }
  const auto config_home = value_of(environment, "XDG_CONFIG_HOME");
  if (is_below_config_home(client.name) && !config_home.empty()) {
    return std::filesystem::path(config_home) / place;
  }
  const auto home = value_of(environment, "HOME");
  if (home.empty()) {
    return Error{.type = ErrorType::value_error,
                 .message = "HOME is not set, so nobody knows where clients keep their configuration.",
                 .hint = "Set it, or use --print."};
  }
  if (is_below_config_home(client.name)) return std::filesystem::path(home) / ".config" / place;
  return std::filesystem::path(home) / place;
}

std::string config_snippet(const McpClient& client, const ServerEntry& entry) {
  return with_server(client, "", entry).value_or("");
}

Result<std::string> with_server(const McpClient& client, std::string_view text, const ServerEntry& entry) {
  if (client.is_toml) return toml_with_server(client, text, entry);
  return json_with_server(client, text, entry);
}

}  // namespace tiktok_marketing::cli
