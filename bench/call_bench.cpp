// call_bench ADVERTISER_ID TIMES: wall time of a list of ten campaigns through `Connector::execute`, warm.
// Prints the median in milliseconds.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "bench.hpp"

int main(int argc, char** argv) {
  using namespace tiktok_marketing;
  using Clock = std::chrono::steady_clock;
  if (argc != 3) return 2;
  const Connector connector = bench::open_connector();
  const std::string params = fmt::format(R"({{"advertiser_id":"{}","page_size":10}})", argv[1]);
  const int times = std::atoi(argv[2]);
  constexpr int kWarmUp = 20;
  std::vector<double> took;
  for (int i = 0; i < times + kWarmUp; ++i) {
    const auto began = Clock::now();
    const auto answer = connector.execute("campaigns", "list", params);
    const std::string text = answer ? answer->to_json() : std::string();
    if (text.empty()) return 1;
    if (i >= kWarmUp) took.push_back(std::chrono::duration<double, std::milli>(Clock::now() - began).count());
  }
  std::ranges::sort(took);
  fmt::print("{}\n", took[took.size() / 2]);
  return 0;
}
