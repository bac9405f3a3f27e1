#include <iterator>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "catalog/render_python.hpp"
#include "catalog/render_python_parts.hpp"

namespace tiktok_marketing::catalog {
namespace {

struct Export {
  std::string name;
  std::string_view module;
};

// What users import, beside what is named after an entity.
constexpr std::string_view kPlain[][2] = {
    {"TiktokMarketingConnector", "connector"},
    {"connect", "connecting"},
    {"configure", "connecting"},
    {"list_connectors", "connecting"},
    {"AirbyteAuthConfig", "auth"},
    {"TiktokMarketingAuthConfig", "auth"},
    {"TiktokMarketingReplicationConfig", "auth"},
    {"TiktokMarketingCheckResult", "models"},
    {"TiktokMarketingExecuteResult", "models"},
    {"TiktokMarketingExecuteResultWithMeta", "models"},
    {"AirbyteSearchMeta", "models"},
    {"AirbyteSearchResult", "models"},
    {"AirbyteSearchParams", "types"},
    {"AirbyteSortOrder", "types"},
};

std::vector<Export> all_exports() {
  std::vector<Export> out;
  for (const auto& [name, module] : kPlain) out.push_back({std::string(name), module});
  for (const Entity* entity : entities()) {
    out.push_back({std::string(entity->record_name), "models"});
    for (const auto* suffix : {"ListResultMeta", "ListResult", "SearchData", "SearchResult"})
      out.push_back({fmt::format("{}{}", entity->list_name, suffix), "models"});
    for (const auto* suffix : {"ListParams", "SearchFilter", "SearchQuery", "Condition"})
      out.push_back({fmt::format("{}{}", entity->list_name, suffix), "types"});
  }
  return out;
}

}  // namespace

std::string python_exports() {
  std::string out = python_header("Names of the package and the module each comes from.");
  out += "EXPORTS = {\n";
  for (const Export& each : all_exports())
    fmt::format_to(std::back_inserter(out), "    \"{}\": \"{}\",\n", each.name, each.module);
  return out + "}\n";
}

std::string python_package_stub() {
  std::string out = python_header("What the package offers.");
  out += "from . import exceptions as exceptions\n";
  for (const Export& each : all_exports())
    fmt::format_to(std::back_inserter(out), "from .{0} import {1} as {1}\n", each.module, each.name);
  return out + "\n__version__: str\n";
}

}  // namespace tiktok_marketing::catalog
