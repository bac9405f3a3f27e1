#include "http/client/curl_library.hpp"

#include <dlfcn.h>

#include "http/client/curl_file.hpp"

namespace tiktok_marketing::http {
namespace {

template <typename Function>
bool find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(library, name));
  return function != nullptr;
}

bool find_all(void* library, CurlLibrary& curl) {
  return find(library, "curl_global_init", curl.global_init) &&
         find(library, "curl_easy_init", curl.easy_init) &&
         find(library, "curl_easy_cleanup", curl.easy_cleanup) &&
         find(library, "curl_easy_reset", curl.easy_reset) &&
         find(library, "curl_easy_setopt", curl.easy_setopt) &&
         find(library, "curl_easy_getinfo", curl.easy_getinfo) &&
         find(library, "curl_easy_strerror", curl.easy_strerror) &&
         find(library, "curl_slist_append", curl.slist_append) &&
         find(library, "curl_slist_free_all", curl.slist_free_all) &&
         find(library, "curl_multi_init", curl.multi_init) &&
         find(library, "curl_multi_cleanup", curl.multi_cleanup) &&
         find(library, "curl_multi_setopt", curl.multi_setopt) &&
         find(library, "curl_multi_add_handle", curl.multi_add_handle) &&
         find(library, "curl_multi_remove_handle", curl.multi_remove_handle) &&
         find(library, "curl_multi_perform", curl.multi_perform) &&
         find(library, "curl_multi_poll", curl.multi_poll) &&
         find(library, "curl_multi_wakeup", curl.multi_wakeup) &&
         find(library, "curl_multi_info_read", curl.multi_info_read);
}

Error missing(std::string message) {
  Error error;
  error.type = ErrorType::internal_error;
  error.message = std::move(message);
  error.hint = "Install libcurl 7.85 or newer; on Debian: apt-get install libcurl4";
  return error;
}

}  // namespace

Result<CurlLibrary> load_curl(const char* file_name) {
  void* library = ::dlopen(file_name, RTLD_LAZY | RTLD_LOCAL);
  if (library == nullptr)
    return missing(std::string("the HTTP library ") + file_name + " could not be loaded");
  CurlLibrary curl{};
  if (!find_all(library, curl)) return missing(std::string("the HTTP library ") + file_name + " is too old");
  if (curl.global_init(CURL_GLOBAL_ALL) != CURLE_OK)
    return missing("the HTTP library could not be initialised");
  return curl;
}

const Result<CurlLibrary>& curl_library() {
  // Never destroyed: an engine thread may outlive the statics of the program.
  static const auto* library = new Result<CurlLibrary>(load_curl(curl_file().c_str()));
  return *library;
}

}  // namespace tiktok_marketing::http
