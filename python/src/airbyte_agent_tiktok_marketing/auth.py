"""How a connector proves who it acts for. Secrets never show in `repr`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import AliasChoices, BaseModel, ConfigDict, Field


class _Texts(BaseModel):
    """Plain texts by known names are taken as they are.

    Pydantic's validator is made on first use and costs more than the import of the whole package; it is left to what
    is not so plain.
    """

    model_config = ConfigDict(defer_build=True)
    _other_names: ClassVar[dict[str, str]] = {}

    def __init__(self, **given: Any) -> None:
        named = {self._other_names.get(name, name): value for name, value in given.items()}
        fields = type(self).model_fields
        required = all(name in named for name, field in fields.items() if field.is_required())
        if required and len(named) == len(given) and all(
            name in fields and (type(value) is str or (value is None and not fields[name].is_required()))
            for name, value in named.items()
        ):
            self.__setstate__(type(self).model_construct(**named).__getstate__())
        else:
            super().__init__(**given)


class TiktokMarketingAuthConfig(_Texts):
    """Open source mode: the long-term token of a TikTok app."""

    model_config = ConfigDict(extra="forbid")

    access_token: str = Field(repr=False)


class TiktokMarketingReplicationConfig(_Texts):
    """What the hosted server replicates of a new connector."""

    model_config = ConfigDict(extra="forbid")

    start_date: str
    """First day that is read, `YYYY-MM-DD`."""


class AirbyteAuthConfig(_Texts):
    """Hosted mode: an application of a hosted server, and the workspace it acts for."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)
    _other_names: ClassVar[dict[str, str]] = {"customer_name": "workspace_name", "external_user_id": "workspace_name"}

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


AirbyteHostedAuthConfig = AirbyteAuthConfig
