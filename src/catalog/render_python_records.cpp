#include <iterator>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "catalog/render_python.hpp"
#include "catalog/render_python_parts.hpp"

namespace tiktok_marketing::catalog {
namespace {

constexpr std::string_view kStubTop = R"(from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from .auth import TiktokMarketingAuthConfig as TiktokMarketingAuthConfig
from .auth import TiktokMarketingReplicationConfig as TiktokMarketingReplicationConfig

T = TypeVar("T")
S = TypeVar("S")
D = TypeVar("D")

class Readable(BaseModel):
    def __getitem__(self, name: str) -> Any: ...
    def __contains__(self, name: object) -> bool: ...
    def get(self, name: str, default: Any = None) -> Any: ...
    def keys(self) -> list[str]: ...

class Record(Readable): ...

class TiktokMarketingCheckResult(BaseModel):
    status: str
    error: str | None = ...
    checked_entity: str | None = ...
    checked_action: str | None = ...
    hint: str | None = ...
    user: dict[str, Any] | None = ...
    advertisers: list[dict[str, Any]] = ...
    missing_permissions: list[str] = ...

class TiktokMarketingExecuteResult(BaseModel, Generic[T]):
    data: T

class TiktokMarketingExecuteResultWithMeta(TiktokMarketingExecuteResult[T], Generic[T, S]):
    meta: S

class AirbyteSearchMeta(Readable):
    has_more: bool = ...
    cursor: str | None = ...
    took_ms: int | None = ...
    complete: bool = ...
    next: dict[str, Any] | None = ...
    as_of: str | None = ...

class AirbyteSearchResult(BaseModel, Generic[D]):
    data: list[D]
    meta: AirbyteSearchMeta

class ListMeta(Readable):
    page_info: dict[str, Any] | None = ...
    complete: bool = ...
    has_more: bool = ...
    next: dict[str, Any] | None = ...
    cursor: str | None = ...
    source: str | None = ...
    simulated: bool = ...
    missing: list[dict[str, Any]] = ...
    truncated: list[str] = ...
    warnings: list[str] = ...
    date_range: dict[str, Any] | None = ...
    total_metrics: dict[str, Any] | None = ...
    request_id: str | None = ...
    data_as_of: str | None = ...
    requests: int = ...
)";

// One letter for each type, as `models.py` reads them.
char letter(const Field& field) {
  if (field.type == Type::array) return 'l';
  if (field.is_id) return 's';
  if (field.is_metric) return 'm';
  switch (field.type) {
    case Type::integer:
      return 'i';
    case Type::number:
      return 'f';
    case Type::boolean:
      return 'b';
    case Type::object:
      return 'o';
    default:
      return 's';
  }
}

Field searched_field(const Entity& entity, const SearchField& searched) {
  const Field* field = find_field(entity, searched.name);
  return field != nullptr ? *field : Field{.name = searched.name, .type = searched.type, .format = {}};
}

void append_names(std::string& out, const std::vector<Field>& fields) {
  std::string line;
  for (const Field& field : fields) {
    const std::string word = fmt::format("{}:{}", field.name, letter(field));
    if (line.size() + word.size() > 92) {
      fmt::format_to(std::back_inserter(out), "        \"{} \"\n", line);
      line.clear();
    }
    if (!line.empty()) line += ' ';
    line += word;
  }
  fmt::format_to(std::back_inserter(out), "        \"{}\",\n", line);
}

std::vector<Field> record_fields(const Entity& entity) {
  return {entity.fields.begin(), entity.fields.end()};
}

std::vector<Field> search_row_fields(const Entity& entity) {
  std::vector<Field> fields;
  for (const SearchField& searched : entity.search_fields) fields.push_back(searched_field(entity, searched));
  return fields;
}

void append_class(std::string& out, std::string_view name, std::string_view base,
                  const std::vector<Field>& fields) {
  fmt::format_to(std::back_inserter(out), "\nclass {}({}):\n", name, base);
  for (const Field& field : fields)
    fmt::format_to(std::back_inserter(out), "    {}: {} | None = ...\n", field.name, python_delivered(field));
}

}  // namespace

std::string python_records() {
  std::string out = python_header("Fields of records and search rows, and which metrics may be added up.");
  auto to = std::back_inserter(out);
  out +=
      "# Letters: s text, i integer, f number, b true or false, l list, o object, m metric.\n"
      "# Record: (prefix of its list's names, one line about it, fields, fields of its search rows)\n"
      "RECORDS = {\n";
  for (const Entity* entity : entities()) {
    fmt::format_to(to, "    \"{}\": (\n        \"{}\",\n        \"{}\",\n", entity->record_name,
                   entity->list_name, entity->description);
    append_names(out, record_fields(*entity));
    append_names(out, search_row_fields(*entity));
    out += "    ),\n";
  }
  out += "}\n\n# Entities whose lists TikTok pages.\nPAGED = {\n";
  for (const Entity* entity : entities()) {
    if (entity->id_batch_param.empty()) fmt::format_to(to, "    \"{}\",\n", entity->name);
  }
  out += "}\n\n# Entities whose rows hold metrics.\nREPORTS = {\n";
  for (const Entity* entity : entities()) {
    if (entity->report != nullptr) fmt::format_to(to, "    \"{}\",\n", entity->name);
  }
  out += "}\n\n# Metrics that may be added over rows.\nSUMS = {\n";
  for (const Metric& metric : metrics()) {
    if (metric.nature == Nature::sum) fmt::format_to(to, "    \"{}\",\n", metric.name);
  }
  out += "}\n";
  return out;
}

std::string python_models_stub() {
  std::string out = python_header("Records and results.");
  out += kStubTop;
  for (const Entity* entity : entities())
    append_class(out, entity->record_name, "Record", record_fields(*entity));
  for (const Entity* entity : entities()) {
    append_class(out, fmt::format("{}SearchData", entity->list_name), "Record", search_row_fields(*entity));
    fmt::format_to(std::back_inserter(out), R"(
class {0}ListResultMeta(ListMeta): ...

{0}ListResult = TiktokMarketingExecuteResultWithMeta[list[{1}], {0}ListResultMeta]
{0}SearchResult = AirbyteSearchResult[{0}SearchData]
)",
                   entity->list_name, entity->record_name);
  }
  return out;
}

}  // namespace tiktok_marketing::catalog
