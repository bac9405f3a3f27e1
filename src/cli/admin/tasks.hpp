#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/result.hpp>

#include "base/json.hpp"
#include "cli/admin/commands.hpp"
#include "cli/output/listing.hpp"
#include "cli/output/terminal.hpp"
#include "cli/server/data_folder.hpp"

/// What each `admin …` does. All return the exit code.
namespace tiktok_marketing::cli::admin {

/// An opened data folder and where answers go.
struct Desk {
  const ServerSettings& settings;
  platform::Platform& platform;
  const Terminal& terminal;
};

int run(const OrganizationCreate& task, const Desk& desk);
int run(const OrganizationList& task, const Desk& desk);
int run(const OrganizationUpdate& task, const Desk& desk);

int run(const WorkspaceCreate& task, const Desk& desk);
int run(const WorkspaceList& task, const Desk& desk);

int run(const ApplicationCreate& task, const Desk& desk);
int run(const ApplicationList& task, const Desk& desk);
int run(const ApplicationRotate& task, const Desk& desk);
int run(const ApplicationRevoke& task, const Desk& desk);
int run(const ApplicationGrant& task, const Desk& desk);
int run(const ApplicationWithdraw& task, const Desk& desk);
int run(const ApplicationUpdate& task, const Desk& desk);

int run(const ConnectorCreate& task, const Desk& desk);
int run(const ConnectorList& task, const Desk& desk);
int run(const ConnectorDelete& task, const Desk& desk);
int run(const ConnectorPause& task, const Desk& desk);
int run(const ConnectorResume& task, const Desk& desk);

int run(const TiktokAppSet& task, const Desk& desk);
int run(const TiktokAppList& task, const Desk& desk);
int run(const TiktokAppRemove& task, const Desk& desk);

int run(const KeyRotate& task, const Desk& desk);
int run(const KeyList& task, const Desk& desk);
int run(const AuditExport& task, const Desk& desk);
int run(const BackupCreate& task, const Desk& desk);
int run(const WebhookSet& task, const Desk& desk);
int run(const WebhookRemove& task, const Desk& desk);

/// These need no data folder that can be opened.
int run(const BackupRestore& task, const ServerSettings& settings, const Terminal& terminal);
int run(const BackupVerify& task, const ServerSettings& settings, const Terminal& terminal);

/// Adds an organization's rows to a list.
using AppendRows = std::function<Result<void>(const std::string& organization_id, std::vector<Json>& rows)>;
/// The rows of the organization that is named, or with an empty text those of all.
[[nodiscard]] Result<Listing> listing_of(platform::Platform& platform, std::string_view organization,
                                         Listing empty, const AppendRows& append);
/// Shows the list, or the error.
int show(const Result<Listing>& listing, std::string_view output, const Terminal& terminal);
/// Shows the object, or the error.
int answer(const Result<Json>& result, const Terminal& terminal);

[[nodiscard]] Json list_json(const std::vector<std::string>& texts);

}  // namespace tiktok_marketing::cli::admin
