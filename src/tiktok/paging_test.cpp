#include "tiktok/paging.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include <rapidcheck/gtest.h>

#include "tiktok/client_fixture.hpp"

namespace tiktok_marketing::tiktok {
namespace {

using namespace std::chrono_literals;
using Rows = std::vector<std::string>;

Rows numbered(int count, int from = 0) {
  Rows ids;
  for (int i = 0; i < count; ++i) ids.push_back(std::to_string(from + i));
  return ids;
}

// A list whose rows may be changed between two answers.
struct FakeList {
  Rows ids;
  std::function<void(int nth)> before_answer = [](int) {};
  int answers = 0;

  Result<HttpResponse> operator()(const HttpRequest& request) {
    before_answer(answers++);
    const auto page = query_int(request.url, "page");
    const auto size = query_int(request.url, "page_size");
    const auto total = static_cast<std::int64_t>(ids.size());
    Rows rows;
    for (auto i = (page - 1) * size; i < std::min(page * size, total); ++i) {
      rows.push_back(fmt::format(R"({{"id":"{}"}})", ids[static_cast<std::size_t>(i)]));
    }
    return rows_response(rows, page, size, total);
  }
};

FakeTransport::Answer from(FakeList& list) {
  return [&list](const HttpRequest& request) { return list(request); };
}

PagedList everything(std::int64_t page_size) {
  PagedList list{.path = "/campaign/get/", .advertiser_id = "1"};
  list.page_size = page_size;
  list.key_fields = {"id"};
  list.everything = true;
  return list;
}

Result<std::optional<ListPage>> next_of(ClientFixture& tiktok, PageSource& source) {
  return run_blocking(*tiktok.runtime, [&] { return source.next(); });
}

struct Outcome {
  Rows ids;
  std::vector<ListPage> pages;
  std::optional<Error> error;
};

std::string id_in(std::string_view record) {
  return std::string(Json::parse(record)->text_of("id"));
}

Outcome read_all(ClientFixture& tiktok, PageSource& source) {
  Outcome outcome;
  for (;;) {
    auto page = next_of(tiktok, source);
    if (!page) {
      outcome.error = page.error();
      return outcome;
    }
    if (!*page) return outcome;
    for (const auto record : (*page)->records) outcome.ids.push_back(id_in(record));
    outcome.pages.push_back(std::move(**page));
  }
}

TEST(PagedReader, OnePageByDefault) {
  FakeList fake{.ids = numbered(25)};
  ClientFixture tiktok(from(fake));
  PagedList list = everything(10);
  list.everything = false;
  list.first_page = 2;
  PagedReader reader(tiktok.client, list, tiktok.within());
  const Outcome outcome = read_all(tiktok, reader);
  EXPECT_EQ(outcome.ids, numbered(10, 10));
  EXPECT_EQ(tiktok.sent(), 1U);
  EXPECT_FALSE(outcome.pages.front().last_of_window);
  EXPECT_EQ(outcome.pages.front().page, 2);
}

TEST(PagedReader, ReadsEverythingInOrder) {
  FakeList fake{.ids = numbered(95)};
  ClientFixture tiktok(from(fake));
  tiktok.transport->latency = 300ms;
  PagedReader reader(tiktok.client, everything(10), tiktok.within());
  const Outcome outcome = read_all(tiktok, reader);
  EXPECT_EQ(outcome.ids, numbered(95));
  EXPECT_EQ(tiktok.sent(), 10U);
  EXPECT_EQ(reader.known_total(), 95);
  EXPECT_FALSE(reader.unsettled());
  EXPECT_TRUE(outcome.pages.back().last_of_window);
}

TEST(PagedReader, AnEmptyListIsOneEmptyPage) {
  FakeList fake;
  ClientFixture tiktok(from(fake));
  PagedReader reader(tiktok.client, everything(10), tiktok.within());
  const Outcome outcome = read_all(tiktok, reader);
  EXPECT_TRUE(outcome.ids.empty());
  ASSERT_EQ(outcome.pages.size(), 1U);
  EXPECT_TRUE(outcome.pages.front().last_of_window);
}

TEST(PagedReader, AnEmptyPageInTheMiddleIsNotTheEnd) {
  ClientFixture tiktok([](const HttpRequest& request) -> Result<HttpResponse> {
    const auto page = query_int(request.url, "page");
    if (page == 2) return rows_response({}, 2, 1, 3);
    return rows_response({fmt::format(R"({{"id":"{}"}})", page)}, page, 1, 3);
  });
  PagedReader reader(tiktok.client, everything(1), tiktok.within());
  EXPECT_EQ(read_all(tiktok, reader).ids, (Rows{"1", "3"}));
}

TEST(PagedReader, SendsWindowAndPageAfterTheOtherParameters) {
  ClientFixture tiktok([](const HttpRequest&) -> Result<HttpResponse> { return rows_response({}); });
  PagedList list = everything(50);
  list.params.emplace_back("advertiser_id", "1");
  list.windows = {DateRange{*parse_date("2026-09-01"), *parse_date("2026-09-30")}};
  PagedReader reader(tiktok.client, list, tiktok.within());
  (void)read_all(tiktok, reader);
  EXPECT_EQ(
      tiktok.transport->seen.front().url,
      "https://business-api.tiktok.com/open_api/v1.3/campaign/get/?advertiser_id=1&start_date=2026-09-01"
      "&end_date=2026-09-30&page=1&page_size=50");
}

// How many requests were open at once, at most.
std::size_t most_in_flight(double qps, std::chrono::milliseconds latency, int pages) {
  FakeList fake{.ids = numbered(pages)};
  std::size_t most = 0;
  FakeTransport* transport = nullptr;
  ClientFixture tiktok(
      [&](const HttpRequest& request) {
        most = std::max(most, transport->seen.size() - static_cast<std::size_t>(fake.answers));
        return fake(request);
      },
      limits_for_qps(qps));
  transport = tiktok.transport.get();
  transport->latency = latency;
  PagedReader reader(tiktok.client, everything(1), tiktok.within(10min));
  const Outcome outcome = read_all(tiktok, reader);
  EXPECT_EQ(outcome.ids, numbered(pages)) << "in order";
  return most;
}

TEST(PagedReader, KeepsAsManyRequestsInFlightAsTheQuotaFeeds) {
  EXPECT_LE(most_in_flight(9, 0ms, 20), 2U);
  EXPECT_EQ(most_in_flight(20, 200ms, 60), 5U) << "⌈20 × 0.2⌉ + 1";
  EXPECT_EQ(most_in_flight(9, 1s, 60), 9U) << "the tenth waits for its quota";
}

RC_GTEST_PROP(PagedReaderProperty, NeverMoreInFlightThanAllowed, ()) {
  const int qps = *rc::gen::inRange(1, 60);
  const int latency = *rc::gen::inRange(0, 900);
  const auto most = most_in_flight(qps, std::chrono::milliseconds{latency}, 30);
  RC_ASSERT(most <=
            std::max<std::size_t>(2, static_cast<std::size_t>(std::ceil(qps * latency / 1000.0)) + 1));
}

TEST(PagedReader, ARowLimitFetchesNoNeedlessPage) {
  FakeList fake{.ids = numbered(200)};
  ClientFixture tiktok(from(fake), limits_for_qps(50));
  tiktok.transport->latency = 500ms;
  PagedList list = everything(10);
  list.row_limit = 35;
  PagedReader reader(tiktok.client, list, tiktok.within());
  std::size_t rows = 0;
  while (rows < 35) rows += (*next_of(tiktok, reader))->records.size();
  tiktok.runtime->advance(1min);
  EXPECT_EQ(tiktok.sent(), 4U);
}

TEST(PagedReader, NothingIsSentAfterItIsGone) {
  FakeList fake{.ids = numbered(200)};
  ClientFixture tiktok(from(fake));
  tiktok.transport->latency = 500ms;
  {
    PagedReader reader(tiktok.client, everything(10), tiktok.within());
    ASSERT_TRUE(next_of(tiktok, reader));
    ASSERT_TRUE(next_of(tiktok, reader));
  }
  const auto sent = tiktok.sent();
  tiktok.runtime->advance(1min);
  EXPECT_EQ(tiktok.sent(), sent);
}

TEST(PagedReader, AnErrorEndsTheList) {
  ClientFixture tiktok([](const HttpRequest& request) -> Result<HttpResponse> {
    if (query_int(request.url, "page") == 3) return code_response(40105);
    return rows_response({fmt::format(R"({{"id":"{}"}})", query_int(request.url, "page"))}, 1, 1, 9);
  });
  PagedReader reader(tiktok.client, everything(1), tiktok.within());
  const Outcome outcome = read_all(tiktok, reader);
  EXPECT_EQ(outcome.ids, (Rows{"1", "2"}));
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->upstream->tiktok_code, 40105);
  const auto after = next_of(tiktok, reader);
  ASSERT_TRUE(after);
  EXPECT_FALSE(*after) << "after an error the list has ended";
}

TEST(PagedReader, StopEndsTheWait) {
  FakeList fake{.ids = numbered(50)};
  ClientFixture tiktok(from(fake));
  tiktok.transport->latency = 1s;
  std::stop_source stop;
  CallContext context = tiktok.within();
  context.stop = stop.get_token();
  PagedReader reader(tiktok.client, everything(10), context);
  tiktok.runtime->post_at(tiktok.runtime->now() + 1500ms, [&] { stop.request_stop(); });
  const Outcome outcome = read_all(tiktok, reader);
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->type, ErrorType::cancelled);
  EXPECT_EQ(tiktok.elapsed(), 1500ms);
}

