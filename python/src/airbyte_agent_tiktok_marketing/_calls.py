"""What a running tool has asked so far, so that its answer can be fitted and continued."""

from __future__ import annotations

import contextvars
from collections.abc import Mapping
from typing import Any, NamedTuple


class Call(NamedTuple):
    """One `execute`, as a tool made it."""

    connector: Any
    entity: str
    action: str
    params: Mapping[str, Any]
    answer: Any


# The calls of the tool that is running; None outside of tools.
calls: contextvars.ContextVar[list[Call] | None] = contextvars.ContextVar("tiktok_marketing_calls", default=None)


def note_call(connector: Any, entity: str, action: str, params: Mapping[str, Any] | None, answer: Any) -> None:
    """Called by the connector after each answer."""
    noted = calls.get()
    if noted is not None:
        noted.append(Call(connector, entity, action, params or {}, answer))
