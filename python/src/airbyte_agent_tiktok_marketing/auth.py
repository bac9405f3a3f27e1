"""How a connector proves who it acts for. Secrets never show in `repr`."""

from __future__ import annotations

from pydantic import AliasChoices, BaseModel, ConfigDict, Field


class TiktokMarketingAuthConfig(BaseModel):
    """Open source mode: the long-term token of a TikTok app."""

    model_config = ConfigDict(extra="forbid")

    access_token: str = Field(repr=False)


class TiktokMarketingReplicationConfig(BaseModel):
    """What the hosted server replicates of a new connector."""

    model_config = ConfigDict(extra="forbid")

    start_date: str
    """First day that is read, `YYYY-MM-DD`."""


class AirbyteAuthConfig(BaseModel):
    """Hosted mode: an application of a hosted server, and the workspace it acts for."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    workspace_name: str | None = Field(
        default=None, validation_alias=AliasChoices("workspace_name", "customer_name", "external_user_id")
    )
    organization_id: str | None = None
    airbyte_client_id: str | None = None
    airbyte_client_secret: str | None = Field(default=None, repr=False)
    connector_id: str | None = None

    @property
    def customer_name(self) -> str | None:
        """The workspace by its older name."""
        return self.workspace_name

    @property
    def external_user_id(self) -> str | None:
        """The workspace by its oldest name."""
        return self.workspace_name


AirbyteHostedAuthConfig = AirbyteAuthConfig
