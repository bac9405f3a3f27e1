"""Records and results as pydantic models.

Classes are built on first use: `Campaign` costs nothing until somebody asks for it. `models.pyi` shows type
checkers what is here; both are made from the catalog (`_records.py`).
"""

from __future__ import annotations

import sys
from typing import Any, Generic, TypeVar, Union

from pydantic import BaseModel, ConfigDict, create_model
from pydantic_core import to_json

from ._records import RECORDS

T = TypeVar("T")
S = TypeVar("S")
D = TypeVar("D")

_FROM_AUTH = {"TiktokMarketingAuthConfig", "TiktokMarketingReplicationConfig"}
_TYPES = {"s": str, "i": int, "f": float, "b": bool, "l": list, "o": dict[str, Any], "m": Union[str, int, float]}


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


def _row(name: str, doc: str, fields: str) -> type[BaseModel]:
    # `Any` lets through what TikTok sends against its own documentation; a list of 1,000 rows must not fail
    # for one value.
    described: dict[str, Any] = {}
    for word in fields.split():
        field, letter = word.split(":")
        described[field] = (Union[_TYPES[letter], None, Any], None)
    return create_model(name, __base__=Record, __module__=__name__, __doc__=doc, **described)


def _build(name: str) -> Any:
    if name in RECORDS:
        _, doc, fields, _ = RECORDS[name]
        return _row(name, doc, fields)
    for record, (prefix, doc, _, fields) in RECORDS.items():
        if not name.startswith(prefix):
            continue
        kind = name[len(prefix) :]
        if kind == "SearchData":
            return _row(name, doc, fields)
        if kind == "SearchResult":
            return AirbyteSearchResult[_class(prefix + "SearchData")]  # type: ignore[misc]
        if kind == "ListResultMeta":
            return create_model(name, __base__=ListMeta, __module__=__name__, __doc__=ListMeta.__doc__)
        if kind == "ListResult":
            rows = list[_class(record)]  # type: ignore[misc]
            return TiktokMarketingExecuteResultWithMeta[rows, _class(prefix + "ListResultMeta")]  # type: ignore[misc]
    return None


def _class(name: str) -> Any:
    return getattr(sys.modules[__name__], name)


def __getattr__(name: str) -> Any:
    if name in _FROM_AUTH:
        from . import auth

        built = getattr(auth, name)
    else:
        built = _build(name)
    if built is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = built
    return built


def __dir__() -> list[str]:
    names = set(globals()) | set(RECORDS) | _FROM_AUTH
    for prefix, *_ in RECORDS.values():
        names.update(prefix + kind for kind in ("ListResult", "ListResultMeta", "SearchData", "SearchResult"))
    return sorted(names)
