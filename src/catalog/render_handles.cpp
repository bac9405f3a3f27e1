#include "catalog/render_handles.hpp"

#include <iterator>
#include <string_view>

#include <fmt/format.h>

#include "catalog/model.hpp"

namespace tiktok_marketing::catalog {
namespace {

constexpr std::string_view kHeaderTop =
    R"(// Rendered from src/catalog by catalog-render; change the catalog, not this file.
// clang-format off
#pragma once

{0} <cstdint>
{0} <optional>
{0} <string>
{0} <vector>

{0} <tiktok_marketing/connector/connector.hpp>

/// Typed handles: one class per entity, one struct of parameters per list.
///
/// Parameters that are not set are not sent; vectors that are empty count as not set. The connector checks
/// them as it checks JSON params, and answers the same errors. Handles are cheap to copy and thread-safe.
)";

// Spelled here and not in the texts above, where the check of the include rules would take the lines for
// ours.
constexpr std::string_view kInclude = "#include";

constexpr std::string_view kSourceTop =
    R"(// Rendered from src/catalog by catalog-render; change the catalog, not this file.
// clang-format off
{0} <tiktok_marketing/connector/entities.hpp>

{0} <string_view>
{0} <utility>

{0} "base/json.hpp"

)";

constexpr std::string_view kSourceHelpers = R"(namespace tiktok_marketing {
namespace {

class ParamsWriter {
 public:
  void add(std::string_view name, const std::optional<std::string>& value) {
    if (value) append_json_string(start(name), *value);
  }
  void add(std::string_view name, const std::optional<std::int64_t>& value) {
    if (value) start(name) += std::to_string(*value);
  }
  void add(std::string_view name, const std::optional<bool>& value) {
    if (value) start(name) += *value ? "true" : "false";
  }
  void add(std::string_view name, const std::vector<std::string>& values) {
    if (values.empty()) return;
    std::string& out = start(name);
    char separator = '[';
    for (const std::string& value : values) {
      out += std::exchange(separator, ',');
      append_json_string(out, value);
    }
    out += ']';
  }
  [[nodiscard]] std::string finish() && { return std::move(out_) + '}'; }

 private:
  std::string& start(std::string_view name) {
    if (out_.size() > 1) out_ += ',';
    append_json_string(out_, name);
    return out_ += ':';
  }
  std::string out_ = "{";
};

}  // namespace

)";

bool is_structured(const Param& param) {
  return param.type == Type::object || (param.type == Type::array && param.item_type != Type::string);
}

std::string_view cpp_type(const Param& param) {
  if (is_structured(param)) return "std::optional<std::string>";
  switch (param.type) {
    case Type::integer:
      return "std::optional<std::int64_t>";
    case Type::boolean:
      return "std::optional<bool>";
    case Type::array:
      return "std::vector<std::string>";
    default:
      return "std::optional<std::string>";
  }
}

std::string member_comment(const Param& param) {
  std::string text(param.description);
  if (is_structured(param)) text += fmt::format(" JSON text, for example {}", param.example_json);
  if (!param.allowed.empty()) text += fmt::format(" One of {}.", fmt::join(param.allowed, ", "));
  return text;
}

void append_params_struct(std::string& out, const Entity& entity) {
  auto to = std::back_inserter(out);
  fmt::format_to(to, "/// Parameters of `{} list`.\nstruct {}ListParams {{\n", entity.name, entity.list_name);
  for (const Param& param : entity.params) {
    fmt::format_to(to, "  /// {}\n  {} {} = {{}};\n", member_comment(param), cpp_type(param), param.name);
  }
  out += "\n  /// The params of `execute`; `{}` when nothing is set.\n";
  out += "  [[nodiscard]] std::string to_json() const;\n};\n\n";
}

void append_handle_class(std::string& out, const Entity& entity) {
  fmt::format_to(std::back_inserter(out), R"(/// {1}
class {0} {{
 public:
  explicit {0}(Connector connector);

  /// Every page, record by record; an error is the last element.
  [[nodiscard]] RecordRange list(const {0}ListParams& params = {{}}, CallOptions options = {{}}) const;
  /// One answer: a page, or all of it with `all` or `limit`.
  [[nodiscard]] Result<Answer> list_page(const {0}ListParams& params = {{}}, CallOptions options = {{}}) const;

 private:
  Connector connector_;
}};

)",
                 entity.list_name, entity.description);
}

void append_definitions(std::string& out, const Entity& entity) {
  auto to = std::back_inserter(out);
  fmt::format_to(to, "std::string {}ListParams::to_json() const {{\n  ParamsWriter writer;\n",
                 entity.list_name);
  for (const Param& param : entity.params) fmt::format_to(to, "  writer.add(\"{0}\", {0});\n", param.name);
  fmt::format_to(to, R"(  return std::move(writer).finish();
}}

{0}::{0}(Connector connector) : connector_(std::move(connector)) {{}}

RecordRange {0}::list(const {0}ListParams& params, CallOptions options) const {{
  return connector_.list("{1}", params.to_json(), std::move(options));
}}

Result<Answer> {0}::list_page(const {0}ListParams& params, CallOptions options) const {{
  return connector_.execute("{1}", "list", params.to_json(), std::move(options));
}}

{0} Connector::{1}() const {{ return {0}(*this); }}

)",
                 entity.list_name, entity.name);
}

}  // namespace

std::string handles_header() {
  std::string out = fmt::format(kHeaderTop, kInclude);
  out += "namespace tiktok_marketing {\n\n";
  for (const Entity* entity : entities()) {
    append_params_struct(out, *entity);
    append_handle_class(out, *entity);
  }
  out += "}  // namespace tiktok_marketing\n";
  return out;
}

std::string handles_source() {
  std::string out = fmt::format(kSourceTop, kInclude);
  out += kSourceHelpers;
  for (const Entity* entity : entities()) append_definitions(out, *entity);
  out += "}  // namespace tiktok_marketing\n";
  return out;
}

}  // namespace tiktok_marketing::catalog
