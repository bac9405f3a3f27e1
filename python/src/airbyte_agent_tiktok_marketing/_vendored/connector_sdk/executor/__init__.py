"""As `connector_sdk.executor.models`."""

from .models import *  # noqa: F403
