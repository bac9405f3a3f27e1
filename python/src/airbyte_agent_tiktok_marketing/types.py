"""Parameters, filters and search queries as TypedDicts.

Rendered from src/catalog by catalog-render; change the catalog, not this file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Union

from typing_extensions import TypedDict

from .auth import AirbyteAuthConfig as AirbyteAuthConfig

AirbyteSortOrder = Literal["asc", "desc"]


class AirbyteSearchParams(TypedDict, total=False):
    """Parameters of a search of any entity."""

    query: Mapping[str, Any]
    limit: int
    cursor: str
    fields: Sequence[str | Sequence[str]]


class ReportCondition(TypedDict):
    """A condition in the `filtering` of a report."""

    field_name: str
    filter_type: Literal["IN", "NOT_IN", "MATCH", "CONTAIN_ANY_OF", "GREATER_EQUAL", "GREATER_THAN", "LOWER_EQUAL", "LOWER_THAN", "BETWEEN", "RANGE"]
    filter_value: str | int | float | Sequence[str | int]


class AdvertisersListOptions(TypedDict, total=False):
    """Parameters of `advertisers list` that the original lacks."""

    all: bool
    limit: int
    cursor: str
    fields: str | Sequence[str]


class AdvertisersListParams(AdvertisersListOptions, total=False):
    """Parameters of `advertisers list`."""

    advertiser_ids: str | Sequence[str | int]
    page: int
    page_size: int


class AdvertisersSearchFilter(TypedDict, total=False):
    """Field and value to compare with."""

    address: str
    advertiser_account_type: str
    advertiser_id: str | int
    balance: float
    brand: str
    cellphone_number: str
    company: str
    contacter: str
    country: str
    create_time: int
    currency: str
    description: str
    display_timezone: str
    email: str
    industry: str
    language: str
    license_city: str
    license_no: str
    license_province: str
    license_url: str
    name: str
    promotion_area: str
    promotion_center_city: str
    promotion_center_province: str
    rejection_reason: str
    role: str
    status: str
    telephone_number: str
    timezone: str


class AdvertisersInFilter(TypedDict, total=False):
    """Field and the values it may have."""

    address: Sequence[str]
    advertiser_account_type: Sequence[str]
    advertiser_id: Sequence[str | int]
    balance: Sequence[float]
    brand: Sequence[str]
    cellphone_number: Sequence[str]
    company: Sequence[str]
    contacter: Sequence[str]
    country: Sequence[str]
    create_time: Sequence[int]
    currency: Sequence[str]
    description: Sequence[str]
    display_timezone: Sequence[str]
    email: Sequence[str]
    industry: Sequence[str]
    language: Sequence[str]
    license_city: Sequence[str]
    license_no: Sequence[str]
    license_province: Sequence[str]
    license_url: Sequence[str]
    name: Sequence[str]
    promotion_area: Sequence[str]
    promotion_center_city: Sequence[str]
    promotion_center_province: Sequence[str]
    rejection_reason: Sequence[str]
    role: Sequence[str]
    status: Sequence[str]
    telephone_number: Sequence[str]
    timezone: Sequence[str]


class AdvertisersStringFilter(TypedDict, total=False):
    """Field and text to look for."""

    address: str
    advertiser_account_type: str
    advertiser_id: str
    balance: str
    brand: str
    cellphone_number: str
    company: str
    contacter: str
    country: str
    create_time: str
    currency: str
    description: str
    display_timezone: str
    email: str
    industry: str
    language: str
    license_city: str
    license_no: str
    license_province: str
    license_url: str
    name: str
    promotion_area: str
    promotion_center_city: str
    promotion_center_province: str
    rejection_reason: str
    role: str
    status: str
    telephone_number: str
    timezone: str


class AdvertisersAnyValueFilter(TypedDict, total=False):
    """Field and an item of its list."""

    address: Any
    advertiser_account_type: Any
    advertiser_id: Any
    balance: Any
    brand: Any
    cellphone_number: Any
    company: Any
    contacter: Any
    country: Any
    create_time: Any
    currency: Any
    description: Any
    display_timezone: Any
    email: Any
    industry: Any
    language: Any
    license_city: Any
    license_no: Any
    license_province: Any
    license_url: Any
    name: Any
    promotion_area: Any
    promotion_center_city: Any
    promotion_center_province: Any
    rejection_reason: Any
    role: Any
    status: Any
    telephone_number: Any
    timezone: Any


class AdvertisersSortFilter(TypedDict, total=False):
    """Field and direction."""

    address: AirbyteSortOrder
    advertiser_account_type: AirbyteSortOrder
    advertiser_id: AirbyteSortOrder
    balance: AirbyteSortOrder
    brand: AirbyteSortOrder
    cellphone_number: AirbyteSortOrder
    company: AirbyteSortOrder
    contacter: AirbyteSortOrder
    country: AirbyteSortOrder
    create_time: AirbyteSortOrder
    currency: AirbyteSortOrder
    description: AirbyteSortOrder
    display_timezone: AirbyteSortOrder
    email: AirbyteSortOrder
    industry: AirbyteSortOrder
    language: AirbyteSortOrder
    license_city: AirbyteSortOrder
    license_no: AirbyteSortOrder
    license_province: AirbyteSortOrder
    license_url: AirbyteSortOrder
    name: AirbyteSortOrder
    promotion_area: AirbyteSortOrder
    promotion_center_city: AirbyteSortOrder
    promotion_center_province: AirbyteSortOrder
    rejection_reason: AirbyteSortOrder
    role: AirbyteSortOrder
    status: AirbyteSortOrder
    telephone_number: AirbyteSortOrder
    timezone: AirbyteSortOrder


AdvertisersEqCondition = TypedDict("AdvertisersEqCondition", {"eq": AdvertisersSearchFilter}, total=False)
AdvertisersNeqCondition = TypedDict("AdvertisersNeqCondition", {"neq": AdvertisersSearchFilter}, total=False)
AdvertisersGtCondition = TypedDict("AdvertisersGtCondition", {"gt": AdvertisersSearchFilter}, total=False)
AdvertisersGteCondition = TypedDict("AdvertisersGteCondition", {"gte": AdvertisersSearchFilter}, total=False)
AdvertisersLtCondition = TypedDict("AdvertisersLtCondition", {"lt": AdvertisersSearchFilter}, total=False)
AdvertisersLteCondition = TypedDict("AdvertisersLteCondition", {"lte": AdvertisersSearchFilter}, total=False)
AdvertisersInCondition = TypedDict("AdvertisersInCondition", {"in": AdvertisersInFilter}, total=False)
AdvertisersLikeCondition = TypedDict("AdvertisersLikeCondition", {"like": AdvertisersStringFilter}, total=False)
AdvertisersFuzzyCondition = TypedDict("AdvertisersFuzzyCondition", {"fuzzy": AdvertisersStringFilter}, total=False)
AdvertisersKeywordCondition = TypedDict("AdvertisersKeywordCondition", {"keyword": AdvertisersStringFilter}, total=False)
AdvertisersStartswithCondition = TypedDict("AdvertisersStartswithCondition", {"startswith": AdvertisersStringFilter}, total=False)
AdvertisersEndswithCondition = TypedDict("AdvertisersEndswithCondition", {"endswith": AdvertisersStringFilter}, total=False)
AdvertisersContainsCondition = TypedDict("AdvertisersContainsCondition", {"contains": AdvertisersAnyValueFilter}, total=False)
AdvertisersArrayContainsCondition = TypedDict("AdvertisersArrayContainsCondition", {"array_contains": AdvertisersAnyValueFilter}, total=False)
AdvertisersAnyCondition = TypedDict("AdvertisersAnyCondition", {"any": AdvertisersAnyValueFilter}, total=False)
AdvertisersAndCondition = TypedDict("AdvertisersAndCondition", {"and": "Sequence[AdvertisersCondition]"}, total=False)
AdvertisersOrCondition = TypedDict("AdvertisersOrCondition", {"or": "Sequence[AdvertisersCondition]"}, total=False)
AdvertisersNotCondition = TypedDict("AdvertisersNotCondition", {"not": "AdvertisersCondition"}, total=False)
AdvertisersCondition = Union[
    AdvertisersEqCondition,
    AdvertisersNeqCondition,
    AdvertisersGtCondition,
    AdvertisersGteCondition,
    AdvertisersLtCondition,
    AdvertisersLteCondition,
    AdvertisersInCondition,
    AdvertisersLikeCondition,
    AdvertisersFuzzyCondition,
    AdvertisersKeywordCondition,
    AdvertisersStartswithCondition,
    AdvertisersEndswithCondition,
    AdvertisersContainsCondition,
    AdvertisersArrayContainsCondition,
    AdvertisersAnyCondition,
    AdvertisersAndCondition,
    AdvertisersOrCondition,
    AdvertisersNotCondition,
]


class AdvertisersSearchQuery(TypedDict, total=False):
    """Which rows, and in which order."""

    filter: AdvertisersCondition
    sort: Sequence[AdvertisersSortFilter]


class CampaignsFiltering(TypedDict, total=False):
    """Keys of `filtering`."""

    campaign_ids: Sequence[str | int]
    campaign_name: str
    primary_status: Literal["STATUS_ALL", "STATUS_NOT_DELETE", "STATUS_DELETE", "STATUS_DELIVERY_OK", "STATUS_DISABLE", "STATUS_NOT_DELIVERY"]
    secondary_status: str
    objective_type: str
    campaign_type: Literal["REGULAR_CAMPAIGN", "IOS14_CAMPAIGN"]
    buying_types: Sequence[Literal["AUCTION", "RESERVATION_RF", "RESERVATION_TOP_VIEW"]]
    optimization_goal: str
    campaign_system_origins: Sequence[Literal["PROMOTE", "TT_ADS_PLATFORM"]]
    campaign_automation_type: Literal["MANUAL", "SMART_PLUS", "UPGRADED_SMART_PLUS"]
    is_smart_performance_campaign: bool
    split_test_enabled: bool
    campaign_product_source: Literal["CATALOG", "STORE"]
    sales_destination: Literal["TIKTOK_SHOP", "WEBSITE", "APP", "WEB_AND_APP"]
    creative_campaign_type: Sequence[Literal["SPC", "SEARCH_CAMPAIGN", "OTHER"]]
    creation_filter_start_time: str
    creation_filter_end_time: str
    gmv_max_promotion_types: Sequence[str]
    store_ids: Sequence[str | int]


class CampaignsListOptions(TypedDict, total=False):
    """Parameters of `campaigns list` that the original lacks."""

    filtering: str | CampaignsFiltering
    all: bool
    limit: int
    cursor: str
    fields: str | Sequence[str]


class CampaignsListParams(CampaignsListOptions, total=False):
    """Parameters of `campaigns list`."""

    advertiser_id: str | int
    page: int
    page_size: int


class CampaignsSearchFilter(TypedDict, total=False):
    """Field and value to compare with."""

    advertiser_id: str | int
    app_promotion_type: str
    bid_type: str
    budget: float
    budget_mode: str
    budget_optimize_on: bool
    campaign_id: str | int
    campaign_name: str
    campaign_type: str
    create_time: str
    deep_bid_type: str
    is_new_structure: bool
    is_search_campaign: bool
    is_smart_performance_campaign: bool
    modify_time: str
    objective: str
    objective_type: str
    operation_status: str
    optimization_goal: str
    rf_campaign_type: str
    roas_bid: float
    secondary_status: str
    split_test_variable: str


class CampaignsInFilter(TypedDict, total=False):
    """Field and the values it may have."""

    advertiser_id: Sequence[str | int]
    app_promotion_type: Sequence[str]
    bid_type: Sequence[str]
    budget: Sequence[float]
    budget_mode: Sequence[str]
    budget_optimize_on: Sequence[bool]
    campaign_id: Sequence[str | int]
    campaign_name: Sequence[str]
    campaign_type: Sequence[str]
    create_time: Sequence[str]
    deep_bid_type: Sequence[str]
    is_new_structure: Sequence[bool]
    is_search_campaign: Sequence[bool]
    is_smart_performance_campaign: Sequence[bool]
    modify_time: Sequence[str]
    objective: Sequence[str]
    objective_type: Sequence[str]
    operation_status: Sequence[str]
    optimization_goal: Sequence[str]
    rf_campaign_type: Sequence[str]
    roas_bid: Sequence[float]
    secondary_status: Sequence[str]
    split_test_variable: Sequence[str]


class CampaignsStringFilter(TypedDict, total=False):
    """Field and text to look for."""

    advertiser_id: str
    app_promotion_type: str
    bid_type: str
    budget: str
    budget_mode: str
    budget_optimize_on: str
    campaign_id: str
    campaign_name: str
    campaign_type: str
    create_time: str
    deep_bid_type: str
    is_new_structure: str
    is_search_campaign: str
    is_smart_performance_campaign: str
    modify_time: str
    objective: str
    objective_type: str
    operation_status: str
    optimization_goal: str
    rf_campaign_type: str
    roas_bid: str
    secondary_status: str
    split_test_variable: str


class CampaignsAnyValueFilter(TypedDict, total=False):
    """Field and an item of its list."""

    advertiser_id: Any
    app_promotion_type: Any
    bid_type: Any
    budget: Any
    budget_mode: Any
    budget_optimize_on: Any
    campaign_id: Any
    campaign_name: Any
    campaign_type: Any
    create_time: Any
    deep_bid_type: Any
    is_new_structure: Any
    is_search_campaign: Any
    is_smart_performance_campaign: Any
    modify_time: Any
    objective: Any
    objective_type: Any
    operation_status: Any
    optimization_goal: Any
    rf_campaign_type: Any
    roas_bid: Any
    secondary_status: Any
    split_test_variable: Any


class CampaignsSortFilter(TypedDict, total=False):
    """Field and direction."""

    advertiser_id: AirbyteSortOrder
    app_promotion_type: AirbyteSortOrder
    bid_type: AirbyteSortOrder
    budget: AirbyteSortOrder
    budget_mode: AirbyteSortOrder
    budget_optimize_on: AirbyteSortOrder
    campaign_id: AirbyteSortOrder
    campaign_name: AirbyteSortOrder
    campaign_type: AirbyteSortOrder
    create_time: AirbyteSortOrder
    deep_bid_type: AirbyteSortOrder
    is_new_structure: AirbyteSortOrder
    is_search_campaign: AirbyteSortOrder
    is_smart_performance_campaign: AirbyteSortOrder
    modify_time: AirbyteSortOrder
    objective: AirbyteSortOrder
    objective_type: AirbyteSortOrder
    operation_status: AirbyteSortOrder
    optimization_goal: AirbyteSortOrder
    rf_campaign_type: AirbyteSortOrder
    roas_bid: AirbyteSortOrder
    secondary_status: AirbyteSortOrder
    split_test_variable: AirbyteSortOrder


CampaignsEqCondition = TypedDict("CampaignsEqCondition", {"eq": CampaignsSearchFilter}, total=False)
CampaignsNeqCondition = TypedDict("CampaignsNeqCondition", {"neq": CampaignsSearchFilter}, total=False)
CampaignsGtCondition = TypedDict("CampaignsGtCondition", {"gt": CampaignsSearchFilter}, total=False)
CampaignsGteCondition = TypedDict("CampaignsGteCondition", {"gte": CampaignsSearchFilter}, total=False)
CampaignsLtCondition = TypedDict("CampaignsLtCondition", {"lt": CampaignsSearchFilter}, total=False)
CampaignsLteCondition = TypedDict("CampaignsLteCondition", {"lte": CampaignsSearchFilter}, total=False)
CampaignsInCondition = TypedDict("CampaignsInCondition", {"in": CampaignsInFilter}, total=False)
CampaignsLikeCondition = TypedDict("CampaignsLikeCondition", {"like": CampaignsStringFilter}, total=False)
CampaignsFuzzyCondition = TypedDict("CampaignsFuzzyCondition", {"fuzzy": CampaignsStringFilter}, total=False)
CampaignsKeywordCondition = TypedDict("CampaignsKeywordCondition", {"keyword": CampaignsStringFilter}, total=False)
CampaignsStartswithCondition = TypedDict("CampaignsStartswithCondition", {"startswith": CampaignsStringFilter}, total=False)
CampaignsEndswithCondition = TypedDict("CampaignsEndswithCondition", {"endswith": CampaignsStringFilter}, total=False)
CampaignsContainsCondition = TypedDict("CampaignsContainsCondition", {"contains": CampaignsAnyValueFilter}, total=False)
CampaignsArrayContainsCondition = TypedDict("CampaignsArrayContainsCondition", {"array_contains": CampaignsAnyValueFilter}, total=False)
CampaignsAnyCondition = TypedDict("CampaignsAnyCondition", {"any": CampaignsAnyValueFilter}, total=False)
CampaignsAndCondition = TypedDict("CampaignsAndCondition", {"and": "Sequence[CampaignsCondition]"}, total=False)
CampaignsOrCondition = TypedDict("CampaignsOrCondition", {"or": "Sequence[CampaignsCondition]"}, total=False)
CampaignsNotCondition = TypedDict("CampaignsNotCondition", {"not": "CampaignsCondition"}, total=False)
CampaignsCondition = Union[
    CampaignsEqCondition,
    CampaignsNeqCondition,
    CampaignsGtCondition,
    CampaignsGteCondition,
    CampaignsLtCondition,
    CampaignsLteCondition,
    CampaignsInCondition,
    CampaignsLikeCondition,
    CampaignsFuzzyCondition,
    CampaignsKeywordCondition,
    CampaignsStartswithCondition,
    CampaignsEndswithCondition,
    CampaignsContainsCondition,
    CampaignsArrayContainsCondition,
    CampaignsAnyCondition,
    CampaignsAndCondition,
    CampaignsOrCondition,
    CampaignsNotCondition,
]


class CampaignsSearchQuery(TypedDict, total=False):
    """Which rows, and in which order."""

    filter: CampaignsCondition
    sort: Sequence[CampaignsSortFilter]


class AdGroupsFiltering(TypedDict, total=False):
    """Keys of `filtering`."""

    campaign_ids: Sequence[str | int]
    adgroup_ids: Sequence[str | int]
    adgroup_name: str
    primary_status: Literal["STATUS_ALL", "STATUS_NOT_DELETE", "STATUS_DELETE", "STATUS_DELIVERY_OK", "STATUS_DISABLE", "STATUS_NOT_DELIVERY", "STATUS_TIME_DONE", "STATUS_RF_CLOSED", "STATUS_FROZEN", "STATUS_DELIVERY_PARTIAL", "STATUS_DELIVERY_CATALOG"]
    secondary_status: str
    objective_type: str
    buying_types: Sequence[Literal["AUCTION", "RESERVATION_RF", "RESERVATION_TOP_VIEW"]]
    optimization_goal: str
    promotion_type: Literal["APP", "WEBSITE", "INSTANT_FORM", "LEAD_GEN_CLICK_TO_TT_DIRECT_MESSAGE", "LEAD_GEN_CLICK_TO_SOCIAL_MEDIA_APP_MESSAGE", "LEAD_GEN_CLICK_TO_CALL", "OTHERS"]
    bid_strategy: Literal["BID_STRATEGY_COST_CAP", "BID_STRATEGY_BID_CAP", "BID_STRATEGY_MAX_CONVERSION", "BID_STRATEGY_LOWEST_COST"]
    creative_material_mode: Literal["CUSTOM", "SMART_CREATIVE"]
    billing_events: Sequence[Literal["CPC", "CPM", "CPV", "OCPC", "GD", "OCPM"]]
    split_test_enabled: bool
    campaign_system_origins: Sequence[Literal["PROMOTE", "TT_ADS_PLATFORM"]]
    campaign_automation_type: Literal["MANUAL", "SMART_PLUS", "UPGRADED_SMART_PLUS"]
    creation_filter_start_time: str
    creation_filter_end_time: str


class AdGroupsListOptions(TypedDict, total=False):
    """Parameters of `ad_groups list` that the original lacks."""

    filtering: str | AdGroupsFiltering
    all: bool
    limit: int
    cursor: str
    fields: str | Sequence[str]


class AdGroupsListParams(AdGroupsListOptions, total=False):
    """Parameters of `ad_groups list`."""

    advertiser_id: str | int
    page: int
    page_size: int


class AdGroupsSearchFilter(TypedDict, total=False):
    """Field and value to compare with."""

    adgroup_id: str | int
    adgroup_name: str
    advertiser_id: str | int
    budget: float
    budget_mode: str
    campaign_id: str | int
    create_time: str
    modify_time: str
    operation_status: str
    optimization_goal: str
    placement_type: str
    promotion_type: str
    secondary_status: str


class AdGroupsInFilter(TypedDict, total=False):
    """Field and the values it may have."""

    adgroup_id: Sequence[str | int]
    adgroup_name: Sequence[str]
    advertiser_id: Sequence[str | int]
    budget: Sequence[float]
    budget_mode: Sequence[str]
    campaign_id: Sequence[str | int]
    create_time: Sequence[str]
    modify_time: Sequence[str]
    operation_status: Sequence[str]
    optimization_goal: Sequence[str]
    placement_type: Sequence[str]
    promotion_type: Sequence[str]
    secondary_status: Sequence[str]


class AdGroupsStringFilter(TypedDict, total=False):
    """Field and text to look for."""

    adgroup_id: str
    adgroup_name: str
    advertiser_id: str
    budget: str
    budget_mode: str
    campaign_id: str
    create_time: str
    modify_time: str
    operation_status: str
    optimization_goal: str
    placement_type: str
    promotion_type: str
    secondary_status: str


class AdGroupsAnyValueFilter(TypedDict, total=False):
    """Field and an item of its list."""

    adgroup_id: Any
    adgroup_name: Any
    advertiser_id: Any
    budget: Any
    budget_mode: Any
    campaign_id: Any
    create_time: Any
    modify_time: Any
    operation_status: Any
    optimization_goal: Any
    placement_type: Any
    promotion_type: Any
    secondary_status: Any


class AdGroupsSortFilter(TypedDict, total=False):
    """Field and direction."""

    adgroup_id: AirbyteSortOrder
    adgroup_name: AirbyteSortOrder
    advertiser_id: AirbyteSortOrder
    budget: AirbyteSortOrder
    budget_mode: AirbyteSortOrder
    campaign_id: AirbyteSortOrder
    create_time: AirbyteSortOrder
    modify_time: AirbyteSortOrder
    operation_status: AirbyteSortOrder
    optimization_goal: AirbyteSortOrder
    placement_type: AirbyteSortOrder
    promotion_type: AirbyteSortOrder
    secondary_status: AirbyteSortOrder


AdGroupsEqCondition = TypedDict("AdGroupsEqCondition", {"eq": AdGroupsSearchFilter}, total=False)
AdGroupsNeqCondition = TypedDict("AdGroupsNeqCondition", {"neq": AdGroupsSearchFilter}, total=False)
AdGroupsGtCondition = TypedDict("AdGroupsGtCondition", {"gt": AdGroupsSearchFilter}, total=False)
AdGroupsGteCondition = TypedDict("AdGroupsGteCondition", {"gte": AdGroupsSearchFilter}, total=False)
AdGroupsLtCondition = TypedDict("AdGroupsLtCondition", {"lt": AdGroupsSearchFilter}, total=False)
AdGroupsLteCondition = TypedDict("AdGroupsLteCondition", {"lte": AdGroupsSearchFilter}, total=False)
AdGroupsInCondition = TypedDict("AdGroupsInCondition", {"in": AdGroupsInFilter}, total=False)
AdGroupsLikeCondition = TypedDict("AdGroupsLikeCondition", {"like": AdGroupsStringFilter}, total=False)
AdGroupsFuzzyCondition = TypedDict("AdGroupsFuzzyCondition", {"fuzzy": AdGroupsStringFilter}, total=False)
AdGroupsKeywordCondition = TypedDict("AdGroupsKeywordCondition", {"keyword": AdGroupsStringFilter}, total=False)
AdGroupsStartswithCondition = TypedDict("AdGroupsStartswithCondition", {"startswith": AdGroupsStringFilter}, total=False)
AdGroupsEndswithCondition = TypedDict("AdGroupsEndswithCondition", {"endswith": AdGroupsStringFilter}, total=False)
AdGroupsContainsCondition = TypedDict("AdGroupsContainsCondition", {"contains": AdGroupsAnyValueFilter}, total=False)
AdGroupsArrayContainsCondition = TypedDict("AdGroupsArrayContainsCondition", {"array_contains": AdGroupsAnyValueFilter}, total=False)
AdGroupsAnyCondition = TypedDict("AdGroupsAnyCondition", {"any": AdGroupsAnyValueFilter}, total=False)
AdGroupsAndCondition = TypedDict("AdGroupsAndCondition", {"and": "Sequence[AdGroupsCondition]"}, total=False)
AdGroupsOrCondition = TypedDict("AdGroupsOrCondition", {"or": "Sequence[AdGroupsCondition]"}, total=False)
AdGroupsNotCondition = TypedDict("AdGroupsNotCondition", {"not": "AdGroupsCondition"}, total=False)
AdGroupsCondition = Union[
    AdGroupsEqCondition,
    AdGroupsNeqCondition,
    AdGroupsGtCondition,
    AdGroupsGteCondition,
    AdGroupsLtCondition,
    AdGroupsLteCondition,
    AdGroupsInCondition,
    AdGroupsLikeCondition,
    AdGroupsFuzzyCondition,
    AdGroupsKeywordCondition,
    AdGroupsStartswithCondition,
    AdGroupsEndswithCondition,
    AdGroupsContainsCondition,
    AdGroupsArrayContainsCondition,
    AdGroupsAnyCondition,
    AdGroupsAndCondition,
    AdGroupsOrCondition,
    AdGroupsNotCondition,
]


class AdGroupsSearchQuery(TypedDict, total=False):
    """Which rows, and in which order."""

    filter: AdGroupsCondition
    sort: Sequence[AdGroupsSortFilter]


class AdsFiltering(TypedDict, total=False):
    """Keys of `filtering`."""

    campaign_ids: Sequence[str | int]
    adgroup_ids: Sequence[str | int]
    ad_ids: Sequence[str | int]
    ad_name: str
    primary_status: Literal["STATUS_ALL", "STATUS_NOT_DELETE", "STATUS_DELETE", "STATUS_DELIVERY_OK", "STATUS_DISABLE", "STATUS_NOT_DELIVERY", "STATUS_TIME_DONE", "STATUS_RF_CLOSED", "STATUS_FROZEN", "STATUS_DELIVERY_PARTIAL", "STATUS_DELIVERY_CATALOG"]
    secondary_status: str
    objective_type: str
    buying_types: Sequence[Literal["AUCTION", "RESERVATION_RF", "RESERVATION_TOP_VIEW"]]
    optimization_goal: str
    creative_material_mode: Literal["CUSTOM", "DYNAMIC", "SMART_CREATIVE"]
    destination: Literal["APP", "TIKTOK_INSTANT_PAGE", "WEBSITE", "SOCIAL_MEDIA_APP", "PHONE_CALL"]
    campaign_system_origins: Sequence[Literal["PROMOTE", "TT_ADS_PLATFORM"]]
    campaign_automation_type: Literal["MANUAL", "SMART_PLUS", "UPGRADED_SMART_PLUS"]
    creation_filter_start_time: str
    creation_filter_end_time: str
    modified_after: str


class AdsListOptions(TypedDict, total=False):
    """Parameters of `ads list` that the original lacks."""

    filtering: str | AdsFiltering
    all: bool
    limit: int
    cursor: str
    fields: str | Sequence[str]


class AdsListParams(AdsListOptions, total=False):
    """Parameters of `ads list`."""

    advertiser_id: str | int
    page: int
    page_size: int


class AdsSearchFilter(TypedDict, total=False):
    """Field and value to compare with."""

    ad_format: str
    ad_id: str | int
    ad_name: str
    ad_text: str
    adgroup_id: str | int
    adgroup_name: str
    advertiser_id: str | int
    campaign_id: str | int
    campaign_name: str
    create_time: str
    landing_page_url: str
    modify_time: str
    operation_status: str
    secondary_status: str
    video_id: str | int


class AdsInFilter(TypedDict, total=False):
    """Field and the values it may have."""

    ad_format: Sequence[str]
    ad_id: Sequence[str | int]
    ad_name: Sequence[str]
    ad_text: Sequence[str]
    adgroup_id: Sequence[str | int]
    adgroup_name: Sequence[str]
    advertiser_id: Sequence[str | int]
    campaign_id: Sequence[str | int]
    campaign_name: Sequence[str]
    create_time: Sequence[str]
    landing_page_url: Sequence[str]
    modify_time: Sequence[str]
    operation_status: Sequence[str]
    secondary_status: Sequence[str]
    video_id: Sequence[str | int]


class AdsStringFilter(TypedDict, total=False):
    """Field and text to look for."""

    ad_format: str
    ad_id: str
    ad_name: str
    ad_text: str
    adgroup_id: str
    adgroup_name: str
    advertiser_id: str
    campaign_id: str
    campaign_name: str
    create_time: str
    landing_page_url: str
    modify_time: str
    operation_status: str
    secondary_status: str
    video_id: str


class AdsAnyValueFilter(TypedDict, total=False):
    """Field and an item of its list."""

    ad_format: Any
    ad_id: Any
    ad_name: Any
    ad_text: Any
    adgroup_id: Any
    adgroup_name: Any
    advertiser_id: Any
    campaign_id: Any
    campaign_name: Any
    create_time: Any
    landing_page_url: Any
    modify_time: Any
    operation_status: Any
    secondary_status: Any
    video_id: Any


class AdsSortFilter(TypedDict, total=False):
    """Field and direction."""

    ad_format: AirbyteSortOrder
    ad_id: AirbyteSortOrder
    ad_name: AirbyteSortOrder
    ad_text: AirbyteSortOrder
    adgroup_id: AirbyteSortOrder
    adgroup_name: AirbyteSortOrder
    advertiser_id: AirbyteSortOrder
    campaign_id: AirbyteSortOrder
    campaign_name: AirbyteSortOrder
    create_time: AirbyteSortOrder
    landing_page_url: AirbyteSortOrder
    modify_time: AirbyteSortOrder
    operation_status: AirbyteSortOrder
    secondary_status: AirbyteSortOrder
    video_id: AirbyteSortOrder


AdsEqCondition = TypedDict("AdsEqCondition", {"eq": AdsSearchFilter}, total=False)
AdsNeqCondition = TypedDict("AdsNeqCondition", {"neq": AdsSearchFilter}, total=False)
AdsGtCondition = TypedDict("AdsGtCondition", {"gt": AdsSearchFilter}, total=False)
AdsGteCondition = TypedDict("AdsGteCondition", {"gte": AdsSearchFilter}, total=False)
AdsLtCondition = TypedDict("AdsLtCondition", {"lt": AdsSearchFilter}, total=False)
AdsLteCondition = TypedDict("AdsLteCondition", {"lte": AdsSearchFilter}, total=False)
AdsInCondition = TypedDict("AdsInCondition", {"in": AdsInFilter}, total=False)
AdsLikeCondition = TypedDict("AdsLikeCondition", {"like": AdsStringFilter}, total=False)
AdsFuzzyCondition = TypedDict("AdsFuzzyCondition", {"fuzzy": AdsStringFilter}, total=False)
AdsKeywordCondition = TypedDict("AdsKeywordCondition", {"keyword": AdsStringFilter}, total=False)
AdsStartswithCondition = TypedDict("AdsStartswithCondition", {"startswith": AdsStringFilter}, total=False)
AdsEndswithCondition = TypedDict("AdsEndswithCondition", {"endswith": AdsStringFilter}, total=False)
AdsContainsCondition = TypedDict("AdsContainsCondition", {"contains": AdsAnyValueFilter}, total=False)
AdsArrayContainsCondition = TypedDict("AdsArrayContainsCondition", {"array_contains": AdsAnyValueFilter}, total=False)
AdsAnyCondition = TypedDict("AdsAnyCondition", {"any": AdsAnyValueFilter}, total=False)
AdsAndCondition = TypedDict("AdsAndCondition", {"and": "Sequence[AdsCondition]"}, total=False)
AdsOrCondition = TypedDict("AdsOrCondition", {"or": "Sequence[AdsCondition]"}, total=False)
AdsNotCondition = TypedDict("AdsNotCondition", {"not": "AdsCondition"}, total=False)
AdsCondition = Union[
    AdsEqCondition,
    AdsNeqCondition,
    AdsGtCondition,
    AdsGteCondition,
    AdsLtCondition,
    AdsLteCondition,
    AdsInCondition,
    AdsLikeCondition,
    AdsFuzzyCondition,
    AdsKeywordCondition,
    AdsStartswithCondition,
    AdsEndswithCondition,
    AdsContainsCondition,
    AdsArrayContainsCondition,
    AdsAnyCondition,
    AdsAndCondition,
    AdsOrCondition,
    AdsNotCondition,
]


class AdsSearchQuery(TypedDict, total=False):
    """Which rows, and in which order."""

    filter: AdsCondition
    sort: Sequence[AdsSortFilter]


class AudiencesListOptions(TypedDict, total=False):
    """Parameters of `audiences list` that the original lacks."""

    custom_audience_ids: str | Sequence[str | int]
    all: bool
    limit: int
    cursor: str
    fields: str | Sequence[str]


class AudiencesListParams(AudiencesListOptions, total=False):
    """Parameters of `audiences list`."""

    advertiser_id: str | int
    page: int
    page_size: int


class AudiencesSearchFilter(TypedDict, total=False):
    """Field and value to compare with."""

    audience_id: str | int
    audience_type: str
    cover_num: int
    create_time: str
    is_valid: bool
    name: str
    shared: bool


class AudiencesInFilter(TypedDict, total=False):
    """Field and the values it may have."""

    audience_id: Sequence[str | int]
    audience_type: Sequence[str]
    cover_num: Sequence[int]
    create_time: Sequence[str]
    is_valid: Sequence[bool]
    name: Sequence[str]
    shared: Sequence[bool]


class AudiencesStringFilter(TypedDict, total=False):
    """Field and text to look for."""

    audience_id: str
    audience_type: str
    cover_num: str
    create_time: str
    is_valid: str
    name: str
    shared: str


class AudiencesAnyValueFilter(TypedDict, total=False):
    """Field and an item of its list."""

    audience_id: Any
    audience_type: Any
    cover_num: Any
    create_time: Any
    is_valid: Any
    name: Any
    shared: Any


class AudiencesSortFilter(TypedDict, total=False):
    """Field and direction."""

    audience_id: AirbyteSortOrder
    audience_type: AirbyteSortOrder
    cover_num: AirbyteSortOrder
    create_time: AirbyteSortOrder
    is_valid: AirbyteSortOrder
    name: AirbyteSortOrder
    shared: AirbyteSortOrder


AudiencesEqCondition = TypedDict("AudiencesEqCondition", {"eq": AudiencesSearchFilter}, total=False)
AudiencesNeqCondition = TypedDict("AudiencesNeqCondition", {"neq": AudiencesSearchFilter}, total=False)
AudiencesGtCondition = TypedDict("AudiencesGtCondition", {"gt": AudiencesSearchFilter}, total=False)
AudiencesGteCondition = TypedDict("AudiencesGteCondition", {"gte": AudiencesSearchFilter}, total=False)
AudiencesLtCondition = TypedDict("AudiencesLtCondition", {"lt": AudiencesSearchFilter}, total=False)
AudiencesLteCondition = TypedDict("AudiencesLteCondition", {"lte": AudiencesSearchFilter}, total=False)
AudiencesInCondition = TypedDict("AudiencesInCondition", {"in": AudiencesInFilter}, total=False)
AudiencesLikeCondition = TypedDict("AudiencesLikeCondition", {"like": AudiencesStringFilter}, total=False)
AudiencesFuzzyCondition = TypedDict("AudiencesFuzzyCondition", {"fuzzy": AudiencesStringFilter}, total=False)
AudiencesKeywordCondition = TypedDict("AudiencesKeywordCondition", {"keyword": AudiencesStringFilter}, total=False)
AudiencesStartswithCondition = TypedDict("AudiencesStartswithCondition", {"startswith": AudiencesStringFilter}, total=False)
AudiencesEndswithCondition = TypedDict("AudiencesEndswithCondition", {"endswith": AudiencesStringFilter}, total=False)
AudiencesContainsCondition = TypedDict("AudiencesContainsCondition", {"contains": AudiencesAnyValueFilter}, total=False)
AudiencesArrayContainsCondition = TypedDict("AudiencesArrayContainsCondition", {"array_contains": AudiencesAnyValueFilter}, total=False)
AudiencesAnyCondition = TypedDict("AudiencesAnyCondition", {"any": AudiencesAnyValueFilter}, total=False)
AudiencesAndCondition = TypedDict("AudiencesAndCondition", {"and": "Sequence[AudiencesCondition]"}, total=False)
AudiencesOrCondition = TypedDict("AudiencesOrCondition", {"or": "Sequence[AudiencesCondition]"}, total=False)
AudiencesNotCondition = TypedDict("AudiencesNotCondition", {"not": "AudiencesCondition"}, total=False)
AudiencesCondition = Union[
    AudiencesEqCondition,
    AudiencesNeqCondition,
    AudiencesGtCondition,
    AudiencesGteCondition,
    AudiencesLtCondition,
    AudiencesLteCondition,
    AudiencesInCondition,
    AudiencesLikeCondition,
    AudiencesFuzzyCondition,
    AudiencesKeywordCondition,
    AudiencesStartswithCondition,
    AudiencesEndswithCondition,
    AudiencesContainsCondition,
    AudiencesArrayContainsCondition,
    AudiencesAnyCondition,
    AudiencesAndCondition,
    AudiencesOrCondition,
    AudiencesNotCondition,
]


class AudiencesSearchQuery(TypedDict, total=False):
    """Which rows, and in which order."""

    filter: AudiencesCondition
    sort: Sequence[AudiencesSortFilter]


class CreativeAssetsImagesFiltering(TypedDict, total=False):
    """Keys of `filtering`."""

    image_ids: Sequence[str]
    material_ids: Sequence[str | int]
    width: int
    height: int
    ratio: Sequence[float]
    displayable: bool


class CreativeAssetsImagesListOptions(TypedDict, total=False):
    """Parameters of `creative_assets_images list` that the original lacks."""

    filtering: str | CreativeAssetsImagesFiltering
    all: bool
    limit: int
    cursor: str
    fields: str | Sequence[str]


class CreativeAssetsImagesListParams(CreativeAssetsImagesListOptions, total=False):
    """Parameters of `creative_assets_images list`."""

    advertiser_id: str | int
    page: int
    page_size: int


class CreativeAssetsImagesSearchFilter(TypedDict, total=False):
    """Field and value to compare with."""

    create_time: str
    file_name: str
    format: str
    height: int
    image_id: str | int
    image_url: str
    modify_time: str
    size: int
    width: int


class CreativeAssetsImagesInFilter(TypedDict, total=False):
    """Field and the values it may have."""

    create_time: Sequence[str]
    file_name: Sequence[str]
    format: Sequence[str]
    height: Sequence[int]
    image_id: Sequence[str | int]
    image_url: Sequence[str]
    modify_time: Sequence[str]
    size: Sequence[int]
    width: Sequence[int]


class CreativeAssetsImagesStringFilter(TypedDict, total=False):
    """Field and text to look for."""

    create_time: str
    file_name: str
    format: str
    height: str
    image_id: str
    image_url: str
    modify_time: str
    size: str
    width: str


class CreativeAssetsImagesAnyValueFilter(TypedDict, total=False):
    """Field and an item of its list."""

    create_time: Any
    file_name: Any
    format: Any
    height: Any
    image_id: Any
    image_url: Any
    modify_time: Any
    size: Any
    width: Any


class CreativeAssetsImagesSortFilter(TypedDict, total=False):
    """Field and direction."""

    create_time: AirbyteSortOrder
    file_name: AirbyteSortOrder
    format: AirbyteSortOrder
    height: AirbyteSortOrder
    image_id: AirbyteSortOrder
    image_url: AirbyteSortOrder
    modify_time: AirbyteSortOrder
    size: AirbyteSortOrder
    width: AirbyteSortOrder


CreativeAssetsImagesEqCondition = TypedDict("CreativeAssetsImagesEqCondition", {"eq": CreativeAssetsImagesSearchFilter}, total=False)
CreativeAssetsImagesNeqCondition = TypedDict("CreativeAssetsImagesNeqCondition", {"neq": CreativeAssetsImagesSearchFilter}, total=False)
CreativeAssetsImagesGtCondition = TypedDict("CreativeAssetsImagesGtCondition", {"gt": CreativeAssetsImagesSearchFilter}, total=False)
CreativeAssetsImagesGteCondition = TypedDict("CreativeAssetsImagesGteCondition", {"gte": CreativeAssetsImagesSearchFilter}, total=False)
CreativeAssetsImagesLtCondition = TypedDict("CreativeAssetsImagesLtCondition", {"lt": CreativeAssetsImagesSearchFilter}, total=False)
CreativeAssetsImagesLteCondition = TypedDict("CreativeAssetsImagesLteCondition", {"lte": CreativeAssetsImagesSearchFilter}, total=False)
CreativeAssetsImagesInCondition = TypedDict("CreativeAssetsImagesInCondition", {"in": CreativeAssetsImagesInFilter}, total=False)
CreativeAssetsImagesLikeCondition = TypedDict("CreativeAssetsImagesLikeCondition", {"like": CreativeAssetsImagesStringFilter}, total=False)
CreativeAssetsImagesFuzzyCondition = TypedDict("CreativeAssetsImagesFuzzyCondition", {"fuzzy": CreativeAssetsImagesStringFilter}, total=False)
CreativeAssetsImagesKeywordCondition = TypedDict("CreativeAssetsImagesKeywordCondition", {"keyword": CreativeAssetsImagesStringFilter}, total=False)
CreativeAssetsImagesStartswithCondition = TypedDict("CreativeAssetsImagesStartswithCondition", {"startswith": CreativeAssetsImagesStringFilter}, total=False)
CreativeAssetsImagesEndswithCondition = TypedDict("CreativeAssetsImagesEndswithCondition", {"endswith": CreativeAssetsImagesStringFilter}, total=False)
CreativeAssetsImagesContainsCondition = TypedDict("CreativeAssetsImagesContainsCondition", {"contains": CreativeAssetsImagesAnyValueFilter}, total=False)
CreativeAssetsImagesArrayContainsCondition = TypedDict("CreativeAssetsImagesArrayContainsCondition", {"array_contains": CreativeAssetsImagesAnyValueFilter}, total=False)
CreativeAssetsImagesAnyCondition = TypedDict("CreativeAssetsImagesAnyCondition", {"any": CreativeAssetsImagesAnyValueFilter}, total=False)
CreativeAssetsImagesAndCondition = TypedDict("CreativeAssetsImagesAndCondition", {"and": "Sequence[CreativeAssetsImagesCondition]"}, total=False)
CreativeAssetsImagesOrCondition = TypedDict("CreativeAssetsImagesOrCondition", {"or": "Sequence[CreativeAssetsImagesCondition]"}, total=False)
CreativeAssetsImagesNotCondition = TypedDict("CreativeAssetsImagesNotCondition", {"not": "CreativeAssetsImagesCondition"}, total=False)
CreativeAssetsImagesCondition = Union[
    CreativeAssetsImagesEqCondition,
    CreativeAssetsImagesNeqCondition,
    CreativeAssetsImagesGtCondition,
    CreativeAssetsImagesGteCondition,
    CreativeAssetsImagesLtCondition,
    CreativeAssetsImagesLteCondition,
    CreativeAssetsImagesInCondition,
    CreativeAssetsImagesLikeCondition,
    CreativeAssetsImagesFuzzyCondition,
    CreativeAssetsImagesKeywordCondition,
    CreativeAssetsImagesStartswithCondition,
    CreativeAssetsImagesEndswithCondition,
    CreativeAssetsImagesContainsCondition,
    CreativeAssetsImagesArrayContainsCondition,
    CreativeAssetsImagesAnyCondition,
    CreativeAssetsImagesAndCondition,
    CreativeAssetsImagesOrCondition,
    CreativeAssetsImagesNotCondition,
]


class CreativeAssetsImagesSearchQuery(TypedDict, total=False):
    """Which rows, and in which order."""

    filter: CreativeAssetsImagesCondition
    sort: Sequence[CreativeAssetsImagesSortFilter]


class CreativeAssetsVideosFiltering(TypedDict, total=False):
    """Keys of `filtering`."""

    video_ids: Sequence[str]
    material_ids: Sequence[str | int]
    video_name: str
    video_material_source: Sequence[str]
    width: int
    height: int
    ratio: Sequence[float]
    displayable: bool


class CreativeAssetsVideosListOptions(TypedDict, total=False):
    """Parameters of `creative_assets_videos list` that the original lacks."""

    filtering: str | CreativeAssetsVideosFiltering
    sort_field: Literal["CREATE_TIME", "MODIFY_TIME"]
    all: bool
    limit: int
    cursor: str
    fields: str | Sequence[str]


class CreativeAssetsVideosListParams(CreativeAssetsVideosListOptions, total=False):
    """Parameters of `creative_assets_videos list`."""

    advertiser_id: str | int
    page: int
    page_size: int


class CreativeAssetsVideosSearchFilter(TypedDict, total=False):
    """Field and value to compare with."""

    create_time: str
    duration: float
    file_name: str
    format: str
    height: int
    modify_time: str
    size: int
    video_cover_url: str
    video_id: str | int
    width: int


class CreativeAssetsVideosInFilter(TypedDict, total=False):
    """Field and the values it may have."""

    create_time: Sequence[str]
    duration: Sequence[float]
    file_name: Sequence[str]
    format: Sequence[str]
    height: Sequence[int]
    modify_time: Sequence[str]
    size: Sequence[int]
    video_cover_url: Sequence[str]
    video_id: Sequence[str | int]
    width: Sequence[int]


class CreativeAssetsVideosStringFilter(TypedDict, total=False):
    """Field and text to look for."""

    create_time: str
    duration: str
    file_name: str
    format: str
    height: str
    modify_time: str
    size: str
    video_cover_url: str
    video_id: str
    width: str


class CreativeAssetsVideosAnyValueFilter(TypedDict, total=False):
    """Field and an item of its list."""

    create_time: Any
    duration: Any
    file_name: Any
    format: Any
    height: Any
    modify_time: Any
    size: Any
    video_cover_url: Any
    video_id: Any
    width: Any


class CreativeAssetsVideosSortFilter(TypedDict, total=False):
    """Field and direction."""

    create_time: AirbyteSortOrder
    duration: AirbyteSortOrder
    file_name: AirbyteSortOrder
    format: AirbyteSortOrder
    height: AirbyteSortOrder
    modify_time: AirbyteSortOrder
    size: AirbyteSortOrder
    video_cover_url: AirbyteSortOrder
    video_id: AirbyteSortOrder
    width: AirbyteSortOrder


CreativeAssetsVideosEqCondition = TypedDict("CreativeAssetsVideosEqCondition", {"eq": CreativeAssetsVideosSearchFilter}, total=False)
CreativeAssetsVideosNeqCondition = TypedDict("CreativeAssetsVideosNeqCondition", {"neq": CreativeAssetsVideosSearchFilter}, total=False)
CreativeAssetsVideosGtCondition = TypedDict("CreativeAssetsVideosGtCondition", {"gt": CreativeAssetsVideosSearchFilter}, total=False)
CreativeAssetsVideosGteCondition = TypedDict("CreativeAssetsVideosGteCondition", {"gte": CreativeAssetsVideosSearchFilter}, total=False)
CreativeAssetsVideosLtCondition = TypedDict("CreativeAssetsVideosLtCondition", {"lt": CreativeAssetsVideosSearchFilter}, total=False)
CreativeAssetsVideosLteCondition = TypedDict("CreativeAssetsVideosLteCondition", {"lte": CreativeAssetsVideosSearchFilter}, total=False)
CreativeAssetsVideosInCondition = TypedDict("CreativeAssetsVideosInCondition", {"in": CreativeAssetsVideosInFilter}, total=False)
CreativeAssetsVideosLikeCondition = TypedDict("CreativeAssetsVideosLikeCondition", {"like": CreativeAssetsVideosStringFilter}, total=False)
CreativeAssetsVideosFuzzyCondition = TypedDict("CreativeAssetsVideosFuzzyCondition", {"fuzzy": CreativeAssetsVideosStringFilter}, total=False)
CreativeAssetsVideosKeywordCondition = TypedDict("CreativeAssetsVideosKeywordCondition", {"keyword": CreativeAssetsVideosStringFilter}, total=False)
CreativeAssetsVideosStartswithCondition = TypedDict("CreativeAssetsVideosStartswithCondition", {"startswith": CreativeAssetsVideosStringFilter}, total=False)
CreativeAssetsVideosEndswithCondition = TypedDict("CreativeAssetsVideosEndswithCondition", {"endswith": CreativeAssetsVideosStringFilter}, total=False)
CreativeAssetsVideosContainsCondition = TypedDict("CreativeAssetsVideosContainsCondition", {"contains": CreativeAssetsVideosAnyValueFilter}, total=False)
CreativeAssetsVideosArrayContainsCondition = TypedDict("CreativeAssetsVideosArrayContainsCondition", {"array_contains": CreativeAssetsVideosAnyValueFilter}, total=False)
CreativeAssetsVideosAnyCondition = TypedDict("CreativeAssetsVideosAnyCondition", {"any": CreativeAssetsVideosAnyValueFilter}, total=False)
CreativeAssetsVideosAndCondition = TypedDict("CreativeAssetsVideosAndCondition", {"and": "Sequence[CreativeAssetsVideosCondition]"}, total=False)
CreativeAssetsVideosOrCondition = TypedDict("CreativeAssetsVideosOrCondition", {"or": "Sequence[CreativeAssetsVideosCondition]"}, total=False)
CreativeAssetsVideosNotCondition = TypedDict("CreativeAssetsVideosNotCondition", {"not": "CreativeAssetsVideosCondition"}, total=False)
CreativeAssetsVideosCondition = Union[
    CreativeAssetsVideosEqCondition,
    CreativeAssetsVideosNeqCondition,
    CreativeAssetsVideosGtCondition,
    CreativeAssetsVideosGteCondition,
    CreativeAssetsVideosLtCondition,
    CreativeAssetsVideosLteCondition,
    CreativeAssetsVideosInCondition,
    CreativeAssetsVideosLikeCondition,
    CreativeAssetsVideosFuzzyCondition,
    CreativeAssetsVideosKeywordCondition,
    CreativeAssetsVideosStartswithCondition,
    CreativeAssetsVideosEndswithCondition,
    CreativeAssetsVideosContainsCondition,
    CreativeAssetsVideosArrayContainsCondition,
    CreativeAssetsVideosAnyCondition,
    CreativeAssetsVideosAndCondition,
    CreativeAssetsVideosOrCondition,
    CreativeAssetsVideosNotCondition,
]


class CreativeAssetsVideosSearchQuery(TypedDict, total=False):
    """Which rows, and in which order."""

    filter: CreativeAssetsVideosCondition
    sort: Sequence[CreativeAssetsVideosSortFilter]


class AdvertisersReportsDailyListOptions(TypedDict, total=False):
    """Parameters of `advertisers_reports_daily list` that the original lacks."""

    filtering: str | Sequence[ReportCondition]
    order_field: str
    order_type: Literal["ASC", "DESC"]
    enable_total_metrics: bool
    query_lifetime: bool
    date_range: Literal["today", "yesterday", "last_7_days", "last_30_days", "this_month", "last_month"]
    numbers: bool
    shape: Literal["flat", "nested"]
    all: bool
    limit: int
    cursor: str
    fields: str | Sequence[str]


class AdvertisersReportsDailyListParams(AdvertisersReportsDailyListOptions, total=False):
    """Parameters of `advertisers_reports_daily list`."""

    advertiser_id: str | int
    service_type: Literal["AUCTION", "RESERVATION"]
    report_type: Literal["BASIC", "AUDIENCE", "PLAYABLE_MATERIAL", "CATALOG", "BC", "TT_SHOP"]
    data_level: Literal["AUCTION_ADVERTISER", "AUCTION_CAMPAIGN", "AUCTION_ADGROUP", "AUCTION_AD", "RESERVATION_ADVERTISER", "RESERVATION_CAMPAIGN", "RESERVATION_ADGROUP", "RESERVATION_AD"]
    dimensions: str | Sequence[str]
    metrics: str | Sequence[str]
    start_date: str
    end_date: str
    page: int
    page_size: int


class AdvertisersReportsDailySearchFilter(TypedDict, total=False):
    """Field and value to compare with."""

    advertiser_id: str | int
    stat_time_day: str
    spend: str | int | float
    cash_spend: str | int | float
    voucher_spend: str | int | float
    cpc: str | int | float
    cpm: str | int | float
    impressions: str | int | float
    clicks: str | int | float
    ctr: str | int | float
    reach: str | int | float
    cost_per_1000_reached: str | int | float
    frequency: str | int | float
    video_play_actions: str | int | float
    video_watched_2s: str | int | float
    video_watched_6s: str | int | float
    average_video_play: str | int | float
    average_video_play_per_user: str | int | float
    video_views_p25: str | int | float
    video_views_p50: str | int | float
    video_views_p75: str | int | float
    video_views_p100: str | int | float
    profile_visits: str | int | float
    likes: str | int | float
    comments: str | int | float
    shares: str | int | float
    follows: str | int | float
    clicks_on_music_disc: str | int | float
    real_time_app_install: str | int | float
    real_time_app_install_cost: str | int | float
    app_install: str | int | float


class AdvertisersReportsDailyInFilter(TypedDict, total=False):
    """Field and the values it may have."""

    advertiser_id: Sequence[str | int]
    stat_time_day: Sequence[str]
    spend: Sequence[str | int | float]
    cash_spend: Sequence[str | int | float]
    voucher_spend: Sequence[str | int | float]
    cpc: Sequence[str | int | float]
    cpm: Sequence[str | int | float]
    impressions: Sequence[str | int | float]
    clicks: Sequence[str | int | float]
    ctr: Sequence[str | int | float]
    reach: Sequence[str | int | float]
    cost_per_1000_reached: Sequence[str | int | float]
    frequency: Sequence[str | int | float]
    video_play_actions: Sequence[str | int | float]
    video_watched_2s: Sequence[str | int | float]
    video_watched_6s: Sequence[str | int | float]
    average_video_play: Sequence[str | int | float]
    average_video_play_per_user: Sequence[str | int | float]
    video_views_p25: Sequence[str | int | float]
    video_views_p50: Sequence[str | int | float]
    video_views_p75: Sequence[str | int | float]
    video_views_p100: Sequence[str | int | float]
    profile_visits: Sequence[str | int | float]
    likes: Sequence[str | int | float]
    comments: Sequence[str | int | float]
    shares: Sequence[str | int | float]
    follows: Sequence[str | int | float]
    clicks_on_music_disc: Sequence[str | int | float]
    real_time_app_install: Sequence[str | int | float]
    real_time_app_install_cost: Sequence[str | int | float]
    app_install: Sequence[str | int | float]


class AdvertisersReportsDailyStringFilter(TypedDict, total=False):
    """Field and text to look for."""

    advertiser_id: str
    stat_time_day: str
    spend: str
    cash_spend: str
    voucher_spend: str
    cpc: str
    cpm: str
    impressions: str
    clicks: str
    ctr: str
    reach: str
    cost_per_1000_reached: str
    frequency: str
    video_play_actions: str
    video_watched_2s: str
    video_watched_6s: str
    average_video_play: str
    average_video_play_per_user: str
    video_views_p25: str
    video_views_p50: str
    video_views_p75: str
    video_views_p100: str
    profile_visits: str
    likes: str
    comments: str
    shares: str
    follows: str
    clicks_on_music_disc: str
    real_time_app_install: str
    real_time_app_install_cost: str
    app_install: str


class AdvertisersReportsDailyAnyValueFilter(TypedDict, total=False):
    """Field and an item of its list."""

    advertiser_id: Any
    stat_time_day: Any
    spend: Any
    cash_spend: Any
    voucher_spend: Any
    cpc: Any
    cpm: Any
    impressions: Any
    clicks: Any
    ctr: Any
    reach: Any
    cost_per_1000_reached: Any
    frequency: Any
    video_play_actions: Any
    video_watched_2s: Any
    video_watched_6s: Any
    average_video_play: Any
    average_video_play_per_user: Any
    video_views_p25: Any
    video_views_p50: Any
    video_views_p75: Any
    video_views_p100: Any
    profile_visits: Any
    likes: Any
    comments: Any
    shares: Any
    follows: Any
    clicks_on_music_disc: Any
    real_time_app_install: Any
    real_time_app_install_cost: Any
    app_install: Any


class AdvertisersReportsDailySortFilter(TypedDict, total=False):
    """Field and direction."""

    advertiser_id: AirbyteSortOrder
    stat_time_day: AirbyteSortOrder
    spend: AirbyteSortOrder
    cash_spend: AirbyteSortOrder
    voucher_spend: AirbyteSortOrder
    cpc: AirbyteSortOrder
    cpm: AirbyteSortOrder
    impressions: AirbyteSortOrder
    clicks: AirbyteSortOrder
    ctr: AirbyteSortOrder
    reach: AirbyteSortOrder
    cost_per_1000_reached: AirbyteSortOrder
    frequency: AirbyteSortOrder
    video_play_actions: AirbyteSortOrder
    video_watched_2s: AirbyteSortOrder
    video_watched_6s: AirbyteSortOrder
    average_video_play: AirbyteSortOrder
    average_video_play_per_user: AirbyteSortOrder
    video_views_p25: AirbyteSortOrder
    video_views_p50: AirbyteSortOrder
    video_views_p75: AirbyteSortOrder
    video_views_p100: AirbyteSortOrder
    profile_visits: AirbyteSortOrder
    likes: AirbyteSortOrder
    comments: AirbyteSortOrder
    shares: AirbyteSortOrder
    follows: AirbyteSortOrder
    clicks_on_music_disc: AirbyteSortOrder
    real_time_app_install: AirbyteSortOrder
    real_time_app_install_cost: AirbyteSortOrder
    app_install: AirbyteSortOrder


AdvertisersReportsDailyEqCondition = TypedDict("AdvertisersReportsDailyEqCondition", {"eq": AdvertisersReportsDailySearchFilter}, total=False)
AdvertisersReportsDailyNeqCondition = TypedDict("AdvertisersReportsDailyNeqCondition", {"neq": AdvertisersReportsDailySearchFilter}, total=False)
AdvertisersReportsDailyGtCondition = TypedDict("AdvertisersReportsDailyGtCondition", {"gt": AdvertisersReportsDailySearchFilter}, total=False)
AdvertisersReportsDailyGteCondition = TypedDict("AdvertisersReportsDailyGteCondition", {"gte": AdvertisersReportsDailySearchFilter}, total=False)
AdvertisersReportsDailyLtCondition = TypedDict("AdvertisersReportsDailyLtCondition", {"lt": AdvertisersReportsDailySearchFilter}, total=False)
AdvertisersReportsDailyLteCondition = TypedDict("AdvertisersReportsDailyLteCondition", {"lte": AdvertisersReportsDailySearchFilter}, total=False)
AdvertisersReportsDailyInCondition = TypedDict("AdvertisersReportsDailyInCondition", {"in": AdvertisersReportsDailyInFilter}, total=False)
AdvertisersReportsDailyLikeCondition = TypedDict("AdvertisersReportsDailyLikeCondition", {"like": AdvertisersReportsDailyStringFilter}, total=False)
AdvertisersReportsDailyFuzzyCondition = TypedDict("AdvertisersReportsDailyFuzzyCondition", {"fuzzy": AdvertisersReportsDailyStringFilter}, total=False)
AdvertisersReportsDailyKeywordCondition = TypedDict("AdvertisersReportsDailyKeywordCondition", {"keyword": AdvertisersReportsDailyStringFilter}, total=False)
AdvertisersReportsDailyStartswithCondition = TypedDict("AdvertisersReportsDailyStartswithCondition", {"startswith": AdvertisersReportsDailyStringFilter}, total=False)
AdvertisersReportsDailyEndswithCondition = TypedDict("AdvertisersReportsDailyEndswithCondition", {"endswith": AdvertisersReportsDailyStringFilter}, total=False)
AdvertisersReportsDailyContainsCondition = TypedDict("AdvertisersReportsDailyContainsCondition", {"contains": AdvertisersReportsDailyAnyValueFilter}, total=False)
AdvertisersReportsDailyArrayContainsCondition = TypedDict("AdvertisersReportsDailyArrayContainsCondition", {"array_contains": AdvertisersReportsDailyAnyValueFilter}, total=False)
AdvertisersReportsDailyAnyCondition = TypedDict("AdvertisersReportsDailyAnyCondition", {"any": AdvertisersReportsDailyAnyValueFilter}, total=False)
AdvertisersReportsDailyAndCondition = TypedDict("AdvertisersReportsDailyAndCondition", {"and": "Sequence[AdvertisersReportsDailyCondition]"}, total=False)
AdvertisersReportsDailyOrCondition = TypedDict("AdvertisersReportsDailyOrCondition", {"or": "Sequence[AdvertisersReportsDailyCondition]"}, total=False)
AdvertisersReportsDailyNotCondition = TypedDict("AdvertisersReportsDailyNotCondition", {"not": "AdvertisersReportsDailyCondition"}, total=False)
AdvertisersReportsDailyCondition = Union[
    AdvertisersReportsDailyEqCondition,
    AdvertisersReportsDailyNeqCondition,
    AdvertisersReportsDailyGtCondition,
    AdvertisersReportsDailyGteCondition,
    AdvertisersReportsDailyLtCondition,
    AdvertisersReportsDailyLteCondition,
    AdvertisersReportsDailyInCondition,
    AdvertisersReportsDailyLikeCondition,
    AdvertisersReportsDailyFuzzyCondition,
    AdvertisersReportsDailyKeywordCondition,
    AdvertisersReportsDailyStartswithCondition,
    AdvertisersReportsDailyEndswithCondition,
    AdvertisersReportsDailyContainsCondition,
    AdvertisersReportsDailyArrayContainsCondition,
    AdvertisersReportsDailyAnyCondition,
    AdvertisersReportsDailyAndCondition,
    AdvertisersReportsDailyOrCondition,
    AdvertisersReportsDailyNotCondition,
]


class AdvertisersReportsDailySearchQuery(TypedDict, total=False):
    """Which rows, and in which order."""

    filter: AdvertisersReportsDailyCondition
    sort: Sequence[AdvertisersReportsDailySortFilter]


class CampaignsReportsDailyListOptions(TypedDict, total=False):
    """Parameters of `campaigns_reports_daily list` that the original lacks."""

    filtering: str | Sequence[ReportCondition]
    order_field: str
    order_type: Literal["ASC", "DESC"]
    enable_total_metrics: bool
    query_lifetime: bool
    date_range: Literal["today", "yesterday", "last_7_days", "last_30_days", "this_month", "last_month"]
    numbers: bool
    shape: Literal["flat", "nested"]
    all: bool
    limit: int
    cursor: str
    fields: str | Sequence[str]


class CampaignsReportsDailyListParams(CampaignsReportsDailyListOptions, total=False):
    """Parameters of `campaigns_reports_daily list`."""

    advertiser_id: str | int
    service_type: Literal["AUCTION", "RESERVATION"]
    report_type: Literal["BASIC", "AUDIENCE", "PLAYABLE_MATERIAL", "CATALOG", "BC", "TT_SHOP"]
    data_level: Literal["AUCTION_ADVERTISER", "AUCTION_CAMPAIGN", "AUCTION_ADGROUP", "AUCTION_AD", "RESERVATION_ADVERTISER", "RESERVATION_CAMPAIGN", "RESERVATION_ADGROUP", "RESERVATION_AD"]
    dimensions: str | Sequence[str]
    metrics: str | Sequence[str]
    start_date: str
    end_date: str
    page: int
    page_size: int


class CampaignsReportsDailySearchFilter(TypedDict, total=False):
    """Field and value to compare with."""

    campaign_id: str | int
    stat_time_day: str
    campaign_name: str | int | float
    spend: str | int | float
    cpc: str | int | float
    cpm: str | int | float
    impressions: str | int | float
    clicks: str | int | float
    ctr: str | int | float
    reach: str | int | float
    cost_per_1000_reached: str | int | float
    frequency: str | int | float
    video_play_actions: str | int | float
    video_watched_2s: str | int | float
    video_watched_6s: str | int | float
    average_video_play: str | int | float
    average_video_play_per_user: str | int | float
    video_views_p25: str | int | float
    video_views_p50: str | int | float
    video_views_p75: str | int | float
    video_views_p100: str | int | float
    profile_visits: str | int | float
    likes: str | int | float
    comments: str | int | float
    shares: str | int | float
    follows: str | int | float
    clicks_on_music_disc: str | int | float
    real_time_app_install: str | int | float
    real_time_app_install_cost: str | int | float
    app_install: str | int | float


class CampaignsReportsDailyInFilter(TypedDict, total=False):
    """Field and the values it may have."""

    campaign_id: Sequence[str | int]
    stat_time_day: Sequence[str]
    campaign_name: Sequence[str | int | float]
    spend: Sequence[str | int | float]
    cpc: Sequence[str | int | float]
    cpm: Sequence[str | int | float]
    impressions: Sequence[str | int | float]
    clicks: Sequence[str | int | float]
    ctr: Sequence[str | int | float]
    reach: Sequence[str | int | float]
    cost_per_1000_reached: Sequence[str | int | float]
    frequency: Sequence[str | int | float]
    video_play_actions: Sequence[str | int | float]
    video_watched_2s: Sequence[str | int | float]
    video_watched_6s: Sequence[str | int | float]
    average_video_play: Sequence[str | int | float]
    average_video_play_per_user: Sequence[str | int | float]
    video_views_p25: Sequence[str | int | float]
    video_views_p50: Sequence[str | int | float]
    video_views_p75: Sequence[str | int | float]
    video_views_p100: Sequence[str | int | float]
    profile_visits: Sequence[str | int | float]
    likes: Sequence[str | int | float]
    comments: Sequence[str | int | float]
    shares: Sequence[str | int | float]
    follows: Sequence[str | int | float]
    clicks_on_music_disc: Sequence[str | int | float]
    real_time_app_install: Sequence[str | int | float]
    real_time_app_install_cost: Sequence[str | int | float]
    app_install: Sequence[str | int | float]


class CampaignsReportsDailyStringFilter(TypedDict, total=False):
    """Field and text to look for."""

    campaign_id: str
    stat_time_day: str
    campaign_name: str
    spend: str
    cpc: str
    cpm: str
    impressions: str
    clicks: str
    ctr: str
    reach: str
    cost_per_1000_reached: str
    frequency: str
    video_play_actions: str
    video_watched_2s: str
    video_watched_6s: str
    average_video_play: str
    average_video_play_per_user: str
    video_views_p25: str
    video_views_p50: str
    video_views_p75: str
    video_views_p100: str
    profile_visits: str
    likes: str
    comments: str
    shares: str
    follows: str
    clicks_on_music_disc: str
    real_time_app_install: str
    real_time_app_install_cost: str
    app_install: str


class CampaignsReportsDailyAnyValueFilter(TypedDict, total=False):
    """Field and an item of its list."""

    campaign_id: Any
    stat_time_day: Any
    campaign_name: Any
    spend: Any
    cpc: Any
    cpm: Any
    impressions: Any
    clicks: Any
    ctr: Any
    reach: Any
    cost_per_1000_reached: Any
    frequency: Any
    video_play_actions: Any
    video_watched_2s: Any
    video_watched_6s: Any
    average_video_play: Any
    average_video_play_per_user: Any
    video_views_p25: Any
    video_views_p50: Any
    video_views_p75: Any
    video_views_p100: Any
    profile_visits: Any
    likes: Any
    comments: Any
    shares: Any
    follows: Any
    clicks_on_music_disc: Any
    real_time_app_install: Any
    real_time_app_install_cost: Any
    app_install: Any


class CampaignsReportsDailySortFilter(TypedDict, total=False):
    """Field and direction."""

    campaign_id: AirbyteSortOrder
    stat_time_day: AirbyteSortOrder
    campaign_name: AirbyteSortOrder
    spend: AirbyteSortOrder
    cpc: AirbyteSortOrder
    cpm: AirbyteSortOrder
    impressions: AirbyteSortOrder
    clicks: AirbyteSortOrder
    ctr: AirbyteSortOrder
    reach: AirbyteSortOrder
    cost_per_1000_reached: AirbyteSortOrder
    frequency: AirbyteSortOrder
    video_play_actions: AirbyteSortOrder
    video_watched_2s: AirbyteSortOrder
    video_watched_6s: AirbyteSortOrder
    average_video_play: AirbyteSortOrder
    average_video_play_per_user: AirbyteSortOrder
    video_views_p25: AirbyteSortOrder
    video_views_p50: AirbyteSortOrder
    video_views_p75: AirbyteSortOrder
    video_views_p100: AirbyteSortOrder
    profile_visits: AirbyteSortOrder
    likes: AirbyteSortOrder
    comments: AirbyteSortOrder
    shares: AirbyteSortOrder
    follows: AirbyteSortOrder
    clicks_on_music_disc: AirbyteSortOrder
    real_time_app_install: AirbyteSortOrder
    real_time_app_install_cost: AirbyteSortOrder
    app_install: AirbyteSortOrder


CampaignsReportsDailyEqCondition = TypedDict("CampaignsReportsDailyEqCondition", {"eq": CampaignsReportsDailySearchFilter}, total=False)
CampaignsReportsDailyNeqCondition = TypedDict("CampaignsReportsDailyNeqCondition", {"neq": CampaignsReportsDailySearchFilter}, total=False)
CampaignsReportsDailyGtCondition = TypedDict("CampaignsReportsDailyGtCondition", {"gt": CampaignsReportsDailySearchFilter}, total=False)
CampaignsReportsDailyGteCondition = TypedDict("CampaignsReportsDailyGteCondition", {"gte": CampaignsReportsDailySearchFilter}, total=False)
CampaignsReportsDailyLtCondition = TypedDict("CampaignsReportsDailyLtCondition", {"lt": CampaignsReportsDailySearchFilter}, total=False)
CampaignsReportsDailyLteCondition = TypedDict("CampaignsReportsDailyLteCondition", {"lte": CampaignsReportsDailySearchFilter}, total=False)
CampaignsReportsDailyInCondition = TypedDict("CampaignsReportsDailyInCondition", {"in": CampaignsReportsDailyInFilter}, total=False)
CampaignsReportsDailyLikeCondition = TypedDict("CampaignsReportsDailyLikeCondition", {"like": CampaignsReportsDailyStringFilter}, total=False)
CampaignsReportsDailyFuzzyCondition = TypedDict("CampaignsReportsDailyFuzzyCondition", {"fuzzy": CampaignsReportsDailyStringFilter}, total=False)
CampaignsReportsDailyKeywordCondition = TypedDict("CampaignsReportsDailyKeywordCondition", {"keyword": CampaignsReportsDailyStringFilter}, total=False)
CampaignsReportsDailyStartswithCondition = TypedDict("CampaignsReportsDailyStartswithCondition", {"startswith": CampaignsReportsDailyStringFilter}, total=False)
CampaignsReportsDailyEndswithCondition = TypedDict("CampaignsReportsDailyEndswithCondition", {"endswith": CampaignsReportsDailyStringFilter}, total=False)
CampaignsReportsDailyContainsCondition = TypedDict("CampaignsReportsDailyContainsCondition", {"contains": CampaignsReportsDailyAnyValueFilter}, total=False)
CampaignsReportsDailyArrayContainsCondition = TypedDict("CampaignsReportsDailyArrayContainsCondition", {"array_contains": CampaignsReportsDailyAnyValueFilter}, total=False)
CampaignsReportsDailyAnyCondition = TypedDict("CampaignsReportsDailyAnyCondition", {"any": CampaignsReportsDailyAnyValueFilter}, total=False)
CampaignsReportsDailyAndCondition = TypedDict("CampaignsReportsDailyAndCondition", {"and": "Sequence[CampaignsReportsDailyCondition]"}, total=False)
CampaignsReportsDailyOrCondition = TypedDict("CampaignsReportsDailyOrCondition", {"or": "Sequence[CampaignsReportsDailyCondition]"}, total=False)
CampaignsReportsDailyNotCondition = TypedDict("CampaignsReportsDailyNotCondition", {"not": "CampaignsReportsDailyCondition"}, total=False)
CampaignsReportsDailyCondition = Union[
    CampaignsReportsDailyEqCondition,
    CampaignsReportsDailyNeqCondition,
    CampaignsReportsDailyGtCondition,
    CampaignsReportsDailyGteCondition,
    CampaignsReportsDailyLtCondition,
    CampaignsReportsDailyLteCondition,
    CampaignsReportsDailyInCondition,
    CampaignsReportsDailyLikeCondition,
    CampaignsReportsDailyFuzzyCondition,
    CampaignsReportsDailyKeywordCondition,
    CampaignsReportsDailyStartswithCondition,
    CampaignsReportsDailyEndswithCondition,
    CampaignsReportsDailyContainsCondition,
    CampaignsReportsDailyArrayContainsCondition,
    CampaignsReportsDailyAnyCondition,
    CampaignsReportsDailyAndCondition,
    CampaignsReportsDailyOrCondition,
    CampaignsReportsDailyNotCondition,
]


class CampaignsReportsDailySearchQuery(TypedDict, total=False):
    """Which rows, and in which order."""

    filter: CampaignsReportsDailyCondition
    sort: Sequence[CampaignsReportsDailySortFilter]


class AdGroupsReportsDailyListOptions(TypedDict, total=False):
    """Parameters of `ad_groups_reports_daily list` that the original lacks."""

    filtering: str | Sequence[ReportCondition]
    order_field: str
    order_type: Literal["ASC", "DESC"]
    enable_total_metrics: bool
    query_lifetime: bool
    date_range: Literal["today", "yesterday", "last_7_days", "last_30_days", "this_month", "last_month"]
    numbers: bool
    shape: Literal["flat", "nested"]
    all: bool
    limit: int
    cursor: str
    fields: str | Sequence[str]


class AdGroupsReportsDailyListParams(AdGroupsReportsDailyListOptions, total=False):
    """Parameters of `ad_groups_reports_daily list`."""

    advertiser_id: str | int
    service_type: Literal["AUCTION", "RESERVATION"]
    report_type: Literal["BASIC", "AUDIENCE", "PLAYABLE_MATERIAL", "CATALOG", "BC", "TT_SHOP"]
    data_level: Literal["AUCTION_ADVERTISER", "AUCTION_CAMPAIGN", "AUCTION_ADGROUP", "AUCTION_AD", "RESERVATION_ADVERTISER", "RESERVATION_CAMPAIGN", "RESERVATION_ADGROUP", "RESERVATION_AD"]
    dimensions: str | Sequence[str]
    metrics: str | Sequence[str]
    start_date: str
    end_date: str
    page: int
    page_size: int


class AdGroupsReportsDailySearchFilter(TypedDict, total=False):
    """Field and value to compare with."""

    adgroup_id: str | int
    stat_time_day: str
    campaign_name: str | int | float
    campaign_id: str | int
    adgroup_name: str | int | float
    placement_type: str | int | float
    spend: str | int | float
    cpc: str | int | float
    cpm: str | int | float
    impressions: str | int | float
    clicks: str | int | float
    ctr: str | int | float
    reach: str | int | float
    cost_per_1000_reached: str | int | float
    conversion: str | int | float
    cost_per_conversion: str | int | float
    conversion_rate: str | int | float
    real_time_conversion: str | int | float
    real_time_cost_per_conversion: str | int | float
    real_time_conversion_rate: str | int | float
    result: str | int | float
    cost_per_result: str | int | float
    result_rate: str | int | float
    real_time_result: str | int | float
    real_time_cost_per_result: str | int | float
    real_time_result_rate: str | int | float
    secondary_goal_result: str | int | float
    cost_per_secondary_goal_result: str | int | float
    secondary_goal_result_rate: str | int | float
    frequency: str | int | float
    video_play_actions: str | int | float
    video_watched_2s: str | int | float
    video_watched_6s: str | int | float
    average_video_play: str | int | float
    average_video_play_per_user: str | int | float
    video_views_p25: str | int | float
    video_views_p50: str | int | float
    video_views_p75: str | int | float
    video_views_p100: str | int | float
    profile_visits: str | int | float
    likes: str | int | float
    comments: str | int | float
    shares: str | int | float
    follows: str | int | float
    clicks_on_music_disc: str | int | float
    real_time_app_install: str | int | float
    real_time_app_install_cost: str | int | float
    app_install: str | int | float


class AdGroupsReportsDailyInFilter(TypedDict, total=False):
    """Field and the values it may have."""

    adgroup_id: Sequence[str | int]
    stat_time_day: Sequence[str]
    campaign_name: Sequence[str | int | float]
    campaign_id: Sequence[str | int]
    adgroup_name: Sequence[str | int | float]
    placement_type: Sequence[str | int | float]
    spend: Sequence[str | int | float]
    cpc: Sequence[str | int | float]
    cpm: Sequence[str | int | float]
    impressions: Sequence[str | int | float]
    clicks: Sequence[str | int | float]
    ctr: Sequence[str | int | float]
    reach: Sequence[str | int | float]
    cost_per_1000_reached: Sequence[str | int | float]
    conversion: Sequence[str | int | float]
    cost_per_conversion: Sequence[str | int | float]
    conversion_rate: Sequence[str | int | float]
    real_time_conversion: Sequence[str | int | float]
    real_time_cost_per_conversion: Sequence[str | int | float]
    real_time_conversion_rate: Sequence[str | int | float]
    result: Sequence[str | int | float]
    cost_per_result: Sequence[str | int | float]
    result_rate: Sequence[str | int | float]
    real_time_result: Sequence[str | int | float]
    real_time_cost_per_result: Sequence[str | int | float]
    real_time_result_rate: Sequence[str | int | float]
    secondary_goal_result: Sequence[str | int | float]
    cost_per_secondary_goal_result: Sequence[str | int | float]
    secondary_goal_result_rate: Sequence[str | int | float]
    frequency: Sequence[str | int | float]
    video_play_actions: Sequence[str | int | float]
    video_watched_2s: Sequence[str | int | float]
    video_watched_6s: Sequence[str | int | float]
    average_video_play: Sequence[str | int | float]
    average_video_play_per_user: Sequence[str | int | float]
    video_views_p25: Sequence[str | int | float]
    video_views_p50: Sequence[str | int | float]
    video_views_p75: Sequence[str | int | float]
    video_views_p100: Sequence[str | int | float]
    profile_visits: Sequence[str | int | float]
    likes: Sequence[str | int | float]
    comments: Sequence[str | int | float]
    shares: Sequence[str | int | float]
    follows: Sequence[str | int | float]
    clicks_on_music_disc: Sequence[str | int | float]
    real_time_app_install: Sequence[str | int | float]
    real_time_app_install_cost: Sequence[str | int | float]
    app_install: Sequence[str | int | float]


class AdGroupsReportsDailyStringFilter(TypedDict, total=False):
    """Field and text to look for."""

    adgroup_id: str
    stat_time_day: str
    campaign_name: str
    campaign_id: str
    adgroup_name: str
    placement_type: str
    spend: str
    cpc: str
    cpm: str
    impressions: str
    clicks: str
    ctr: str
    reach: str
    cost_per_1000_reached: str
    conversion: str
    cost_per_conversion: str
    conversion_rate: str
    real_time_conversion: str
    real_time_cost_per_conversion: str
    real_time_conversion_rate: str
    result: str
    cost_per_result: str
    result_rate: str
    real_time_result: str
    real_time_cost_per_result: str
    real_time_result_rate: str
    secondary_goal_result: str
    cost_per_secondary_goal_result: str
    secondary_goal_result_rate: str
    frequency: str
    video_play_actions: str
    video_watched_2s: str
    video_watched_6s: str
    average_video_play: str
    average_video_play_per_user: str
    video_views_p25: str
    video_views_p50: str
    video_views_p75: str
    video_views_p100: str
    profile_visits: str
    likes: str
    comments: str
    shares: str
    follows: str
    clicks_on_music_disc: str
    real_time_app_install: str
    real_time_app_install_cost: str
    app_install: str


class AdGroupsReportsDailyAnyValueFilter(TypedDict, total=False):
    """Field and an item of its list."""

    adgroup_id: Any
    stat_time_day: Any
    campaign_name: Any
    campaign_id: Any
    adgroup_name: Any
    placement_type: Any
    spend: Any
    cpc: Any
    cpm: Any
    impressions: Any
    clicks: Any
    ctr: Any
    reach: Any
    cost_per_1000_reached: Any
    conversion: Any
    cost_per_conversion: Any
    conversion_rate: Any
    real_time_conversion: Any
    real_time_cost_per_conversion: Any
    real_time_conversion_rate: Any
    result: Any
    cost_per_result: Any
    result_rate: Any
    real_time_result: Any
    real_time_cost_per_result: Any
    real_time_result_rate: Any
    secondary_goal_result: Any
    cost_per_secondary_goal_result: Any
    secondary_goal_result_rate: Any
    frequency: Any
    video_play_actions: Any
    video_watched_2s: Any
    video_watched_6s: Any
    average_video_play: Any
    average_video_play_per_user: Any
    video_views_p25: Any
    video_views_p50: Any
    video_views_p75: Any
    video_views_p100: Any
    profile_visits: Any
    likes: Any
    comments: Any
    shares: Any
    follows: Any
    clicks_on_music_disc: Any
    real_time_app_install: Any
    real_time_app_install_cost: Any
    app_install: Any


class AdGroupsReportsDailySortFilter(TypedDict, total=False):
    """Field and direction."""

    adgroup_id: AirbyteSortOrder
    stat_time_day: AirbyteSortOrder
    campaign_name: AirbyteSortOrder
    campaign_id: AirbyteSortOrder
    adgroup_name: AirbyteSortOrder
    placement_type: AirbyteSortOrder
    spend: AirbyteSortOrder
    cpc: AirbyteSortOrder
    cpm: AirbyteSortOrder
    impressions: AirbyteSortOrder
    clicks: AirbyteSortOrder
    ctr: AirbyteSortOrder
    reach: AirbyteSortOrder
    cost_per_1000_reached: AirbyteSortOrder
    conversion: AirbyteSortOrder
    cost_per_conversion: AirbyteSortOrder
    conversion_rate: AirbyteSortOrder
    real_time_conversion: AirbyteSortOrder
    real_time_cost_per_conversion: AirbyteSortOrder
    real_time_conversion_rate: AirbyteSortOrder
    result: AirbyteSortOrder
    cost_per_result: AirbyteSortOrder
    result_rate: AirbyteSortOrder
    real_time_result: AirbyteSortOrder
    real_time_cost_per_result: AirbyteSortOrder
    real_time_result_rate: AirbyteSortOrder
    secondary_goal_result: AirbyteSortOrder
    cost_per_secondary_goal_result: AirbyteSortOrder
    secondary_goal_result_rate: AirbyteSortOrder
    frequency: AirbyteSortOrder
    video_play_actions: AirbyteSortOrder
    video_watched_2s: AirbyteSortOrder
    video_watched_6s: AirbyteSortOrder
    average_video_play: AirbyteSortOrder
    average_video_play_per_user: AirbyteSortOrder
    video_views_p25: AirbyteSortOrder
    video_views_p50: AirbyteSortOrder
    video_views_p75: AirbyteSortOrder
    video_views_p100: AirbyteSortOrder
    profile_visits: AirbyteSortOrder
    likes: AirbyteSortOrder
    comments: AirbyteSortOrder
    shares: AirbyteSortOrder
    follows: AirbyteSortOrder
    clicks_on_music_disc: AirbyteSortOrder
    real_time_app_install: AirbyteSortOrder
    real_time_app_install_cost: AirbyteSortOrder
    app_install: AirbyteSortOrder


AdGroupsReportsDailyEqCondition = TypedDict("AdGroupsReportsDailyEqCondition", {"eq": AdGroupsReportsDailySearchFilter}, total=False)
AdGroupsReportsDailyNeqCondition = TypedDict("AdGroupsReportsDailyNeqCondition", {"neq": AdGroupsReportsDailySearchFilter}, total=False)
AdGroupsReportsDailyGtCondition = TypedDict("AdGroupsReportsDailyGtCondition", {"gt": AdGroupsReportsDailySearchFilter}, total=False)
AdGroupsReportsDailyGteCondition = TypedDict("AdGroupsReportsDailyGteCondition", {"gte": AdGroupsReportsDailySearchFilter}, total=False)
AdGroupsReportsDailyLtCondition = TypedDict("AdGroupsReportsDailyLtCondition", {"lt": AdGroupsReportsDailySearchFilter}, total=False)
AdGroupsReportsDailyLteCondition = TypedDict("AdGroupsReportsDailyLteCondition", {"lte": AdGroupsReportsDailySearchFilter}, total=False)
AdGroupsReportsDailyInCondition = TypedDict("AdGroupsReportsDailyInCondition", {"in": AdGroupsReportsDailyInFilter}, total=False)
AdGroupsReportsDailyLikeCondition = TypedDict("AdGroupsReportsDailyLikeCondition", {"like": AdGroupsReportsDailyStringFilter}, total=False)
AdGroupsReportsDailyFuzzyCondition = TypedDict("AdGroupsReportsDailyFuzzyCondition", {"fuzzy": AdGroupsReportsDailyStringFilter}, total=False)
AdGroupsReportsDailyKeywordCondition = TypedDict("AdGroupsReportsDailyKeywordCondition", {"keyword": AdGroupsReportsDailyStringFilter}, total=False)
AdGroupsReportsDailyStartswithCondition = TypedDict("AdGroupsReportsDailyStartswithCondition", {"startswith": AdGroupsReportsDailyStringFilter}, total=False)
AdGroupsReportsDailyEndswithCondition = TypedDict("AdGroupsReportsDailyEndswithCondition", {"endswith": AdGroupsReportsDailyStringFilter}, total=False)
AdGroupsReportsDailyContainsCondition = TypedDict("AdGroupsReportsDailyContainsCondition", {"contains": AdGroupsReportsDailyAnyValueFilter}, total=False)
AdGroupsReportsDailyArrayContainsCondition = TypedDict("AdGroupsReportsDailyArrayContainsCondition", {"array_contains": AdGroupsReportsDailyAnyValueFilter}, total=False)
AdGroupsReportsDailyAnyCondition = TypedDict("AdGroupsReportsDailyAnyCondition", {"any": AdGroupsReportsDailyAnyValueFilter}, total=False)
AdGroupsReportsDailyAndCondition = TypedDict("AdGroupsReportsDailyAndCondition", {"and": "Sequence[AdGroupsReportsDailyCondition]"}, total=False)
AdGroupsReportsDailyOrCondition = TypedDict("AdGroupsReportsDailyOrCondition", {"or": "Sequence[AdGroupsReportsDailyCondition]"}, total=False)
AdGroupsReportsDailyNotCondition = TypedDict("AdGroupsReportsDailyNotCondition", {"not": "AdGroupsReportsDailyCondition"}, total=False)
AdGroupsReportsDailyCondition = Union[
    AdGroupsReportsDailyEqCondition,
    AdGroupsReportsDailyNeqCondition,
    AdGroupsReportsDailyGtCondition,
    AdGroupsReportsDailyGteCondition,
    AdGroupsReportsDailyLtCondition,
    AdGroupsReportsDailyLteCondition,
    AdGroupsReportsDailyInCondition,
    AdGroupsReportsDailyLikeCondition,
    AdGroupsReportsDailyFuzzyCondition,
    AdGroupsReportsDailyKeywordCondition,
    AdGroupsReportsDailyStartswithCondition,
    AdGroupsReportsDailyEndswithCondition,
    AdGroupsReportsDailyContainsCondition,
    AdGroupsReportsDailyArrayContainsCondition,
    AdGroupsReportsDailyAnyCondition,
    AdGroupsReportsDailyAndCondition,
    AdGroupsReportsDailyOrCondition,
    AdGroupsReportsDailyNotCondition,
]


class AdGroupsReportsDailySearchQuery(TypedDict, total=False):
    """Which rows, and in which order."""

    filter: AdGroupsReportsDailyCondition
    sort: Sequence[AdGroupsReportsDailySortFilter]


class AdsReportsDailyListOptions(TypedDict, total=False):
    """Parameters of `ads_reports_daily list` that the original lacks."""

    filtering: str | Sequence[ReportCondition]
    order_field: str
    order_type: Literal["ASC", "DESC"]
    enable_total_metrics: bool
    query_lifetime: bool
    date_range: Literal["today", "yesterday", "last_7_days", "last_30_days", "this_month", "last_month"]
    numbers: bool
    shape: Literal["flat", "nested"]
    all: bool
    limit: int
    cursor: str
    fields: str | Sequence[str]


class AdsReportsDailyListParams(AdsReportsDailyListOptions, total=False):
    """Parameters of `ads_reports_daily list`."""

    advertiser_id: str | int
    service_type: Literal["AUCTION", "RESERVATION"]
    report_type: Literal["BASIC", "AUDIENCE", "PLAYABLE_MATERIAL", "CATALOG", "BC", "TT_SHOP"]
    data_level: Literal["AUCTION_ADVERTISER", "AUCTION_CAMPAIGN", "AUCTION_ADGROUP", "AUCTION_AD", "RESERVATION_ADVERTISER", "RESERVATION_CAMPAIGN", "RESERVATION_ADGROUP", "RESERVATION_AD"]
    dimensions: str | Sequence[str]
    metrics: str | Sequence[str]
    start_date: str
    end_date: str
    page: int
    page_size: int


class AdsReportsDailySearchFilter(TypedDict, total=False):
    """Field and value to compare with."""

    ad_id: str | int
    stat_time_day: str
    campaign_name: str | int | float
    campaign_id: str | int
    adgroup_name: str | int | float
    adgroup_id: str | int
    ad_name: str | int | float
    ad_text: str | int | float
    placement_type: str | int | float
    spend: str | int | float
    cpc: str | int | float
    cpm: str | int | float
    impressions: str | int | float
    clicks: str | int | float
    ctr: str | int | float
    reach: str | int | float
    cost_per_1000_reached: str | int | float
    conversion: str | int | float
    cost_per_conversion: str | int | float
    conversion_rate: str | int | float
    real_time_conversion: str | int | float
    real_time_cost_per_conversion: str | int | float
    real_time_conversion_rate: str | int | float
    result: str | int | float
    cost_per_result: str | int | float
    result_rate: str | int | float
    real_time_result: str | int | float
    real_time_cost_per_result: str | int | float
    real_time_result_rate: str | int | float
    secondary_goal_result: str | int | float
    cost_per_secondary_goal_result: str | int | float
    secondary_goal_result_rate: str | int | float
    frequency: str | int | float
    video_play_actions: str | int | float
    video_watched_2s: str | int | float
    video_watched_6s: str | int | float
    average_video_play: str | int | float
    average_video_play_per_user: str | int | float
    video_views_p25: str | int | float
    video_views_p50: str | int | float
    video_views_p75: str | int | float
    video_views_p100: str | int | float
    profile_visits: str | int | float
    likes: str | int | float
    comments: str | int | float
    shares: str | int | float
    follows: str | int | float
    clicks_on_music_disc: str | int | float
    real_time_app_install: str | int | float
    real_time_app_install_cost: str | int | float
    app_install: str | int | float


class AdsReportsDailyInFilter(TypedDict, total=False):
    """Field and the values it may have."""

    ad_id: Sequence[str | int]
    stat_time_day: Sequence[str]
    campaign_name: Sequence[str | int | float]
    campaign_id: Sequence[str | int]
    adgroup_name: Sequence[str | int | float]
    adgroup_id: Sequence[str | int]
    ad_name: Sequence[str | int | float]
    ad_text: Sequence[str | int | float]
    placement_type: Sequence[str | int | float]
    spend: Sequence[str | int | float]
    cpc: Sequence[str | int | float]
    cpm: Sequence[str | int | float]
    impressions: Sequence[str | int | float]
    clicks: Sequence[str | int | float]
    ctr: Sequence[str | int | float]
    reach: Sequence[str | int | float]
    cost_per_1000_reached: Sequence[str | int | float]
    conversion: Sequence[str | int | float]
    cost_per_conversion: Sequence[str | int | float]
    conversion_rate: Sequence[str | int | float]
    real_time_conversion: Sequence[str | int | float]
    real_time_cost_per_conversion: Sequence[str | int | float]
    real_time_conversion_rate: Sequence[str | int | float]
    result: Sequence[str | int | float]
    cost_per_result: Sequence[str | int | float]
    result_rate: Sequence[str | int | float]
    real_time_result: Sequence[str | int | float]
    real_time_cost_per_result: Sequence[str | int | float]
    real_time_result_rate: Sequence[str | int | float]
    secondary_goal_result: Sequence[str | int | float]
    cost_per_secondary_goal_result: Sequence[str | int | float]
    secondary_goal_result_rate: Sequence[str | int | float]
    frequency: Sequence[str | int | float]
    video_play_actions: Sequence[str | int | float]
    video_watched_2s: Sequence[str | int | float]
    video_watched_6s: Sequence[str | int | float]
    average_video_play: Sequence[str | int | float]
    average_video_play_per_user: Sequence[str | int | float]
    video_views_p25: Sequence[str | int | float]
    video_views_p50: Sequence[str | int | float]
    video_views_p75: Sequence[str | int | float]
    video_views_p100: Sequence[str | int | float]
    profile_visits: Sequence[str | int | float]
    likes: Sequence[str | int | float]
    comments: Sequence[str | int | float]
    shares: Sequence[str | int | float]
    follows: Sequence[str | int | float]
    clicks_on_music_disc: Sequence[str | int | float]
    real_time_app_install: Sequence[str | int | float]
    real_time_app_install_cost: Sequence[str | int | float]
    app_install: Sequence[str | int | float]


class AdsReportsDailyStringFilter(TypedDict, total=False):
    """Field and text to look for."""

    ad_id: str
    stat_time_day: str
    campaign_name: str
    campaign_id: str
    adgroup_name: str
    adgroup_id: str
    ad_name: str
    ad_text: str
    placement_type: str
    spend: str
    cpc: str
    cpm: str
    impressions: str
    clicks: str
    ctr: str
    reach: str
    cost_per_1000_reached: str
    conversion: str
    cost_per_conversion: str
    conversion_rate: str
    real_time_conversion: str
    real_time_cost_per_conversion: str
    real_time_conversion_rate: str
    result: str
    cost_per_result: str
    result_rate: str
    real_time_result: str
    real_time_cost_per_result: str
    real_time_result_rate: str
    secondary_goal_result: str
    cost_per_secondary_goal_result: str
    secondary_goal_result_rate: str
    frequency: str
    video_play_actions: str
    video_watched_2s: str
    video_watched_6s: str
    average_video_play: str
    average_video_play_per_user: str
    video_views_p25: str
    video_views_p50: str
    video_views_p75: str
    video_views_p100: str
    profile_visits: str
    likes: str
    comments: str
    shares: str
    follows: str
    clicks_on_music_disc: str
    real_time_app_install: str
    real_time_app_install_cost: str
    app_install: str


class AdsReportsDailyAnyValueFilter(TypedDict, total=False):
    """Field and an item of its list."""

    ad_id: Any
    stat_time_day: Any
    campaign_name: Any
    campaign_id: Any
    adgroup_name: Any
    adgroup_id: Any
    ad_name: Any
    ad_text: Any
    placement_type: Any
    spend: Any
    cpc: Any
    cpm: Any
    impressions: Any
    clicks: Any
    ctr: Any
    reach: Any
    cost_per_1000_reached: Any
    conversion: Any
    cost_per_conversion: Any
    conversion_rate: Any
    real_time_conversion: Any
    real_time_cost_per_conversion: Any
    real_time_conversion_rate: Any
    result: Any
    cost_per_result: Any
    result_rate: Any
    real_time_result: Any
    real_time_cost_per_result: Any
    real_time_result_rate: Any
    secondary_goal_result: Any
    cost_per_secondary_goal_result: Any
    secondary_goal_result_rate: Any
    frequency: Any
    video_play_actions: Any
    video_watched_2s: Any
    video_watched_6s: Any
    average_video_play: Any
    average_video_play_per_user: Any
    video_views_p25: Any
    video_views_p50: Any
    video_views_p75: Any
    video_views_p100: Any
    profile_visits: Any
    likes: Any
    comments: Any
    shares: Any
    follows: Any
    clicks_on_music_disc: Any
    real_time_app_install: Any
    real_time_app_install_cost: Any
    app_install: Any


class AdsReportsDailySortFilter(TypedDict, total=False):
    """Field and direction."""

    ad_id: AirbyteSortOrder
    stat_time_day: AirbyteSortOrder
    campaign_name: AirbyteSortOrder
    campaign_id: AirbyteSortOrder
    adgroup_name: AirbyteSortOrder
    adgroup_id: AirbyteSortOrder
    ad_name: AirbyteSortOrder
    ad_text: AirbyteSortOrder
    placement_type: AirbyteSortOrder
    spend: AirbyteSortOrder
    cpc: AirbyteSortOrder
    cpm: AirbyteSortOrder
    impressions: AirbyteSortOrder
    clicks: AirbyteSortOrder
    ctr: AirbyteSortOrder
    reach: AirbyteSortOrder
    cost_per_1000_reached: AirbyteSortOrder
    conversion: AirbyteSortOrder
    cost_per_conversion: AirbyteSortOrder
    conversion_rate: AirbyteSortOrder
    real_time_conversion: AirbyteSortOrder
    real_time_cost_per_conversion: AirbyteSortOrder
    real_time_conversion_rate: AirbyteSortOrder
    result: AirbyteSortOrder
    cost_per_result: AirbyteSortOrder
    result_rate: AirbyteSortOrder
    real_time_result: AirbyteSortOrder
    real_time_cost_per_result: AirbyteSortOrder
    real_time_result_rate: AirbyteSortOrder
    secondary_goal_result: AirbyteSortOrder
    cost_per_secondary_goal_result: AirbyteSortOrder
    secondary_goal_result_rate: AirbyteSortOrder
    frequency: AirbyteSortOrder
    video_play_actions: AirbyteSortOrder
    video_watched_2s: AirbyteSortOrder
    video_watched_6s: AirbyteSortOrder
    average_video_play: AirbyteSortOrder
    average_video_play_per_user: AirbyteSortOrder
    video_views_p25: AirbyteSortOrder
    video_views_p50: AirbyteSortOrder
    video_views_p75: AirbyteSortOrder
    video_views_p100: AirbyteSortOrder
    profile_visits: AirbyteSortOrder
    likes: AirbyteSortOrder
    comments: AirbyteSortOrder
    shares: AirbyteSortOrder
    follows: AirbyteSortOrder
    clicks_on_music_disc: AirbyteSortOrder
    real_time_app_install: AirbyteSortOrder
    real_time_app_install_cost: AirbyteSortOrder
    app_install: AirbyteSortOrder


AdsReportsDailyEqCondition = TypedDict("AdsReportsDailyEqCondition", {"eq": AdsReportsDailySearchFilter}, total=False)
AdsReportsDailyNeqCondition = TypedDict("AdsReportsDailyNeqCondition", {"neq": AdsReportsDailySearchFilter}, total=False)
AdsReportsDailyGtCondition = TypedDict("AdsReportsDailyGtCondition", {"gt": AdsReportsDailySearchFilter}, total=False)
AdsReportsDailyGteCondition = TypedDict("AdsReportsDailyGteCondition", {"gte": AdsReportsDailySearchFilter}, total=False)
AdsReportsDailyLtCondition = TypedDict("AdsReportsDailyLtCondition", {"lt": AdsReportsDailySearchFilter}, total=False)
AdsReportsDailyLteCondition = TypedDict("AdsReportsDailyLteCondition", {"lte": AdsReportsDailySearchFilter}, total=False)
AdsReportsDailyInCondition = TypedDict("AdsReportsDailyInCondition", {"in": AdsReportsDailyInFilter}, total=False)
AdsReportsDailyLikeCondition = TypedDict("AdsReportsDailyLikeCondition", {"like": AdsReportsDailyStringFilter}, total=False)
AdsReportsDailyFuzzyCondition = TypedDict("AdsReportsDailyFuzzyCondition", {"fuzzy": AdsReportsDailyStringFilter}, total=False)
AdsReportsDailyKeywordCondition = TypedDict("AdsReportsDailyKeywordCondition", {"keyword": AdsReportsDailyStringFilter}, total=False)
AdsReportsDailyStartswithCondition = TypedDict("AdsReportsDailyStartswithCondition", {"startswith": AdsReportsDailyStringFilter}, total=False)
AdsReportsDailyEndswithCondition = TypedDict("AdsReportsDailyEndswithCondition", {"endswith": AdsReportsDailyStringFilter}, total=False)
AdsReportsDailyContainsCondition = TypedDict("AdsReportsDailyContainsCondition", {"contains": AdsReportsDailyAnyValueFilter}, total=False)
AdsReportsDailyArrayContainsCondition = TypedDict("AdsReportsDailyArrayContainsCondition", {"array_contains": AdsReportsDailyAnyValueFilter}, total=False)
AdsReportsDailyAnyCondition = TypedDict("AdsReportsDailyAnyCondition", {"any": AdsReportsDailyAnyValueFilter}, total=False)
AdsReportsDailyAndCondition = TypedDict("AdsReportsDailyAndCondition", {"and": "Sequence[AdsReportsDailyCondition]"}, total=False)
AdsReportsDailyOrCondition = TypedDict("AdsReportsDailyOrCondition", {"or": "Sequence[AdsReportsDailyCondition]"}, total=False)
AdsReportsDailyNotCondition = TypedDict("AdsReportsDailyNotCondition", {"not": "AdsReportsDailyCondition"}, total=False)
AdsReportsDailyCondition = Union[
    AdsReportsDailyEqCondition,
    AdsReportsDailyNeqCondition,
    AdsReportsDailyGtCondition,
    AdsReportsDailyGteCondition,
    AdsReportsDailyLtCondition,
    AdsReportsDailyLteCondition,
    AdsReportsDailyInCondition,
    AdsReportsDailyLikeCondition,
    AdsReportsDailyFuzzyCondition,
    AdsReportsDailyKeywordCondition,
    AdsReportsDailyStartswithCondition,
    AdsReportsDailyEndswithCondition,
    AdsReportsDailyContainsCondition,
    AdsReportsDailyArrayContainsCondition,
    AdsReportsDailyAnyCondition,
    AdsReportsDailyAndCondition,
    AdsReportsDailyOrCondition,
    AdsReportsDailyNotCondition,
]


class AdsReportsDailySearchQuery(TypedDict, total=False):
    """Which rows, and in which order."""

    filter: AdsReportsDailyCondition
    sort: Sequence[AdsReportsDailySortFilter]
