"""The auth configs as pydantic models; `auth` offers them. Secrets never show in `repr`.

No slots, so that what `_late` made can become one of these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import AliasChoices, BaseModel, ConfigDict, Field


class TiktokMarketingAuthConfig(BaseModel):
    """Open source mode: the long-term token of a TikTok app."""

    __slots__ = ()
    model_config = ConfigDict(extra="forbid")

    access_token: str = Field(repr=False)


class TiktokMarketingReplicationConfig(BaseModel):
    """What the hosted server replicates of a new connector."""

    __slots__ = ()
    model_config = ConfigDict(extra="forbid")

    start_date: str
    """First day that is read, `YYYY-MM-DD`."""


class AirbyteAuthConfig(BaseModel):
    """Hosted mode: an application of a hosted server, and the workspace it acts for."""

    __slots__ = ()
    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    workspace_name: str | None = Field(
        default=None, validation_alias=AliasChoices("workspace_name", "customer_name", "external_user_id")
    )
    organization_id: str | None = None
    airbyte_client_id: str | None = None
    airbyte_client_secret: str | None = Field(default=None, repr=False)
    connector_id: str | None = None

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            workspace_name: str | None = None,
            customer_name: str | None = None,
            external_user_id: str | None = None,
            organization_id: str | None = None,
            airbyte_client_id: str | None = None,
            airbyte_client_secret: str | None = None,
            connector_id: str | None = None,
        ) -> None: ...

    @property
    def customer_name(self) -> str | None:
        """The workspace by its older name."""
        return self.workspace_name

    @property
    def external_user_id(self) -> str | None:
        """The workspace by its oldest name."""
        return self.workspace_name
