#include "platform/directory.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "crypto/hash.hpp"
#include "crypto/random.hpp"
#include "platform/directory_reading.hpp"
#include "platform/names.hpp"
#include "platform/redirect_pattern.hpp"
#include "platform/rows.hpp"
#include "platform/workspaces.hpp"

namespace tiktok_marketing::platform {
namespace {

constexpr std::size_t kMinSecretCharacters = 16;
constexpr std::size_t kMaxSecretCharacters = 512;
constexpr std::chrono::days kLongestGrace{365};

Error unknown(std::string_view what, std::string_view id) {
  return {.type = ErrorType::not_found,
          .message = fmt::format("There is no such {}.", what),
          .hint = fmt::format("Take the id from the list of {}s.", what),
          .param = fmt::format("{}_id", what),
          .given = shortened(id)};
}

Error taken(std::string_view what, std::string_view id) {
  return {.type = ErrorType::conflict,
          .message = fmt::format("The {} {} exists already.", what, id),
          .hint = "Leave the id out to make a new one, or change the one that is there.",
          .param = "id",
          .given = std::string(id)};
}

Result<Secret> given_or_new_secret(Secret given) {
  if (given.empty()) return Secret(crypto::random_token());
  const std::string_view text = given.reveal();
  const bool plain = std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7F'; });
  if (plain && text.size() >= kMinSecretCharacters && text.size() <= kMaxSecretCharacters) return given;
  return Error{
      .type = ErrorType::value_error,
      .message = fmt::format("A client secret has {} to {} printable ASCII characters and no blanks.",
                             kMinSecretCharacters, kMaxSecretCharacters),
      .hint = "Give a longer secret, or none to have a random one made.",
      .param = "client_secret"};
}

Result<void> add_secret(database::Connection& connection, std::string_view application_id,
                        const Secret& secret, SystemTime now) {
  const std::string hash = crypto::sha256(secret.reveal());
  const auto used = has_row(connection, "SELECT 1 FROM application_secrets WHERE hash = ?", Blob{hash});
  if (!used) return used.error();
  if (*used) {
    return Error{.type = ErrorType::conflict,
                 .message = "Another application has this client secret.",
                 .hint = "Give a different secret, or none to have a random one made.",
                 .param = "client_secret"};
  }
  return run(connection,
             "INSERT INTO application_secrets (hash, application_id, created_at) VALUES (?, ?, ?)",
             Blob{hash}, application_id, now);
}

Result<void> add_grant(database::Connection& connection, std::string_view application_id,
                       const Grant& grant) {
  const auto known = has_row(connection, "SELECT 1 FROM organizations WHERE id = ?", grant.organization_id);
  if (!known) return known.error();
  if (!*known) return unknown("organization", grant.organization_id);
  return run(connection,
             "INSERT INTO application_grants (application_id, organization_id, role) VALUES (?, ?, ?)"
             " ON CONFLICT DO UPDATE SET role = excluded.role",
             application_id, grant.organization_id, name_of(grant.role));
}

/// The application exists and is not revoked.
Result<void> check_usable(database::Connection& connection, std::string_view id) {
  const auto revoked = first_row(
      connection, "SELECT revoked_at IS NOT NULL FROM applications WHERE id = ?",
      [](const database::Statement& row) { return row.integer(0) != 0; }, id);
  if (!revoked) return revoked.error();
  if (!*revoked) return unknown("application", id);
  if (!**revoked) return {};
  return Error{.type = ErrorType::conflict,
               .message = "The application was revoked, which is for good.",
               .hint = "Create a new application.",
               .param = "application_id",
               .given = std::string(id)};
}

Result<void> check_blocks(const std::vector<std::string>& blocks) {
  for (const std::string& block : blocks) {
    if (auto good = check_address_block(block); !good) return good;
  }
  return {};
}

}  // namespace

Result<void> Directory::reload() {
  std::lock_guard lock(reloading_);
  auto read = context_->database->read([](database::Connection& c) { return read_directory(c); });
  if (!read) return std::move(read).error();
  snapshot_.store(std::make_shared<const Snapshot>(*std::move(read)));
  return {};
}

template <typename Work>
Result<void> Directory::change(Work work) {
  if (auto done = context_->database->write(std::move(work)); !done) return done;
  return reload();
}

Result<Organization> Directory::create_organization(std::string name, std::string_view given_id) {
  if (auto good = check_name("name", name); !good) return std::move(good).error();
  auto id = given_or_new_id(given_id);
  if (!id) return std::move(id).error();
  const Organization made{.id = *id, .name = std::move(name), .created_at = context_->now()};
  auto done = change([&](database::Connection& connection) -> Result<void> {
    const auto known = has_row(connection, "SELECT 1 FROM organizations WHERE id = ?", made.id);
    if (!known) return known.error();
    if (*known) return taken("organization", made.id);
    if (auto added = run(connection, "INSERT INTO organizations (id, name, created_at) VALUES (?, ?, ?)",
                         made.id, made.name, made.created_at);
        !added) {
      return added;
    }
    auto workspace = insert_workspace(connection, made.id, kDefaultWorkspace, made.created_at);
    return workspace ? Result<void>() : std::move(workspace).error();
  });
  if (!done) return std::move(done).error();
  return made;
}

Result<Organization> Directory::update_organization(const Organization& changed) {
  if (auto good = check_name("name", changed.name); !good) return std::move(good).error();
  if (auto good = check_blocks(changed.ip_allow); !good) return std::move(good).error();
  for (const std::string& pattern : changed.redirect_urls) {
    if (auto good = check_redirect_pattern(pattern); !good) return std::move(good).error();
  }
  auto done = change([&](database::Connection& connection) -> Result<void> {
    auto updated =
        run(connection, "UPDATE organizations SET name = ?, redirect_urls = ?, ip_allow = ? WHERE id = ?",
            changed.name, list_text(changed.redirect_urls), list_text(changed.ip_allow), changed.id);
    if (updated && connection.changes() == 0) return unknown("organization", changed.id);
    return updated;
  });
  if (!done) return std::move(done).error();
  const auto now = snapshot();
  return now->organizations.at(changed.id);
}

Result<NewSecret> Directory::create_application(std::string name, std::vector<Grant> grants,
                                                std::string_view given_id, Secret given_secret) {
  if (auto good = check_name("name", name); !good) return std::move(good).error();
  auto id = given_or_new_id(given_id);
  if (!id) return std::move(id).error();
  auto secret = given_or_new_secret(std::move(given_secret));
  if (!secret) return std::move(secret).error();
  auto done = change([&, now = context_->now()](database::Connection& connection) -> Result<void> {
    const auto known = has_row(connection, "SELECT 1 FROM applications WHERE id = ?", *id);
    if (!known) return known.error();
    if (*known) return taken("application", *id);
    auto added =
        run(connection, "INSERT INTO applications (id, name, created_at) VALUES (?, ?, ?)", *id, name, now);
    if (added) added = add_secret(connection, *id, *secret, now);
    for (std::size_t i = 0; added && i < grants.size(); ++i) added = add_grant(connection, *id, grants[i]);
    return added;
  });
  if (!done) return std::move(done).error();
  return NewSecret{.client_id = *id, .client_secret = *std::move(secret)};
}

Result<NewSecret> Directory::rotate_secret(std::string_view application_id, std::chrono::seconds grace) {
  if (grace.count() < 0 || grace > kLongestGrace) {
    return Error{.type = ErrorType::value_error,
                 .message = "The old secret cannot stay valid for that long.",
                 .hint = "Give a grace between 0 and 365 days.",
                 .param = "grace"};
  }
  const SystemTime now = context_->now();
  NewSecret made{.client_id = std::string(application_id), .client_secret = Secret(crypto::random_token())};
  if (grace.count() > 0) made.old_valid_until = now + grace;
  auto done = change([&](database::Connection& connection) -> Result<void> {
    auto step = check_usable(connection, application_id);
    if (step && !made.old_valid_until) {
      step = run(connection, "UPDATE applications SET version = version + 1 WHERE id = ?", application_id);
    }
    if (step) {
      step = run(connection,
                 "UPDATE application_secrets SET expires_at = min(coalesce(expires_at, ?1), ?1)"
                 " WHERE application_id = ?2",
                 made.old_valid_until.value_or(now), application_id);
    }
    if (step) {
      step = run(connection, "DELETE FROM application_secrets WHERE application_id = ? AND expires_at <= ?",
                 application_id, now);
    }
    return step ? add_secret(connection, application_id, made.client_secret, now) : step;
  });
  if (!done) return std::move(done).error();
  return made;
}

Result<void> Directory::revoke_application(std::string_view application_id) {
  return change([&, now = context_->now()](database::Connection& connection) -> Result<void> {
    auto step = run(connection,
                    "UPDATE applications SET version = version + 1, revoked_at = coalesce(revoked_at, ?)"
                    " WHERE id = ?",
                    now, application_id);
    if (step && connection.changes() == 0) return unknown("application", application_id);
    return step ? run(connection, "DELETE FROM application_secrets WHERE application_id = ?", application_id)
                : step;
  });
}

Result<void> Directory::grant(std::string_view application_id, const Grant& grant) {
  return change([&](database::Connection& connection) -> Result<void> {
    auto usable = check_usable(connection, application_id);
    return usable ? add_grant(connection, application_id, grant) : usable;
  });
}

Result<void> Directory::withdraw(std::string_view application_id, std::string_view organization_id) {
  return change([&](database::Connection& connection) -> Result<void> {
    auto step =
        run(connection, "DELETE FROM application_grants WHERE application_id = ? AND organization_id = ?",
            application_id, organization_id);
    if (step && connection.changes() == 0) {
      return Error{.type = ErrorType::not_found,
                   .message = "The application has no grant in that organization.",
                   .hint = "Take both ids from the list of applications.",
                   .param = "organization_id",
                   .given = shortened(organization_id)};
    }
    return step;
  });
}

Result<void> Directory::update_application(const Application& changed) {
  if (auto good = check_name("name", changed.name); !good) return good;
  if (auto good = check_blocks(changed.ip_allow); !good) return good;
  return change([&](database::Connection& connection) -> Result<void> {
    auto updated = run(connection,
                       "UPDATE applications SET name = ?, allow_entities = ?, allow_actions = ?,"
                       " ip_allow = ?, oauth_callback = ? WHERE id = ?",
                       changed.name, list_text(changed.allow.entities), list_text(changed.allow.actions),
                       list_text(changed.ip_allow), name_of(changed.oauth_callback), changed.id);
    if (updated && connection.changes() == 0) return unknown("application", changed.id);
    return updated;
  });
}

Result<Application> Directory::authenticate(std::string_view client_id, const Secret& client_secret) const {
  const Error refused{.type = ErrorType::invalid_client,
                      .message = "invalid client credentials",
                      .hint =
                          "Check client id and client secret, and that the application was not revoked or "
                          "its secret replaced."};
  const auto directory = snapshot();
  const auto id = canonical_id(client_id);
  const std::string hash = crypto::sha256(client_secret.reveal());
  const SystemTime now = context_->now();
  bool known = false;
  // Every hash is looked at, so that the time says nothing about how much of one was right.
  for (const auto& [stored, secret] : directory->secrets) {
    const bool same = crypto::equal_in_constant_time(stored, hash);
    const bool valid = id && secret.application_id == *id && (!secret.expires_at || now < *secret.expires_at);
    known = known || (same && valid);
  }
  if (!known) return refused;
  const auto application = directory->applications.find(*id);
  if (application == directory->applications.end() || application->second.revoked_at) return refused;
  return application->second;
}

}  // namespace tiktok_marketing::platform