TEST(PagedReader, SaysWhenPagingCannotReachAllRows) {
  FakeList fake{.ids = numbered(123)};
  ClientFixture tiktok(from(fake));
  PagedList list = everything(10);
  list.reachable_rows = 100;
  PagedReader reader(tiktok.client, list, tiktok.within());
  const Outcome outcome = read_all(tiktok, reader);
  EXPECT_EQ(outcome.ids, numbered(100));
  EXPECT_EQ(tiktok.sent(), 10U) << "pages out of reach are not asked for";
  EXPECT_TRUE(outcome.pages.back().rows_out_of_reach);
  EXPECT_TRUE(outcome.pages.back().last_of_window);
}

// Reports: one row per day of the window; ranges that are too long are refused.
struct FakeReport {
  int longest_days;
  std::vector<std::string> windows;

  Result<HttpResponse> operator()(const HttpRequest& request) {
    const auto start = *parse_date(query_value(request.url, "start_date"));
    const auto end = *parse_date(query_value(request.url, "end_date"));
    const DateRange range{start, end};
    if (range.days() > longest_days) return code_response(40067, "query is too heavy");
    windows.push_back(format_date(start) + ".." + format_date(end));
    Rows rows;
    for (Date day = start; day <= end; day += std::chrono::days{1}) {
      rows.push_back(fmt::format(R"({{"id":"{}"}})", format_date(day)));
    }
    const auto page = query_int(request.url, "page");
    const auto size = query_int(request.url, "page_size");
    const auto total = static_cast<std::int64_t>(rows.size());
    Rows part;
    for (auto i = (page - 1) * size; i < std::min(page * size, total); ++i)
      part.push_back(rows[static_cast<std::size_t>(i)]);
    return rows_response(part, page, size, total);
  }
};

