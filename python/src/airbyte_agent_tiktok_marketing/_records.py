"""Fields of records and search rows, and which metrics may be added up.

Rendered from src/catalog by catalog-render; change the catalog, not this file.
"""

from __future__ import annotations

# Letters: s text, i integer, f number, b true or false, l list, o object, m metric.
# Record: (prefix of its list's names, one line about it, fields, fields of its search rows)
RECORDS = {
    "Advertiser": (
        "Advertisers",
        "One row per ad account: name, currency, time zone, balance, status and company details.",
        "advertiser_id:s name:s address:s company:s contacter:s country:s currency:s description:s "
        "email:s industry:s language:s license_no:s license_url:s cellphone_number:s promotion_area:s "
        "rejection_reason:s role:s status:s timezone:s balance:f create_time:i telephone_number:s "
        "display_timezone:s promotion_center_province:s advertiser_account_type:s license_city:s "
        "brand:s license_province:s promotion_center_city:s",
        "address:s advertiser_account_type:s advertiser_id:s balance:f brand:s cellphone_number:s "
        "company:s contacter:s country:s create_time:i currency:s description:s display_timezone:s "
        "email:s industry:s language:s license_city:s license_no:s license_province:s license_url:s "
        "name:s promotion_area:s promotion_center_city:s promotion_center_province:s "
        "rejection_reason:s role:s status:s telephone_number:s timezone:s",
    ),
    "Campaign": (
        "Campaigns",
        "One row per campaign: objective, budget, status and when it was last changed.",
        "campaign_id:s campaign_name:s campaign_type:s advertiser_id:s budget:f budget_mode:s "
        "secondary_status:s operation_status:s objective:s objective_type:s budget_optimize_on:b "
        "bid_type:s deep_bid_type:s optimization_goal:s split_test_variable:s is_new_structure:b "
        "create_time:s modify_time:s roas_bid:f is_smart_performance_campaign:b is_search_campaign:b "
        "app_promotion_type:s rf_campaign_type:s disable_skan_campaign:b "
        "is_advanced_dedicated_campaign:b rta_id:s campaign_automation_type:s rta_bid_enabled:b "
        "rta_product_selection_enabled:b",
        "advertiser_id:s app_promotion_type:s bid_type:s budget:f budget_mode:s budget_optimize_on:b "
        "campaign_id:s campaign_name:s campaign_type:s create_time:s deep_bid_type:s "
        "is_new_structure:b is_search_campaign:b is_smart_performance_campaign:b modify_time:s "
        "objective:s objective_type:s operation_status:s optimization_goal:s rf_campaign_type:s "
        "roas_bid:f secondary_status:s split_test_variable:s",
    ),
    "AdGroup": (
        "AdGroups",
        "One row per ad group: targeting, placements, bid, budget, schedule and optimization goal.",
        "adgroup_id:s campaign_id:s advertiser_id:s adgroup_name:s placement_type:s placements:l "
        "budget:f budget_mode:s secondary_status:s operation_status:s optimization_goal:s bid_type:s "
        "bid_price:f promotion_type:s creative_material_mode:s schedule_type:s schedule_start_time:s "
        "schedule_end_time:s create_time:s modify_time:s gender:s age_groups:l languages:l "
        "location_ids:l audience_ids:l excluded_audience_ids:l interest_category_ids:l "
        "interest_keyword_ids:l pixel_id:s deep_bid_type:s deep_cpa_bid:f conversion_bid_price:f "
        "billing_event:s pacing:s dayparting:s frequency:i frequency_schedule:i is_new_structure:b "
        "is_smart_performance_campaign:b app_id:s app_type:s app_download_url:s optimization_event:s "
        "secondary_optimization_event:s conversion_window:s comment_disabled:b "
        "video_download_disabled:b share_disabled:b auto_targeting_enabled:b is_hfss:b "
        "search_result_enabled:b inventory_filter_enabled:b skip_learning_phase:b brand_safety_type:s "
        "brand_safety_partner:s campaign_name:s campaign_automation_type:s bid_display_mode:s "
        "scheduled_budget:f category_id:s feed_type:s delivery_mode:s ios14_quota_type:s "
        "spending_power:s next_day_retention:f rf_purchased_type:s rf_estimated_cpr:f "
        "rf_estimated_frequency:f purchased_impression:f purchased_reach:f actions:l network_types:l "
        "operating_systems:l device_model_ids:l device_price_ranges:l included_custom_actions:l "
        "excluded_custom_actions:l category_exclusion_ids:l contextual_tag_ids:l zipcode_ids:l "
        "household_income:l isp_ids:l schedule_infos:l statistic_type:s keywords:s "
        "adgroup_app_profile_page_state:s automated_keywords_enabled:b smart_audience_enabled:b "
        "smart_interest_behavior_enabled:b vbo_window:s deep_funnel_optimization_status:s "
        "deep_funnel_event_source:s deep_funnel_event_source_id:s deep_funnel_optimization_event:s "
        "custom_conversion_id:s app_config:o",
        "adgroup_id:s adgroup_name:s advertiser_id:s budget:f budget_mode:s campaign_id:s "
        "create_time:s modify_time:s operation_status:s optimization_goal:s placement_type:s "
        "promotion_type:s secondary_status:s",
    ),
    "Ad": (
        "Ads",
        "One row per ad: text, creative, landing page, identity, tracking and status.",
        "ad_id:s advertiser_id:s campaign_id:s campaign_name:s adgroup_id:s adgroup_name:s ad_name:s "
        "ad_text:s ad_texts:l ad_format:s secondary_status:s operation_status:s call_to_action:s "
        "call_to_action_id:s landing_page_url:s landing_page_urls:l display_name:s profile_image_url:s "
        "video_id:s image_ids:l image_mode:s is_aco:b is_new_structure:b creative_type:s "
        "creative_authorized:b identity_id:s identity_type:s deeplink:s deeplink_type:s "
        "fallback_type:s tracking_pixel_id:s impression_tracking_url:s click_tracking_url:s music_id:s "
        "optimization_event:s vast_moat_enabled:b page_id:s viewability_postbid_partner:s "
        "viewability_vast_url:s brand_safety_postbid_partner:s brand_safety_vast_url:s app_name:s "
        "playable_url:s card_id:s carousel_image_labels:l avatar_icon_web_uri:s "
        "campaign_automation_type:s create_time:s modify_time:s",
        "ad_format:s ad_id:s ad_name:s ad_text:s adgroup_id:s adgroup_name:s advertiser_id:s "
        "campaign_id:s campaign_name:s create_time:s landing_page_url:s modify_time:s "
        "operation_status:s secondary_status:s video_id:s",
    ),
    "Audience": (
        "Audiences",
        "One row per custom audience: origin, size and whether it can be used.",
        "audience_id:s name:s audience_type:s cover_num:i is_valid:b is_expiring:b is_creator:b "
        "shared:b calculate_type:s create_time:s expired_time:s",
        "audience_id:s audience_type:s cover_num:i create_time:s is_valid:b name:s shared:b",
    ),
    "CreativeAssetImage": (
        "CreativeAssetsImages",
        "One row per image in the account's creative library: size, format, link and material id.",
        "image_id:s format:s image_url:s height:i width:i signature:s size:i material_id:s "
        "is_carousel_usable:b file_name:s create_time:s modify_time:s displayable:b",
        "create_time:s file_name:s format:s height:i image_id:s image_url:s modify_time:s size:i "
        "width:i",
    ),
    "CreativeAssetVideo": (
        "CreativeAssetsVideos",
        "One row per video in the account's creative library: length, cover, preview link and flaws.",
        "video_id:s video_cover_url:s format:s preview_url:s preview_url_expire_time:s duration:f "
        "height:i width:i bit_rate:f signature:s size:i material_id:s allowed_placements:l "
        "allow_download:b file_name:s create_time:s modify_time:s displayable:b fix_task_id:s "
        "flaw_types:l",
        "create_time:s duration:f file_name:s format:s height:i modify_time:s size:i video_cover_url:s "
        "video_id:s width:i",
    ),
    "AdvertisersReportDaily": (
        "AdvertisersReportsDaily",
        "Daily performance of an ad account: spend, delivery, video views, social actions and app installs.",
        "advertiser_id:s stat_time_day:s spend:m cash_spend:m voucher_spend:m cpc:m cpm:m "
        "impressions:m clicks:m ctr:m reach:m cost_per_1000_reached:m frequency:m video_play_actions:m "
        "video_watched_2s:m video_watched_6s:m average_video_play:m average_video_play_per_user:m "
        "video_views_p25:m video_views_p50:m video_views_p75:m video_views_p100:m profile_visits:m "
        "likes:m comments:m shares:m follows:m clicks_on_music_disc:m real_time_app_install:m "
        "real_time_app_install_cost:m app_install:m",
        "advertiser_id:s stat_time_day:s spend:m cash_spend:m voucher_spend:m cpc:m cpm:m "
        "impressions:m clicks:m ctr:m reach:m cost_per_1000_reached:m frequency:m video_play_actions:m "
        "video_watched_2s:m video_watched_6s:m average_video_play:m average_video_play_per_user:m "
        "video_views_p25:m video_views_p50:m video_views_p75:m video_views_p100:m profile_visits:m "
        "likes:m comments:m shares:m follows:m clicks_on_music_disc:m real_time_app_install:m "
        "real_time_app_install_cost:m app_install:m",
    ),
    "CampaignsReportDaily": (
        "CampaignsReportsDaily",
        "Daily performance per campaign: spend, delivery, video views, social actions and app installs.",
        "campaign_id:s stat_time_day:s campaign_name:m spend:m cpc:m cpm:m impressions:m clicks:m "
        "ctr:m reach:m cost_per_1000_reached:m frequency:m video_play_actions:m video_watched_2s:m "
        "video_watched_6s:m average_video_play:m average_video_play_per_user:m video_views_p25:m "
        "video_views_p50:m video_views_p75:m video_views_p100:m profile_visits:m likes:m comments:m "
        "shares:m follows:m clicks_on_music_disc:m real_time_app_install:m "
        "real_time_app_install_cost:m app_install:m",
        "campaign_id:s stat_time_day:s campaign_name:m spend:m cpc:m cpm:m impressions:m clicks:m "
        "ctr:m reach:m cost_per_1000_reached:m frequency:m video_play_actions:m video_watched_2s:m "
        "video_watched_6s:m average_video_play:m average_video_play_per_user:m video_views_p25:m "
        "video_views_p50:m video_views_p75:m video_views_p100:m profile_visits:m likes:m comments:m "
        "shares:m follows:m clicks_on_music_disc:m real_time_app_install:m "
        "real_time_app_install_cost:m app_install:m",
    ),
    "AdGroupsReportDaily": (
        "AdGroupsReportsDaily",
        "Daily performance per ad group: as for campaigns, and conversions, results and secondary goals.",
        "adgroup_id:s stat_time_day:s campaign_name:m campaign_id:s adgroup_name:m placement_type:m "
        "spend:m cpc:m cpm:m impressions:m clicks:m ctr:m reach:m cost_per_1000_reached:m conversion:m "
        "cost_per_conversion:m conversion_rate:m real_time_conversion:m "
        "real_time_cost_per_conversion:m real_time_conversion_rate:m result:m cost_per_result:m "
        "result_rate:m real_time_result:m real_time_cost_per_result:m real_time_result_rate:m "
        "secondary_goal_result:m cost_per_secondary_goal_result:m secondary_goal_result_rate:m "
        "frequency:m video_play_actions:m video_watched_2s:m video_watched_6s:m average_video_play:m "
        "average_video_play_per_user:m video_views_p25:m video_views_p50:m video_views_p75:m "
        "video_views_p100:m profile_visits:m likes:m comments:m shares:m follows:m "
        "clicks_on_music_disc:m real_time_app_install:m real_time_app_install_cost:m app_install:m",
        "adgroup_id:s stat_time_day:s campaign_name:m campaign_id:s adgroup_name:m placement_type:m "
        "spend:m cpc:m cpm:m impressions:m clicks:m ctr:m reach:m cost_per_1000_reached:m conversion:m "
        "cost_per_conversion:m conversion_rate:m real_time_conversion:m "
        "real_time_cost_per_conversion:m real_time_conversion_rate:m result:m cost_per_result:m "
        "result_rate:m real_time_result:m real_time_cost_per_result:m real_time_result_rate:m "
        "secondary_goal_result:m cost_per_secondary_goal_result:m secondary_goal_result_rate:m "
        "frequency:m video_play_actions:m video_watched_2s:m video_watched_6s:m average_video_play:m "
        "average_video_play_per_user:m video_views_p25:m video_views_p50:m video_views_p75:m "
        "video_views_p100:m profile_visits:m likes:m comments:m shares:m follows:m "
        "clicks_on_music_disc:m real_time_app_install:m real_time_app_install_cost:m app_install:m",
    ),
    "AdsReportDaily": (
        "AdsReportsDaily",
        "Daily performance per ad: as for ad groups, with the names of everything above the ad.",
        "ad_id:s stat_time_day:s campaign_name:m campaign_id:s adgroup_name:m adgroup_id:s ad_name:m "
        "ad_text:m placement_type:m spend:m cpc:m cpm:m impressions:m clicks:m ctr:m reach:m "
        "cost_per_1000_reached:m conversion:m cost_per_conversion:m conversion_rate:m "
        "real_time_conversion:m real_time_cost_per_conversion:m real_time_conversion_rate:m result:m "
        "cost_per_result:m result_rate:m real_time_result:m real_time_cost_per_result:m "
        "real_time_result_rate:m secondary_goal_result:m cost_per_secondary_goal_result:m "
        "secondary_goal_result_rate:m frequency:m video_play_actions:m video_watched_2s:m "
        "video_watched_6s:m average_video_play:m average_video_play_per_user:m video_views_p25:m "
        "video_views_p50:m video_views_p75:m video_views_p100:m profile_visits:m likes:m comments:m "
        "shares:m follows:m clicks_on_music_disc:m real_time_app_install:m "
        "real_time_app_install_cost:m app_install:m",
        "ad_id:s stat_time_day:s campaign_name:m campaign_id:s adgroup_name:m adgroup_id:s ad_name:m "
        "ad_text:m placement_type:m spend:m cpc:m cpm:m impressions:m clicks:m ctr:m reach:m "
        "cost_per_1000_reached:m conversion:m cost_per_conversion:m conversion_rate:m "
        "real_time_conversion:m real_time_cost_per_conversion:m real_time_conversion_rate:m result:m "
        "cost_per_result:m result_rate:m real_time_result:m real_time_cost_per_result:m "
        "real_time_result_rate:m secondary_goal_result:m cost_per_secondary_goal_result:m "
        "secondary_goal_result_rate:m frequency:m video_play_actions:m video_watched_2s:m "
        "video_watched_6s:m average_video_play:m average_video_play_per_user:m video_views_p25:m "
        "video_views_p50:m video_views_p75:m video_views_p100:m profile_visits:m likes:m comments:m "
        "shares:m follows:m clicks_on_music_disc:m real_time_app_install:m "
        "real_time_app_install_cost:m app_install:m",
    ),
}

