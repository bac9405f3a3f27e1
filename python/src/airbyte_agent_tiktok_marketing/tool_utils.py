"""`tool_utils`: turns a function that calls `execute` into a tool a language model can use well.

It adds the description the model reads, hands errors to the framework that runs the tool, and fits long answers
into the space there is.
"""

from __future__ import annotations

import asyncio
import functools
import inspect
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from pydantic_core import to_json

from . import _budget, _tool_text
from ._calls import Call, calls
from ._frameworks import FrameworkName, check_name, framework_in_use, tool_error
from .exceptions import AirbyteError

RetryPredicate = Callable[[Exception, tuple[Any, ...], dict[str, Any]], bool]
FailureMessage = Callable[[Exception, tuple[Any, ...], dict[str, Any]], str | None]

DEFAULT_MAX_OUTPUT_CHARS = 50_000
_LONGEST_WAIT_S = 60.0


def decorate(
    owner: Any,
    func: Callable[..., Any] | None = None,
    *,
    update_docstring: bool = True,
    enable_hosted_mode_features: bool | None = None,
    max_output_chars: int | None = DEFAULT_MAX_OUTPUT_CHARS,
    framework: FrameworkName | None = None,
    internal_retries: int = 0,
    should_internal_retry: RetryPredicate | None = None,
    exhausted_runtime_failure_message: FailureMessage | None = None,
) -> Any:
    """`owner` is the connector class or a connector. See `AgentTools.tool_utils`."""
    check_name(framework)
    if func is None:
        return functools.partial(
            decorate,
            owner,
            update_docstring=update_docstring,
            enable_hosted_mode_features=enable_hosted_mode_features,
            max_output_chars=max_output_chars,
            framework=framework,
            internal_retries=internal_retries,
            should_internal_retry=should_internal_retry,
            exhausted_runtime_failure_message=exhausted_runtime_failure_message,
        )
    if inspect.isgeneratorfunction(func) or inspect.isasyncgenfunction(func):
        raise TypeError(f"tool_utils needs a function that returns its answer, and {func.__name__} is a generator")
    if getattr(func, "__tiktok_marketing_tool__", False):
        return func
    tool = _Tool(
        framework=framework,
        budget=max_output_chars,
        retries=internal_retries,
        may_retry=should_internal_retry or _is_retryable,
        failure_message=exhausted_runtime_failure_message,
    )
    wrapped = tool.around_async(func) if inspect.iscoroutinefunction(func) else tool.around(func)
    wrapped.__tiktok_marketing_tool__ = True  # type: ignore[attr-defined]
    if update_docstring:
        text = _description(owner, func, enable_hosted_mode_features)
        wrapped.__doc__ = f"{inspect.cleandoc(func.__doc__ or '')}\n{text}".strip()
    return wrapped


