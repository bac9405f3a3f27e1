#include "catalog/rendered_files.hpp"

#include <fmt/format.h>

#include "catalog/render_handles.hpp"
#include "catalog/render_json.hpp"
#include "catalog/render_reference.hpp"
#include "catalog/render_schema.hpp"

namespace tiktok_marketing::catalog {

std::vector<RenderedFile> rendered_files() {
  std::vector<RenderedFile> files = {
      {"docs/reference.md", reference_markdown()},
      {"include/tiktok_marketing/connector/entities.hpp", handles_header()},
      {"src/connector/entities.cpp", handles_source()},
  };
  for (const Entity* entity : entities()) {
    files.push_back({fmt::format("docs/schemas/{}.json", entity->name), pretty(record_schema_json(*entity))});
    files.push_back(
        {fmt::format("docs/schemas/{}.params.json", entity->name), pretty(params_schema_json(*entity))});
  }
  return files;
}

}  // namespace tiktok_marketing::catalog
