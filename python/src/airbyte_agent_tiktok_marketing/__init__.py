"""Read-only access to TikTok ads for AI agents: `await connector.execute(entity, action, params)`."""

from __future__ import annotations

from typing import Any

from ._exports import EXPORTS

__version__: str


def __getattr__(name: str) -> Any:
    # Names are looked up when they are asked for, so that importing the package stays cheap.
    if name == "__version__":
        from ._core import __version__ as value
    elif name in EXPORTS:
        from importlib import import_module

        value = getattr(import_module(f".{EXPORTS[name]}", __name__), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *EXPORTS, "__version__"})


__all__ = [*EXPORTS]
