"""Airbyte's own source against the virtual TikTok of the environment: airbyte_source.py read --config … --catalog …

The source knows TikTok's host only, so what it sends there goes to TIKTOK_MARKETING_API_URL instead. Nothing else is
changed. Runs in .venv-airbyte-source (scripts/setup).
"""

import os

from requests.adapters import HTTPAdapter
from source_tiktok_marketing.run import run

TIKTOK = "https://business-api.tiktok.com/open_api/v1.3"
send = HTTPAdapter.send


def redirected(self, request, *arguments, **options):
    if request.url.startswith(TIKTOK):
        request.url = os.environ["TIKTOK_MARKETING_API_URL"] + request.url.removeprefix(TIKTOK)
    return send(self, request, *arguments, **options)


HTTPAdapter.send = redirected
run()
