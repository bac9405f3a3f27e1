#include <iterator>

#include <fmt/format.h>

#include "catalog/render_python.hpp"
#include "catalog/render_python_parts.hpp"

namespace tiktok_marketing::catalog {
namespace {

constexpr std::string_view kTop = R"(from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from ._query import EntityQuery

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from . import models, types

)";

std::string positional_type(const Param& param) {
  const std::string item =
      param.allowed.empty()
          ? python_scalar(param.type == Type::array ? param.item_type : param.type, param.is_id)
          : python_literal(param.allowed);
  return param.type == Type::array ? fmt::format("str | Sequence[{}]", item) : item;
}

// Parameters of the original stand first and in its order, so that they may be given by position.
void append_list(std::string& out, const Entity& entity) {
  auto to = std::back_inserter(out);
  out += "    async def list(\n        self,\n";
  for (const Param& param : entity.params) {
    if (param.origin == Origin::original)
      fmt::format_to(to, "        {}: {} | None = None,\n", param.name, positional_type(param));
  }
  fmt::format_to(to, R"(        **options: Unpack[types.{0}ListOptions],
    ) -> models.{0}ListResult:
        """{1}"""
        return await self._list(
            {{
)",
                 entity.list_name, entity.description);
  for (const Param& param : entity.params) {
    if (param.origin == Origin::original) fmt::format_to(to, "                \"{0}\": {0},\n", param.name);
  }
  out += "                **options,\n            }\n        )\n\n";
}

void append_search(std::string& out, const Entity& entity) {
  fmt::format_to(std::back_inserter(out), R"(    async def context_store_search(
        self,
        query: types.{0}SearchQuery,
        limit: int | None = None,
        cursor: str | None = None,
        fields: Sequence[str | Sequence[str]] | None = None,
    ) -> models.{0}SearchResult:
        """Rows of the context store that match."""
        return await self._search({{"query": query, "limit": limit, "cursor": cursor, "fields": fields}})

    search = context_store_search

)",
                 entity.list_name);
}

}  // namespace

std::string python_queries() {
  std::string out = python_header("Query objects: one per entity, with typed parameters and rows.");
  out += kTop;
  auto to = std::back_inserter(out);
  for (const Entity* entity : entities()) {
    fmt::format_to(to, R"(
class {0}Query(EntityQuery["models.{0}ListResult", "models.{0}SearchResult"]):
    """{1}"""

    _entity = "{2}"
    _prefix = "{0}"

)",
                   entity->list_name, entity->description, entity->name);
    append_list(out, *entity);
    append_search(out, *entity);
  }
  return out;
}

std::string python_attributes() {
  std::string out =
      python_header("The query objects as attributes of the connector; their module is read on first use.");
  out += R"(from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import queries


class EntityQueries:
    """A query object per entity, under the entity's name."""
)";
  for (const Entity* entity : entities()) {
    fmt::format_to(std::back_inserter(out), R"(
    @property
    def {0}(self) -> queries.{1}Query:
        from .queries import {1}Query

        return {1}Query(self)
)",
                   entity->name, entity->list_name);
  }
  return out;
}

}  // namespace tiktok_marketing::catalog
