"""How a connector proves who it acts for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._auth_models import AirbyteAuthConfig as AirbyteAuthConfig
    from ._auth_models import TiktokMarketingAuthConfig as TiktokMarketingAuthConfig
    from ._auth_models import TiktokMarketingReplicationConfig as TiktokMarketingReplicationConfig
else:
    from ._late import LateModel

    TiktokMarketingAuthConfig = LateModel("TiktokMarketingAuthConfig", required=("access_token",))
    TiktokMarketingReplicationConfig = LateModel("TiktokMarketingReplicationConfig", required=("start_date",))
    AirbyteAuthConfig = LateModel(
        "AirbyteAuthConfig",
        optional=("workspace_name", "organization_id", "airbyte_client_id", "airbyte_client_secret", "connector_id"),
        other_names={"customer_name": "workspace_name", "external_user_id": "workspace_name"},
    )

AirbyteHostedAuthConfig = AirbyteAuthConfig
