"""Exceptions of the exchange with the other side, under the original's path."""

from ....exceptions import AuthenticationError, HTTPClientError, HTTPStatusError, NetworkError, RateLimitError, TimeoutError

__all__ = ["AuthenticationError", "HTTPClientError", "HTTPStatusError", "NetworkError", "RateLimitError", "TimeoutError"]