Rows days_of(std::string_view start, std::string_view end) {
  Rows days;
  for (Date day = *parse_date(start); day <= *parse_date(end); day += std::chrono::days{1})
    days.push_back(format_date(day));
  return days;
}

PagedList windowed(std::string_view start, std::string_view end, std::int64_t page_size = 1000) {
  PagedList list = everything(page_size);
  list.windows.clear();
  for (const auto& window : split({*parse_date(start), *parse_date(end)}, 30))
    list.windows.emplace_back(window);
  list.halvable = true;
  return list;
}

TEST(PagedReader, AWindowWhoseRowsAreTotalsIsNotHalved) {
  FakeReport report{.longest_days = 10};
  ClientFixture tiktok([&](const HttpRequest& request) { return report(request); });
  PagedList list = windowed("2026-01-01", "2026-01-30");
  list.halvable = false;
  PagedReader reader(tiktok.client, list, tiktok.within());
  const Outcome outcome = read_all(tiktok, reader);
  ASSERT_TRUE(outcome.error) << "each half would bring a row of its own for the same object";
  EXPECT_EQ(outcome.error->upstream->tiktok_code, 40067);
  EXPECT_TRUE(outcome.ids.empty());
}

TEST(PagedReader, OnePageOfATooHeavyWindowComesFromItsFirstHalf) {
  FakeReport report{.longest_days = 10};
  ClientFixture tiktok([&](const HttpRequest& request) { return report(request); });
  PagedList list = windowed("2026-01-01", "2026-01-30");
  list.everything = false;
  PagedReader reader(tiktok.client, list, tiktok.within());
  const Outcome outcome = read_all(tiktok, reader);
  ASSERT_FALSE(outcome.error);
  EXPECT_EQ(outcome.ids, days_of("2026-01-01", "2026-01-08"));
  EXPECT_EQ(outcome.pages.back().window->end, *parse_date("2026-01-08"));
  EXPECT_TRUE(outcome.pages.back().more_windows);
}

