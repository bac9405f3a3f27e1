"""Query objects: one per entity, with typed parameters and rows.

Rendered from src/catalog by catalog-render; change the catalog, not this file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from ._query import EntityQuery

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from . import models, types


class AdvertisersQuery(EntityQuery["models.AdvertisersListResult", "models.AdvertisersSearchResult"]):
    """One row per ad account: name, currency, time zone, balance, status and company details."""

    _entity = "advertisers"
    _prefix = "Advertisers"

    async def list(
        self,
        advertiser_ids: str | Sequence[str | int] | None = None,
        page: int | None = None,
        page_size: int | None = None,
        **options: Unpack[types.AdvertisersListOptions],
    ) -> models.AdvertisersListResult:
        """One row per ad account: name, currency, time zone, balance, status and company details."""
        return await self._list(
            {
                "advertiser_ids": advertiser_ids,
                "page": page,
                "page_size": page_size,
                **options,
            }
        )

    async def context_store_search(
        self,
        query: types.AdvertisersSearchQuery,
        limit: int | None = None,
        cursor: str | None = None,
        fields: Sequence[str | Sequence[str]] | None = None,
    ) -> models.AdvertisersSearchResult:
        """Rows of the context store that match."""
        return await self._search({"query": query, "limit": limit, "cursor": cursor, "fields": fields})

    search = context_store_search


class CampaignsQuery(EntityQuery["models.CampaignsListResult", "models.CampaignsSearchResult"]):
    """One row per campaign: objective, budget, status and when it was last changed."""

    _entity = "campaigns"
    _prefix = "Campaigns"

    async def list(
        self,
        advertiser_id: str | int | None = None,
        page: int | None = None,
        page_size: int | None = None,
        **options: Unpack[types.CampaignsListOptions],
    ) -> models.CampaignsListResult:
        """One row per campaign: objective, budget, status and when it was last changed."""
        return await self._list(
            {
                "advertiser_id": advertiser_id,
                "page": page,
                "page_size": page_size,
                **options,
            }
        )

    async def context_store_search(
        self,
        query: types.CampaignsSearchQuery,
        limit: int | None = None,
        cursor: str | None = None,
        fields: Sequence[str | Sequence[str]] | None = None,
    ) -> models.CampaignsSearchResult:
        """Rows of the context store that match."""
        return await self._search({"query": query, "limit": limit, "cursor": cursor, "fields": fields})

    search = context_store_search


class AdGroupsQuery(EntityQuery["models.AdGroupsListResult", "models.AdGroupsSearchResult"]):
    """One row per ad group: targeting, placements, bid, budget, schedule and optimization goal."""

    _entity = "ad_groups"
    _prefix = "AdGroups"

    async def list(
        self,
        advertiser_id: str | int | None = None,
        page: int | None = None,
        page_size: int | None = None,
        **options: Unpack[types.AdGroupsListOptions],
    ) -> models.AdGroupsListResult:
        """One row per ad group: targeting, placements, bid, budget, schedule and optimization goal."""
        return await self._list(
            {
                "advertiser_id": advertiser_id,
                "page": page,
                "page_size": page_size,
                **options,
            }
        )

    async def context_store_search(
        self,
        query: types.AdGroupsSearchQuery,
        limit: int | None = None,
        cursor: str | None = None,
        fields: Sequence[str | Sequence[str]] | None = None,
    ) -> models.AdGroupsSearchResult:
        """Rows of the context store that match."""
        return await self._search({"query": query, "limit": limit, "cursor": cursor, "fields": fields})

    search = context_store_search


class AdsQuery(EntityQuery["models.AdsListResult", "models.AdsSearchResult"]):
    """One row per ad: text, creative, landing page, identity, tracking and status."""

    _entity = "ads"
    _prefix = "Ads"

    async def list(
        self,
        advertiser_id: str | int | None = None,
        page: int | None = None,
        page_size: int | None = None,
        **options: Unpack[types.AdsListOptions],
    ) -> models.AdsListResult:
        """One row per ad: text, creative, landing page, identity, tracking and status."""
        return await self._list(
            {
                "advertiser_id": advertiser_id,
                "page": page,
                "page_size": page_size,
                **options,
            }
        )

    async def context_store_search(
        self,
        query: types.AdsSearchQuery,
        limit: int | None = None,
        cursor: str | None = None,
        fields: Sequence[str | Sequence[str]] | None = None,
    ) -> models.AdsSearchResult:
        """Rows of the context store that match."""
        return await self._search({"query": query, "limit": limit, "cursor": cursor, "fields": fields})

    search = context_store_search


class AudiencesQuery(EntityQuery["models.AudiencesListResult", "models.AudiencesSearchResult"]):
    """One row per custom audience: origin, size and whether it can be used."""

    _entity = "audiences"
    _prefix = "Audiences"

    async def list(
        self,
        advertiser_id: str | int | None = None,
        page: int | None = None,
        page_size: int | None = None,
        **options: Unpack[types.AudiencesListOptions],
    ) -> models.AudiencesListResult:
        """One row per custom audience: origin, size and whether it can be used."""
        return await self._list(
            {
                "advertiser_id": advertiser_id,
                "page": page,
                "page_size": page_size,
                **options,
            }
        )

    async def context_store_search(
        self,
        query: types.AudiencesSearchQuery,
        limit: int | None = None,
        cursor: str | None = None,
        fields: Sequence[str | Sequence[str]] | None = None,
    ) -> models.AudiencesSearchResult:
        """Rows of the context store that match."""
        return await self._search({"query": query, "limit": limit, "cursor": cursor, "fields": fields})

    search = context_store_search


class CreativeAssetsImagesQuery(EntityQuery["models.CreativeAssetsImagesListResult", "models.CreativeAssetsImagesSearchResult"]):
    """One row per image in the account's creative library: size, format, link and material id."""

    _entity = "creative_assets_images"
    _prefix = "CreativeAssetsImages"

    async def list(
        self,
        advertiser_id: str | int | None = None,
        page: int | None = None,
        page_size: int | None = None,
        **options: Unpack[types.CreativeAssetsImagesListOptions],
    ) -> models.CreativeAssetsImagesListResult:
        """One row per image in the account's creative library: size, format, link and material id."""
        return await self._list(
            {
                "advertiser_id": advertiser_id,
                "page": page,
                "page_size": page_size,
                **options,
            }
        )

    async def context_store_search(
        self,
        query: types.CreativeAssetsImagesSearchQuery,
        limit: int | None = None,
        cursor: str | None = None,
        fields: Sequence[str | Sequence[str]] | None = None,
    ) -> models.CreativeAssetsImagesSearchResult:
        """Rows of the context store that match."""
        return await self._search({"query": query, "limit": limit, "cursor": cursor, "fields": fields})

    search = context_store_search


