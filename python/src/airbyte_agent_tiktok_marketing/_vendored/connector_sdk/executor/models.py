"""Exceptions of a call that must be corrected, under the original's path."""

from ....exceptions import (
    ActionNotSupportedError,
    EntityNotFoundError,
    ExecutorError,
    InvalidParameterError,
    MissingParameterError,
)

__all__ = [
    "ActionNotSupportedError",
    "EntityNotFoundError",
    "ExecutorError",
    "InvalidParameterError",
    "MissingParameterError",
]
