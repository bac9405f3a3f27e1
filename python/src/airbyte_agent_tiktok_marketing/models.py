"""Records and results as pydantic models.

Classes are made on first use: `Campaign` costs nothing until somebody asks for it. `models.pyi` shows type checkers
what is here; both are made from the catalog (`_records.py`).
"""

from __future__ import annotations

import sys
from typing import Any

_FROM_AUTH = ("TiktokMarketingAuthConfig", "TiktokMarketingReplicationConfig")
_FROM_RESULTS = (
    "AirbyteSearchMeta",
    "AirbyteSearchResult",
    "D",
    "ListMeta",
    "Readable",
    "Record",
    "S",
    "T",
    "TiktokMarketingCheckResult",
    "TiktokMarketingExecuteResult",
    "TiktokMarketingExecuteResultWithMeta",
)
_KINDS = ("ListResult", "ListResultMeta", "SearchData", "SearchResult")


def _row(name: str, doc: str, fields: str) -> Any:
    from typing import Union

    from pydantic import create_model

    from ._results import Record

    types = {"s": str, "i": int, "f": float, "b": bool, "l": list, "o": dict[str, Any], "m": Union[str, int, float]}
    # `Any` lets through what TikTok sends against its own documentation; a list of 1,000 rows must not fail
    # for one value.
    described: dict[str, Any] = {}
    for word in fields.split():
        field, letter = word.split(":")
        described[field] = (Union[types[letter], None, Any], None)
    return create_model(name, __base__=Record, __module__=__name__, __doc__=doc, **described)


def _build(name: str) -> Any:
    from ._records import RECORDS

    if name in RECORDS:
        _, doc, fields, _ = RECORDS[name]
        return _row(name, doc, fields)
    for record, (prefix, doc, _, fields) in RECORDS.items():
        kind = name[len(prefix) :]
        if name.startswith(prefix) and kind in _KINDS:
            return _row(name, doc, fields) if kind == "SearchData" else _result(kind, prefix, record)
    return None


def _result(kind: str, prefix: str, record: str) -> Any:
    from pydantic import create_model

    from . import _results

    if kind == "SearchResult":
        found: Any = _results.AirbyteSearchResult
        return found[_class(prefix + "SearchData")]
    if kind == "ListResultMeta":
        meta = _results.ListMeta
        return create_model(prefix + kind, __base__=meta, __module__=__name__, __doc__=meta.__doc__)
    rows: Any = list
    listed: Any = _results.TiktokMarketingExecuteResultWithMeta
    return listed[rows[_class(record)], _class(prefix + "ListResultMeta")]


def _class(name: str) -> Any:
    return getattr(sys.modules[__name__], name)


def __getattr__(name: str) -> Any:
    if name in _FROM_AUTH:
        from . import auth

        found = getattr(auth, name)
    elif name in _FROM_RESULTS:
        from . import _results

        found = getattr(_results, name)
    else:
        found = None if name.startswith("_") else _build(name)
    if found is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    from ._records import RECORDS

    names = {*globals(), *RECORDS, *_FROM_AUTH, *_FROM_RESULTS}
    return sorted(names.union(prefix + kind for prefix, *_ in RECORDS.values() for kind in _KINDS))
