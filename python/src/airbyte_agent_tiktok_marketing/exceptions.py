"""What goes wrong, as exceptions. All carry the same facts; the class says who has to act."""

from __future__ import annotations

import builtins
from typing import Any


class AirbyteError(Exception):
    """Base of everything this package raises about a call.

    `str(error)` says what happened and what to do next.
    """

    type: str = "internal_error"
    """The word every face of the connector uses for this error, such as `unknown_entity`."""
    kind: str = "internal"
    """`authentication`, `permission`, `not_found`, `invalid`, `quota`, `transient`, `timeout`, `protocol`,
    `not_ready`, `conflict`, `cancelled` or `internal`."""
    message: str = ""
    hint: str = ""
    retryable: bool = False
    retry_after: float | None = None
    """Seconds to wait, where that is known."""
    param: str | None = None
    given: str | None = None
    allowed: list[str] | None = None
    example: str | None = None
    """JSON text of a corrected call."""
    tiktok_code: int | None = None
    tiktok_message: str | None = None
    request_id: str | None = None
    status_code: int | None = None
    """HTTP status of the answer; None when there was none."""

    def __init__(self, message: str = "", **facts: Any) -> None:
        super().__init__(message)
        self.message = message
        for name, value in facts.items():
            setattr(self, name, value)

    @property
    def code(self) -> str:
        """The same as `type`."""
        return self.type

    @property
    def retry_after_s(self) -> float | None:
        """The same as `retry_after`."""
        return self.retry_after

    def __str__(self) -> str:
        if not self.hint:
            return self.message
        return f"{self.message}{'' if self.message.endswith(('.', ')', '!')) else '.'} {self.hint}"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (self.__class__, self.message, self.__dict__)


def _rebuilt(cls: builtins.type[AirbyteError], message: str, facts: dict[str, Any]) -> AirbyteError:
    return cls(message, **{name: value for name, value in facts.items() if name != "message"})


class HTTPClientError(AirbyteError):
    """The exchange with TikTok or the hosted server failed."""


class HTTPStatusError(HTTPClientError):
    """The other side refused. `status_code` is the HTTP status, also where TikTok wrapped its refusal in a 200."""

    response: Any = None


class AuthenticationError(HTTPStatusError):
    """The token or the client secret is missing, wrong, expired or not allowed to do this."""


class RateLimitError(HTTPStatusError):
    """Too many requests; `retry_after` says how long to wait, where that is known."""


class ConnectorValidationError(HTTPStatusError):
    """The other side did not accept the parameters."""


class ResultNotFoundError(HTTPStatusError):
    """What was named does not exist."""


class ConnectorNotFoundError(ResultNotFoundError, ValueError):
    """The hosted server has no such connector."""


class ConnectorAmbiguityError(HTTPStatusError, ValueError):
    """Several connectors fit; name one by `connector_id`."""


class NetworkError(HTTPClientError):
    """No answer arrived: no connection, a cut one, or TLS that did not verify."""

    original_error: BaseException | None = None


class TimeoutError(HTTPClientError, builtins.TimeoutError):
    """The deadline of the call passed."""

    timeout_type: str | None = None


class UnreadableAnswerError(HTTPClientError):
    """The other side answered something that cannot be read."""


class ResultTooLargeError(HTTPClientError):
    """The answer is longer than this program reads."""


class ExecutorError(AirbyteError, RuntimeError):
    """The call itself must be corrected; nothing was sent."""


class EntityNotFoundError(ExecutorError):
    """There is no such entity."""


class ActionNotSupportedError(ExecutorError, ValueError):
    """There is no such action."""


class MissingParameterError(ExecutorError, ValueError):
    """A required parameter was not given."""


class InvalidParameterError(ExecutorError, ValueError):
    """A parameter is unknown or has a value that cannot be."""


class ContextStoreError(ExecutorError, NotImplementedError):
    """Search, aggregate or SQL was asked for where no context store can answer."""


class UnknownConnectorError(AirbyteError, ValueError):
    """There is no connector of that name."""


class ConnectorStateError(AirbyteError):
    """The present state forbids the call, or the call was cancelled."""


class InternalError(AirbyteError, RuntimeError):
    """A defect of this program; please report it."""


_CLASSES: dict[str, builtins.type[AirbyteError]] = {
    "unknown_entity": EntityNotFoundError,
    "unknown_action": ActionNotSupportedError,
    "missing": MissingParameterError,
    "missing_parameter": MissingParameterError,
    "value_error": InvalidParameterError,
    "invalid_parameter": InvalidParameterError,
    "invalid_query": InvalidParameterError,
    "invalid_cursor": InvalidParameterError,
    "entity_not_searchable": ContextStoreError,
    "context_store_not_ready": ContextStoreError,
    "context_store_disabled": ContextStoreError,
    "connector_not_found": ConnectorNotFoundError,
    "workspace_not_found": ConnectorNotFoundError,
    "organization_ambiguous": ConnectorAmbiguityError,
    "upstream_unreadable": UnreadableAnswerError,
    "result_too_large": ResultTooLargeError,
}
_CLASSES_OF_KIND: dict[str, builtins.type[AirbyteError]] = {
    "authentication": AuthenticationError,
    "permission": AuthenticationError,
    "not_found": ResultNotFoundError,
    "invalid": ConnectorValidationError,
    "quota": RateLimitError,
    "timeout": TimeoutError,
    "protocol": UnreadableAnswerError,
    "not_ready": ConnectorStateError,
    "conflict": ConnectorStateError,
    "cancelled": ConnectorStateError,
    "internal": InternalError,
}


def _class_of(members: dict[str, Any]) -> builtins.type[AirbyteError]:
    if members["type"] in _CLASSES:
        return _CLASSES[members["type"]]
    if members["kind"] == "transient":
        return HTTPStatusError if members.get("http_status") else NetworkError
    return _CLASSES_OF_KIND.get(members["kind"], InternalError)


def from_core(members: dict[str, Any]) -> AirbyteError:
    """The exception for an error of the C++ core."""
    facts = dict(members)
    facts["retry_after"] = facts.pop("retry_after_s", None)
    facts["status_code"] = facts.pop("http_status", 0) or None
    facts["request_id"] = facts.get("request_id") or None
    return _class_of(members)(facts.pop("message"), **facts)
