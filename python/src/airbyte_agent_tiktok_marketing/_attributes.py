"""The query objects as attributes of the connector; their module is read on first use.

Rendered from src/catalog by catalog-render; change the catalog, not this file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import queries


class EntityQueries:
    """A query object per entity, under the entity's name."""

    @property
    def advertisers(self) -> queries.AdvertisersQuery:
        from .queries import AdvertisersQuery

        return AdvertisersQuery(self)

    @property
    def campaigns(self) -> queries.CampaignsQuery:
        from .queries import CampaignsQuery

        return CampaignsQuery(self)

    @property
    def ad_groups(self) -> queries.AdGroupsQuery:
        from .queries import AdGroupsQuery

        return AdGroupsQuery(self)

    @property
    def ads(self) -> queries.AdsQuery:
        from .queries import AdsQuery

        return AdsQuery(self)

    @property
    def audiences(self) -> queries.AudiencesQuery:
        from .queries import AudiencesQuery

        return AudiencesQuery(self)

    @property
    def creative_assets_images(self) -> queries.CreativeAssetsImagesQuery:
        from .queries import CreativeAssetsImagesQuery

        return CreativeAssetsImagesQuery(self)

    @property
    def creative_assets_videos(self) -> queries.CreativeAssetsVideosQuery:
        from .queries import CreativeAssetsVideosQuery

        return CreativeAssetsVideosQuery(self)

    @property
    def advertisers_reports_daily(self) -> queries.AdvertisersReportsDailyQuery:
        from .queries import AdvertisersReportsDailyQuery

        return AdvertisersReportsDailyQuery(self)

    @property
    def campaigns_reports_daily(self) -> queries.CampaignsReportsDailyQuery:
        from .queries import CampaignsReportsDailyQuery

        return CampaignsReportsDailyQuery(self)

    @property
    def ad_groups_reports_daily(self) -> queries.AdGroupsReportsDailyQuery:
        from .queries import AdGroupsReportsDailyQuery

        return AdGroupsReportsDailyQuery(self)

    @property
    def ads_reports_daily(self) -> queries.AdsReportsDailyQuery:
        from .queries import AdsReportsDailyQuery

        return AdsReportsDailyQuery(self)