class CreativeAssetsVideosQuery(EntityQuery["models.CreativeAssetsVideosListResult", "models.CreativeAssetsVideosSearchResult"]):
    """One row per video in the account's creative library: length, cover, preview link and flaws."""

    _entity = "creative_assets_videos"
    _prefix = "CreativeAssetsVideos"

    async def list(
        self,
        advertiser_id: str | int | None = None,
        page: int | None = None,
        page_size: int | None = None,
        **options: Unpack[types.CreativeAssetsVideosListOptions],
    ) -> models.CreativeAssetsVideosListResult:
        """One row per video in the account's creative library: length, cover, preview link and flaws."""
        return await self._list(
            {
                "advertiser_id": advertiser_id,
                "page": page,
                "page_size": page_size,
                **options,
            }
        )

    async def context_store_search(
        self,
        query: types.CreativeAssetsVideosSearchQuery,
        limit: int | None = None,
        cursor: str | None = None,
        fields: Sequence[str | Sequence[str]] | None = None,
    ) -> models.CreativeAssetsVideosSearchResult:
        """Rows of the context store that match."""
        return await self._search({"query": query, "limit": limit, "cursor": cursor, "fields": fields})

    search = context_store_search


class AdvertisersReportsDailyQuery(EntityQuery["models.AdvertisersReportsDailyListResult", "models.AdvertisersReportsDailySearchResult"]):
    """Daily performance of an ad account: spend, delivery, video views, social actions and app installs."""

    _entity = "advertisers_reports_daily"
    _prefix = "AdvertisersReportsDaily"

    async def list(
        self,
        advertiser_id: str | int | None = None,
        service_type: Literal["AUCTION", "RESERVATION"] | None = None,
        report_type: Literal["BASIC", "AUDIENCE", "PLAYABLE_MATERIAL", "CATALOG", "BC", "TT_SHOP"] | None = None,
        data_level: Literal["AUCTION_ADVERTISER", "AUCTION_CAMPAIGN", "AUCTION_ADGROUP", "AUCTION_AD", "RESERVATION_ADVERTISER", "RESERVATION_CAMPAIGN", "RESERVATION_ADGROUP", "RESERVATION_AD"] | None = None,
        dimensions: str | Sequence[str] | None = None,
        metrics: str | Sequence[str] | None = None,
        start_date: str | None = None,
        end_date: str | None = None,
        page: int | None = None,
        page_size: int | None = None,
        **options: Unpack[types.AdvertisersReportsDailyListOptions],
    ) -> models.AdvertisersReportsDailyListResult:
        """Daily performance of an ad account: spend, delivery, video views, social actions and app installs."""
        return await self._list(
            {
                "advertiser_id": advertiser_id,
                "service_type": service_type,
                "report_type": report_type,
                "data_level": data_level,
                "dimensions": dimensions,
                "metrics": metrics,
                "start_date": start_date,
                "end_date": end_date,
                "page": page,
                "page_size": page_size,
                **options,
            }
        )

    async def context_store_search(
        self,
        query: types.AdvertisersReportsDailySearchQuery,
        limit: int | None = None,
        cursor: str | None = None,
        fields: Sequence[str | Sequence[str]] | None = None,
    ) -> models.AdvertisersReportsDailySearchResult:
        """Rows of the context store that match."""
        return await self._search({"query": query, "limit": limit, "cursor": cursor, "fields": fields})

    search = context_store_search


