"""Auth config of hosted mode, under the original's path."""

from ...auth import AirbyteAuthConfig, AirbyteHostedAuthConfig

__all__ = ["AirbyteAuthConfig", "AirbyteHostedAuthConfig"]
