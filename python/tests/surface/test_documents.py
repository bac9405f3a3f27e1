"""What README.md and docs/python.md show is run as it stands."""

import asyncio
import os
import re
import subprocess
import sys
import textwrap

import pytest
from support import PACKAGE, ROOT

EXAMPLE_ADVERTISER = "7312000000000000101"


def snippets(document: str, section: str) -> list[str]:
    """The Python blocks of a section."""
    text = (ROOT / document).read_text()
    (part,) = re.findall(rf"^## {re.escape(section)}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    return re.findall(r"```python\n(.*?)```", part, re.S)


def test_readme(token, advertiser):
    first, tool = snippets("README.md", "A first call from Python")
    program = first.replace("YOUR_ACCESS_TOKEN", token).replace("YOUR_ADVERTISER_ID", advertiser)
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60,
                              env={**os.environ, "PYTHONPATH": str(PACKAGE)})
    assert finished.returncode == 0, finished.stderr
    assert len(finished.stdout.splitlines()) > 5
    from pydantic_ai import Agent

    exec(program + tool, {"agent": Agent()})  # noqa: S102


def test_connecting(monkeypatch):
    (connect,) = snippets("docs/python.md", "Connect")
    monkeypatch.setenv("AIRBYTE_API_HOST", "http://127.0.0.1:9")
    names: dict = {}
    exec(connect, names)  # noqa: S102
    assert (names["local"].mode, names["hosted"].mode) == ("local", "hosted")


@pytest.fixture
def ask(connector, advertiser):
    """Runs a snippet where `connector` exists and `await` is allowed."""
    def run(code):
        names = {"connector": connector}
        body = textwrap.indent(code.replace(EXAMPLE_ADVERTISER, advertiser), "    ")
        exec(f"async def snippet():\n{body}    return dict(locals())", names)  # noqa: S102
        return asyncio.run(names["snippet"]())

    return run


def test_asking(ask):
    execute, typed = snippets("docs/python.md", "Ask")
    assert ask(execute)["result"].data
    lists, _, search = typed.partition("\nfound = ")
    assert ask(lists + "\n")["report"].data
    with pytest.raises(NotImplementedError):  # nothing was synced here
        ask("found = " + search)


def test_the_tool(connector):
    (tool,) = snippets("docs/python.md", "Agents")
    from airbyte_agent_tiktok_marketing import TiktokMarketingConnector
    from pydantic_ai import Agent

    names = {"agent": Agent(), "connector": connector, "TiktokMarketingConnector": TiktokMarketingConnector}
    exec(tool, names)  # noqa: S102
    assert "TikTok ads data" in names["tiktok_marketing_execute"].__doc__
