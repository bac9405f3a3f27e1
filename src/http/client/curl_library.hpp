#pragma once

#include <curl/curl.h>

#include <tiktok_marketing/base/result.hpp>

namespace tiktok_marketing::http {

/// The functions of libcurl this program uses, found at run time: a command that sends no request must not
/// pay the 8 ms that loading libcurl and its TLS libraries costs.
struct CurlLibrary {
  decltype(&curl_global_init) global_init;
  decltype(&curl_easy_init) easy_init;
  decltype(&curl_easy_cleanup) easy_cleanup;
  decltype(&curl_easy_reset) easy_reset;
  decltype(&curl_easy_setopt) easy_setopt;
  decltype(&curl_easy_getinfo) easy_getinfo;
  decltype(&curl_easy_strerror) easy_strerror;
  decltype(&curl_slist_append) slist_append;
  decltype(&curl_slist_free_all) slist_free_all;
  decltype(&curl_multi_init) multi_init;
  decltype(&curl_multi_cleanup) multi_cleanup;
  decltype(&curl_multi_setopt) multi_setopt;
  decltype(&curl_multi_add_handle) multi_add_handle;
  decltype(&curl_multi_remove_handle) multi_remove_handle;
  decltype(&curl_multi_perform) multi_perform;
  decltype(&curl_multi_poll) multi_poll;
  decltype(&curl_multi_wakeup) multi_wakeup;
  decltype(&curl_multi_info_read) multi_info_read;
};

/// Loads and initialises libcurl on first use; it stays loaded until the program ends. Thread-safe.
/// Errors: `internal_error` with the package to install.
[[nodiscard]] const Result<CurlLibrary>& curl_library();

/// The same for a library of another name, without keeping the result. For tests.
[[nodiscard]] Result<CurlLibrary> load_curl(const char* file_name);

}  // namespace tiktok_marketing::http
