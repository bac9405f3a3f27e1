#include "platform/connector_input.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "base/text.hpp"
#include "catalog/model.hpp"
#include "platform/idempotency.hpp"
#include "platform/names.hpp"

namespace tiktok_marketing::platform {
namespace {

constexpr std::size_t kMaxTokenBytes = 4'096;
constexpr std::size_t kMaxNameBytes = 255;
constexpr std::array<std::string_view, 6> kActions{
    "list", "context_store_search", "context_store_aggregate", "context_store_sql_query", "describe",
    "check"};

constexpr std::string_view kOneCredential =
    "Give exactly one of credentials {\"access_token\": …}, server_side_oauth_secret_id and credential_id.";

std::vector<std::string_view> entity_names() {
  std::vector<std::string_view> names;
  for (const auto* entity : catalog::entities()) names.push_back(entity->name);
  return names;
}

Result<void> check_words(std::string_view param, const std::vector<std::string>& given,
                         std::span<const std::string_view> known) {
  for (const std::string& word : given) {
    if (std::ranges::find(known, word) != known.end()) continue;
    const auto near = nearest(word, known);
    Error error{.type = ErrorType::value_error,
                .message = std::string(param) + " names something this connector does not have.",
                .hint = near.empty() ? "Use names in allowed." : "Did you mean " + std::string(near) + "?",
                .param = std::string(param),
                .given = shortened(word)};
    error.allowed.assign(known.begin(), known.end());
    return error;
  }
  return {};
}

Result<void> check_lists(const std::optional<std::vector<std::string>>& entities, const AllowList& allow) {
  const auto names = entity_names();
  if (entities) {
    if (auto good = check_words("entities", *entities, names); !good) return good;
  }
  if (auto good = check_words("allowed_entities", allow.entities, names); !good) return good;
  return check_words("allowed_actions", allow.actions, kActions);
}

Error several_credentials() {
  return {.type = ErrorType::value_error,
          .message = "More than one credential is given.",
          .hint = std::string(kOneCredential),
          .param = "credentials"};
}

}  // namespace

Result<void> check_operator(const Principal& principal) {
  if (principal.role != Role::reader) return {};
  return Error{.type = ErrorType::forbidden,
               .message = "This application may read and execute, not change anything.",
               .hint = "Use an application with the role operator in this organization."};
}

std::string default_connector_name(std::string_view workspace_name) {
  return shortened("tiktok-marketing - " + std::string(workspace_name), kMaxNameBytes);
}

Result<void> check_access_token(const Secret& token) {
  const std::string_view text = token.reveal();
  const bool plain = std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7F'; });
  if (plain && !text.empty() && text.size() <= kMaxTokenBytes) return {};
  return Error{.type = ErrorType::value_error,
               .message = "The access token is not one word of visible ASCII characters.",
               .hint = "Copy it as TikTok gave it, without quotes or line breaks.",
               .param = "credentials.access_token"};
}

Result<void> check_new_connector(const NewConnector& wanted) {
  const int credentials = (wanted.access_token.empty() ? 0 : 1) + (wanted.oauth_secret.empty() ? 0 : 1) +
                          (wanted.credential_id.empty() ? 0 : 1);
  if (credentials == 0) {
    return Error{.type = ErrorType::missing,
                 .message = "No credential is given.",
                 .hint = std::string(kOneCredential),
                 .param = "credentials"};
  }
  if (credentials > 1) return several_credentials();
  if (!wanted.access_token.empty()) {
    if (auto good = check_access_token(wanted.access_token); !good) return good;
  }
  if (!wanted.name.empty()) {
    if (auto good = check_name("name", wanted.name); !good) return good;
  }
  if (auto good = check_idempotency_key(wanted.idempotency_key); !good) return good;
  return check_lists(wanted.entities, wanted.allow);
}

Result<void> check_change(const ConnectorChange& change) {
  if (!change.access_token.empty() && !change.oauth_secret.empty()) return several_credentials();
  if (!change.access_token.empty()) {
    if (auto good = check_access_token(change.access_token); !good) return good;
  }
  if (change.name) {
    if (auto good = check_name("name", *change.name); !good) return good;
  }
  return check_lists(change.entities.value_or(std::nullopt), change.allow.value_or(AllowList{}));
}

}  // namespace tiktok_marketing::platform
