"""Settings of the engine all connectors of this process share."""

from __future__ import annotations

import os

from . import _core, exceptions

# Where distributions keep the certificates they trust.
_CA_FILES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)


# Enough for 500 requests a second at half a second each; the budget, not the connections, should make calls wait.
_CONNECTIONS_PER_HOST = 256


def _ca_file() -> str:
    """The file named by SSL_CERT_FILE, else the system's, else the one of certifi, else nothing."""
    named = os.environ.get("SSL_CERT_FILE", "")
    if named:
        return named
    for path in _CA_FILES:
        if os.path.exists(path):
            return path
    try:
        import certifi
    except ImportError:
        return ""
    return certifi.where()


def configure() -> None:
    """Called once, before the first connector."""
    curl = os.path.join(os.path.dirname(_core.__file__), "_curl.so")
    if os.path.exists(curl):
        _core.set_curl_file(curl)
    _core.configure({"ca_file": _ca_file(), "max_connections_per_host": _CONNECTIONS_PER_HOST})
    _core.set_exception_factory(exceptions.from_core)


