#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "cli/settings/setting_sources.hpp"

/// `admin …`: plain structs out of the arguments. They work on the data folder, also while a server runs.
///
/// `organization` and `application` are ids or names that only one has; an empty organization means the only
/// one there is. Files that are read may be `-` for standard input. Lists that are given replace the old
/// ones; an empty text clears them.
namespace tiktok_marketing::cli::admin {

struct OrganizationCreate {
  std::string name;
  std::string id;  ///< empty: a new one
};
struct OrganizationList {
  std::string output;
};
struct OrganizationUpdate {
  std::string organization;
  std::optional<std::string> name;
  std::optional<std::vector<std::string>> redirect_urls;
  std::optional<std::vector<std::string>> addresses;
};

struct WorkspaceCreate {
  std::string organization;
  std::string name;
  std::string id;  ///< empty: a new one
};
struct WorkspaceList {
  std::string organization;  ///< empty: of all
  std::string output;
};

/// What may be set of an application, at its creation and later.
struct ApplicationFields {
  std::optional<std::string> name;
  std::optional<std::vector<std::string>> entities;
  std::optional<std::vector<std::string>> actions;
  std::optional<std::vector<std::string>> addresses;
  std::optional<std::string> oauth_callback;
};
struct ApplicationCreate {
  std::string organization;
  std::string role = "operator";
  std::string id;                  ///< empty: a new one
  std::string client_secret_file;  ///< a secret that is kept; empty: a new one
  std::string secret_file;         ///< where the new secret goes
  ApplicationFields fields;
};
struct ApplicationList {
  std::string output;
};
struct ApplicationRotate {
  std::string application;
  std::chrono::seconds grace{0};
  std::string secret_file;
};
struct ApplicationRevoke {
  std::string application;
};
struct ApplicationGrant {
  std::string application;
  std::string organization;
  std::string role = "operator";
};
struct ApplicationWithdraw {
  std::string application;
  std::string organization;
};
struct ApplicationUpdate {
  std::string application;
  ApplicationFields fields;
};

struct ConnectorCreate {
  std::string organization;
  std::string workspace = "default";
  std::string name;
  std::string id;          ///< empty: a new one
  std::string credential;  ///< id of a credential to share; empty: the token file
  std::string token_file;
  std::string start_date;
  std::string advertisers;  ///< comma list or JSON
  std::optional<int> lookback_days;
  std::vector<std::string> entities;  ///< allowed ones; empty: all
  std::vector<std::string> actions;
  bool validate = true;
};
struct ConnectorList {
  std::string organization;  ///< empty: of all
  std::string output;
};
struct ConnectorDelete {
  std::string id;
};
struct ConnectorPause {
  std::string id;
};
struct ConnectorResume {
  std::string id;
};

struct TiktokAppSet {
  std::string organization;  ///< empty: for every organization without its own
  std::string app_id;
  std::string app_secret_file;
};
struct TiktokAppList {
  std::string output;
};
struct TiktokAppRemove {
  std::string organization;
};

struct KeyRotate {};
struct KeyList {
  std::string output;
};

struct AuditExport {};

struct BackupCreate {
  std::string folder;
};
struct BackupRestore {
  std::string folder;
};
struct BackupVerify {
  std::string folder;
};

struct WebhookSet {
  std::string organization;
  std::string url;
  std::string secret_file;
};
struct WebhookRemove {
  std::string organization;
};

using AdminTask =
    std::variant<OrganizationCreate, OrganizationList, OrganizationUpdate, WorkspaceCreate, WorkspaceList,
                 ApplicationCreate, ApplicationList, ApplicationRotate, ApplicationRevoke, ApplicationGrant,
                 ApplicationWithdraw, ApplicationUpdate, ConnectorCreate, ConnectorList, ConnectorDelete,
                 ConnectorPause, ConnectorResume, TiktokAppSet, TiktokAppList, TiktokAppRemove, KeyRotate,
                 KeyList, AuditExport, BackupCreate, BackupRestore, BackupVerify, WebhookSet, WebhookRemove>;

}  // namespace tiktok_marketing::cli::admin
