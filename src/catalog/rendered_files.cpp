#include "catalog/rendered_files.hpp"

#include <fmt/format.h>

#include "catalog/render_handles.hpp"
#include "catalog/render_json.hpp"
#include "catalog/render_python.hpp"
#include "catalog/render_reference.hpp"
#include "catalog/render_schema.hpp"

namespace tiktok_marketing::catalog {
namespace {

std::string python_path(std::string_view file) {
  return fmt::format("python/src/airbyte_agent_tiktok_marketing/{}", file);
}

}  // namespace

std::vector<RenderedFile> rendered_files() {
  std::vector<RenderedFile> files = {
      {"docs/reference.md", reference_markdown()},
      {"include/tiktok_marketing/connector/entities.hpp", handles_header()},
      {"src/connector/entities.cpp", handles_source()},
      {python_path("types.py"), python_types()},
      {python_path("queries.py"), python_queries()},
      {python_path("_attributes.py"), python_attributes()},
      {python_path("_records.py"), python_records()},
      {python_path("models.pyi"), python_models_stub()},
      {python_path("_exports.py"), python_exports()},
      {python_path("__init__.pyi"), python_package_stub()},
      {python_path("_tool_text.py"), python_tool_text()},
  };
  for (const Entity* entity : entities()) {
    files.push_back({fmt::format("docs/schemas/{}.json", entity->name), pretty(record_schema_json(*entity))});
    files.push_back(
        {fmt::format("docs/schemas/{}.params.json", entity->name), pretty(params_schema_json(*entity))});
  }
  return files;
}

}  // namespace tiktok_marketing::catalog
