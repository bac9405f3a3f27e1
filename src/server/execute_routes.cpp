#include <memory>

#include <fmt/format.h>
#include <tiktok_marketing/connector/answer.hpp>

#include "server/admission.hpp"
#include "server/envelope.hpp"
#include "server/routes.hpp"

namespace tiktok_marketing::server {
namespace {

platform::ExecuteRequest request_of(const Services& services, const Call& call) {
  platform::ExecuteRequest out;
  out.connector_id = call.path.get("id");
  out.entity = call.body.text_of("entity");
  out.action = call.body.text_of("action");
  if (const Json* params = call.given("params")) out.params = params->dump();
  out.select_fields = call.texts("select_fields").value_or(std::vector<std::string>{});
  out.exclude_fields = call.texts("exclude_fields").value_or(std::vector<std::string>{});
  if (const Json* skip = call.given("skip_truncation")) out.skip_truncation = *skip->as_bool();
  out.intent = call.body.text_of("intent");
  out.request_id = call.request_id;
  out.session_id = call.session_id;
  out.stop = services.stop;
  return out;
}

// What lists say in every dialect: ours, and the names generic clients of other platforms read.
void append_metadata(std::string& out, const Meta& meta) {
  out += meta.to_json();
  out.pop_back();
  out += meta.has_more ? R"(,"has_next_page":true,"end_cursor":)" : R"(,"has_next_page":false,"end_cursor":)";
  if (meta.cursor.empty()) {
    out += "null";
  } else {
    append_json_string(out, meta.cursor);
  }
  out += '}';
}

Error too_large(std::size_t bytes, std::size_t limit) {
  return {
      .type = ErrorType::result_too_large,
      .message = fmt::format("the answer has {} bytes, and this server sends at most {}", bytes, limit),
      .hint = "Ask for less: a smaller page_size or limit, fewer fields (select_fields), a shorter range."};
}

std::size_t size_of(const http::ServerResponse& response) {
  std::size_t bytes = response.body->size();
  for (const auto& piece : response.pieces) bytes += piece.bytes.size();
  return bytes;
}

// Head, rows as they came from TikTok, tail: nothing of the rows is copied.
http::ServerResponse response_of(const platform::ExecuteOutcome& outcome) {
  static const auto kHead = std::make_shared<const std::string>(R"({"status":"success","result":)");
  const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(outcome.duration);
  auto tail = std::make_shared<std::string>(R"(,"connector_metadata":)");
  append_metadata(*tail, outcome.answer->meta);
  *tail += R"(,"execution_metadata":{"connector_instance_id":)";
  append_json_string(*tail, outcome.connector_id);
  *tail += fmt::format(R"(,"execution_time_ms":{}}}}})", millis.count());

  http::ServerResponse response;
  response.body = kHead;
  std::vector<DataPiece> pieces;
  outcome.answer->append_pieces(pieces);
  response.pieces.reserve(pieces.size() + 1);
  for (DataPiece& piece : pieces) response.pieces.push_back({std::move(piece.owner), piece.bytes});
  const std::string_view tail_bytes = *tail;
  response.pieces.push_back({std::move(tail), tail_bytes});
  return response;
}

http::ServerResponse too_large_response(const Error& error, std::size_t bytes, std::size_t limit) {
  Json sizes;
  sizes.set("bytes", std::uint64_t{bytes});
  sizes.set("limit", std::uint64_t{limit});
  return error_response(error, sizes);
}

void note_call(const Services& services, const Call& call, const platform::ExecuteOutcome& outcome,
               const Error* error, int status) {
  platform::ToolCall entry;
  entry.at = services.platform.context().now();
  entry.organization_id = call.principal.scope.organization_id;
  entry.workspace_id = outcome.workspace_id;
  entry.connector_id = outcome.connector_id.empty() ? std::string(call.path.get("id")) : outcome.connector_id;
  entry.application_id = call.principal.application_id;
  entry.entity = call.body.text_of("entity");
  entry.action = call.body.text_of("action");
  entry.ok = error == nullptr;
  entry.http_status = status;
  entry.duration_ms = std::chrono::duration<double, std::milli>(outcome.duration).count();
  if (error != nullptr) entry.error_code = name_of(error->type);
  if (outcome.answer) {
    entry.row_count =
        outcome.answer->document_rows + static_cast<std::int64_t>(outcome.answer->records.size());
    entry.upstream_request_id = outcome.answer->meta.request_id;
  } else if (outcome.answer.error().upstream) {
    entry.upstream_request_id = outcome.answer.error().upstream->request_id;
  }
  entry.intent = call.body.text_of("intent");
  entry.request_id = call.request_id;
  entry.session_id = call.session_id;
  services.platform.audit().record(std::move(entry));
}

http::ServerResponse failure_of(Error error) {
  Json more{Json::Object{}};
  if (error.type == ErrorType::context_store_not_ready && !error.given.empty()) {
    more.set("status", error.given);
    error.given.clear();
  }
  return error_response(error, more);
}

// The connector's limit and the application's: whoever is nearer to its end is told.
platform::RateDecision tighter(const platform::RateDecision& one, const platform::RateDecision& other) {
  if (one.limit == 0) return other;
  if (other.limit == 0) return one;
  return other.remaining < one.remaining ? other : one;
}

void answer_execute(const Services& services, Call& call, const platform::ExecuteOutcome& outcome,
                    const Finish& finish) {
  call.rate = tighter(call.rate, outcome.rate);
  if (!outcome.answer) {
    const Error& error = outcome.answer.error();
    note_call(services, call, outcome, &error, http_status_of(error.type));
    call.error_code = name_of(error.type);
    return finish(failure_of(error));
  }
  auto response = response_of(outcome);
  const std::size_t limit = services.platform.context().options.max_result_bytes;
  if (const std::size_t bytes = size_of(response); bytes > limit) {
    const Error error = too_large(bytes, limit);
    call.error_code = name_of(error.type);
    response = too_large_response(error, bytes, limit);
    note_call(services, call, outcome, &error, response.status);
  } else {
    note_call(services, call, outcome, nullptr, response.status);
  }
  finish(std::move(response));
}

}  // namespace

void add_execute_routes(Handlers& handlers, const Services& services) {
  handlers.add_async("executeConnector", [&services](const std::shared_ptr<Call>& call, Finish finish) {
    services.platform.execution().execute(
        call->principal, request_of(services, *call),
        [&services, call, finish = std::move(finish)](const platform::ExecuteOutcome& outcome) {
          answer_execute(services, *call, outcome, finish);
        });
  });
}

}  // namespace tiktok_marketing::server
