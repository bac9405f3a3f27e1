#include "platform/webhooks.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.hpp"
#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "crypto/random.hpp"
#include "http/client/url_parts.hpp"
#include "platform/rows.hpp"
#include "platform/sealing.hpp"

namespace tiktok_marketing::platform {
namespace {

using std::chrono::seconds;

constexpr std::string_view kTable = "organizations";
constexpr seconds kPatience{10};
constexpr std::size_t kMaxAnswerBytes = 1024 * 1024;
constexpr int kMostRounds = 100;
constexpr std::array kWaits{seconds{10}, seconds{60}, seconds{600}, seconds{3'600}, seconds{21'600}};

struct Message {
  std::int64_t id = 0;
  std::string organization_id;
  std::string body;
  int attempts = 0;
  std::string url;
  std::string sealed_secret;
};

Result<void> check_url(std::string_view url) {
  const auto parts = http::parse_url(url);
  const bool secure = url.starts_with("https://");
  if (parts && (secure || (url.starts_with("http://") && http::is_loopback(parts->host)))) return {};
  return Error{.type = ErrorType::value_error,
               .message = "The webhook's address is not one messages can be sent to.",
               .hint =
                   "Write a whole https:// URL without a user name; http:// is possible to this machine "
                   "only.",
               .param = "url",
               .given = shortened(url)};
}

/// The first message of every organization, where it is due.
Result<std::vector<Message>> due_messages(database::Connection& connection, SystemTime now) {
  std::vector<Message> messages;
  auto done = each_row(
      connection,
      "SELECT m.id, m.organization_id, m.body, m.attempts, o.webhook_url, o.webhook_secret"
      " FROM webhook_outbox m JOIN organizations o ON o.id = m.organization_id"
      " WHERE m.due_at <= ?1 AND m.id = (SELECT min(first.id) FROM webhook_outbox first"
      "  WHERE first.organization_id = m.organization_id) ORDER BY m.id",
      [&](const database::Statement& row) {
        messages.push_back({.id = row.integer(0),
                            .organization_id = std::string(row.text(1)),
                            .body = std::string(row.text(2)),
                            .attempts = static_cast<int>(row.integer(3)),
                            .url = std::string(row.text(4)),
                            .sealed_secret = std::string(row.text(5))});
      },
      now);
  if (!done) return std::move(done).error();
  return messages;
}

HttpRequest request_for(const Context& context, const Message& message, const Secret& key) {
  const auto now = std::chrono::duration_cast<seconds>(context.now().time_since_epoch()).count();
  HttpRequest request;
  request.method = "POST";
  request.url = message.url;
  request.headers = {{"Content-Type", "application/json"},
                     {"User-Agent", "tiktok-marketing-webhooks"},
                     {"Webhook-Signature", webhook_signature(key, now, message.body)}};
  request.body = message.body;
  request.deadline = context.options.engine.runtime->now() + kPatience;
  request.max_body_bytes = kMaxAnswerBytes;
  return request;
}

/// Why a message did not arrive; nullopt: it did.
std::optional<std::string> failure_of(const Result<HttpResponse>& response) {
  if (!response) return response.error().message;
  if (response->status >= 200 && response->status < 300) return std::nullopt;
  return fmt::format("HTTP {}", response->status);
}

/// One sending under way.
struct Sending {
  Message message;
  Event done;
  std::optional<Result<HttpResponse>> response;
};

/// Sends all at once, so that a slow receiver holds up its own organization only.
void send_all(const Context& context, const std::vector<std::shared_ptr<Sending>>& sendings,
              const std::vector<Secret>& keys) {
  for (std::size_t i = 0; i < sendings.size(); ++i) {
    const auto& sending = sendings[i];
    context.options.engine.transport->send(request_for(context, sending->message, keys[i]), {},
                                           [sending](Result<HttpResponse> response) {
                                             sending->response = std::move(response);
                                             sending->done.set();
                                           });
  }
  for (const auto& sending : sendings) context.options.engine.runtime->wait(sending->done);
}

Result<void> remove_message(database::Connection& connection, std::int64_t id) {
  return run(connection, "DELETE FROM webhook_outbox WHERE id = ?", id);
}

Result<void> note_failure(Context& context, database::Connection& connection, const Message& message,
                          const std::string& why) {
  const auto failed = static_cast<std::size_t>(message.attempts);
  const bool last = failed >= kWaits.size();
  context.log->write(last ? LogLevel::error : LogLevel::warning, last ? "webhook_dropped" : "webhook_failed",
                     {{"organization_id", message.organization_id},
                      {"message", std::to_string(message.id)},
                      {"attempt", std::to_string(failed + 1)},
                      {"why", why}});
  if (last) return remove_message(connection, message.id);
  return run(connection, "UPDATE webhook_outbox SET attempts = attempts + 1, due_at = ?2 WHERE id = ?1",
             message.id, context.now() + kWaits[failed]);
}

}  // namespace

Result<void> queue_webhook(database::Connection& connection, std::string_view organization_id,
                           std::string_view type, const Json& data, SystemTime now) {
  auto wanted =
      has_row(connection, "SELECT 1 FROM organizations WHERE id = ? AND webhook_url <> ''", organization_id);
  if (!wanted) return std::move(wanted).error();
  if (!*wanted) return {};
  Json body;
  body.set("id", crypto::random_uuid());
  body.set("type", type);
  body.set("created_at", iso_text(now));
  body.set("organization_id", organization_id);
  body.set("data", data);
  return run(connection, "INSERT INTO webhook_outbox (organization_id, body, due_at) VALUES (?, ?, ?)",
             organization_id, body.dump(), now);
}

std::string webhook_signature(const Secret& key, std::int64_t unix_seconds, std::string_view body) {
  const std::string signed_text = fmt::format("{}.{}", unix_seconds, body);
  return fmt::format("t={},v1={}", unix_seconds,
                     crypto::to_hex(crypto::hmac_sha256(key.reveal(), signed_text)));
}

Result<Secret> Webhooks::configure(std::string_view organization_id, std::string_view url) {
  Secret secret;
  std::optional<std::string> sealed;
  if (!url.empty()) {
    if (auto good = check_url(url); !good) return std::move(good).error();
    secret = Secret(crypto::random_token());
    sealed = seal(*context_, kTable, organization_id, secret);
  }
  return context_->database->write([&](database::Connection& connection) -> Result<Secret> {
    auto known = has_row(connection, "SELECT 1 FROM organizations WHERE id = ?", organization_id);
    if (!known) return std::move(known).error();
    if (!*known) {
      return Error{.type = ErrorType::not_found,
                   .message = "There is no such organization.",
                   .hint = "Take the id from the list of organizations.",
                   .param = "organization_id",
                   .given = shortened(organization_id)};
    }
    auto done = sealed ? run(connection,
                             "UPDATE organizations SET webhook_url = ?2, webhook_secret = ?3 WHERE id = ?1",
                             organization_id, url, Blob{*sealed})
                       : run(connection,
                             "UPDATE organizations SET webhook_url = '', webhook_secret = NULL WHERE id = ?1",
                             organization_id);
    // What waits was meant for the address that is no more.
    if (done && !sealed)
      done = run(connection, "DELETE FROM webhook_outbox WHERE organization_id = ?", organization_id);
    if (!done) return std::move(done).error();
    return secret;
  });
}

Result<int> Webhooks::deliver_due() {
  int delivered = 0;
  for (int round = 0; round < kMostRounds; ++round) {
    auto messages = context_->database->read(
        [&](database::Connection& connection) { return due_messages(connection, context_->now()); });
    if (!messages) return std::move(messages).error();
    if (messages->empty()) break;
    std::vector<std::shared_ptr<Sending>> sendings;
    std::vector<Secret> keys;
    for (Message& message : *messages) {
      auto key = open_sealed(*context_, kTable, message.organization_id, message.sealed_secret);
      if (!key) return std::move(key).error();
      keys.push_back(*std::move(key));
      sendings.push_back(std::make_shared<Sending>());
      sendings.back()->message = std::move(message);
    }
    send_all(*context_, sendings, keys);
    auto noted = context_->database->write([&](database::Connection& connection) -> Result<void> {
      for (const auto& sending : sendings) {
        const auto failure = failure_of(*sending->response);
        auto done = failure ? note_failure(*context_, connection, sending->message, *failure)
                            : remove_message(connection, sending->message.id);
        if (!done) return done;
        if (!failure) ++delivered;
      }
      return {};
    });
    if (!noted) return std::move(noted).error();
  }
  return delivered;
}

}  // namespace tiktok_marketing::platform
