#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "base/json.hpp"

/// JSON-RPC 2.0 as MCP uses it: one message a text, no batches, ids are text or whole numbers. Pure.
namespace tiktok_marketing::mcp {

inline constexpr int kParseError = -32700;
inline constexpr int kInvalidRequest = -32600;
inline constexpr int kMethodNotFound = -32601;
inline constexpr int kInvalidParams = -32602;
inline constexpr int kInternalError = -32603;
inline constexpr int kResourceNotFound = -32002;
inline constexpr int kOverloaded = -32000;

/// An error of the protocol. What a tool finds wrong is no such error but its answer.
struct RpcError {
  int code = kInternalError;
  std::string message;
  Json data;  ///< null: left out
};

struct Request {
  Json id;
  std::string method;
  Json params;  ///< an object; null when there were none
};
struct Notification {
  std::string method;
  Json params;
};
/// The client's answer to a request of ours.
struct Response {
  Json id;
  Json result;  ///< when there is no error
  bool failed = false;
  RpcError error;
};
/// A text that is no message, and what is to be answered. `id` is null when it could not be read.
struct Malformed {
  Json id;
  RpcError error;
};
using Message = std::variant<Request, Notification, Response, Malformed>;

[[nodiscard]] Message parse_message(std::string_view text);

/// All of these are one line.
[[nodiscard]] std::string result_message(const Json& id, std::string_view result_json);
[[nodiscard]] std::string error_message(const Json& id, const RpcError& error);
[[nodiscard]] std::string request_message(const Json& id, std::string_view method, const Json& params);
[[nodiscard]] std::string notification_message(std::string_view method, const Json& params);

}  // namespace tiktok_marketing::mcp
