"""What language models read about the tool, without and with a context store.

Rendered from src/catalog by catalog-render; change the catalog, not this file.
"""

from __future__ import annotations

LIVE = """\
TikTok ads data, read-only. Call with entity, action and params (an object).
Entities: advertisers, campaigns, ad_groups, ads, audiences, creative_assets_images, creative_assets_videos; daily numbers: advertisers_reports_daily, campaigns_reports_daily, ad_groups_reports_daily, ads_reports_daily.
Actions:
- list reads rows from TikTok. Params: advertiser_id (not needed when the token reads one account; else the error lists the accounts; entity advertisers takes advertiser_ids, none for all), fields [names] for small rows, filtering {…}, page, page_size, limit (rows), all (true: every page).
- describe shows params, filter keys, fields and metrics of the entity. Use it before a name that is not written here.
- check tells whether the token works and which accounts it reads.
Reports need no params but take date_range (today|yesterday|last_7_days|last_30_days|this_month|last_month) or start_date and end_date (YYYY-MM-DD), dimensions (default: the id and stat_time_day; leave the day out for totals of the range), metrics (name the few you need, as spend, impressions, clicks, ctr, cpc, conversion, cost_per_conversion, reach), order_field, order_type (ASC|DESC).
Never work out today's date: date_range knows it in the account's time zone, and meta.date_range says which days were read.
Answer: {"data":rows,"meta":…}. meta.complete false means rows are missing: call again with params = meta.next, or say so; never add up an incomplete answer. Ids and metrics are text, money in the account's currency; null is no value, not 0. Never add reach, frequency or rates.
Errors say what to change.
Examples, as entity action params:
- spend by campaign: campaigns_reports_daily list {"date_range":"last_7_days","dimensions":["campaign_id"],"metrics":["campaign_name","spend","clicks"],"order_field":"spend"}
- paused ad groups: ad_groups list {"filtering":{"primary_status":"STATUS_DISABLE"},"fields":["adgroup_name"]}
- spend this month: advertisers_reports_daily list {"date_range":"this_month","dimensions":["advertiser_id"],"metrics":["spend"]}"""

STORE = """\
TikTok ads data, read-only. Call with entity, action and params (an object).
Entities: advertisers, campaigns, ad_groups, ads, audiences, creative_assets_images, creative_assets_videos; daily numbers: advertisers_reports_daily, campaigns_reports_daily, ad_groups_reports_daily, ads_reports_daily.
Actions:
- list reads rows from TikTok. Params: advertiser_id (not needed when the token reads one account; else the error lists the accounts; entity advertisers takes advertiser_ids, none for all), fields [names] for small rows, filtering {…}, page, page_size, limit (rows), all (true: every page).
- describe shows params, filter keys, fields and metrics of the entity. Use it before a name that is not written here.
- check tells whether the token works and which accounts it reads.
- context_store_search finds rows of the synced copy: query {"filter":{op:{field:value}},"sort":[{field:"desc"}]} with op eq, neq, gt, gte, lt, lte, in, like, fuzzy, keyword, contains, and, or, not; limit, cursor, fields.
- context_store_aggregate adds up synced reports: metrics, group_by, date_range, order_by, limit, compare. Best for totals.
Reports need no params but take date_range (today|yesterday|last_7_days|last_30_days|this_month|last_month) or start_date and end_date (YYYY-MM-DD), dimensions (default: the id and stat_time_day; leave the day out for totals of the range), metrics (name the few you need, as spend, impressions, clicks, ctr, cpc, conversion, cost_per_conversion, reach), order_field, order_type (ASC|DESC).
Never work out today's date: date_range knows it in the account's time zone, and meta.date_range says which days were read.
Answer: {"data":rows,"meta":…}. meta.complete false means rows are missing: call again with params = meta.next, or say so; never add up an incomplete answer. Ids and metrics are text, money in the account's currency; null is no value, not 0. Never add reach, frequency or rates.
Errors say what to change.
Examples, as entity action params:
- spend by campaign: campaigns_reports_daily list {"date_range":"last_7_days","dimensions":["campaign_id"],"metrics":["campaign_name","spend","clicks"],"order_field":"spend"}
- paused ad groups: ad_groups list {"filtering":{"primary_status":"STATUS_DISABLE"},"fields":["adgroup_name"]}
- What is my total ad spend this month?: advertisers_reports_daily context_store_aggregate {"metrics":["spend"],"date_range":"this_month"}"""
