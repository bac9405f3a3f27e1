"""From auth config, arguments and environment to the options of the core: argument before environment."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, NamedTuple

_LOCAL = "TiktokMarketingAuthConfig"
_HOSTED = ("AirbyteAuthConfig", "AirbyteHostedAuthConfig")


class Choice(NamedTuple):
    """What a connector is made of. `where` may be shown; `options` holds secrets."""

    mode: str
    where: str
    options: dict[str, Any]


def choose(auth_config: Any | None, **arguments: Any) -> Choice:
    """Local or hosted, by the class of the auth config, else by what the environment holds."""
    if auth_config is None:
        return _from_environment(arguments)
    # By name: applications have classes of that name that are not ours.
    names = {base.__name__ for base in type(auth_config).__mro__}
    if _LOCAL in names:
        return _local(auth_config.access_token, arguments)
    if names.intersection(_HOSTED):
        return _hosted(auth_config, arguments)
    raise TypeError(
        f"Unsupported auth_config type: {type(auth_config).__name__}. "
        f"Expected one of: {_LOCAL}, {', '.join(reversed(_HOSTED))}"
    )


def _from_environment(arguments: dict[str, Any]) -> Choice:
    token = _environment("TIKTOK_MARKETING_ACCESS_TOKEN")
    is_hosted = bool(_environment("AIRBYTE_CLIENT_ID") and _environment("AIRBYTE_CLIENT_SECRET"))
    if token and is_hosted:
        raise ValueError(
            "The environment holds both a TikTok token and credentials of a hosted server; pass the auth_config "
            "that is meant."
        )
    if token:
        return _local(token, arguments)
    if is_hosted:
        return _hosted(None, arguments)
    raise ValueError(
        "Either provide AirbyteAuthConfig with client credentials for hosted mode, or "
        "TiktokMarketingAuthConfig for local mode"
    )


def _local(token: str, arguments: dict[str, Any]) -> Choice:
    api_url = arguments["api_url"] or _environment("TIKTOK_MARKETING_API_URL")
    qps = arguments["qps"] if arguments["qps"] is not None else _qps(_environment("TIKTOK_MARKETING_QPS"))
    options = {
        "access_token": token,
        "api_url": api_url or None,
        "advertiser_ids": _advertisers(arguments["advertiser_ids"]),
        "fenced": arguments["fenced"],
        "app_id": _environment("TIKTOK_MARKETING_APP_ID") or None,
        "app_secret": _environment("TIKTOK_MARKETING_APP_SECRET") or None,
        "qps": qps,
        "max_body_bytes": _max_body_bytes(),
        "data_dir": arguments["data_dir"] or _data_dir(),
        "store": arguments["store"] or _environment("TIKTOK_MARKETING_STORE") or None,
        "allow_plain_http": arguments["allow_plain_http"],
    }
    return Choice("local", api_url or "TikTok", options)


def _hosted(config: Any | None, arguments: dict[str, Any]) -> Choice:
    def setting(member: str, *variables: str) -> str | None:
        given = getattr(config, member, None)
        return given or next((value for name in variables if (value := _environment(name))), None)

    host = arguments["api_host"] or _environment("AIRBYTE_API_HOST") or _environment("SDK_DEV_ADP_API_HOST")
    workspace = next(
        (
            value
            for member in ("workspace_name", "customer_name", "external_user_id")
            if (value := getattr(config, member, None))
        ),
        None,
    )
    options = {
        "api_host": host or None,
        "client_id": setting("airbyte_client_id", "AIRBYTE_CLIENT_ID"),
        "client_secret": setting("airbyte_client_secret", "AIRBYTE_CLIENT_SECRET"),
        "organization_id": setting("organization_id", "AIRBYTE_ORGANIZATION_ID"),
        "workspace_name": workspace or _environment("AIRBYTE_WORKSPACE") or None,
        "connector_id": getattr(config, "connector_id", None),
        "max_body_bytes": _max_body_bytes(),
        "allow_plain_http": arguments["allow_plain_http"],
    }
    return Choice("hosted", host or "no server", options)


def _environment(name: str) -> str:
    return os.environ.get(name, "").strip()


def _data_dir() -> str:
    home = _environment("XDG_DATA_HOME") or os.path.join(os.path.expanduser("~"), ".local", "share")
    return _environment("TIKTOK_MARKETING_DATA_DIR") or os.path.join(home, "tiktok-marketing")


def _qps(text: str) -> float | None:
    if not text:
        return None
    if text == "unlimited":
        return -1.0
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"TIKTOK_MARKETING_QPS must be a number of requests a second or unlimited, not {text!r}") from None


def _max_body_bytes() -> int | None:
    text = _environment("TIKTOK_MARKETING_MAX_BODY_MB")
    if not text:
        return None
    # Digits only: Python's `int` reads more than the command does.
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 1024):
        raise ValueError(f"TIKTOK_MARKETING_MAX_BODY_MB must be 1 to 1024 MiB, not {text!r}")
    return int(text) * 2**20


def _advertisers(given: Sequence[str] | str | None) -> list[str]:
    if given is None:
        given = _environment("TIKTOK_MARKETING_ADVERTISER_IDS")
    if isinstance(given, str):
        given = given.strip().strip("[]").replace('"', "").split(",")
    return [text for each in given if (text := str(each).strip())]
