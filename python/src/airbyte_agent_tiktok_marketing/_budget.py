"""Fitting an answer into the space a language model has for it.

Rows stay whole. What is left out is counted, sums that are allowed are given, and `next` continues exactly
behind the last row shown.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from pydantic_core import to_json

from ._calls import Call
from ._records import PAGED, REPORTS, SUMS


class TooLong(Exception):
    """Nothing of the result fits; the text is for the model."""


class Cut(NamedTuple):
    """How many rows fit, and the call that answers exactly those, where one must be made."""

    rows: int
    again: Call | None = None


class Shaping:
    """One result that is longer than its budget."""

    def __init__(self, result: Any, noted: list[Call], budget: int) -> None:
        self._result = result
        self._budget = budget
        self._call = _origin(result, noted)
        self._rows, self._meta = _parts(result)

    def cut(self) -> Cut:
        """Errors: `TooLong` when there are no rows to leave out, or not one of them fits."""
        if self._rows is None:
            raise TooLong(
                f"The answer has {text_length(self._result):,} characters and at most {self._budget:,} fit. "
                "Ask for less: fewer fields, one entity, a filter or a smaller limit."
            )
        rows = self._fitting()
        if self._pageable():
            offset = self._offset()
            rows = max(size for size in range(1, rows + 1) if offset % size == 0)
            return Cut(rows)
        if self._call is None or self._call.action == "context_store_sql_query":
            return Cut(rows)
        params = {**self._call.params, "limit": rows}
        for name in ("all", "page"):
            params.pop(name, None)
        return Cut(rows, Call(self._call.connector, self._call.entity, self._call.action, params, None))

    def result(self, cut: Cut, again: Any = None) -> Any:
        """The result with whole rows only. `again` is what the call of `cut` answered."""
        assert self._rows is not None
        shown = self._rows[: cut.rows]
        meta = dict(self._meta)
        meta.update(complete=False, has_more=True, next=None, cursor=None)
        if again is not None:
            new_rows, new_meta = _parts(again)
            meta.update({name: value for name, value in new_meta.items() if name in ("next", "cursor")})
            if isinstance(self._rows[0], dict):
                shown = new_rows or shown
        elif self._pageable():
            meta.update(self._paging(cut.rows))
        meta["left_out"] = self._left_out(cut.rows)
        meta["truncated"] = [
            *(meta.get("truncated") or []),
            f"{len(self._rows) - cut.rows} of {len(self._rows)} rows did not fit into {self._budget:,} characters; "
            + ("next continues behind the last one shown" if meta["next"] else "ask for fewer fields or rows"),
        ]
        return self._rebuilt(shown, meta)

    def _fitting(self) -> int:
        assert self._rows is not None
        params = {} if self._call is None else self._call.params
        account = text_length(self._left_out(0)) + text_length(params) + _ROOM_FOR_WORDS
        room = self._budget - text_length(self._meta) - account
        rows = 0
        for row in self._rows:
            room -= text_length(row) + 1
            if room < 0:
                break
            rows += 1
        if rows == 0:
            raise TooLong(
                f"One row alone does not fit into {self._budget:,} characters. Name the fields you need in fields."
            )
        return rows

    def _pageable(self) -> bool:
        """Whether the rest can be asked for by page and page_size alone."""
        call, info, further = self._call, self._meta.get("page_info"), self._meta.get("next")
        if call is None or not info or call.action != "list" or call.entity not in PAGED:
            return False
        if any(call.params.get(name) for name in ("cursor", "limit", "all")):
            return False
        return "page" in further if further else info["total_page"] <= info["page"]

    def _offset(self) -> int:
        info = self._meta["page_info"]
        return int((info["page"] - 1) * info["page_size"])

    def _paging(self, rows: int) -> dict[str, Any]:
        assert self._call is not None
        info = self._meta["page_info"]
        page = self._offset() // rows + 1
        total = info["total_number"]
        return {
            "next": {**self._call.params, **self._dates(), "page": page + 1, "page_size": rows},
            "page_info": {
                "page": page,
                "page_size": rows,
                "total_number": total,
                "total_page": math.ceil(total / rows),
            },
        }

    def _dates(self) -> dict[str, Any]:
        # A date word may mean other days by the time of the next call.
        read = self._meta.get("date_range") or {}
        assert self._call is not None
        if "date_range" not in self._call.params or not read:
            return {}
        return {"date_range": None, "start_date": read["start_date"], "end_date": read["end_date"]}

    def _left_out(self, rows: int) -> dict[str, Any]:
        assert self._rows is not None
        rest = self._rows[rows:]
        account: dict[str, Any] = {"rows": len(rest)}
        if self._call is not None and self._call.entity in REPORTS:
            sums = {name: total for name in SUMS if (total := _sum(rest, name)) is not None}
            if sums:
                account["sums"] = sums
        return account

    def _rebuilt(self, rows: list[Any], meta: dict[str, Any]) -> Any:
        if meta.get("next"):
            meta["next"] = {name: value for name, value in meta["next"].items() if value is not None}
        if isinstance(self._result, (dict, list)):
            return {"data": rows, "meta": meta}
        old = self._result.meta
        kept = meta if isinstance(old, dict) else type(old).model_validate(meta)
        return type(self._result).model_construct(data=rows, meta=kept)


# For the sentence about what was left out, a cursor and what surrounds them.
_ROOM_FOR_WORDS = 450


def text_length(value: Any) -> int:
    """Of its JSON text."""
    return len(to_json(value, fallback=str).decode())


def over(result: Any, budget: int | None) -> bool:
    return budget is not None and budget > 0 and text_length(result) > budget


def _parts(result: Any) -> tuple[list[Any] | None, dict[str, Any]]:
    """Rows and meta of what a tool returned."""
    if isinstance(result, list):
        return result, {}
    read: Callable[[str], Any] = result.get if isinstance(result, dict) else lambda name: getattr(result, name, None)
    rows, meta = read("data"), read("meta")
    if not isinstance(rows, list) or not rows:
        return None, {}
    if meta is None or isinstance(meta, dict):
        return rows, meta or {}
    return rows, meta.model_dump()


def _origin(result: Any, noted: list[Call]) -> Call | None:
    """The call whose answer the tool passed on, if it is known."""
    rows, _ = _parts(result)
    call: Call
    for call in reversed(noted):
        if result is call.answer or (rows is not None and rows is _parts(call.answer)[0]):
            return call
    # A copy, such as of `model_dump`: it must be of the only call.
    if len(noted) == 1 and rows is not None and len(rows) == len(_parts(noted[0].answer)[0] or ()):
        return noted[0]
    return None


def _sum(rows: list[Any], name: str) -> str | None:
    """None where no row has the metric, or one of them hides its value (`<5`)."""
    total: Decimal | None = None
    for row in rows:
        value = row.get(name)
        if value is None:
            continue
        try:
            total = (total or Decimal(0)) + Decimal(str(value))
        except InvalidOperation:
            return None
    return None if total is None else str(total)
