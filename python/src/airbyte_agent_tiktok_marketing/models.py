"""Results."""

from __future__ import annotations

from typing import Any, Optional

from pydantic import BaseModel, ConfigDict

from .auth import TiktokMarketingAuthConfig as TiktokMarketingAuthConfig
from .auth import TiktokMarketingReplicationConfig as TiktokMarketingReplicationConfig


class TiktokMarketingCheckResult(BaseModel):
    """Whether the connector works, and if not, why."""

    model_config = ConfigDict(extra="ignore")

    status: str
    error: Optional[str] = None
    checked_entity: Optional[str] = None
    checked_action: Optional[str] = None


class TiktokMarketingExecuteResultWithMeta(BaseModel):
    """An answer, and in `meta` whether it is all."""

    data: Any
    meta: Any
