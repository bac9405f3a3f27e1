"""`tool_utils` of the connector, from the class or from a connector."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, overload

if TYPE_CHECKING:
    from ._frameworks import FrameworkName
    from .tool_utils import FailureMessage, RetryPredicate

F = TypeVar("F", bound=Callable[..., Any])


class _ClassOrInstance:
    """Gives `tool_utils` the connector it is taken from, or the class."""

    def __get__(self, instance: Any, owner: Any) -> Any:
        from .tool_utils import decorate

        return functools.partial(decorate, owner if instance is None else instance)


class AgentTools:
    """Mixed into the connector."""

    if TYPE_CHECKING:

        @overload
        @classmethod
        def tool_utils(cls, func: F) -> F: ...
        @overload
        @classmethod
        def tool_utils(
            cls,
            func: None = None,
            *,
            update_docstring: bool = True,
            enable_hosted_mode_features: bool | None = None,
            max_output_chars: int | None = 50_000,
            framework: FrameworkName | None = None,
            internal_retries: int = 0,
            should_internal_retry: RetryPredicate | None = None,
            exhausted_runtime_failure_message: FailureMessage | None = None,
        ) -> Callable[[F], F]: ...
        @classmethod
        def tool_utils(cls, func: Any = None, **options: Any) -> Any:
            """Decorates a function that calls `execute`, so that a language model can use it as a tool.

            Stands between the function and the framework's own decorator, on the class or on a connector, bare or
            with arguments.

            update_docstring: append what the model must know to the function's docstring.
            enable_hosted_mode_features: False leaves the context store's actions out of that text. Left out, they
                are in it where the connector the function uses has a store.
            max_output_chars: longer answers are cut to whole rows; None or 0: never.
            framework: pydantic_ai, langchain, openai_agents, mcp or none, instead of the one that runs the tool.
            internal_retries, should_internal_retry: repeat calls that may succeed later before the model hears of
                the failure.
            exhausted_runtime_failure_message: makes the text of the failure, or None for ours.
            """

    else:
        tool_utils = _ClassOrInstance()
