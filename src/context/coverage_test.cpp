#include "context/coverage.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

namespace tiktok_marketing::context {
namespace {

constexpr Date kStart{std::chrono::days{20'000}};

DayRange range(int first, int last, int read_at) {
  return {kStart + std::chrono::days{first}, kStart + std::chrono::days{last},
          SystemTime{std::chrono::milliseconds{read_at}}};
}

using ByDay = std::map<Date, SystemTime>;

ByDay days_of(const std::vector<DayRange>& pieces) {
  ByDay days;
  for (const DayRange& piece : pieces) {
    for (Date date = piece.first; date <= piece.last; date += std::chrono::days{1}) {
      RC_ASSERT(days.emplace(date, piece.read_at).second);
    }
  }
  return days;
}

RC_GTEST_PROP(Coverage, IsWhatADayByDayListWouldBe, ()) {
  std::vector<DayRange> pieces;
  ByDay expected;
  const auto readings = *rc::gen::inRange(0, 12);
  for (int i = 0; i < readings; ++i) {
    const int first = *rc::gen::inRange(0, 40);
    const int last = first + *rc::gen::inRange(0, 12);
    const auto reading = range(first, last, *rc::gen::inRange(1, 5));
    pieces = with_reading(pieces, reading);
    for (Date date = reading.first; date <= reading.last; date += std::chrono::days{1}) {
      expected[date] = reading.read_at;
    }
  }
  RC_ASSERT(days_of(pieces) == expected);
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    RC_ASSERT(pieces[i - 1].last < pieces[i].first);
    const bool touch = pieces[i - 1].last + std::chrono::days{1} == pieces[i].first;
    RC_ASSERT(!touch || pieces[i - 1].read_at != pieces[i].read_at);
  }

  const auto whole = joined(pieces);
  std::size_t covered = 0;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (i > 0) RC_ASSERT(whole[i - 1].last + std::chrono::days{1} < whole[i].first);
    auto oldest = SystemTime::max();
    for (Date date = whole[i].first; date <= whole[i].last; date += std::chrono::days{1}) {
      RC_ASSERT(expected.contains(date));
      oldest = std::min(oldest, expected[date]);
      ++covered;
    }
    RC_ASSERT(whole[i].read_at == oldest);
  }
  RC_ASSERT(covered == expected.size());

  const Days asked{kStart + std::chrono::days{*rc::gen::inRange(-5, 30)},
                   kStart + std::chrono::days{*rc::gen::inRange(20, 60)}};
  std::map<Date, bool> missing;
  for (const Days& gap : gaps(pieces, asked)) {
    for (Date date = gap.first; date <= gap.last; date += std::chrono::days{1}) {
      RC_ASSERT(missing.emplace(date, true).second);
    }
  }
  for (Date date = asked.first; date <= asked.last; date += std::chrono::days{1}) {
    RC_ASSERT(missing.contains(date) == !expected.contains(date));
  }
  for (const auto& [date, unused] : missing) RC_ASSERT(date >= asked.first && date <= asked.last);
}

TEST(Coverage, JoinsWhatWasReadTogether) {
  auto pieces = with_reading({range(10, 19, 5)}, range(0, 9, 5));
  ASSERT_EQ(pieces.size(), 1U);
  pieces = with_reading(pieces, range(4, 5, 9));
  ASSERT_EQ(pieces.size(), 3U);
  EXPECT_EQ(joined(pieces).size(), 1U);
  EXPECT_EQ(joined(pieces).front().read_at, range(0, 0, 5).read_at);
}

}  // namespace
}  // namespace tiktok_marketing::context
