// report_bench ADVERTISER_ID START_DATE END_DATE: heap allocations of the report path for ten pages of 100
// rows and for ten pages of 1,000 rows, warm. Prints one JSON object.
#include <atomic>
#include <cstdint>
#include <string>

#include <fmt/format.h>

#include "bench.hpp"

namespace {
std::atomic<std::int64_t> allocations{0};
}

// Every allocation of the process passes here: operator new and libcurl call malloc.
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);

void* malloc(std::size_t size) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  return __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  return __libc_calloc(count, size);
}
void* realloc(void* old, std::size_t size) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  return __libc_realloc(old, size);
}
}

namespace {

using tiktok_marketing::Connector;

struct Count {
  std::int64_t pages = 0;
  std::int64_t rows = 0;
  std::int64_t allocations = 0;
};

Count read_ten_pages(const Connector& connector, const std::string& advertiser, const char* from,
                     const char* to, int page_size) {
  const std::string params =
      fmt::format(R"({{"advertiser_id":"{}","start_date":"{}","end_date":"{}","page_size":{},"limit":{},)"
                  R"("metrics":["spend","impressions","clicks","ctr","cpc","conversion"]}})",
                  advertiser, from, to, page_size, page_size * 10);
  Count count;
  const std::int64_t before = allocations.load();
  auto pages = connector.stream("ads_reports_daily", params);
  if (!pages) bench::fail(pages.error().message);
  for (;;) {
    auto page = pages->next();
    if (!page) bench::fail(page.error().message);
    if (!*page) break;
    ++count.pages;
    count.rows += static_cast<std::int64_t>((*page)->records.size());
  }
  count.allocations = allocations.load() - before;
  return count;
}

std::string shown(const Count& count) {
  return fmt::format(R"({{"pages":{},"rows":{},"allocations":{}}})", count.pages, count.rows,
                     count.allocations);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) bench::fail("usage: report_bench ADVERTISER_ID START_DATE END_DATE");
  const Connector connector = bench::open_connector();
  read_ten_pages(connector, argv[1], argv[2], argv[3], 1000);  // warm-up
  const Count small = read_ten_pages(connector, argv[1], argv[2], argv[3], 100);
  const Count large = read_ten_pages(connector, argv[1], argv[2], argv[3], 1000);
  fmt::print("{{\"small\":{},\"large\":{}}}\n", shown(small), shown(large));
}
