"""The connector: `execute(entity, action, params)` against TikTok, or through a hosted server."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

_PACKAGE_FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# A folder is found before a file of the same name, so this is read even where the original package was installed
# over this one.
if os.path.exists(os.path.join(_PACKAGE_FOLDER, "_vendored", "connector_sdk", "http_client.py")):
    raise ImportError(
        "airbyte-agent-tiktok-marketing and tiktok-marketing-agent are installed in the same environment; they are "
        "the same package by two makers and overwrite each other. Keep this one with: pip uninstall -y "
        "airbyte-agent-tiktok-marketing tiktok-marketing-agent && pip install tiktok-marketing-agent"
    )

from .. import _bridge, _core, _engine, exceptions  # noqa: E402
from .._agent_tools import AgentTools  # noqa: E402
from .._attributes import EntityQueries  # noqa: E402
from .._calls import note_call  # noqa: E402
from . import _settings  # noqa: E402

if TYPE_CHECKING:
    from ..auth import AirbyteAuthConfig, TiktokMarketingAuthConfig, TiktokMarketingReplicationConfig
    from ..models import TiktokMarketingCheckResult

__all__ = ["TiktokMarketingConnector"]

_log = logging.getLogger(__name__)
_engine.configure()


class TiktokMarketingConnector(EntityQueries, AgentTools):
    """Reads TikTok ads: lists and reports live, search and sums from a context store.

    With a `TiktokMarketingAuthConfig` (or TIKTOK_MARKETING_ACCESS_TOKEN) it asks TikTok itself; with an
    `AirbyteAuthConfig` (or AIRBYTE_CLIENT_ID and AIRBYTE_CLIENT_SECRET) it asks the hosted server at
    AIRBYTE_API_HOST. Making one sends nothing. One connector serves any number of threads and event loops, also
    after `fork()`.
    """

    connector_name = "tiktok-marketing"
    connector_version = "1.1.6"
    vendored_sdk_version = "0.1.0"
    sdk_version = "0.1.180"

    def __init__(
        self,
        auth_config: TiktokMarketingAuthConfig | AirbyteAuthConfig | Any | None = None,
        on_token_refresh: Any | None = None,
        *,
        api_url: str | None = None,
        api_host: str | None = None,
        advertiser_ids: Sequence[str] | None = None,
        fenced: bool = False,
        qps: float | None = None,
        data_dir: str | os.PathLike[str] | None = None,
        store: str | None = None,
        timeout: float | None = None,
        allow_plain_http: bool = False,
    ) -> None:
        """Arguments that are None come from the environment (docs/settings.md).

        `api_url` is TikTok's API, `api_host` the hosted server. `advertiser_ids` are used when a call names no
        advertiser; `fenced` forbids all others. `timeout` is the deadline of each call in seconds, with all waits
        and retries. The context store is `data_dir`/stores/local-`store`.db. `on_token_refresh` is accepted for the original's callers; TikTok's tokens are not refreshed.
        """
        self._auth_config = auth_config
        choice = _settings.choose(
            auth_config,
            api_url=api_url,
            api_host=api_host,
            advertiser_ids=advertiser_ids,
            fenced=fenced,
            qps=qps,
            data_dir=os.fspath(data_dir) if data_dir is not None else None,
            store=store,
            allow_plain_http=allow_plain_http,
        )
        self.mode = choice.mode
        self._where = choice.where
        self._connector_id = choice.options.get("connector_id") or None
        self._workspace_name = choice.options.get("workspace_name")
        self._call_options = {"timeout": timeout} if timeout is not None else None
        make = _core.Connector if choice.mode == "local" else _core.Connector.hosted
        self._core = make(choice.options)

    def __repr__(self) -> str:
        return f"<TiktokMarketingConnector {self.mode}, {self._where}>"

    # -- asking

    async def execute(
        self,
        entity: str,
        action: str,
        params: Mapping[str, Any] | None = None,
        *,
        select_fields: Sequence[str] | None = None,
        exclude_fields: Sequence[str] | None = None,
        skip_truncation: bool = True,
        timeout: float | None = None,
    ) -> Any:
        """`list` answers with `.data` (dicts) and `.meta`; other actions with a dict.

        `select_fields` keeps these members of rows, `exclude_fields` leaves these out; `skip_truncation=False` cuts
        texts of rows to 200 bytes. Raises `exceptions.AirbyteError`. Cancelling the task cancels the call.
        """
        options = self._options(timeout, select_fields, exclude_fields, skip_truncation)
        answer = await _bridge.ask(self._core, entity, action, params, options)
        return self._noted(entity, action, params, answer)

    def execute_sync(
        self,
        entity: str,
        action: str,
        params: Mapping[str, Any] | None = None,
        *,
        select_fields: Sequence[str] | None = None,
        exclude_fields: Sequence[str] | None = None,
        skip_truncation: bool = True,
        timeout: float | None = None,
    ) -> Any:
        """The same for callers without an event loop; other threads run meanwhile."""
        options = self._options(timeout, select_fields, exclude_fields, skip_truncation)
        answer = self._core.execute(entity, action, params, options)
        return self._noted(entity, action, params, answer)

    async def pages(
        self, entity: str, params: Mapping[str, Any] | None = None, *, timeout: float | None = None
    ) -> AsyncIterator[Any]:
        """All of a list, an answer of `execute` for each page."""
        following: Mapping[str, Any] | None = params
        while True:
            page = await self.execute(entity, "list", following, timeout=timeout)
            yield page
            following = page.meta.get("next")
            if not following:
                return

    def pages_sync(
        self, entity: str, params: Mapping[str, Any] | None = None, *, timeout: float | None = None
    ) -> Iterator[Any]:
        """The same for callers without an event loop."""
        following: Mapping[str, Any] | None = params
        while True:
            page = self.execute_sync(entity, "list", following, timeout=timeout)
            yield page
            following = page.meta.get("next")
            if not following:
                return

    async def check(self) -> TiktokMarketingCheckResult:
        """Proves the token and one readable advertiser; never raises for what a check is about."""
        try:
            return _checked(await _bridge.ask(self._core, "*", "check", None, self._call_options))
        except exceptions.AirbyteError as error:
            return _unhealthy(error)

    def check_sync(self) -> TiktokMarketingCheckResult:
        """The same for callers without an event loop."""
        try:
            return _checked(self._core.execute("*", "check", None, self._call_options))
        except exceptions.AirbyteError as error:
            return _unhealthy(error)

    def _noted(self, entity: str, action: str, params: Mapping[str, Any] | None, answer: Any) -> Any:
        result = _with_meta(answer) if action == "list" else answer
        note_call(self, entity, action, params, result)
        return result

    def _options(
        self,
        timeout: float | None,
        select_fields: Sequence[str] | None,
        exclude_fields: Sequence[str] | None,
        skip_truncation: bool,
    ) -> dict[str, Any] | None:
        if timeout is None and not select_fields and not exclude_fields and skip_truncation:
            return self._call_options
        options: dict[str, Any] = dict(self._call_options or {})
        if timeout is not None:
            options["timeout"] = timeout
        if select_fields:
            options["select_fields"] = list(select_fields)
        if exclude_fields:
            options["exclude_fields"] = list(exclude_fields)
        if not skip_truncation:
            options["max_text_bytes"] = 200
        return options

    # -- what can be asked

    def list_entities(self) -> list[dict[str, Any]]:
        """Entities with their actions and parameters."""
        return _core.list_entities()

    def entity_schema(self, entity: str) -> dict[str, Any] | None:
        """JSON Schema of an entity's records; None and a warning for an unknown entity."""
        try:
            return _core.entity_schema(entity)
        except exceptions.EntityNotFoundError as error:
            _log.warning("%s", error)
            return None

    def describe(self, entity: str | None = None) -> dict[str, Any]:
        """Actions, parameters, limits and fields of one entity, or what there is at all."""
        return _core.describe(entity or "")

    # -- the context store

    @property
    def has_context_store(self) -> bool:
        """Whether search, aggregate and SQL may find something: in open source mode, once `replicate` has run."""
        return self.mode == "hosted" or os.path.exists(self._core.store_file)

    async def replicate(
        self,
        *,
        entities: Sequence[str] | None = None,
        advertiser_ids: Sequence[str] | None = None,
        start_date: str | None = None,
        lookback_days: int | None = None,
        full_refresh: bool = False,
    ) -> dict[str, Any]:
        """Brings what TikTok shows into this machine's context store, as `tiktok-marketing sync` does.

        Cancelling the task stops the work; what was read until then stays.
        """
        wished = _wished(entities, advertiser_ids, start_date, lookback_days, full_refresh)
        return await _bridge.in_thread(lambda stop: self._core.replicate(wished, stop))

    def replicate_sync(
        self,
        *,
        entities: Sequence[str] | None = None,
        advertiser_ids: Sequence[str] | None = None,
        start_date: str | None = None,
        lookback_days: int | None = None,
        full_refresh: bool = False,
    ) -> dict[str, Any]:
        """The same for callers without an event loop."""
        wished = _wished(entities, advertiser_ids, start_date, lookback_days, full_refresh)
        return self._core.replicate(wished, _core.Stop())

    # -- hosted mode

    @property
    def connector_id(self) -> str | None:
        """The hosted connector's id where one was given; None in open source mode."""
        return self._connector_id

    @classmethod
    async def create(
        cls,
        *,
        airbyte_config: AirbyteAuthConfig,
        auth_config: TiktokMarketingAuthConfig | None = None,
        name: str | None = None,
        replication_config: TiktokMarketingReplicationConfig | Mapping[str, Any] | None = None,
        source_template_id: str | None = None,
        server_side_oauth_secret_id: str | None = None,
        api_host: str | None = None,
    ) -> TiktokMarketingConnector:
        """Stores TikTok's credentials on the hosted server and returns the connector made of them."""
        tenant = airbyte_config.workspace_name
        if not tenant:
            raise ValueError("create() needs airbyte_config.customer_name: the workspace the connector belongs to")
        body = {
            "name": name or f"{cls.connector_name} - {tenant}",
            "connector_type": None if source_template_id else cls.connector_name,
            "workspace_name": tenant,
            "credentials": {"access_token": auth_config.access_token} if auth_config is not None else None,
            "replication_config": replication_config,
            "source_template_id": source_template_id,
            "server_side_oauth_secret_id": server_side_oauth_secret_id,
        }
        asking = cls(airbyte_config, api_host=api_host)
        made = await asyncio.to_thread(asking._core.request, "POST", "/api/v1/integrations/connectors", None, body)
        return cls(airbyte_config.model_copy(update={"connector_id": made["id"]}), api_host=api_host)

    # -- the end

    async def close(self) -> None:
        """Ends open calls and lets go of everything; the connector cannot be used any more."""
        self._core.close()

    async def __aenter__(self) -> TiktokMarketingConnector:
        return self

    async def __aexit__(self, *exception: object) -> None:
        self._core.close()

    def __enter__(self) -> TiktokMarketingConnector:
        return self

    def __exit__(self, *exception: object) -> None:
        self._core.close()


def _wished(
    entities: Sequence[str] | None,
    advertiser_ids: Sequence[str] | None,
    start_date: str | None,
    lookback_days: int | None,
    full_refresh: bool,
) -> dict[str, Any]:
    return {
        "entities": list(entities) if entities is not None else None,
        "advertiser_ids": list(advertiser_ids) if advertiser_ids is not None else None,
        "start_date": start_date,
        "lookback_days": lookback_days,
        "full_refresh": full_refresh,
    }


def _with_meta(answer: dict[str, Any]) -> Any:
    from ..models import TiktokMarketingExecuteResultWithMeta

    return TiktokMarketingExecuteResultWithMeta.model_construct(data=answer["data"], meta=answer["meta"])


def _checked(document: dict[str, Any]) -> TiktokMarketingCheckResult:
    from ..models import TiktokMarketingCheckResult

    return TiktokMarketingCheckResult.model_validate(document)


def _unhealthy(error: exceptions.AirbyteError) -> TiktokMarketingCheckResult:
    return _checked({"status": "unhealthy", "error": error.message, "hint": error.hint})
