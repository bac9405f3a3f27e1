#include "platform/workspaces.hpp"

#include <set>

#include <fmt/format.h>

#include "platform/directory.hpp"
#include "platform/test_platform.hpp"

namespace tiktok_marketing::platform {
namespace {

using Unknown = Workspaces::Unknown;

constexpr auto kNobody = "123e4567-e89b-12d3-a456-426614174000";

class WorkspacesTest : public PlatformTest {
 protected:
  WorkspacesTest() : workspaces_(context_) {
    Directory directory(context_);
    acme_.organization_id = directory.create_organization("Acme")->id;
    globex_.organization_id = directory.create_organization("Globex")->id;
  }

  Workspace made(const Scope& scope, std::string name) {
    auto workspace = workspaces_.resolve(scope, {.name = std::move(name)}, Unknown::create);
    EXPECT_TRUE(workspace) << workspace.error().message;
    return *workspace;
  }
  [[nodiscard]] std::vector<std::string> names(const Scope& scope, const WorkspaceQuery& query) {
    auto page = workspaces_.list(scope, query);
    EXPECT_TRUE(page) << page.error().message;
    std::vector<std::string> names;
    for (const Workspace& item : page->items) names.push_back(item.name);
    return names;
  }
  static Scope scoped(const Workspace& workspace) { return {workspace.organization_id, workspace.id}; }

