#pragma once

#include <string>

namespace tiktok_marketing::http {

/// Which libcurl this process loads with its first request: a file name for the system to look up, or the
/// path of a library that brings libcurl along. The system's unless set. Thread-safe; without effect after
/// that request.
void set_curl_file(std::string path);
[[nodiscard]] std::string curl_file();

}  // namespace tiktok_marketing::http