TEST(PagedReader, ReadsWindowsOldestFirst) {
  FakeReport report{.longest_days = 30};
  ClientFixture tiktok([&](const HttpRequest& request) { return report(request); });
  tiktok.transport->latency = 300ms;
  PagedReader reader(tiktok.client, windowed("2026-01-01", "2026-05-31", 7), tiktok.within());
  const Outcome outcome = read_all(tiktok, reader);
  EXPECT_EQ(outcome.ids, days_of("2026-01-01", "2026-05-31"));
  EXPECT_FALSE(outcome.pages.back().more_windows);
  EXPECT_TRUE(outcome.pages.front().more_windows);
}

TEST(PagedReader, LaterWindowsNeverCostTheFirstItsPages) {
  FakeReport report{.longest_days = 30};
  FakeTransport* transport = nullptr;
  ClientFixture tiktok(
      [&](const HttpRequest& request) {
        transport->latency = 0ms;  // fewer requests are allowed in flight than there are already
        return report(request);
      },
      limits_for_qps(50));
  transport = tiktok.transport.get();
  transport->latency = 200ms;
  ASSERT_TRUE(
      tiktok.get(GetRequest{.path = "/x/?start_date=2026-01-01&end_date=2026-01-01&page=1&page_size=1",
                            .records_key = "list"},
                 tiktok.within()));
  transport->latency = 200ms;
  PagedReader reader(tiktok.client, windowed("2026-01-01", "2026-12-31", 4), tiktok.within());
  EXPECT_EQ(read_all(tiktok, reader).ids, days_of("2026-01-01", "2026-12-31"));
}

TEST(PagedReader, ARowLimitWithinTheFirstWindowAsksForNoOther) {
  FakeReport report{.longest_days = 30};
  ClientFixture tiktok([&](const HttpRequest& request) { return report(request); });
  PagedList list = windowed("2026-01-01", "2026-03-31", 7);
  list.row_limit = 10;
  PagedReader reader(tiktok.client, list, tiktok.within());
  Rows ids;
  while (ids.size() < 10) {
    const auto page = next_of(tiktok, reader);
    for (const auto record : (*page)->records) ids.push_back(id_in(record));
  }
  EXPECT_EQ(ids, days_of("2026-01-01", "2026-01-14"));
  EXPECT_EQ(tiktok.sent(), 2U);
}

TEST(PagedReader, TooHeavyWindowsAreHalved) {
  for (const int longest : {1, 2, 7, 15, 29}) {
    FakeReport report{.longest_days = longest};
    ClientFixture tiktok([&](const HttpRequest& request) { return report(request); });
    tiktok.transport->latency = 300ms;
    PagedReader reader(tiktok.client, windowed("2026-01-01", "2026-03-31", 4), tiktok.within(10min));
    const Outcome outcome = read_all(tiktok, reader);
    EXPECT_FALSE(outcome.error) << outcome.error->message;
    EXPECT_EQ(outcome.ids, days_of("2026-01-01", "2026-03-31")) << longest;
  }
}