  Workspaces workspaces_;
  Scope acme_;
  Scope globex_;
};

TEST_F(WorkspacesTest, AnUnknownNameMakesAWorkspaceOnce) {
  const auto first = made(acme_, "Café 7");
  EXPECT_EQ(first.name, "Café 7");
  EXPECT_EQ(first.organization_id, acme_.organization_id);
  EXPECT_TRUE(first.active);
  EXPECT_EQ(first.cache_enabled, std::nullopt);
  EXPECT_EQ(first.created_at, context_->now());
  for (const auto* spelling : {"Café 7", "CAFÉ 7", "  café 7 "}) {
    EXPECT_EQ(made(acme_, spelling).id, first.id) << spelling;
  }
  EXPECT_EQ(workspaces_.stats(acme_)->active, 2);
}

TEST_F(WorkspacesTest, TheSameNameInAnotherOrganizationIsAnotherWorkspace) {
  const auto ours = made(acme_, "shared name");
  const auto theirs = made(globex_, "shared name");
  EXPECT_NE(ours.id, theirs.id);
}

TEST_F(WorkspacesTest, AnUnknownNameIsRefusedWhereItMustExist) {
  TTM_EXPECT_ERROR(workspaces_.resolve(acme_, {.name = "nobody"}, Unknown::refuse), workspace_not_found);
  context_->options.workspace_autocreate = false;
  TTM_EXPECT_ERROR(workspaces_.resolve(acme_, {.name = "nobody"}, Unknown::create), workspace_not_found);
  EXPECT_TRUE(workspaces_.resolve(acme_, {.name = "Default"}, Unknown::create));
}

TEST_F(WorkspacesTest, AnApplicationMustSayWhichWorkspace) {
  const auto silent = workspaces_.resolve(acme_, {}, Unknown::create);
  TTM_EXPECT_ERROR(silent, missing);
  EXPECT_EQ(silent.error().param, "workspace_name");
  for (const std::string& bad :
       {std::string(), std::string("  "), std::string("a\nb"), std::string(256, 'x')}) {
    TTM_EXPECT_ERROR(workspaces_.resolve(acme_, {.name = bad}, Unknown::create), value_error);
  }
}

TEST_F(WorkspacesTest, SqlInANameIsJustAName) {
  const std::string name = "x'); DROP TABLE workspaces; --";
  const auto workspace = made(acme_, name);
  EXPECT_EQ(workspaces_.get(acme_, workspace.id)->name, name);
  EXPECT_EQ(names(acme_, {.name_contains = "'); drop"}), std::vector{name});
  EXPECT_TRUE(names(acme_, {.name_contains = "%"}).empty());
  TTM_EXPECT_ERROR(workspaces_.get(acme_, "' OR 1=1 --"), workspace_not_found);
}

TEST_F(WorkspacesTest, AScopedCallerHasHisOwnOnly) {
  const auto own = made(acme_, "own");
  const auto other = made(acme_, "other");
  const auto foreign = made(globex_, "foreign");
  const Scope scope = scoped(own);
  EXPECT_EQ(workspaces_.resolve(scope, {}, Unknown::create)->id, own.id);
  EXPECT_EQ(workspaces_.resolve(scope, {.name = "OWN"}, Unknown::create)->id, own.id);
  EXPECT_EQ(workspaces_.resolve(scope, {.id = own.id}, Unknown::create)->id, own.id);
  EXPECT_EQ(workspaces_.get(scope, own.id)->id, own.id);
  TTM_EXPECT_ERROR(workspaces_.resolve(scope, {.name = "other"}, Unknown::create), forbidden);
  TTM_EXPECT_ERROR(workspaces_.resolve(scope, {.name = "not there yet"}, Unknown::create), forbidden);
  for (const std::string& id : {other.id, foreign.id, std::string(kNobody)}) {
    TTM_EXPECT_ERROR(workspaces_.resolve(scope, {.id = id}, Unknown::create), forbidden);
    TTM_EXPECT_ERROR(workspaces_.get(scope, id), forbidden);
  }
  EXPECT_EQ(names(scope, {}), std::vector<std::string>{"own"});
  EXPECT_TRUE(names(scope, {.name_contains = "other"}).empty());
  EXPECT_EQ(workspaces_.stats(scope)->active, 1);
  TTM_EXPECT_ERROR(workspaces_.update(scope, own.id, {.name = "mine"}), forbidden);
  TTM_EXPECT_ERROR(workspaces_.remove(scope, own.id), forbidden);
}

TEST_F(WorkspacesTest, OrganizationsNeverSeeEachOther) {
  std::set<std::string> ours;
  for (int i = 0; i < 6; ++i) {
    ours.insert(made(acme_, fmt::format("customer {}", i)).id);
    (void)made(globex_, fmt::format("customer {}", i));
  }
  const auto secret = made(globex_, "customer 9 secret");
  TTM_EXPECT_ERROR(workspaces_.get(acme_, secret.id), workspace_not_found);
  TTM_EXPECT_ERROR(workspaces_.resolve(acme_, {.id = secret.id}, Unknown::create), workspace_not_found);
  TTM_EXPECT_ERROR(workspaces_.update(acme_, secret.id, {.name = "taken over"}), workspace_not_found);
  TTM_EXPECT_ERROR(workspaces_.remove(acme_, secret.id), workspace_not_found);
  EXPECT_TRUE(names(acme_, {.name_contains = "secret"}).empty());
  EXPECT_EQ(workspaces_.stats(acme_)->active, 7);
  // A cursor of the other organization moves a place in one's own list and opens nothing.
  const auto theirs = workspaces_.list(globex_, {.limit = 2});
  ASSERT_TRUE(theirs);
  ASSERT_FALSE(theirs->next_cursor.empty());
  const auto page = workspaces_.list(acme_, {.limit = 100, .cursor = theirs->next_cursor});
  ASSERT_TRUE(page);
  ASSERT_FALSE(page->items.empty());
  for (const Workspace& item : page->items) {
    EXPECT_EQ(item.organization_id, acme_.organization_id);
    EXPECT_TRUE(ours.contains(item.id) || item.name == "default");
  }
  EXPECT_EQ(workspaces_.get(globex_, secret.id)->name, "customer 9 secret");
}

TEST_F(WorkspacesTest, PagesFollowEachOtherWithoutGapOrRepeat) {
  std::set<std::string> wanted{"default"};
  for (int i = 0; i < 12; ++i) {
    wanted.insert(fmt::format("{}{:02}", i % 2 == 0 ? "B" : "a", i));
    (void)made(acme_, fmt::format("{}{:02}", i % 2 == 0 ? "B" : "a", i));
  }
  std::vector<std::string> seen;
  std::string cursor;
  do {
    const auto page = workspaces_.list(acme_, {.limit = 5, .cursor = cursor});
    ASSERT_TRUE(page);
    ASSERT_LE(page->items.size(), 5U);
    for (const Workspace& item : page->items) seen.push_back(item.name);
    if (cursor.empty()) (void)made(acme_, "a00 made meanwhile, before the place");
    cursor = page->next_cursor;
  } while (!cursor.empty());
  EXPECT_EQ(std::set(seen.begin(), seen.end()), wanted);
  EXPECT_EQ(seen.size(), wanted.size());
  EXPECT_EQ(seen.front(), "a01");
}

TEST_F(WorkspacesTest, ALastFullPageHasNoCursor) {
  (void)made(acme_, "a");
  const auto page = workspaces_.list(acme_, {.limit = 2});
  ASSERT_TRUE(page);
  EXPECT_EQ(page->items.size(), 2U);
  EXPECT_TRUE(page->next_cursor.empty());
}

TEST_F(WorkspacesTest, BadPagesAreRefused) {
  for (const int limit : {0, -1, 101})
    TTM_EXPECT_ERROR(workspaces_.list(acme_, {.limit = limit}), value_error);
  for (const auto* cursor : {"garbage!", "e30", "WyJhIl0", "WzEsMl0"}) {
    TTM_EXPECT_ERROR(workspaces_.list(acme_, {.cursor = cursor}), invalid_cursor);
  }
}

TEST_F(WorkspacesTest, FiltersByNameAndActivity) {
  (void)made(acme_, "Nike EU");
  const auto asleep = made(acme_, "Nike US");
  ASSERT_TRUE(workspaces_.update(acme_, asleep.id, {.active = false}));
  EXPECT_EQ(names(acme_, {.name_contains = "NIKE"}), (std::vector<std::string>{"Nike EU", "Nike US"}));
  EXPECT_EQ(names(acme_, {.name_contains = "nike", .active = false}), std::vector<std::string>{"Nike US"});
  EXPECT_EQ(names(acme_, {.active = true}), (std::vector<std::string>{"default", "Nike EU"}));
  EXPECT_EQ(workspaces_.stats(acme_)->active, 2);
  EXPECT_EQ(workspaces_.stats(acme_)->inactive, 1);
}

TEST_F(WorkspacesTest, ChangesAreKept) {
  const auto workspace = made(acme_, "Nike");
  clock_->advance(std::chrono::seconds(5));
  const auto changed = workspaces_.update(
      acme_, workspace.id, {.name = "NIKE", .active = false, .cache_enabled = std::optional(true)});
  ASSERT_TRUE(changed) << changed.error().message;
  const auto read = workspaces_.get(acme_, workspace.id);
  EXPECT_EQ(read->name, "NIKE");
  EXPECT_FALSE(read->active);
  EXPECT_EQ(read->cache_enabled, true);
  EXPECT_EQ(read->created_at, workspace.created_at);
  EXPECT_EQ(read->updated_at, context_->now());
  const std::optional<bool> inherit;
  ASSERT_TRUE(workspaces_.update(acme_, workspace.id, {.cache_enabled = inherit}));
  EXPECT_EQ(workspaces_.get(acme_, workspace.id)->cache_enabled, std::nullopt);
  EXPECT_EQ(workspaces_.get(acme_, workspace.id)->name, "NIKE");
  TTM_EXPECT_ERROR(workspaces_.update(acme_, workspace.id, {.name = "DEFAULT"}), conflict);
  TTM_EXPECT_ERROR(workspaces_.update(acme_, workspace.id, {.name = ""}), value_error);
  TTM_EXPECT_ERROR(workspaces_.update(acme_, kNobody, {.name = "x"}), workspace_not_found);
}

TEST_F(WorkspacesTest, ARemovedWorkspaceTakesConnectorsAndCredentialsAlong) {
  const auto gone = made(acme_, "gone");
  const auto kept = made(acme_, "kept");
  for (const auto& workspace : {gone, kept}) {
    change(fmt::format(
        "INSERT INTO credentials (id, organization_id, workspace_id, sealed_token, created_at,"
        " updated_at) VALUES ('cred {0}', '{1}', '{0}', x'00', 0, 0);"
        "INSERT INTO connectors (id, organization_id, workspace_id, credential_id, template_id,"
        " name, start_date, state, state_since, created_at, updated_at) VALUES ('conn {0}', '{1}',"
        " '{0}', 'cred {0}', 't', 'n', '2020-01-01', 'ok', 0, 0, 0);"
        "INSERT INTO connector_advertisers VALUES ('conn {0}', '1', 'used', 0);"
        "INSERT INTO oauth_secrets VALUES (cast('{0}' AS BLOB), '{1}', '{0}', 'conn {0}', 9, NULL);"
        "INSERT INTO oauth_states (hash, organization_id, workspace_id, application_id,"
        " redirect_url, tiktok_app_id, expires_at) VALUES (cast('{0}' AS BLOB), '{1}', '{0}', 'a',"
        " 'r', 't', 9);"
        "INSERT INTO idempotency_keys VALUES ('{1}', '{0}', x'00', 'conn {0}', 0)",
        workspace.id, acme_.organization_id));
  }
  const auto removed = workspaces_.remove(acme_, gone.id);
  ASSERT_TRUE(removed) << removed.error().message;
  EXPECT_EQ(removed->deleted_at, context_->now());
  for (const auto* table : {"credentials", "connectors", "connector_advertisers", "oauth_secrets",
                            "oauth_states", "idempotency_keys"}) {
    EXPECT_EQ(number(fmt::format("SELECT count(*) FROM {}", table)), 1) << table;
  }
  TTM_EXPECT_ERROR(workspaces_.get(acme_, gone.id), workspace_not_found);
  TTM_EXPECT_ERROR(workspaces_.remove(acme_, gone.id), workspace_not_found);
  TTM_EXPECT_ERROR(workspaces_.resolve(scoped(gone), {}, Unknown::create), workspace_not_found);
  EXPECT_EQ(names(acme_, {}), (std::vector<std::string>{"default", "kept"}));
  EXPECT_EQ(workspaces_.stats(acme_)->active, 2);
  const auto again = made(acme_, "gone");
  EXPECT_NE(again.id, gone.id) << "the name is free again, the id is not";
}

TEST_F(WorkspacesTest, TellsOfChanges) {
  int told = 0;
  workspaces_.on_change([&] { ++told; });
  const auto workspace = made(acme_, "Nike");
  EXPECT_EQ(told, 0) << "nothing that lives knows a new workspace";
  ASSERT_TRUE(workspaces_.update(acme_, workspace.id, {.active = false}));
  EXPECT_EQ(told, 1);
  EXPECT_FALSE(workspaces_.update(globex_, workspace.id, {.active = true}));
  EXPECT_EQ(told, 1);
  ASSERT_TRUE(workspaces_.remove(acme_, workspace.id));
  EXPECT_EQ(told, 2);
  workspaces_.on_change({});
  EXPECT_FALSE(workspaces_.remove(acme_, workspace.id));
}

TEST_F(WorkspacesTest, AFullDiskIsSaidClearly) {
  change("PRAGMA max_page_count = 1");
  Error failure;
  for (int i = 0; i < 2'000; ++i) {
    auto workspace = workspaces_.resolve(acme_, {.name = fmt::format("{:0>200}", i)}, Unknown::create);
    if (workspace) continue;
    failure = workspace.error();
    break;
  }
  EXPECT_EQ(failure.type, ErrorType::storage_unavailable) << failure.message;
  EXPECT_FALSE(failure.hint.empty());
  EXPECT_TRUE(workspaces_.resolve(acme_, {.name = "default"}, Unknown::create)) << "reading goes on";
}

}  // namespace
}  // namespace tiktok_marketing::platform
