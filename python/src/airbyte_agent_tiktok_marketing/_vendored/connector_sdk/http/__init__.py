"""As `connector_sdk.exceptions`."""

from .exceptions import *  # noqa: F403
