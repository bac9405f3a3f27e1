#include "cli/store/answer_output.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tiktok_marketing::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kAggregate =
    R"({"data":[{"campaign_id":"1","spend":12.50},{"campaign_id":"2",)"
    R"("spend":3}],"meta":{"has_more":true,"as_of":"2026-09-14T08:00:00Z",)"
    R"("coverage":{"oldest_complete":"2026-08-16","newest_complete":)"
    R"("2026-09-14"},"finality":{"moving_from":{"delivery":"2026-09-12",)"
    R"("conversion":null}},"currency":"EUR","other":[{"spend":1}],)"
    R"("totals":[{"spend":16.50,"ctr":null}],"missing":[{"what":"range",)"
    R"("id":"731","reason":"not read"}]}})";

TEST(StoreAnswer, IsTakenApartWithoutCopyingRows) {
  const auto answer = open_store_answer(std::string(kAggregate));
  ASSERT_EQ(answer.rows.size(), 2);
  EXPECT_EQ(answer.rows.json(0), R"({"campaign_id":"1","spend":12.50})");
  EXPECT_EQ(answer.totals, R"([{"spend":16.50,"ctr":null}])");
  EXPECT_TRUE(answer.meta.starts_with(R"({"has_more":true)"));
  EXPECT_TRUE(open_store_answer(R"({"data":[],"meta":{}})").rows.empty());
}

TEST(StoreNotes, SayHowOldAndHowSureFiguresAre) {
  const std::string notes = store_notes(open_store_answer(std::string(kAggregate)), 2, {});
  EXPECT_THAT(notes, HasSubstr("the first 2 rows\n"));
  EXPECT_THAT(notes, HasSubstr("total: spend 16.50, ctr not available\n"));
  EXPECT_THAT(notes, HasSubstr("all others together: spend 1\n"));
  EXPECT_THAT(notes, HasSubstr("as of 2026-09-14T08:00:00Z; complete from 2026-08-16 to 2026-09-14; EUR\n"));
  EXPECT_THAT(notes, HasSubstr("may still change: delivery and cost from 2026-09-12\n"));
  EXPECT_THAT(notes, HasSubstr("missing: what range, id 731, reason not read\n"));
}

TEST(StoreNotes, NameTheNextPageAsACommand) {
  const auto answer =
      open_store_answer(R"({"data":[],"meta":{"has_more":true,"next":{"cursor":"abc"},"simulated":true}})");
  const std::string notes = store_notes(
      answer, 0, {.entity = "campaigns", .action = "context_store_search", .options = " --sandbox"});
  EXPECT_THAT(notes, HasSubstr("(virtual TikTok)"));
  EXPECT_THAT(notes, HasSubstr("next page: tiktok-marketing execute campaigns context_store_search --params "
                               "'{\"cursor\":\"abc\"}' --sandbox\n"));
  EXPECT_THAT(store_notes(open_store_answer(R"({"data":[],"meta":{"has_more":false}})"), 0, {}),
              Not(HasSubstr("next page")));
}

TEST(StoreNotes, CannotCommandATerminal) {
  const auto answer = open_store_answer("{\"data\":[],\"meta\":{\"totals\":[{\"name\":\"\\u001b[2J\"}]}}");
  EXPECT_THAT(store_notes(answer, 0, {}), Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace tiktok_marketing::cli
