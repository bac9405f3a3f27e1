#include <algorithm>

#include "catalog/model.hpp"

namespace tiktok_marketing::catalog {
namespace {

using enum CodeClass;

constexpr std::string_view kLogIn =
    "Re-authorize with `tiktok-marketing login`, or set a new token in TIKTOK_MARKETING_ACCESS_TOKEN.";

constexpr Code kCodes[] = {
    {0, "OK", ok, false, "The call succeeded.", "", 0},
    {20001, "PARTIAL_OK", partial, false, "Part of a batch was applied; data lists what was not.", "", 0},
    {40000, "INVALID_PARAMS", parameter, false, "A parameter is not valid.", "", 0},
    {40001, "PERMISSION_ERROR", permission, false,
     "The token may not do this: a scope or the advertiser is not granted, or the advertiser is gone.",
     "Grant the advertiser and the scope to your TikTok app again, and check that the advertiser id is "
     "right.",
     0},
    {40002, "PARAM_ERROR", parameter, false,
     "A parameter is missing, of the wrong type, out of range or does not fit the others.",
     "Read TikTok's message: it names the parameter, metric or dimension at fault.", 0},
    {40003, "FORBIDDEN", permission, false, "The call is forbidden for this caller.", "", 0},
    {40006, "VERSION_ERROR", parameter, false, "The API version and the parameters do not belong together.",
     "Set TIKTOK_MARKETING_API_URL to an address that ends in /open_api/v1.3.", 0},
    {40007, "NOT_EXIST", not_found, false, "The object does not exist.", "", 0},
    {40008, "NOT_IMPL", unsupported, false,
     "The endpoint is not implemented, or missing in TikTok's own sandbox.", "", 0},
    {40009, "UNSUPPORTED_IN_SANDBOX", unsupported, false,
     "TikTok's own sandbox does not know this parameter or value.", "", 0},
    {40010, "UNSUPPORTED_DOMAIN", unsupported, false,
     "The host does not serve this call: production and sandbox were mixed.",
     "Use the API host the token was made for: check TIKTOK_MARKETING_API_URL.", 0},
    {40011, "ID_LIMIT_EXCEED", parameter, false, "Too many ids in one request.",
     "Send fewer ids per call; filters take at most 100.", 0},
    {40012, "NO_UPDATE", parameter, false, "There is nothing to change.", "", 0},
    {40013, "SANDBOX_ADV_NOT_EXIST", not_found, false,
     "The ad account does not exist in TikTok's own sandbox.",
     "Use an ad account of TikTok's sandbox with a sandbox token, or the production host.", 0},
    {40014, "INVALID_CLUSTER", unsupported, false, "The call is not available in this environment.", "", 0},
    {40016, "BIZ_FC_ERROR", quota, true, "The endpoint's flow control slowed the app down.", "", -1},
    {40050, "DUPLICATED_REQUEST", conflict, false, "The same write was already received a few seconds ago.",
     "", 0},
    {40051, "INVALID_API_VERSION", parameter, false, "The path names an API version that does not exist.",
     "Set TIKTOK_MARKETING_API_URL to an address that ends in /open_api/v1.3.", 0},
    {40052, "ACO_MATERIAL_EXIST", conflict, false, "Automated creative material of this kind already exists.",
     "", 0},
    {40053, "VIDEO_ID_INVALID_ERROR", parameter, false, "The video id is not valid.", "", 0},
    {40061, "INVALID_BATCH_SIZE", parameter, false, "The batch has the wrong number of items.", "", 0},
    {40062, "PII_NOT_HASHED", parameter, false, "Personal data was sent without hashing.", "", 0},
    {40063, "INVALID_PARTNER_NAME", parameter, false, "The partner name is not valid.", "", 0},
    {40064, "", conflict, false, "The message was blocked.", "", 0},
    {40065, "", conflict, false, "People of 13 to 17 years in the US may not be targeted.", "", 0},
    {40067, "", shrink, false, "The report covers too much at once.",
     "Ask for a shorter date range; the connector halves its windows down to one day.", 0},
    {40100, "REQUEST_TOO_FREQUENT", quota, true, "The app used up its requests per second, minute or day.",
     "Wait: a second for the per-second limit, 5 minutes for the per-minute limit, until 00:00 UTC for the "
     "daily one.",
     -1},
    {40101, "INVALID_PARTNER", authentication, false,
     "App id, secret or authorization code do not fit, or the code was used before.",
     "Check TIKTOK_MARKETING_APP_ID and TIKTOK_MARKETING_APP_SECRET, then start the authorization again.", 0},
    {40102, "ACCESS_TOKEN_EXPIRE", authentication, false, "The access token has expired.", kLogIn, 0},
    {40103, "REFRESH_TOKEN_EXPIRE", authentication, false, "The refresh token has expired.", kLogIn, 0},
    {40104, "EMPTY_ACCESS_TOKEN", authentication, false, "The request carried no access token.",
     "Set the token in TIKTOK_MARKETING_ACCESS_TOKEN or run `tiktok-marketing login`.", 0},
    {40105, "INVALID_ACCESS_TOKEN", authentication, false, "The access token is wrong or was revoked.",
     kLogIn, 0},
    {40106, "INVALID_CORE_USER", authentication, false,
     "The user behind the token has no place in this advertiser any more.",
     "Let somebody who still has access to the advertiser authorize again with `tiktok-marketing login`.", 0},
    {40107, "INVALID_REFRESH_TOKEN", authentication, false, "The refresh token is not valid.", kLogIn, 0},
    {40108, "INVALID_GRANT_TYPE", authentication, false, "The grant type is not valid.", "", 0},
    {40109, "ERROR_AES_DECIPHER", authentication, false, "An authentication value could not be decrypted.",
     "", 0},
    {40110, "AUTH_CODE_ERROR", authentication, false, "The authorization code is not valid or has expired.",
     "Open the consent page again: a code works once, within an hour.", 0},
    {40112, "PASSWORD_ERROR", authentication, false, "The password is wrong.", "", 0},
    {40113, "APP_FORBIDDEN", authentication, false, "The developer app does not exist or is blocked.",
     "Check TIKTOK_MARKETING_APP_ID and the state of the app on TikTok's developer portal.", 0},
    {40114, "ADVERTISER_LOGOUT", authentication, false, "The advertiser has signed out.", "", 0},
    {40115, "AUTH_TIMESTAMP_EXPIRE", authentication, false,
     "The time stamp of the authorization is out of range.",
     "Check this machine's clock, then authorize again.", 0},
    {40116, "AUTH_SIG_ERROR", authentication, false, "The signature of the authorization is wrong.", "", 0},
    {40117, "APP_METHOD_FORBIDDEN", permission, false, "The app may not call this method.", "", 0},
    {40118, "NOT_IN_WHITELIST", permission, false, "The feature is open only to allowlisted callers.", "", 0},
    {40119, "NOT_SAME_IDENTITY", permission, false, "Developer and advertiser are not the same company.", "",
     0},
    {40120, "TIKTOK_USER_NOT_LOGGED_IN", authentication, false, "The TikTok user is not signed in.", "", 0},
    {40121, "NOT_A_TCM_CREATOR", permission, false,
     "The user is not a creator of TikTok's Creator Marketplace.", "", 0},
    {40122, "TCM_CREATOR_INVALID_COUNTRY", permission, false,
     "The Creator Marketplace does not serve this country.", "", 0},
    {40124, "DEVELOPER_REJECTED", permission, false, "The developer profile is incomplete or was rejected.",
     "Complete the developer profile on TikTok's portal and wait for its approval.", 0},
    {40125, "DEVELOPER_NO_PERMISSION", permission, false, "The developer may not use this call or field.", "",
     0},
    {40126, "GARM_SINGLE_AUTH_FAILED", permission, false,
     "A brand safety (GARM) single authorization failed.", "", 0},
    {40127, "GARM_DOUBLE_AUTH_FAILED", permission, false,
     "A brand safety (GARM) double authorization failed.", "", 0},
    {40128, "GARM_SINGLE_VALIDATE_ERROR", permission, false,
     "A brand safety (GARM) single validation failed.", "", 0},
    {40129, "GARM_DOUBLE_VALIDATE_ERROR", permission, false,
     "A brand safety (GARM) double validation failed.", "", 0},
    {40130, "SCOPE_NOT_AUTHORIZED", permission, false, "The scope the call needs was not authorized.",
     "Add the scope to your TikTok app and re-authorize with `tiktok-marketing login`.", 0},
    {40131, "SCOPE_TT_USER_OAUTH_FAILED", authentication, false,
     "Authorization of the TikTok user or of a scope failed.", "", 0},
    {40132, "REQUEST_FREQUENCY_LIMITED", quota, true,
     "Requests for one value, such as one pixel code, came too often.", "", -1},
    {40133, "", quota, true, "Requests for one advertiser on this path came too often.",
     "Ask less often for this one advertiser; other advertisers are not affected.", -1},
    {40200, "GENERAL_TASK_ERROR", task, true, "An asynchronous task failed.", "", 2},
    {40201, "TASK_NOT_READY", task, true, "The asynchronous task has not finished yet.",
     "Ask again in a few seconds.", -1},
    {40202, "WRITE_CONFLICT", conflict, true, "Somebody else is changing the same object.", "", -1},
    {40300, "ADVERTISER_NOT_EXIST", not_found, false, "The advertiser does not exist or was deleted.",
     "Check the advertiser id; `tiktok-marketing check` lists those the token can read.", 0},
    {40301, "ADVERTISER_ROLE_ERROR", permission, false, "The advertiser has the wrong role for this call.",
     "", 0},
    {40302, "CUSTOMER_ADVERTISER_NOT_EXIST", not_found, false, "The customer's advertiser does not exist.",
     "Check the advertiser id; `tiktok-marketing check` lists those the token can read.", 0},
    {40309, "REQUIRE_LOGIN", authentication, false, "A sign-in is required.", "", 0},
    {40400, "ROUTE_NOT_FOUND", not_found, false, "TikTok has no such path.", "", 0},
    {40502, "AD_NUMBER_LIMIT", conflict, false, "The account holds as many ads as it may.", "", 0},
    {40700, "RPC_VALIDATION_ERROR", parameter, true, "An inner service of TikTok refused the values.", "", 2},
    {40900, "SIGNATURE_ERROR", parameter, false, "The MD5 of the file does not match.", "", 0},
    {40901, "VIDEO_TRANSCODING", task, true, "The video is still being transcoded.", "Ask again in a minute.",
     -1},
    {40902, "URL_FETCH_TIMEOUT", parameter, true, "Reading the URL took too long.", "", 2},
    {40903, "URL_UNAVAILABLE", parameter, false, "The URL can not be reached.", "", 0},
    {40904, "IMAGE_ILLEGAL_CONTENT", parameter, false, "The image shows something that is not allowed.", "",
     0},
    {40905, "FILE_NOT_EXIST", not_found, false, "The file does not exist.", "", 0},
    {40906, "FILE_EMPTY", parameter, false, "The file is empty.", "", 0},
    {40907, "FILE_TOO_LARGE", parameter, false, "The file is too large.", "", 0},
    {40908, "FILE_TYPE_ERROR", parameter, false, "The file type is not supported.", "", 0},
    {40909, "FILE_CALCULATE_TYPE_ERROR", parameter, false, "The hashing named for the file is not supported.",
     "", 0},
    {40910, "FILE_EXPIRED", parameter, false, "The file has expired.", "", 0},
    {40911, "DUPLICATED_MATERIAL_NAME", conflict, false, "A material with this name already exists.", "", 0},
    {40912, "IMAGE_UNAVAILABLE", parameter, false, "The image is not available.", "", 0},
    {40913, "IMAGE_FETCH_TIMEOUT", parameter, true, "Reading the image took too long.", "", 2},
    {40914, "URL_FETCH_ERROR", parameter, false, "The file could not be read or is not valid.", "", 0},
    {40915, "FILE_UPLOAD_INVALID", parameter, false, "The uploaded file does not meet the specification.", "",
     0},
    {40916, "VIDEO_ILLEGAL_CONTENT", parameter, false, "The video shows something that is not allowed.", "",
     0},
    {41000, "BLOCKED", blocked, false, "TikTok has blocked this caller.", "", 0},
    {41001, "INTERFACE_OFFLINE", unsupported, false, "The endpoint was retired.", "", 0},
    {41002, "FIELDS_OFFLINE", unsupported, false, "The fields were retired.", "", 0},
    {41013, "SITE_TO_VIDEO_SERVICE_ERROR", server, false, "The site-to-video service failed.", "", 0},
    {50000, "SYS_ERROR", server, true, "TikTok had an internal error.", "", -1},
    {50002, "SYS_TIMEOUT", server, true, "TikTok failed or took too long while working on the request.", "",
     -1},
    {51000, "RPC_ERROR", server, true, "TikTok's inner remote call service failed.", "", -1},
    {51001, "STATISTICS_ERROR", server, true, "TikTok's statistics service failed.", "", -1},
    {51002, "BUILD_STONE_ERROR", server, true, "TikTok's inner build stone service failed.", "", -1},
    {51003, "DMP_ERROR", server, true, "TikTok's inner audience (DMP) service failed.", "", -1},
    {51004, "LEGO_SERVICE_ERROR", server, true, "TikTok's inner lego service failed.", "", -1},
    {51005, "SMART_PLAYER_ERROR", server, true, "TikTok's inner smart player service failed.", "", -1},
    {51006, "JUPITER_ERROR", server, true, "TikTok's inner jupiter service failed.", "", -1},
    {51007, "OVERTURE_STAT_CENTRAL_ERROR", server, true,
     "TikTok's inner overture stat central service failed.", "", -1},
    {51008, "ADVERTISER_ERROR", server, true,
     "TikTok's advertiser service failed; also seen when an account in advertiser_ids is not accessible.",
     "Check that the token can read every id in advertiser_ids, then repeat the call.", 2},
    {51009, "DPA_ERROR", server, true, "TikTok's inner catalog ads (DPA) service failed.", "", -1},
    {51010, "INTERNAL_TIME_OUT", server, true, "An inner service of TikTok took too long.", "", -1},
    {51011, "SEARCH_ERROR", server, true, "TikTok's inner search service failed.", "", -1},
    {51012, "PIXEL_ERROR", server, true, "TikTok's pixel service failed.", "", -1},
    {51014, "LEGO_SERVICE_SYNC_ERROR", server, true, "TikTok's inner lego sync service failed.", "", -1},
    {51015, "GRANTING_SERVICE_ERROR", server, true, "TikTok's inner granting service failed.", "", -1},
    {51016, "ACCOUNT_ERROR", server, true, "TikTok's inner account service failed.", "", -1},
    {51017, "VIDEO_TRANSCODE_SERVICE_ERROR", server, true, "TikTok's inner video transcode service failed.",
     "", -1},
    {51018, "AGENT_SERVICE_ERROR", server, true, "TikTok's inner agent service failed.", "", -1},
    {51019, "IMAGE_CUT_ERROR", server, true, "TikTok's inner image cut service failed.", "", -1},
    {51020, "ORDER_CENTER_SERVICE_ERROR", server, true, "TikTok's inner order center service failed.", "",
     -1},
    {51021, "", quota, true, "Too many requests reached an inner service.",
     "Wait some seconds before the next call.", -1},
    {51030, "USER_PASSPORT_SERVICE_ERROR", server, true, "TikTok's inner user passport service failed.", "",
     -1},
    {51031, "PLATFORM_ACCOUNT_SERVICE_ERROR", server, true, "TikTok's inner platform account service failed.",
     "", -1},
    {51032, "PLAYABLE_SERVICE_ERROR", server, true, "TikTok's inner playable service failed.", "", -1},
    {51033, "TOOLBOX_ERROR", server, true, "TikTok's inner toolbox service failed.", "", -1},
    {51034, "AD_MACHINE_AUDIT_ZEPHYR", server, true, "TikTok's inner automatic ad review service failed.", "",
     -1},
    {51035, "SATELLITE_ERROR", server, true, "TikTok's inner satellite service failed.", "", -1},
    {51036, "TETRIS_ERROR", server, true, "TikTok's inner tetris service failed.", "", -1},
    {51037, "ASYNC_TASK_ERROR", server, true, "TikTok's inner async task service failed.", "", -1},
    {51038, "UNION_TREASURE_BOX_ERROR", server, true, "TikTok's inner union treasure box service failed.", "",
     -1},
    {51039, "AUTH_SERVICE_ERROR", server, true, "TikTok's inner auth service failed.", "", -1},
    {51040, "ADVERTISER_INFO_ERROR", server, true, "TikTok's inner advertiser info service failed.", "", -1},
    {51041, "AD_GARM_SERVICE_ERROR", server, true, "TikTok's inner ad garm service failed.", "", -1},
    {51042, "LEGO_BUSINESS_SERVICE_ERROR", server, true, "TikTok's inner lego business service failed.", "",
     -1},
    {51043, "CREATIVE_PLATFORM_SERVICE_ERROR", server, true,
     "TikTok's inner creative platform service failed.", "", -1},
    {51044, "DPA_PLATFORM_ERROR", server, true, "TikTok's inner catalog ads platform service failed.", "",
     -1},
    {51045, "AD_FILE_SERVICE_ERROR", server, true, "TikTok's inner ad file service failed.", "", -1},
    {51046, "SIRIUS_SERVICE_ERROR", server, true, "TikTok's inner sirius service failed.", "", -1},
    {51047, "SUBSCRIPTION_ERROR", server, true, "TikTok's inner subscription service failed.", "", -1},
    {51048, "ADS_PREVIEW_ERROR", server, true, "TikTok's inner ads preview service failed.", "", -1},
    {51049, "DPA_RENDER_GATEWAY_ERROR", server, true, "TikTok's inner catalog ads rendering service failed.",
     "", -1},
    {51050, "MEASUREMENT_STONE_ERROR", server, true, "TikTok's inner measurement stone service failed.", "",
     -1},
    {51051, "MANUAL_REVIEW_ERROR", server, true, "TikTok's inner manual review service failed.", "", -1},
    {51052, "OPTIMIZER_ERROR", server, true, "TikTok's inner optimizer service failed.", "", -1},
    {51053, "DPA_CATALOG_BUSINESS_ERROR", server, true, "TikTok's inner catalog business service failed.", "",
     -1},
    {51054, "CRM_ERROR", server, true, "TikTok's inner CRM service failed.", "", -1},
    {51055, "GCRM_ERROR", server, true, "TikTok's inner global CRM service failed.", "", -1},
    {51056, "ADVERTISER_ACCOUNT_SERVICE_ERROR", server, true,
     "TikTok's inner advertiser account service failed.", "", -1},
    {51057, "APP_ERROR", server, true, "TikTok's inner app service failed.", "", -1},
    {51058, "POSTER_SERVICE_ERROR", server, true, "TikTok's inner poster service failed.", "", -1},
    {51059, "CONFIG_SERVICE_ERROR", server, true, "TikTok's inner config service failed.", "", -1},
    {51060, "BC_RPC_ERROR", server, true, "TikTok's inner Business Center service failed.", "", -1},
    {51061, "BM_SERVICE_ERROR", server, true, "TikTok's inner business manager service failed.", "", -1},
    {51062, "IMAGEX_SERVICE_ERROR", server, true, "TikTok's inner imagex service failed.", "", -1},
    {51063, "SEGMENT_GATEWAY_SERVICE_ERROR", server, true, "TikTok's inner segment gateway service failed.",
     "", -1},
    {51064, "ECO_GAME_MANAGER_SERVICE_ERROR", server, true, "TikTok's inner eco game manager service failed.",
     "", -1},
    {51065, "TTOP_SERVICE_ERROR", server, true, "TikTok's inner TikTok open platform service failed.", "",
     -1},
    {51066, "SUGGESTION_ENGINE_SERVICE_ERROR", server, true,
     "TikTok's inner suggestion engine service failed.", "", -1},
    {51067, "VIDEOARCH_SERVICE_ERROR", server, true, "TikTok's inner video architecture service failed.", "",
     -1},
    {51099, "STATISTICS_NEW_ERROR", server, true, "TikTok's newer statistics service failed.", "", -1},
    {51305, "", server, true, "TikTok's satellite service failed.", "", -1},
    {52000, "DB_ERROR", server, true, "TikTok's inner database service failed.", "", -1},
    {52001, "DB_READ_ERROR", server, true, "TikTok could not read its database.", "", -1},
    {52002, "DB_WRITE_ERROR", server, true, "TikTok could not write its database.", "", -1},
    {52003, "DB_PARTITION_ERROR", server, true, "A partition of TikTok's database failed.", "", -1},
    {52100, "RDS_ERROR", server, true, "TikTok's inner relational database service failed.", "", -1},
    {52101, "RDS_READ_ERROR", server, true, "TikTok could not read its relational database.", "", -1},
    {52102, "RDS_WRITE_ERROR", server, true, "TikTok could not write its relational database.", "", -1},
    {52103, "RDS_TIMEOUT_ERROR", server, true, "TikTok's relational database took too long.", "", -1},
    {52201, "TOS_ERROR", server, true, "TikTok's inner object storage service failed.", "", -1},
    {52202, "TOS_UPLOAD_TIMEOUT", server, true, "Uploading to TikTok's object storage took too long.", "",
     -1},
    {52203, "TOS_HEAD_OBJECT", server, true, "TikTok's object storage could not look up an object.", "", -1},
    {52204, "TOS_PUT_OBJECT", server, true, "TikTok's object storage could not store an object.", "", -1},
    {53102, "DESERIALIZATION_ERROR", server, true, "TikTok could not decode a message between its services.",
     "", -1},
    {53103, "SERIALIZATION_ERROR", server, true, "TikTok could not encode a message between its services.",
     "", -1},
    {60001, "MAINTENANCE", maintenance, true, "TikTok is under maintenance.", "", -1},
    {61000, "TOO_MANY_REQUESTS_BL", quota, true, "Too many requests.",
     "Wait some minutes before the next call.", -1},
    {70001, "INVALID_BIZ_AUTH_TYPE", authentication, false,
     "The type of business authorization is not valid.", "", 0},
};

constexpr bool sorted_and_unique() {
  for (std::size_t i = 1; i < std::size(kCodes); ++i) {
    if (kCodes[i - 1].code >= kCodes[i].code) return false;
  }
  return true;
}
static_assert(sorted_and_unique());
static_assert(std::size(kCodes) == 169);

constexpr std::string_view class_hint(CodeClass code_class) {
  switch (code_class) {
    case ok:
      return {};
    case partial:
      return "Look through the answer for the items that were not applied.";
    case parameter:
      return "Correct the call; `tiktok-marketing describe` shows what each entity takes.";
    case permission:
      return "Ask for the permission on TikTok's developer portal, then authorize again.";
    case authentication:
      return kLogIn;
    case not_found:
      return "Check the id or path; the object may be deleted or belong to another account.";
    case quota:
      return "Wait and repeat; fewer calls at once avoid it.";
    case conflict:
      return "Change what TikTok's message names, then repeat.";
    case task:
      return "Ask for the task's state again later.";
    case shrink:
      return "Ask for less at once, for example a shorter date range.";
    case unsupported:
      return "Use a call that this environment and version of the API offers.";
    case server:
      return "Repeat the call later; if it stays, give TikTok's support the request_id.";
    case maintenance:
      return "Repeat the call in some minutes.";
    case blocked:
      return "Contact TikTok's support with the request_id; repeating the call does not help.";
  }
  return {};
}

}  // namespace

std::string_view name_of(CodeClass code_class) {
  switch (code_class) {
    case ok:
      return "ok";
    case partial:
      return "partial";
    case parameter:
      return "parameter";
    case permission:
      return "permission";
    case authentication:
      return "authentication";
    case not_found:
      return "not_found";
    case quota:
      return "quota";
    case conflict:
      return "conflict";
    case task:
      return "task";
    case shrink:
      return "shrink";
    case unsupported:
      return "unsupported";
    case server:
      return "server";
    case maintenance:
      return "maintenance";
    case blocked:
      return "blocked";
  }
  return {};
}

std::span<const Code> codes() {
  return kCodes;
}

const Code* find_code(std::int64_t code) {
  const auto* found = std::ranges::lower_bound(kCodes, code, {}, &Code::code);
  return found != std::end(kCodes) && found->code == code ? found : nullptr;
}

std::string_view hint_of(const Code& code) {
  return code.hint.empty() ? class_hint(code.code_class) : code.hint;
}

}  // namespace tiktok_marketing::catalog
