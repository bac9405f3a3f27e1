#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "platform/types.hpp"
#include "server/json_schema.hpp"

namespace tiktok_marketing::server {

/// `x-token`: which bearer token an operation wants.
enum class TokenNeed { none, application, scoped, any };

struct Parameter {
  enum class In { path, query, header };
  std::string name;  ///< of a header in lower case
  In in = In::query;
  bool required = false;
  const Schema* schema = nullptr;
  bool repeats = false;  ///< its schema is an array: the parameter may be given several times
};

/// One operation of `contract.json`.
struct Operation {
  std::string id;                  ///< operationId
  std::string method;              ///< `GET`
  std::vector<std::string> paths;  ///< its own, its aliases, and each of them under `/v1` too
  TokenNeed token = TokenNeed::any;
  platform::Role role = platform::Role::reader;
  std::vector<Parameter> parameters;
  const Schema* body = nullptr;  ///< nullptr: a body is ignored
  bool body_required = false;
  /// Names of members in requests of old clients, and what they are called now.
  std::vector<std::pair<std::string, std::string>> body_aliases;
  /// Schemas of the answers by status; nullptr for answers that are not JSON.
  std::map<int, const Schema*> responses;
};

/// The contract of the API: `contract.json`, read once. Routing, authentication, role check and validation
/// follow it, and `/openapi.json` is it. Immutable.
class Contract {
 public:
  /// The one that stands in this program; a defect in it ends the program.
  [[nodiscard]] static const Contract& own();
  explicit Contract(std::string_view text);

  [[nodiscard]] const std::vector<Operation>& operations() const { return operations_; }
  /// nullptr for an unknown id.
  [[nodiscard]] const Operation* find(std::string_view operation_id) const;
  [[nodiscard]] const Schemas& schemas() const { return *schemas_; }
  /// The document as it is served: `servers` says where it holds, what only this program reads is left out.
  [[nodiscard]] std::string published(std::string_view public_url) const;

 private:
  void read_operation(const std::string& path, const std::string& method, const Json& operation);
  void read_parameters(Operation& out, const Json& list);
  void read_responses(Operation& out, const Json& responses);
  /// What a `$ref` points at, or the value itself.
  [[nodiscard]] const Json* resolved(const Json* maybe_reference) const;

  Json document_;
  std::unique_ptr<Schemas> schemas_;
  std::vector<Operation> operations_;
};

}  // namespace tiktok_marketing::server
