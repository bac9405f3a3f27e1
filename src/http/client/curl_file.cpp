#include "http/client/curl_file.hpp"

#include <mutex>
#include <utility>

namespace tiktok_marketing::http {
namespace {

struct Setting {
  std::mutex mutex;
  std::string path = "libcurl.so.4";
};

// Never destroyed: an engine thread may outlive the statics of the program.
Setting& setting() {
  static Setting* const instance = new Setting;
  return *instance;
}

}  // namespace

void set_curl_file(std::string path) {
  const std::lock_guard lock(setting().mutex);
  setting().path = std::move(path);
}

std::string curl_file() {
  const std::lock_guard lock(setting().mutex);
  return setting().path;
}

}  // namespace tiktok_marketing::http
