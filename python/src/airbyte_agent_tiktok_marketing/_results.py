"""Results and what rows have in common. Read on first use: `models.py` shows them."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict
from pydantic_core import to_json

T = TypeVar("T")
S = TypeVar("S")
D = TypeVar("D")


class Readable(BaseModel):
    """Members by attribute or as in a dict, known to us or not."""

    model_config = ConfigDict(extra="allow", populate_by_name=True, defer_build=True)

    def __getitem__(self, name: str) -> Any:
        if name in self:
            return getattr(self, name)
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        return name in type(self).model_fields or name in (self.model_extra or {})

    def get(self, name: str, default: Any = None) -> Any:
        return getattr(self, name) if name in self else default

    def keys(self) -> list[str]:
        return [*type(self).model_fields, *(self.model_extra or {})]


class Record(Readable):
    """A row. Values are as delivered: ids are text, metrics are TikTok's text, no value is None."""


class TiktokMarketingCheckResult(BaseModel):
    """Whether the connector works, and if not, why."""

    model_config = ConfigDict(extra="ignore", defer_build=True)

    status: str
    error: str | None = None
    checked_entity: str | None = None
    checked_action: str | None = None
    hint: str | None = None
    user: dict[str, Any] | None = None
    advertisers: list[dict[str, Any]] = []
    missing_permissions: list[str] = []


class TiktokMarketingExecuteResult(BaseModel, Generic[T]):
    """An answer without an account of itself."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    data: T

    def __str__(self) -> str:
        # Frameworks that know no pydantic give a model the text of an answer; it should be JSON.
        return to_json(self, fallback=str).decode()


class TiktokMarketingExecuteResultWithMeta(TiktokMarketingExecuteResult[T], Generic[T, S]):
    """An answer, and in `meta` whether it is all."""

    meta: S


class AirbyteSearchMeta(Readable):
    """What a search says about its answer."""

    has_more: bool = False
    cursor: str | None = None
    took_ms: int | None = None
    complete: bool = True
    next: dict[str, Any] | None = None
    as_of: str | None = None


class AirbyteSearchResult(BaseModel, Generic[D]):
    """Rows of the context store."""

    model_config = ConfigDict(extra="allow", defer_build=True)

    data: list[D] = []
    meta: AirbyteSearchMeta = AirbyteSearchMeta.model_construct()


class ListMeta(Readable):
    """What a list says about its answer."""

    page_info: dict[str, Any] | None = None
    complete: bool = True
    has_more: bool = False
    next: dict[str, Any] | None = None
    cursor: str | None = None
    source: str | None = None
    simulated: bool = False
    missing: list[dict[str, Any]] = []
    truncated: list[str] = []
    warnings: list[str] = []
    date_range: dict[str, Any] | None = None
    total_metrics: dict[str, Any] | None = None
    request_id: str | None = None
    data_as_of: str | None = None
    requests: int = 0