class CampaignsReportsDailyQuery(EntityQuery["models.CampaignsReportsDailyListResult", "models.CampaignsReportsDailySearchResult"]):
    """Daily performance per campaign: spend, delivery, video views, social actions and app installs."""

    _entity = "campaigns_reports_daily"
    _prefix = "CampaignsReportsDaily"

    async def list(
        self,
        advertiser_id: str | int | None = None,
        service_type: Literal["AUCTION", "RESERVATION"] | None = None,
        report_type: Literal["BASIC", "AUDIENCE", "PLAYABLE_MATERIAL", "CATALOG", "BC", "TT_SHOP"] | None = None,
        data_level: Literal["AUCTION_ADVERTISER", "AUCTION_CAMPAIGN", "AUCTION_ADGROUP", "AUCTION_AD", "RESERVATION_ADVERTISER", "RESERVATION_CAMPAIGN", "RESERVATION_ADGROUP", "RESERVATION_AD"] | None = None,
        dimensions: str | Sequence[str] | None = None,
        metrics: str | Sequence[str] | None = None,
        start_date: str | None = None,
        end_date: str | None = None,
        page: int | None = None,
        page_size: int | None = None,
        **options: Unpack[types.CampaignsReportsDailyListOptions],
    ) -> models.CampaignsReportsDailyListResult:
        """Daily performance per campaign: spend, delivery, video views, social actions and app installs."""
        return await self._list(
            {
                "advertiser_id": advertiser_id,
                "service_type": service_type,
                "report_type": report_type,
                "data_level": data_level,
                "dimensions": dimensions,
                "metrics": metrics,
                "start_date": start_date,
                "end_date": end_date,
                "page": page,
                "page_size": page_size,
                **options,
            }
        )

    async def context_store_search(
        self,
        query: types.CampaignsReportsDailySearchQuery,
        limit: int | None = None,
        cursor: str | None = None,
        fields: Sequence[str | Sequence[str]] | None = None,
    ) -> models.CampaignsReportsDailySearchResult:
        """Rows of the context store that match."""
        return await self._search({"query": query, "limit": limit, "cursor": cursor, "fields": fields})

    search = context_store_search


