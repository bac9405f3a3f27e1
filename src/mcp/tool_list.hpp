#pragma once

#include <span>
#include <string>
#include <string_view>

/// The tools and how models are told of them. Every word here is paid for in every conversation.
namespace tiktok_marketing::mcp {

struct ToolCall;

struct ToolSpec {
  std::string_view name;
  std::string_view title;
  std::string_view description;
  std::string_view properties;  ///< of the input schema; `@entity` stands for the names of the entities
  std::string_view required;    ///< JSON array
  std::string_view example;     ///< correct arguments
  std::span<const std::string_view> arguments = {};  ///< names; empty: the context store checks them
  void (*run)(ToolCall) = nullptr;                   ///< answers the call, now or later
  bool answers_rows = false;                         ///< has an output schema
  bool needs_store = false;
  bool needs_sync = false;
};

[[nodiscard]] std::span<const ToolSpec> tools();
/// nullptr for an unknown name.
[[nodiscard]] const ToolSpec* find_tool(std::string_view name);

struct Offered {
  bool store = false;
  bool sync = false;
  bool structured = true;  ///< with output schemas
};
[[nodiscard]] bool is_offered(const ToolSpec& tool, const Offered& offered);
/// The result of `tools/list`.
[[nodiscard]] std::string tool_list(const Offered& offered);

}  // namespace tiktok_marketing::mcp
