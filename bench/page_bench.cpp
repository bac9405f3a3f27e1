// page_bench ADVERTISER_ID PAGES: CPU time of this process per page of 1,000 campaigns, warm, once through
// `Connector::execute` and once through a bare libcurl fetch of the same URL into a text, taken in turns.
// Prints one JSON object with the medians in milliseconds.
#include <algorithm>
#include <ctime>
#include <string>
#include <vector>

#include <curl/curl.h>
#include <fmt/format.h>

#include "bench.hpp"

namespace {

using tiktok_marketing::Connector;

constexpr int kWarmUpPages = 20;

double cpu_ms() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

class BareFetch {
 public:
  explicit BareFetch(const std::string& url) : handle_(curl_easy_init()) {
    const std::string token = "Access-Token: " + bench::setting("TIKTOK_MARKETING_ACCESS_TOKEN");
    headers_ = curl_slist_append(nullptr, token.c_str());
    curl_easy_setopt(handle_, CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle_, CURLOPT_HTTPHEADER, headers_);
    curl_easy_setopt(handle_, CURLOPT_WRITEFUNCTION, &BareFetch::write);
    curl_easy_setopt(handle_, CURLOPT_WRITEDATA, &body_);
  }
  BareFetch(const BareFetch&) = delete;
  BareFetch& operator=(const BareFetch&) = delete;
  ~BareFetch() {
    curl_slist_free_all(headers_);
    curl_easy_cleanup(handle_);
  }

  // Every page gets a text of its own, as a caller who keeps it would want.
  std::size_t fetch() {
    body_ = {};
    if (const CURLcode code = curl_easy_perform(handle_); code != CURLE_OK)
      bench::fail(curl_easy_strerror(code));
    return body_.size();
  }

 private:
  static std::size_t write(char* data, std::size_t, std::size_t size, void* into) {
    static_cast<std::string*>(into)->append(data, size);
    return size;
  }

  CURL* handle_;
  curl_slist* headers_ = nullptr;
  std::string body_;
};

std::size_t read_page(const Connector& connector, const std::string& params) {
  const auto answer = connector.execute("campaigns", "list", params);
  if (!answer) bench::fail(answer.error().message);
  return answer->records.size();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) bench::fail("usage: page_bench ADVERTISER_ID PAGES");
  const std::string advertiser = argv[1];
  const int pages = std::atoi(argv[2]);
  curl_global_init(CURL_GLOBAL_DEFAULT);
  {
    const Connector connector = bench::open_connector();
    BareFetch bare(fmt::format("{}/campaign/get/?advertiser_id={}&page=1&page_size=1000",
                               bench::setting("TIKTOK_MARKETING_API_URL"), advertiser));
    const std::string params = fmt::format(R"({{"advertiser_id":"{}","page_size":1000}})", advertiser);

    std::vector<double> ours;
    std::vector<double> bares;
    std::size_t rows = 0;
    std::size_t bytes = 0;
    for (int i = 0; i < kWarmUpPages + pages; ++i) {
      const double start = cpu_ms();
      rows = read_page(connector, params);
      const double middle = cpu_ms();
      bytes = bare.fetch();
      const double end = cpu_ms();
      if (i < kWarmUpPages) continue;
      ours.push_back(middle - start);
      bares.push_back(end - middle);
    }
    fmt::print(R"({{"pages":{},"rows":{},"bytes":{},"connector_ms":{:.3f},"libcurl_ms":{:.3f}}})"
               "\n",
               pages, rows, bytes, median(ours), median(bares));
  }
  curl_global_cleanup();
}
