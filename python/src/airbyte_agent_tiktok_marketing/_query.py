"""What the query objects share: they ask the connector and give the answer types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

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
