#include "platform/schema.hpp"

#include <array>

namespace tiktok_marketing::platform {
namespace {

constexpr std::string_view kFirst = R"sql(
CREATE TABLE organizations (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  redirect_urls TEXT NOT NULL DEFAULT '[]',
  ip_allow TEXT NOT NULL DEFAULT '[]',
  webhook_url TEXT NOT NULL DEFAULT '',
  webhook_secret BLOB,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE applications (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  allow_entities TEXT NOT NULL DEFAULT '[]',
  allow_actions TEXT NOT NULL DEFAULT '[]',
  ip_allow TEXT NOT NULL DEFAULT '[]',
  oauth_callback TEXT NOT NULL DEFAULT 'both',
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;

CREATE TABLE application_secrets (
  hash BLOB PRIMARY KEY,
  application_id TEXT NOT NULL REFERENCES applications (id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER
) STRICT;

CREATE TABLE application_grants (
  application_id TEXT NOT NULL REFERENCES applications (id),
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  role TEXT NOT NULL,
  PRIMARY KEY (application_id, organization_id)
) STRICT;

CREATE TABLE signing_keys (
  id TEXT PRIMARY KEY,
  sealed BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE workspaces (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  name TEXT NOT NULL,
  folded_name TEXT NOT NULL,
  active INTEGER NOT NULL DEFAULT 1,
  cache_enabled INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
CREATE UNIQUE INDEX workspace_names ON workspaces (organization_id, folded_name) WHERE deleted_at IS NULL;

CREATE TABLE tiktok_apps (
  id TEXT PRIMARY KEY,
  organization_id TEXT REFERENCES organizations (id),
  app_id TEXT NOT NULL,
  sealed_secret BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX tiktok_app_owners ON tiktok_apps (coalesce(organization_id, ''));

CREATE TABLE credentials (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  sealed_token BLOB NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  tiktok_user TEXT NOT NULL DEFAULT '',
  tiktok_app_id TEXT NOT NULL DEFAULT '',
  granted_advertisers TEXT NOT NULL DEFAULT '[]',
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX credential_workspaces ON credentials (workspace_id);

CREATE TABLE connectors (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  credential_id TEXT NOT NULL REFERENCES credentials (id),
  template_id TEXT NOT NULL,
  name TEXT NOT NULL,
  start_date TEXT NOT NULL,
  advertiser_ids TEXT,
  lookback_days INTEGER,
  entities TEXT,
  allow_entities TEXT NOT NULL DEFAULT '[]',
  allow_actions TEXT NOT NULL DEFAULT '[]',
  state TEXT NOT NULL,
  state_reason TEXT NOT NULL DEFAULT '',
  state_since INTEGER NOT NULL,
  last_error TEXT NOT NULL DEFAULT '',
  pending_until INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX connector_workspaces ON connectors (organization_id, workspace_id);
CREATE INDEX connector_credentials ON connectors (credential_id);

CREATE TABLE connector_advertisers (
  connector_id TEXT NOT NULL REFERENCES connectors (id) ON DELETE CASCADE,
  advertiser_id TEXT NOT NULL,
  source TEXT NOT NULL,
  first_seen INTEGER NOT NULL,
  PRIMARY KEY (connector_id, advertiser_id)
) STRICT;

CREATE TABLE oauth_states (
  hash BLOB PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  application_id TEXT NOT NULL,
  redirect_url TEXT NOT NULL,
  tiktok_app_id TEXT NOT NULL,
  name TEXT,
  replication_config TEXT,
  connector_id TEXT,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT;

CREATE TABLE oauth_secrets (
  hash BLOB PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  connector_id TEXT NOT NULL REFERENCES connectors (id) ON DELETE CASCADE,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT;

CREATE TABLE jobs (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  workspace_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  connector_id TEXT NOT NULL,
  status TEXT NOT NULL,
  error TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  finished_at INTEGER
) STRICT;

CREATE TABLE idempotency_keys (
  organization_id TEXT NOT NULL,
  key TEXT NOT NULL,
  request_hash BLOB NOT NULL,
  connector_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, key)
) STRICT;

CREATE TABLE webhook_outbox (
  id INTEGER PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  body TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER NOT NULL
) STRICT;
CREATE INDEX webhook_due ON webhook_outbox (due_at);

CREATE TABLE tool_calls (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  organization_id TEXT NOT NULL,
  workspace_id TEXT NOT NULL,
  connector_id TEXT NOT NULL,
  application_id TEXT NOT NULL,
  entity TEXT NOT NULL,
  action TEXT NOT NULL,
  ok INTEGER NOT NULL,
  http_status INTEGER NOT NULL,
  error_code TEXT NOT NULL,
  duration_ms REAL NOT NULL,
  row_count INTEGER NOT NULL,
  upstream_request_id TEXT NOT NULL,
  intent TEXT NOT NULL,
  request_id TEXT NOT NULL,
  session_id TEXT NOT NULL
) STRICT;
CREATE INDEX tool_call_organizations ON tool_calls (organization_id);

CREATE TABLE audit_events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  organization_id TEXT NOT NULL,
  actor TEXT NOT NULL,
  what TEXT NOT NULL,
  target TEXT NOT NULL,
  request_id TEXT NOT NULL
) STRICT;
)sql";

/// `next_at`: when the next run begins; 0: at once. `asked`: what the last run was to read. A connector
/// without a row has never been synced. Of jobs: what a sync was asked for and what it did, as JSON.
constexpr std::string_view kSyncs = R"sql(
CREATE TABLE connector_syncs (
  connector_id TEXT PRIMARY KEY REFERENCES connectors (id) ON DELETE CASCADE,
  enabled INTEGER NOT NULL DEFAULT 1,
  refresh TEXT NOT NULL DEFAULT '1h',
  next_at INTEGER NOT NULL DEFAULT 0,
  asked TEXT NOT NULL DEFAULT '',
  started_at INTEGER,
  succeeded_at INTEGER,
  status TEXT NOT NULL DEFAULT '',
  error_type TEXT NOT NULL DEFAULT '',
  error TEXT NOT NULL DEFAULT '',
  failures INTEGER NOT NULL DEFAULT 0,
  good_runs INTEGER NOT NULL DEFAULT 0,
  bad_runs INTEGER NOT NULL DEFAULT 0,
  rows_read INTEGER NOT NULL DEFAULT 0
) STRICT;

ALTER TABLE jobs ADD COLUMN request TEXT NOT NULL DEFAULT '{}';
ALTER TABLE jobs ADD COLUMN details TEXT NOT NULL DEFAULT 'null';
ALTER TABLE jobs ADD COLUMN started_at INTEGER;
CREATE INDEX job_connectors ON jobs (connector_id, created_at);
CREATE INDEX jobs_not_done ON jobs (kind, status) WHERE finished_at IS NULL;
)sql";

constexpr std::array kMigrations{database::Migration{1, "the hosted platform", kFirst},
                                 database::Migration{2, "replication", kSyncs}};

constexpr std::array kSealed{
    SealedColumn{"organizations", "id", "webhook_secret"},
    SealedColumn{"signing_keys", "id", "sealed"},
    SealedColumn{"tiktok_apps", "id", "sealed_secret"},
    SealedColumn{"credentials", "id", "sealed_token"},
};

}  // namespace

std::span<const database::Migration> migrations() {
  return kMigrations;
}
std::span<const SealedColumn> sealed_columns() {
  return kSealed;
}

}  // namespace tiktok_marketing::platform