class AdGroupsReportsDailyQuery(EntityQuery["models.AdGroupsReportsDailyListResult", "models.AdGroupsReportsDailySearchResult"]):
    """Daily performance per ad group: as for campaigns, and conversions, results and secondary goals."""

    _entity = "ad_groups_reports_daily"
    _prefix = "AdGroupsReportsDaily"

    async def list(
        self,
        advertiser_id: str | int | None = None,
        service_type: Literal["AUCTION", "RESERVATION"] | None = None,
        report_type: Literal["BASIC", "AUDIENCE", "PLAYABLE_MATERIAL", "CATALOG", "BC", "TT_SHOP"] | None = None,
        data_level: Literal["AUCTION_ADVERTISER", "AUCTION_CAMPAIGN", "AUCTION_ADGROUP", "AUCTION_AD", "RESERVATION_ADVERTISER", "RESERVATION_CAMPAIGN", "RESERVATION_ADGROUP", "RESERVATION_AD"] | None = None,
        dimensions: str | Sequence[str] | None = None,
        metrics: str | Sequence[str] | None = None,
        start_date: str | None = None,
        end_date: str | None = None,
        page: int | None = None,
        page_size: int | None = None,
        **options: Unpack[types.AdGroupsReportsDailyListOptions],
    ) -> models.AdGroupsReportsDailyListResult:
        """Daily performance per ad group: as for campaigns, and conversions, results and secondary goals."""
        return await self._list(
            {
                "advertiser_id": advertiser_id,
                "service_type": service_type,
                "report_type": report_type,
                "data_level": data_level,
                "dimensions": dimensions,
                "metrics": metrics,
                "start_date": start_date,
                "end_date": end_date,
                "page": page,
                "page_size": page_size,
                **options,
            }
        )

    async def context_store_search(
        self,
        query: types.AdGroupsReportsDailySearchQuery,
        limit: int | None = None,
        cursor: str | None = None,
        fields: Sequence[str | Sequence[str]] | None = None,
    ) -> models.AdGroupsReportsDailySearchResult:
        """Rows of the context store that match."""
        return await self._search({"query": query, "limit": limit, "cursor": cursor, "fields": fields})

    search = context_store_search


class AdsReportsDailyQuery(EntityQuery["models.AdsReportsDailyListResult", "models.AdsReportsDailySearchResult"]):
    """Daily performance per ad: as for ad groups, with the names of everything above the ad."""

    _entity = "ads_reports_daily"
    _prefix = "AdsReportsDaily"

    async def list(
        self,
        advertiser_id: str | int | None = None,
        service_type: Literal["AUCTION", "RESERVATION"] | None = None,
        report_type: Literal["BASIC", "AUDIENCE", "PLAYABLE_MATERIAL", "CATALOG", "BC", "TT_SHOP"] | None = None,
        data_level: Literal["AUCTION_ADVERTISER", "AUCTION_CAMPAIGN", "AUCTION_ADGROUP", "AUCTION_AD", "RESERVATION_ADVERTISER", "RESERVATION_CAMPAIGN", "RESERVATION_ADGROUP", "RESERVATION_AD"] | None = None,
        dimensions: str | Sequence[str] | None = None,
        metrics: str | Sequence[str] | None = None,
        start_date: str | None = None,
        end_date: str | None = None,
        page: int | None = None,
        page_size: int | None = None,
        **options: Unpack[types.AdsReportsDailyListOptions],
    ) -> models.AdsReportsDailyListResult:
        """Daily performance per ad: as for ad groups, with the names of everything above the ad."""
        return await self._list(
            {
                "advertiser_id": advertiser_id,
                "service_type": service_type,
                "report_type": report_type,
                "data_level": data_level,
                "dimensions": dimensions,
                "metrics": metrics,
                "start_date": start_date,
                "end_date": end_date,
                "page": page,
                "page_size": page_size,
                **options,
            }
        )

    async def context_store_search(
        self,
        query: types.AdsReportsDailySearchQuery,
        limit: int | None = None,
        cursor: str | None = None,
        fields: Sequence[str | Sequence[str]] | None = None,
    ) -> models.AdsReportsDailySearchResult:
        """Rows of the context store that match."""
        return await self._search({"query": query, "limit": limit, "cursor": cursor, "fields": fields})

    search = context_store_search

