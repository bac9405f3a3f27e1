"""What the query objects share: they ask the connector and give the answer types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from .models import AirbyteSearchResult

L = TypeVar("L")
S = TypeVar("S")


class EntityQuery(Generic[L, S]):
    """Typed questions about one entity."""

    _entity: str
    _prefix: str

    def __init__(self, connector: Any) -> None:
        self._connector = connector

    async def _list(self, params: Mapping[str, Any]) -> L:
        answer = await self._connector.execute(self._entity, "list", _given(params))
        listed: L = self._typed("ListResult", answer.data, answer.meta)
        return listed

    async def _search(self, params: Mapping[str, Any]) -> S:
        answer = await self._connector.execute(self._entity, "context_store_search", _given(params))
        found: S = self._typed("SearchResult", answer["data"], answer["meta"])
        return found

    async def context_store_aggregate(self, metrics: Sequence[str], **params: Any) -> AirbyteSearchResult[dict[str, Any]]:
        """Sums, rates and top lists over the context store's rows; `params` as `describe` lists them."""
        return await self._found("context_store_aggregate", {"metrics": metrics, **params})

    async def context_store_sql_query(self, sql: str, limit: int | None = None) -> AirbyteSearchResult[dict[str, Any]]:
        """What a SELECT over the context store answers."""
        return await self._found("context_store_sql_query", {"sql": sql, "limit": limit})

    async def _found(self, action: str, params: Mapping[str, Any]) -> AirbyteSearchResult[dict[str, Any]]:
        from .models import AirbyteSearchMeta, AirbyteSearchResult

        answer = await self._connector.execute(self._entity, action, _given(params))
        meta = AirbyteSearchMeta.model_validate(answer.get("meta") or {})
        return AirbyteSearchResult[dict[str, Any]].model_construct(data=answer["data"], meta=meta)

    def _typed(self, kind: str, rows: list[dict[str, Any]], meta: dict[str, Any]) -> Any:
        from . import models

        result = getattr(models, self._prefix + kind)
        fields = result.model_fields
        (row,) = fields["data"].annotation.__args__
        return result.model_construct(
            data=[row.model_validate(each) for each in rows],
            meta=fields["meta"].annotation.model_validate(meta),
        )

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._connector!r}>"


def _given(params: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in params.items() if value is not None}
