#pragma once

#include <optional>
#include <string>
#include <variant>

#include "cli/settings/setting_sources.hpp"

/// Commands that are clients of a hosted server: plain structs out of the arguments.
namespace tiktok_marketing::cli {

/// How a client reaches its server.
struct HostedArguments {
  SettingTexts settings;  ///< by key; only what was given
  bool allow_plain_http = false;
};

struct TokenCommand {
  HostedArguments hosted;  ///< with a workspace among the arguments: a token for that one alone
};

struct ConnectorsList {
  std::string output;  ///< empty: table on a terminal, else json
  HostedArguments hosted;
};

struct ConnectorsGet {
  std::string id;
  HostedArguments hosted;
};

/// What create and update have in common; only what was given.
struct ConnectorFields {
  std::optional<std::string> name;
  std::optional<std::string> start_date;
  std::optional<std::string> advertisers;  ///< comma list or JSON; empty: no fence
  std::optional<int> lookback_days;
  std::string token_file;      ///< `-` reads standard input; empty: not given
  std::string secret_id_file;  ///< one-time secret of an OAuth redirect, in the same way
  bool validate = true;
};

struct ConnectorsCreate {
  ConnectorFields fields;
  HostedArguments hosted;
};

struct ConnectorsUpdate {
  std::string id;
  ConnectorFields fields;
  HostedArguments hosted;
};

struct ConnectorsDelete {
  std::string id;
  HostedArguments hosted;
};

struct ConnectorsCheck {
  std::string id;
  HostedArguments hosted;
};

struct ConnectorsSync {
  std::string id;
  std::string entities;  ///< comma list; empty: all that are selected
  bool full_refresh = false;
  bool wait = false;  ///< until the run has ended
  HostedArguments hosted;
};

struct ConnectorsSyncs {
  std::string id;
  int limit = 20;
  std::string output;
  HostedArguments hosted;
};

/// Shows a connector's context store, after what was given has been set.
struct ConnectorsStore {
  std::string id;
  std::optional<std::string> refresh;
  std::optional<std::string> entities;  ///< comma list; empty: everything
  std::optional<bool> enabled;
  std::string output;
  HostedArguments hosted;
};

struct ConnectorsPause {
  std::string id;
  bool paused = true;
  HostedArguments hosted;
};

struct OauthInitiate {
  std::string redirect_url;
  std::optional<std::string> name;
  std::optional<std::string> start_date;
  HostedArguments hosted;  ///< with a connector id among the settings: authorizes that one anew
};

using ConnectorsCommand =
    std::variant<ConnectorsList, ConnectorsGet, ConnectorsCreate, ConnectorsUpdate, ConnectorsDelete,
                 ConnectorsCheck, ConnectorsSync, ConnectorsSyncs, ConnectorsStore, ConnectorsPause>;

}  // namespace tiktok_marketing::cli