class _Tool:
    """What happens around each call of one tool."""

    def __init__(
        self,
        framework: FrameworkName | None,
        budget: int | None,
        retries: int,
        may_retry: RetryPredicate,
        failure_message: FailureMessage | None,
    ) -> None:
        self._framework = framework
        self._budget = budget
        self._retries = retries
        self._may_retry = may_retry
        self._failure_message = failure_message

    def around_async(self, func: Callable[..., Any]) -> Callable[..., Any]:
        async def repeat(call: Call) -> Any:
            return await call.connector.execute(call.entity, call.action, call.params)

        @functools.wraps(func)
        async def tool(*args: Any, **kwargs: Any) -> Any:
            return await self._run(func, repeat, asyncio.sleep, args, kwargs)

        return tool

    def around(self, func: Callable[..., Any]) -> Callable[..., Any]:
        async def ask(*args: Any, **kwargs: Any) -> Any:
            return func(*args, **kwargs)

        async def repeat(call: Call) -> Any:
            return call.connector.execute_sync(call.entity, call.action, call.params)

        async def sleep(seconds: float) -> None:
            time.sleep(seconds)

        @functools.wraps(func)
        def tool(*args: Any, **kwargs: Any) -> Any:
            return _finished(self._run(ask, repeat, sleep, args, kwargs))

        return tool

    async def _run(
        self,
        ask: Callable[..., Awaitable[Any]],
        repeat: Callable[[Call], Awaitable[Any]],
        sleep: Callable[[float], Awaitable[None]],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> Any:
        attempt = 0
        while True:
            noted: list[Call] = []
            token = calls.set(noted)
            try:
                return self._readable(await self._fitted(await ask(*args, **kwargs), noted, repeat))
            except Exception as error:
                if attempt >= self._retries or not self._may_retry(error, args, kwargs):
                    # What the tool's own code does wrong is for its author, not for the model.
                    if not isinstance(error, (AirbyteError, _budget.TooLong)):
                        raise
                    return self._report(error, args, kwargs)
                await sleep(_wait(error, attempt))
                attempt += 1
            finally:
                calls.reset(token)

    async def _fitted(self, result: Any, noted: list[Call], repeat: Callable[[Call], Awaitable[Any]]) -> Any:
        if not _budget.over(result, self._budget):
            return result
        shaping = _budget.Shaping(result, noted, self._budget or 0)
        cut = shaping.cut()
        return shaping.result(cut, None if cut.again is None else await repeat(cut.again))

    def _readable(self, result: Any) -> Any:
        """Documents as JSON text for the framework that would show a model Python's form of a dict."""
        if not isinstance(result, dict) or self._used()[0] != "openai_agents":
            return result
        return to_json(result, fallback=str).decode()

    def _used(self) -> tuple[FrameworkName, str]:
        return (self._framework, "") if self._framework else framework_in_use()

    def _report(self, error: Exception, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
        """Raises what the framework understands, or returns the text where that is its way."""
        framework, package = self._used()
        message = self._failure_message and self._failure_message(error, args, kwargs)
        message = message or message_for_model(error)
        if framework == "none":
            raise error
        translated = tool_error(framework, package, message)
        if translated is None:
            return message
        raise translated from error


def _finished(work: Coroutine[Any, Any, Any]) -> Any:
    """The result of a coroutine that never waits."""
    try:
        work.send(None)
    except StopIteration as end:
        return end.value
    raise AssertionError("a synchronous tool waited")


def message_for_model(error: Exception) -> str:
    """What happened and what to do next, in one text."""
    if not isinstance(error, AirbyteError):
        return str(error)
    parts = [f"{error.code}: {error.message}" if error.code else error.message]
    if error.hint:
        parts.append(error.hint)
    if error.allowed:
        parts.append("Allowed: " + ", ".join(str(value) for value in error.allowed))
    if error.example:
        parts.append(f"For example: {error.example}")
    if error.retry_after:
        parts.append(f"Not before {error.retry_after:g} seconds have passed.")
    return "\n".join(parts)


def _is_retryable(error: Exception, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
    return bool(getattr(error, "retryable", False)) and (getattr(error, "retry_after", None) or 0) <= _LONGEST_WAIT_S


def _wait(error: Exception, attempt: int) -> float:
    known = getattr(error, "retry_after", None)
    return min(float(known if known is not None else 2**attempt), _LONGEST_WAIT_S)


def _description(owner: Any, func: Callable[..., Any], wanted: bool | None) -> str:
    """With the store's actions only where a store is there, or the mode is unknown and they are asked for."""
    connector = _connector_of(owner, func)
    if connector is None:
        store = wanted is True
    else:
        store = wanted is not False and connector.has_context_store
    return _tool_text.STORE if store else _tool_text.LIVE


def _connector_of(owner: Any, func: Callable[..., Any]) -> Any:
    """The connector a tool asks: `owner` itself, or one that the function's code names."""
    if not isinstance(owner, type):
        return owner
    names = inspect.getclosurevars(func)
    for value in (*names.nonlocals.values(), *names.globals.values()):
        if isinstance(value, owner):
            return value
    return None
