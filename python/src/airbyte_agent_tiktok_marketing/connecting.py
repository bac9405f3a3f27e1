"""`connect()`: a connector of a hosted server by its name, with defaults for the whole process."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from .exceptions import UnknownConnectorError

if TYPE_CHECKING:
    from .auth import AirbyteAuthConfig
    from .connector import TiktokMarketingConnector

_NAME = "tiktok-marketing"
_defaults: dict[str, str | None] = {}


def configure(
    client_id: str | None = None,
    client_secret: str | None = None,
    organization_id: str | None = None,
    workspace_name: str = "default",
) -> None:
    """What `connect` uses where it is not told; before the environment."""
    _defaults.update(
        client_id=client_id,
        client_secret=client_secret,
        organization_id=organization_id,
        workspace_name=workspace_name,
    )


def list_connectors() -> list[str]:
    """Names `connect` knows."""
    return [_NAME]


def connect(
    connector_name: str = _NAME,
    *,
    client_id: str | None = None,
    client_secret: str | None = None,
    workspace_name: str | None = None,
    connector_id: str | None = None,
    organization_id: str | None = None,
    auth_config: AirbyteAuthConfig | None = None,
) -> TiktokMarketingConnector:
    """A connector of the hosted server at AIRBYTE_API_HOST. Sends nothing yet.

    Argument before `configure` before AIRBYTE_CLIENT_ID, AIRBYTE_CLIENT_SECRET, AIRBYTE_ORGANIZATION_ID and
    AIRBYTE_WORKSPACE. Errors: `UnknownConnectorError` for another name than `tiktok-marketing`.
    """
    from .auth import AirbyteAuthConfig
    from .connector import TiktokMarketingConnector

    if connector_name.replace("_", "-") != _NAME:
        raise UnknownConnectorError(f"there is no connector {connector_name!r}", hint=f"This package has {_NAME}.")
    if auth_config is not None:
        return TiktokMarketingConnector(auth_config=auth_config)

    def setting(given: str | None, name: str, variable: str) -> str | None:
        return given or _defaults.get(name) or os.environ.get(variable, "").strip() or None

    return TiktokMarketingConnector(
        auth_config=AirbyteAuthConfig(
            workspace_name=setting(workspace_name, "workspace_name", "AIRBYTE_WORKSPACE"),
            organization_id=setting(organization_id, "organization_id", "AIRBYTE_ORGANIZATION_ID"),
            airbyte_client_id=setting(client_id, "client_id", "AIRBYTE_CLIENT_ID"),
            airbyte_client_secret=setting(client_secret, "client_secret", "AIRBYTE_CLIENT_SECRET"),
            connector_id=connector_id,
        )
    )