TEST(PagedReader, ATooHeavyDayKeepsItsError) {
  FakeReport report{.longest_days = 0};
  ClientFixture tiktok([&](const HttpRequest& request) { return report(request); });
  PagedReader reader(tiktok.client, windowed("2026-01-01", "2026-01-08"), tiktok.within());
  const Outcome outcome = read_all(tiktok, reader);
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->upstream->tiktok_code, 40067);
  EXPECT_TRUE(outcome.ids.empty());
}

TEST(PagedReader, AWindowThatIsContinuedIsNotHalved) {
  FakeReport report{.longest_days = 10};
  ClientFixture tiktok([&](const HttpRequest& request) { return report(request); });
  PagedList list = windowed("2026-01-01", "2026-01-30", 5);
  list.first_page = 3;
  PagedReader reader(tiktok.client, list, tiktok.within());
  const Outcome outcome = read_all(tiktok, reader);
  ASSERT_TRUE(outcome.error) << "pages of the halves are other pages: rows would come twice";
  EXPECT_EQ(outcome.error->upstream->tiktok_code, 40067);
  EXPECT_TRUE(outcome.ids.empty());
}

// What happens to a list between two answers.
enum class Kind { remove, insert, to_front, to_back };
struct Change {
  Kind kind;
  std::size_t place;
};

void apply(const Change& change, Rows& ids, std::set<std::string>& lasting, int number) {
  if (change.kind == Kind::insert) {
    const auto at = change.place % (ids.size() + 1);
    ids.insert(ids.begin() + static_cast<std::ptrdiff_t>(at), "new" + std::to_string(number));
    return;
  }
  if (ids.empty()) return;
  const auto at = ids.begin() + static_cast<std::ptrdiff_t>(change.place % ids.size());
  const std::string id = *at;
  ids.erase(at);
  if (change.kind == Kind::remove) lasting.erase(id);
  if (change.kind == Kind::to_front) ids.insert(ids.begin(), id);
  if (change.kind == Kind::to_back) ids.push_back(id);
}

// One change between any two answers shows itself, by the total or by a repeated row; a row that goes at the
// very moment another comes does not, in any client.
RC_GTEST_PROP(PagedReaderProperty, RowsOfAChangingListComeExactlyOnce, ()) {
  FakeList fake{.ids = numbered(*rc::gen::inRange(0, 40))};
  const int size = *rc::gen::inRange(1, 8);
  std::set<std::string> lasting(fake.ids.begin(), fake.ids.end());
  std::map<int, Change> changes;
  const int count = *rc::gen::inRange(0, 4);
  for (int i = 0; i < count; ++i) {
    const auto kind = *rc::gen::element(Kind::remove, Kind::insert, Kind::to_front, Kind::to_back);
    changes[*rc::gen::inRange(0, 60)] = {kind, static_cast<std::size_t>(*rc::gen::inRange(0, 50))};
  }
  fake.before_answer = [&](int nth) {
    if (const auto change = changes.find(nth); change != changes.end())
      apply(change->second, fake.ids, lasting, nth);
  };
  ClientFixture tiktok(from(fake), limits_for_qps(20));
  tiktok.transport->latency = std::chrono::milliseconds{*rc::gen::inRange(0, 500)};
  PagedReader reader(tiktok.client, everything(size), tiktok.within(10min));
  const Outcome outcome = read_all(tiktok, reader);

  RC_ASSERT(!outcome.error);
  RC_ASSERT(!reader.unsettled());
  const std::set<std::string> delivered(outcome.ids.begin(), outcome.ids.end());
  RC_ASSERT(delivered.size() == outcome.ids.size());
  for (const auto& id : lasting) RC_ASSERT(delivered.contains(id));
  RC_ASSERT(tiktok.sent() <= 4U * static_cast<std::size_t>((44 + size - 1) / size + 2));
}

