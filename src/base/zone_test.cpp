#include "base/zone.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>

#include <rapidcheck/gtest.h>

namespace tiktok_marketing {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

std::string bytes_of(const std::string& name) {
  std::ifstream file("/usr/share/zoneinfo/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// The C library as the second opinion. It keeps one zone for the whole process.
class LibcZone {
 public:
  explicit LibcZone(const std::string& zone) {
    setenv("TZ", (":" + zone).c_str(), 1);
    tzset();
  }
  ~LibcZone() {
    unsetenv("TZ");
    tzset();
  }
  [[nodiscard]] std::chrono::seconds offset_at(sys_seconds time) const {
    const std::time_t seconds = time.time_since_epoch().count();
    std::tm local{};
    localtime_r(&seconds, &local);
    return std::chrono::seconds{local.tm_gmtoff};
  }
};

class ZoneAgainstLibc : public testing::TestWithParam<const char*> {};

TEST_P(ZoneAgainstLibc, AgreesAtEveryThirdDayFrom1970To2100) {
  const std::string name = GetParam();
  const auto zone = Zone::parse(bytes_of(name));
  ASSERT_TRUE(zone);
  const LibcZone libc(name);
  const sys_seconds end = sys_days{std::chrono::year{2100} / 1 / 1};
  for (sys_seconds time{}; time < end; time += 70h + 17min + 3s) {
    ASSERT_EQ(zone->offset_at(time), libc.offset_at(time)) << time.time_since_epoch().count();
  }
}

INSTANTIATE_TEST_SUITE_P(Zones, ZoneAgainstLibc,
                         testing::Values("UTC", "Etc/GMT+8", "America/New_York", "Europe/London",
                                         "Europe/Dublin", "Australia/Lord_Howe", "Asia/Tehran",
                                         "America/Sao_Paulo", "Africa/Casablanca", "Pacific/Apia",
                                         "America/Santiago"));

TEST(ZoneFooter, ReadsTheFormsOfPosix) {
  const auto fixed = ZoneFooter::parse("<-03>3");
  ASSERT_TRUE(fixed);
  EXPECT_EQ(fixed->standard, -3h);
  EXPECT_FALSE(fixed->summer);
  EXPECT_EQ(ZoneFooter::parse("<+0545>-5:45")->standard, 5h + 45min);

  const auto dublin = ZoneFooter::parse("IST-1GMT0,M10.5.0,M3.5.0/1");
  ASSERT_TRUE(dublin);
  EXPECT_EQ(dublin->offset_at(sys_days{std::chrono::year{2040} / 7 / 1}), 1h);
  EXPECT_EQ(dublin->offset_at(sys_days{std::chrono::year{2040} / 1 / 1}), 0h);

  const auto by_day_number = ZoneFooter::parse("AAA0BBB,J60/0,300/-1");
  ASSERT_TRUE(by_day_number);
  const sys_seconds first_of_march = sys_days{std::chrono::year{2040} / 3 / 1};
  EXPECT_EQ(by_day_number->offset_at(first_of_march - 1s), 0h);
  EXPECT_EQ(by_day_number->offset_at(first_of_march), 1h);
}

TEST(ZoneFooter, RefusesWhatItCannotRead) {
  for (const char* text :
       {"", "E5", "EST", "EST5EDT", "EST5EDT,M3.2.0", "EST5EDT,M13.2.0,M11.1.0", "EST5x",
        "EST5EDT,M3.2.0,M11.1.0x", "<EST5", "EST5EDT,M3.6.0,M11.1.0", "EST5EDT,J366,J1", "EST-"}) {
    EXPECT_FALSE(ZoneFooter::parse(text)) << text;
  }
}

TEST(Zone, RefusesTruncatedFiles) {
  const std::string whole = bytes_of("America/New_York");
  ASSERT_TRUE(Zone::parse(whole));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    ASSERT_FALSE(Zone::parse(std::string_view(whole).substr(0, length))) << length;
  }
}

RC_GTEST_PROP(Zone, SurvivesAnyBytes, ()) {
  std::string bytes = bytes_of("Europe/Berlin");
  const auto changes = *rc::gen::container<std::vector<std::pair<std::size_t, char>>>(
      rc::gen::pair(rc::gen::inRange<std::size_t>(0, bytes.size()), rc::gen::arbitrary<char>()));
  for (const auto& [where, what] : changes) bytes[where] = what;
  if (const auto zone = Zone::parse(bytes)) RC_ASSERT(zone->offset_at(sys_seconds{}) < 24h * 30'000);
}

TEST(ZoneName, StaysInTheFolder) {
  for (const char* good : {"UTC", "Etc/GMT+8", "America/Argentina/Buenos_Aires", "America/Port-au-Prince"}) {
    EXPECT_TRUE(is_zone_name(good)) << good;
  }
  for (const char* bad :
       {"", "/UTC", "UTC/", "..", "../x", "America/../UTC", "a//b", "a/b/c/d", "zone.tab", "a b"}) {
    EXPECT_FALSE(is_zone_name(bad)) << bad;
  }
}

}  // namespace
}  // namespace tiktok_marketing
