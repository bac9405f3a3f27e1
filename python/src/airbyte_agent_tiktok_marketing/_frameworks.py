"""Which agent framework is running a tool, and how it wants to hear of an error.

Installed or imported frameworks say nothing about the one in use: it is looked for on the stack of the call,
and for functions that a framework runs in a worker thread in the context it gave the thread.
"""

from __future__ import annotations

import contextvars
import importlib
import sys
from typing import Any, Literal

FrameworkName = Literal["pydantic_ai", "langchain", "openai_agents", "mcp", "none"]

# Top-level packages of the frameworks.
_PACKAGES: dict[str, FrameworkName] = {
    "pydantic_ai": "pydantic_ai",
    "langchain_core": "langchain",
    "langchain": "langchain",
    "langgraph": "langchain",
    "agents": "openai_agents",
    "fastmcp": "mcp",
    "mcp": "mcp",
}
# Where each framework keeps the exception that reaches the model. The last found among loaded ones counts.
_MCP_ERRORS = ("fastmcp.exceptions", "mcp.server.mcpserver.exceptions", "mcp.server.fastmcp.exceptions")
# In a worker thread only the context is left, and it may hold several: servers stand inside of agents.
_INNERMOST_FIRST: tuple[FrameworkName, ...] = ("mcp", "pydantic_ai", "langchain", "openai_agents")


def framework_in_use() -> tuple[FrameworkName, str]:
    """The framework and its package; `("none", "")` for a plain call."""
    frame = sys._getframe(1)
    while frame is not None:
        package = str(frame.f_globals.get("__name__", "")).partition(".")[0]
        if package in _PACKAGES and _is_framework(package):
            return _PACKAGES[package], package
        frame = frame.f_back  # type: ignore[assignment]
    return _framework_of_context()


def _framework_of_context() -> tuple[FrameworkName, str]:
    found: dict[FrameworkName, str] = {}
    for value in contextvars.copy_context().values():
        package = type(value).__module__.partition(".")[0]
        if package in _PACKAGES and _is_framework(package):
            found[_PACKAGES[package]] = package
    for name in _INNERMOST_FIRST:
        if name in found:
            return name, found[name]
    return "none", ""


def _is_framework(package: str) -> bool:
    # `agents` is a likely name for somebody's own package.
    return package != "agents" or hasattr(sys.modules.get("agents"), "FunctionTool")


def tool_error(framework: FrameworkName, package: str, message: str) -> Exception | None:
    """The exception by which the framework tells the model; None where it wants the text as the result."""
    if framework == "pydantic_ai":
        return _exception("pydantic_ai", "ModelRetry", message)
    if framework == "langchain":
        return _exception("langchain_core.tools", "ToolException", message)
    if framework == "mcp":
        for module in _MCP_ERRORS:
            if module.startswith((package or "fastmcp") + ".") and _importable(module):
                return _exception(module, "ToolError", message)
        raise ImportError("framework='mcp' needs the package fastmcp or mcp")
    return None


def _exception(module: str, name: str, message: str) -> Exception:
    made: Exception = getattr(importlib.import_module(module), name)(message)
    return made


def _importable(module: str) -> bool:
    try:
        importlib.import_module(module)
    except ImportError:
        return False
    return True


def check_name(framework: Any) -> None:
    """Errors: `ValueError` for a name that is none of ours."""
    if framework is not None and framework not in {*_PACKAGES.values(), "none"}:
        names = ", ".join([*_INNERMOST_FIRST, "none"])
        raise ValueError(f"framework must be one of {names}, not {framework!r}")