TEST(PagedReader, ARowThatMovesWhileTheListIsReadAgainIsFound) {
  FakeList fake{.ids = numbered(10)};
  fake.before_answer = [&](int nth) {
    if (nth == 3) std::erase(fake.ids, "0");  // row 6 slips onto page 3, which was read
    if (nth != 6) return;
    std::erase(fake.ids, "6");  // and to the front, when page 1 was read again
    fake.ids.insert(fake.ids.begin(), "6");
  };
  ClientFixture tiktok(from(fake));
  PagedReader reader(tiktok.client, everything(2), tiktok.within());
  const Outcome outcome = read_all(tiktok, reader);
  EXPECT_EQ(std::set<std::string>(outcome.ids.begin(), outcome.ids.end()).size(), 10U);
  EXPECT_EQ(outcome.ids.size(), 10U);
  EXPECT_FALSE(reader.unsettled());
}

TEST(PagedReader, AListThatNeverStandsStillEndsAndSaysSo) {
  FakeList fake{.ids = numbered(30)};
  fake.before_answer = [&](int nth) { fake.ids.insert(fake.ids.begin(), "new" + std::to_string(nth)); };
  ClientFixture tiktok(from(fake));
  PagedReader reader(tiktok.client, everything(5), tiktok.within(10min));
  const Outcome outcome = read_all(tiktok, reader);
  EXPECT_FALSE(outcome.error);
  EXPECT_TRUE(reader.unsettled());
  const std::set<std::string> delivered(outcome.ids.begin(), outcome.ids.end());
  EXPECT_EQ(delivered.size(), outcome.ids.size()) << "even so no row comes twice";
}

// `advertiser/info/`: one id that may not be read fails the whole batch.
struct FakeInfo {
  std::set<std::string> unreadable;
  std::set<std::string> left_out = {};
  std::int64_t code = 40001;
  std::size_t largest = 0;

  Result<HttpResponse> operator()(const HttpRequest& request) {
    const auto asked = Json::parse(query_value(request.url, "advertiser_ids"));
    Rows rows;
    largest = std::max(largest, asked->as_array()->size());
    for (const auto& id : *asked->as_array()) {
      if (id.as_string() == nullptr) return code_response(40002, "ids must be strings");
      if (unreadable.contains(*id.as_string()))
        return code_response(code, "No permission to operate advertiser");
      if (left_out.contains(*id.as_string())) continue;
      rows.push_back(fmt::format(R"({{"id":"{}"}})", *id.as_string()));
    }
    std::string list;
    for (const auto& row : rows) list += (list.empty() ? "" : ",") + row;
    return json_response(R"({"code":0,"message":"OK","request_id":"R","data":{"list":[)" + list + "]}}");
  }
};

BatchList batch_of(Rows ids) {
  BatchList list{
      .path = "/advertiser/info/", .ids_param = "advertiser_ids", .id_field = "id", .ids = std::move(ids)};
  list.everything = true;
  return list;
}

TEST(BatchReader, AsksForAHundredIdsAtATime) {
  FakeInfo info;
  ClientFixture tiktok([&](const HttpRequest& request) { return info(request); });
  BatchReader reader(tiktok.client, batch_of(numbered(250)), tiktok.within());
  const Outcome outcome = read_all(tiktok, reader);
  EXPECT_EQ(outcome.ids, numbered(250));
  EXPECT_EQ(tiktok.sent(), 3U);
  EXPECT_EQ(info.largest, 100U);
  EXPECT_EQ(reader.known_total(), 250);
}

TEST(BatchReader, FindsTheUnreadableIds) {
  for (const std::int64_t code : {40001, 51008}) {
    FakeInfo info{.unreadable = {"7", "120", "121"}, .code = code};
    ClientFixture tiktok([&](const HttpRequest& request) { return info(request); });
    BatchReader reader(tiktok.client, batch_of(numbered(250)), tiktok.within(10min));
    const Outcome outcome = read_all(tiktok, reader);
    EXPECT_FALSE(outcome.error) << outcome.error->message;
    EXPECT_EQ(outcome.ids.size(), 247U);
    Rows unreadable;
    for (const auto& page : outcome.pages) {
      for (const auto& each : page.unreadable) {
        unreadable.push_back(each.id);
        EXPECT_EQ(each.error.upstream->tiktok_code, code);
      }
    }
    EXPECT_EQ(unreadable, (Rows{"7", "120", "121"}));
  }
}

