#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "cli/output/terminal.hpp"

/// Where MCP clients keep their servers, and in which form. Pure.
namespace tiktok_marketing::cli {

/// A client and its file.
struct McpClient {
  std::string_view name;   ///< `claude-desktop`
  std::string_view title;  ///< `Claude Desktop`
  bool is_toml = false;
  std::string_view member;  ///< of the file, that holds the servers
  bool names_transport = false;
  std::string_view after;  ///< what the user does next
};

[[nodiscard]] std::span<const McpClient> mcp_clients();
/// Errors: `value_error` with the known names.
[[nodiscard]] Result<McpClient> find_mcp_client(std::string_view name);

/// Errors: `value_error` when HOME is not set.
[[nodiscard]] Result<std::filesystem::path> config_file_of(const McpClient& client,
                                                           const Environment& environment);

/// How a client starts a server.
struct ServerEntry {
  std::string name;
  std::string command;
  std::vector<std::string> arguments;
};

/// The entry as it would stand in an otherwise empty file.
[[nodiscard]] std::string config_snippet(const McpClient& client, const ServerEntry& entry);
/// `text` with the entry in it, in place of one of the same name; everything else stays. The same text again
/// when it is in there already. Errors: `value_error` when the text has another form than the client's.
[[nodiscard]] Result<std::string> with_server(const McpClient& client, std::string_view text,
                                              const ServerEntry& entry);

}  // namespace tiktok_marketing::cli