# Entities whose lists TikTok pages.
PAGED = {
    "campaigns",
    "ad_groups",
    "ads",
    "audiences",
    "creative_assets_images",
    "creative_assets_videos",
    "advertisers_reports_daily",
    "campaigns_reports_daily",
    "ad_groups_reports_daily",
    "ads_reports_daily",
}

# Entities whose rows hold metrics.
REPORTS = {
    "advertisers_reports_daily",
    "campaigns_reports_daily",
    "ad_groups_reports_daily",
    "ads_reports_daily",
}

# Metrics that may be added over rows.
SUMS = {
    "achieve_level",
    "ad_impression_ad_revenue_day0",
    "ad_impression_ad_revenue_day2",
    "ad_impression_ad_revenue_day6",
    "add_billing",
    "add_payment_info",
    "add_to_wishlist",
    "ads_impression_events",
    "anchor_clicks",
    "app_event_add_to_cart",
    "app_install",
    "billed_cost",
    "button_click",
    "cash_spend",
    "checkout",
    "clicks",
    "clicks_on_hashtag_challenge",
    "clicks_on_music_disc",
    "comments",
    "complete_payment",
    "complete_tutorial",
    "conversion",
    "countdown_sticker_recall_clicks",
    "create_gamerole",
    "create_group",
    "cta_app_install",
    "cta_conversion",
    "cta_purchase",
    "cta_registration",
    "custom_app_events",
    "custom_app_events_value",
    "custom_page_events",
    "custom_page_events_value",
    "day7_retention",
    "download_start",
    "duet_clicks",
    "earned_page_clicks",
    "earned_page_video_views",
    "earned_page_video_views_p100",
    "engaged_view",
    "engaged_view_15s",
    "engaged_view_through_conversions",
    "engagements",
    "evta_app_install",
    "evta_payments_completed",
    "evta_purchase",
    "evta_registration",
    "follows",
    "form",
    "gross_impressions",
    "impressions",
    "in_app_ad_click",
    "in_app_ad_impr",
    "initiate_checkout",
    "interactive_add_on_activity_clicks",
    "interactive_add_on_destination_clicks",
    "interactive_add_on_impressions",
    "interactive_add_on_option_a_clicks",
    "interactive_add_on_option_b_clicks",
    "ix_button_click_count",
    "ix_page_view_count",
    "ix_product_click_count",
    "ix_video_views",
    "ix_video_views_p100",
    "ix_video_views_p25",
    "ix_video_views_p50",
    "ix_video_views_p75",
    "join_group",
    "launch_app",
    "likes",
    "live_effective_views",
    "live_product_clicks",
    "live_views",
    "loan_apply",
    "loan_credit",
    "loan_disbursement",
    "login",
    "messaging_total_conversation_instant_messaging_app",
    "messaging_total_conversation_tiktok_direct_message",
    "native_growth_active",
    "native_growth_active_by_conversion_time",
    "native_growth_ad_revenue_event_count_d0",
    "native_growth_ad_revenue_value_d0",
    "native_growth_ad_revenue_value_d1",
    "native_growth_ad_revenue_value_d13",
    "native_growth_ad_revenue_value_d2",
    "native_growth_ad_revenue_value_d20",
    "native_growth_ad_revenue_value_d27",
    "native_growth_ad_revenue_value_d29",
    "native_growth_ad_revenue_value_d3",
    "native_growth_ad_revenue_value_d31",
    "native_growth_ad_revenue_value_d4",
    "native_growth_ad_revenue_value_d5",
    "native_growth_ad_revenue_value_d6",
    "native_growth_purchase_event_count_d0",
    "native_growth_purchase_value_d0",
    "native_growth_purchase_value_d1",
    "native_growth_purchase_value_d13",
    "native_growth_purchase_value_d2",
    "native_growth_purchase_value_d20",
    "native_growth_purchase_value_d27",
    "native_growth_purchase_value_d29",
    "native_growth_purchase_value_d3",
    "native_growth_purchase_value_d31",
    "native_growth_purchase_value_d4",
    "native_growth_purchase_value_d5",
    "native_growth_purchase_value_d6",
    "native_growth_subscribe_value_d0",
    "native_growth_subscribe_value_d1",
    "native_growth_subscribe_value_d13",
    "native_growth_subscribe_value_d2",
    "native_growth_subscribe_value_d20",
    "native_growth_subscribe_value_d27",
    "native_growth_subscribe_value_d29",
    "native_growth_subscribe_value_d3",
    "native_growth_subscribe_value_d31",
    "native_growth_subscribe_value_d4",
    "native_growth_subscribe_value_d5",
    "native_growth_subscribe_value_d6",
    "native_growth_total_ad_impression_event_count",
    "native_growth_total_ad_impression_value",
    "native_growth_total_launch_event_count",
    "native_growth_total_purchase_event_count",
    "native_growth_total_purchase_value",
    "native_growth_total_subscribe_event_count",
    "native_growth_total_subscribe_value",
    "next_day_open",
    "offline_add_payment_info_events",
    "offline_add_payment_info_events_value",
    "offline_add_to_cart_events",
    "offline_add_to_cart_events_value",
    "offline_add_to_wishlist_events",
    "offline_add_to_wishlist_events_value",
    "offline_application_approval",
    "offline_click_button_events",
    "offline_click_button_events_value",
    "offline_complete_registration_events",
    "offline_complete_registration_events_value",
    "offline_contact_events",
    "offline_contact_events_value",
    "offline_crm_event_value",
    "offline_download_events",
    "offline_download_events_value",
    "offline_form_events",
    "offline_form_events_value",
    "offline_initiate_checkout_events",
    "offline_initiate_checkout_events_value",
    "offline_perferred_leads",
    "offline_place_order_events",
    "offline_place_order_events_value",
    "offline_preferred_leads",
    "offline_registration_events",
    "offline_registration_events_value",
    "offline_search_events",
    "offline_search_events_value",
    "offline_shopping_events",
    "offline_shopping_events_value",
    "offline_subscribe_events",
    "offline_subscribe_events_value",
    "offline_total_application_approval_value",
    "offline_total_crm_events",
    "offline_total_custom_event_value",
    "offline_total_custom_events",
    "offline_total_customize_product",
    "offline_total_customize_product_value",
    "offline_total_find_location",
    "offline_total_find_location_value",
    "offline_total_schedule",
    "offline_total_schedule_value",
    "offline_total_start_trial",
    "offline_total_start_trial_value",
    "offline_total_submit_application",
    "offline_total_submit_application_value",
    "offline_view_content_events",
    "offline_view_content_events_value",
    "on_web_add_to_wishlist",
    "on_web_order",
    "on_web_subscribe",
    "online_consult",
    "onsite_active_by_conversion_time",
    "onsite_ad_impression_ad_revenue_calendar_day0",
    "onsite_ad_impression_ad_revenue_calendar_day13",
    "onsite_ad_impression_ad_revenue_calendar_day6",
    "onsite_ad_impression_ad_revenue_day0",
    "onsite_ad_impression_ad_revenue_day13",
    "onsite_ad_impression_ad_revenue_day6",
    "onsite_add_billing",
    "onsite_add_to_wishlist",
    "onsite_destination_visits",
    "onsite_download_start",
    "onsite_form",
    "onsite_initiate_checkout_count",
    "onsite_on_web_cart",
    "onsite_on_web_detail",
    "onsite_purchase_value_calendar_day0",
    "onsite_purchase_value_calendar_day13",
    "onsite_purchase_value_calendar_day6",
    "onsite_purchase_value_day0",
    "onsite_purchase_value_day13",
    "onsite_purchase_value_day6",
    "onsite_shopping",
    "onsite_subscribe_value_day0",
    "onsite_subscribe_value_day1",
    "onsite_subscribe_value_day13",
    "onsite_subscribe_value_day2",
    "onsite_subscribe_value_day20",
    "onsite_subscribe_value_day27",
    "onsite_subscribe_value_day29",
    "onsite_subscribe_value_day3",
    "onsite_subscribe_value_day4",
    "onsite_subscribe_value_day5",
    "onsite_subscribe_value_day6",
    "onsite_total_active",
    "onsite_total_ad_impression",
    "onsite_total_ad_impression_value",
    "onsite_total_add_to_cart",
    "onsite_total_add_to_cart_value",
    "onsite_total_checkout_initiation",
    "onsite_total_checkout_initiation_value",
    "onsite_total_filtered_out_form_submission",
    "onsite_total_launch",
    "onsite_total_non_first_launch",
    "onsite_total_product_details_page_view",
    "onsite_total_product_details_page_view_value",
    "onsite_total_purchase",
    "onsite_total_purchase_value",
    "onsite_total_purchase_value_calendar_day0",
    "onsite_total_purchase_value_calendar_day13",
    "onsite_total_purchase_value_calendar_day6",
    "onsite_total_purchase_value_day0",
    "onsite_total_purchase_value_day13",
    "onsite_total_purchase_value_day6",
    "onsite_total_registration",
    "onsite_total_subscribe",
    "onsite_total_subscribe_value",
    "organic_video_views",
    "page_content_view_events",
    "page_event_search",
    "paid_engaged_view",
    "paid_engaged_view_15s",
    "paid_engagement_engaged_view",
    "paid_engagement_engaged_view_15s",
    "playable_download_button_click_count",
    "playable_first_scene_view_count",
    "playable_page_view_count",
    "playable_second_scene_view_count",
    "playable_third_scene_view_count",
    "product_clicks",
    "product_cta",
    "product_impressions",
    "profile_visits",
    "purchase",
    "ratings",
    "real_time_app_install",
    "real_time_conversion",
    "registration",
    "sales_lead",
    "search",
    "shares",
    "shop_gross_revenue_by_order_submission",
    "shop_total_items_purchased",
    "shop_total_purchase_by_order_submission",
    "single_image_impressions",
    "skan_achieve_level",
    "skan_add_payment_info",
    "skan_add_to_cart",
    "skan_add_to_wishlist",
    "skan_app_install",
    "skan_app_install_withheld",
    "skan_checkout",
    "skan_complete_tutorial",
    "skan_conversion",
    "skan_create_gamerole",
    "skan_create_group",
    "skan_cta_app_install",
    "skan_cta_conversion",
    "skan_cta_purchase",
    "skan_cta_registration",
    "skan_in_app_ad_click",
    "skan_in_app_ad_impr",
    "skan_join_group",
    "skan_launch_app",
    "skan_loan_apply",
    "skan_loan_credit",
    "skan_loan_disbursement",
    "skan_login",
    "skan_purchase",
    "skan_ratings",
    "skan_registration",
    "skan_sales_lead",
    "skan_search",
    "skan_spend_credits",
    "skan_start_trial",
    "skan_subscribe",
    "skan_total_achieve_level",
    "skan_total_achieve_level_value",
    "skan_total_add_payment_info",
    "skan_total_add_to_cart",
    "skan_total_add_to_cart_value",
    "skan_total_add_to_wishlist",
    "skan_total_add_to_wishlist_value",
    "skan_total_checkout",
    "skan_total_checkout_value",
    "skan_total_complete_tutorial",
    "skan_total_complete_tutorial_value",
    "skan_total_create_gamerole",
    "skan_total_create_gamerole_value",
    "skan_total_create_group",
    "skan_total_create_group_value",
    "skan_total_in_app_ad_click",
    "skan_total_in_app_ad_click_value",
    "skan_total_in_app_ad_impr",
    "skan_total_in_app_ad_impr_value",
    "skan_total_join_group",
    "skan_total_join_group_value",
    "skan_total_launch_app",
    "skan_total_loan_apply",
    "skan_total_loan_credit",
    "skan_total_loan_disbursement",
    "skan_total_login",
    "skan_total_purchase",
    "skan_total_purchase_value",
    "skan_total_ratings",
    "skan_total_ratings_value",
    "skan_total_registration",
    "skan_total_sales_lead",
    "skan_total_sales_lead_value",
    "skan_total_search",
    "skan_total_spend_credits",
    "skan_total_spend_credits_value",
    "skan_total_start_trial",
    "skan_total_subscribe",
    "skan_total_subscribe_value",
    "skan_total_unlock_achievement",
    "skan_total_unlock_achievement_value",
    "skan_total_view_content",
    "skan_total_view_content_value",
    "skan_unlock_achievement",
    "skan_view_content",
    "skan_vta_app_install",
    "skan_vta_conversion",
    "skan_vta_purchase",
    "skan_vta_registration",
    "sound_usage_clicks",
    "spend",
    "spend_credits",
    "start_trial",
    "stitch_clicks",
    "subscribe",
    "total_achieve_level",
    "total_achieve_level_value",
    "total_ad_impression_events_value",
    "total_add_billing_value",
    "total_add_payment_info",
    "total_add_to_wishlist",
    "total_add_to_wishlist_value",
    "total_app_event_add_to_cart",
    "total_app_event_add_to_cart_value",
    "total_button_click_value",
    "total_checkout",
    "total_checkout_value",
    "total_complete_tutorial",
    "total_complete_tutorial_value",
    "total_create_gamerole",
    "total_create_gamerole_value",
    "total_create_group",
    "total_create_group_value",
    "total_day7_retention",
    "total_day7_retention_value",
    "total_download_start_value",
    "total_form_value",
    "total_in_app_ad_click",
    "total_in_app_ad_click_value",
    "total_in_app_ad_impr",
    "total_in_app_ad_impr_value",
    "total_initiate_checkout_value",
    "total_join_group",
    "total_join_group_value",
    "total_landing_page_view",
    "total_launch_app",
    "total_loan_apply",
    "total_loan_credit",
    "total_loan_disbursement",
    "total_login",
    "total_next_day_open",
    "total_on_web_add_to_wishlist_value",
    "total_on_web_order_value",
    "total_on_web_subscribe_value",
    "total_online_consult_value",
    "total_onsite_add_billing_value",
    "total_onsite_add_to_wishlist_value",
    "total_onsite_form_value",
    "total_onsite_initiate_checkout_count_value",
    "total_onsite_on_web_cart_value",
    "total_onsite_on_web_detail_value",
    "total_onsite_shopping_value",
    "total_page_event_search_value",
    "total_page_view_content_events_value",
    "total_pageview",
    "total_purchase",
    "total_purchase_value",
    "total_purchase_value_day0",
    "total_purchase_value_day2",
    "total_purchase_value_day6",
    "total_ratings",
    "total_ratings_value",
    "total_registration",
    "total_sales_lead",
    "total_sales_lead_value",
    "total_search",
    "total_spend_credits",
    "total_spend_credits_value",
    "total_start_trial",
    "total_subscribe",
    "total_subscribe_value",
    "total_unlock_achievement",
    "total_unlock_achievement_value",
    "total_user_registration_value",
    "total_view_content",
    "total_view_content_value",
    "total_web_event_add_to_cart_value",
    "tt_playlist_visit",
    "unlock_achievement",
    "user_registration",
    "video_play_actions",
    "video_views_p100",
    "video_views_p25",
    "video_views_p50",
    "video_views_p75",
    "video_watched_2s",
    "video_watched_6s",
    "view_content",
    "voucher_spend",
    "vta_app_install",
    "vta_complete_payment",
    "vta_complete_payment_value",
    "vta_conversion",
    "vta_purchase",
    "vta_registration",
    "web_event_add_to_cart",
    "website_application_approval",
    "website_cta_purchase",
    "website_cta_purchase_value",
    "website_total_application_approval_value",
    "website_total_customize_product",
    "website_total_customize_product_value",
    "website_total_engaged_session",
    "website_total_find_location",
    "website_total_find_location_value",
    "website_total_schedule",
    "website_total_schedule_value",
    "website_total_start_trial",
    "website_total_start_trial_value",
    "website_total_submit_application",
    "website_total_submit_application_value",
}