TEST(BatchReader, AnIdThatASuccessLeavesOutIsNamed) {
  FakeInfo info{.left_out = {"3"}};
  ClientFixture tiktok([&](const HttpRequest& request) { return info(request); });
  BatchReader reader(tiktok.client, batch_of(numbered(5)), tiktok.within());
  const Outcome outcome = read_all(tiktok, reader);
  EXPECT_EQ(outcome.ids.size(), 4U);
  ASSERT_EQ(outcome.pages.back().unreadable.size(), 1U);
  EXPECT_EQ(outcome.pages.back().unreadable.front().id, "3");
}

TEST(BatchReader, ASuccessWithoutAnyOfTheIdsIsAnError) {
  FakeInfo info{.left_out = {"0", "1"}};
  ClientFixture tiktok([&](const HttpRequest& request) { return info(request); });
  BatchReader reader(tiktok.client, batch_of(numbered(2)), tiktok.within());
  const Outcome outcome = read_all(tiktok, reader);
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->type, ErrorType::upstream_not_found);
}

TEST(BatchReader, OnlyTheLastPageIsTheLast) {
  FakeInfo info{.unreadable = {"7"}};
  ClientFixture tiktok([&](const HttpRequest& request) { return info(request); });
  BatchReader reader(tiktok.client, batch_of(numbered(20)), tiktok.within());
  const Outcome outcome = read_all(tiktok, reader);
  ASSERT_GT(outcome.pages.size(), 1U);
  for (std::size_t i = 0; i < outcome.pages.size(); ++i) {
    EXPECT_EQ(outcome.pages[i].last_of_window, i + 1 == outcome.pages.size()) << i;
  }
}

TEST(BatchReader, NoReadableIdIsAnError) {
  FakeInfo info{.unreadable = {"0", "1", "2"}};
  ClientFixture tiktok([&](const HttpRequest& request) { return info(request); });
  BatchReader reader(tiktok.client, batch_of(numbered(3)), tiktok.within());
  const Outcome outcome = read_all(tiktok, reader);
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->upstream->tiktok_code, 40001);
  EXPECT_TRUE(outcome.ids.empty());
}

TEST(BatchReader, OtherErrorsEndIt) {
  ClientFixture tiktok([](const HttpRequest&) -> Result<HttpResponse> { return code_response(40105); });
  BatchReader reader(tiktok.client, batch_of(numbered(100)), tiktok.within());
  const Outcome outcome = read_all(tiktok, reader);
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(tiktok.sent(), 1U) << "a revoked token is not asked about each id";
}

RC_GTEST_PROP(BatchReaderProperty, EveryIdIsReadOrListed, ()) {
  const int count = *rc::gen::inRange(1, 60);
  const auto bad = *rc::gen::container<std::set<int>>(rc::gen::inRange(0, count));
  FakeInfo info;
  for (const int id : bad) info.unreadable.insert(std::to_string(id));
  ClientFixture tiktok([&](const HttpRequest& request) { return info(request); }, {.unlimited = true});
  BatchList list = batch_of(numbered(count));
  list.batch_size = *rc::gen::inRange(1, 30);
  BatchReader reader(tiktok.client, std::move(list), tiktok.within(10min));
  const Outcome outcome = read_all(tiktok, reader);
  std::set<std::string> seen(outcome.ids.begin(), outcome.ids.end());
  std::size_t listed = 0;
  for (const auto& page : outcome.pages) {
    for (const auto& each : page.unreadable) {
      RC_ASSERT(info.unreadable.contains(each.id));
      ++listed;
    }
  }
  RC_ASSERT(seen.size() == outcome.ids.size());
  RC_ASSERT(outcome.ids.size() + listed == static_cast<std::size_t>(count));
  RC_ASSERT(outcome.error.has_value() == (bad.size() == static_cast<std::size_t>(count)));
}

}  // namespace
}  // namespace tiktok_marketing::tiktok
