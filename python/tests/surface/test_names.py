"""Every name, field and argument of the original is there."""

import sys
from pathlib import Path

import pytest
from support import ORIGINAL, make_calls

pytestmark = pytest.mark.skipif(not ORIGINAL.exists(), reason="the original package is not installed (scripts/setup)")

# What the original's modules import for themselves.
NOT_ITS_OWN = {"Any", "BaseModel", "ConfigDict", "Field", "Generic", "TypeVar", "Union", "annotations", "Literal",
               "NotRequired", "TypedDict", "connector_model", "TYPE_CHECKING"}


@pytest.fixture(scope="module")
def surfaces():
    settings = {"TIKTOK_MARKETING_API_URL": "http://127.0.0.1:9/open_api/v1.3", "TIKTOK_MARKETING_ACCESS_TOKEN": "x"}
    return [make_calls(python, "surface", settings) for python in (ORIGINAL, Path(sys.executable))]


def test_every_name_can_be_imported(surfaces):
    original, ours = surfaces
    for module, names in original["names"].items():
        missing = set(names) - NOT_ITS_OWN - set(ours["names"][module])
        assert not missing, (module, missing)


def test_models_have_every_field(surfaces):
    original, ours = surfaces
    assert len(original["fields"]) > 40
    for model, fields in original["fields"].items():
        assert set(fields) - set(ours["fields"][model]) <= {"customer_name"}, model


def test_list_takes_the_same_arguments_in_the_same_order(surfaces):
    original, ours = surfaces
    assert len(original["list"]) == 11
    for entity, parameters in original["list"].items():
        assert parameters[-1] == "kwargs"
        assert ours["list"][entity][:-1] == parameters[:-1], entity


def test_search_takes_the_same_arguments_in_the_same_order(surfaces):
    original, ours = surfaces
    assert original["search"] == ours["search"]


def test_the_class_has_every_member(surfaces):
    original, ours = surfaces
    assert set(original["class"]) <= set(ours["class"])
    assert ours["constructor"][:2] == original["constructor"]


NEWER = ["context_store_search", "close", "sdk_version", "__aenter__", "__aexit__"]


def test_members_of_the_newer_package_are_there_too():
    from airbyte_agent_tiktok_marketing import AdvertisersListResultMeta, TiktokMarketingConnector
    from airbyte_agent_tiktok_marketing.queries import CampaignsQuery

    assert "page_info" in AdvertisersListResultMeta.model_fields
    for name in NEWER:
        assert hasattr(TiktokMarketingConnector, name) or hasattr(CampaignsQuery, name), name


def test_both_eras_arguments_of_tool_utils_are_accepted():
    from airbyte_agent_tiktok_marketing import TiktokMarketingConnector

    @TiktokMarketingConnector.tool_utils(
        update_docstring=True, enable_hosted_mode_features=False, max_output_chars=1000, framework="langchain",
        internal_retries=1, should_internal_retry=lambda *_: False, exhausted_runtime_failure_message=lambda *_: None)
    async def tool(entity: str, action: str, params: dict | None = None):
        """Mine."""

    assert tool.__doc__.startswith("Mine.\nTikTok ads")
