#include "replication/notebook.hpp"

#include <gtest/gtest.h>

#include "base/date.hpp"

namespace tiktok_marketing::replication {
namespace {

using std::chrono::hours;

const SystemTime kNow = *parse_datetime("2026-09-14T08:00:00Z");

TEST(Notebook, RareListingsAreTriedOnceADay) {
  Notebook notes;
  EXPECT_TRUE(notes.rare_due("7", kNow));
  EXPECT_TRUE(notes.rare_found("7").empty());
  notes.note_rare("7", {1}, kNow);
  const Notebook later(notes.listings(), notes.excludes());
  EXPECT_FALSE(later.rare_due("7", kNow + hours{23}));
  EXPECT_TRUE(later.rare_due("7", kNow + hours{24}));
  EXPECT_TRUE(later.rare_due("8", kNow));
  EXPECT_EQ(later.rare_found("7"), std::set<std::size_t>{1});
}

TEST(Notebook, RemembersListingsThatCannotBeWhole) {
  Notebook notes;
  EXPECT_FALSE(notes.partly_listed_at("images", "7"));
  notes.note_partly_listed("images", "7", kNow);
  notes.note_rare("7", {}, kNow);
  EXPECT_EQ(notes.partly_listed_at("images", "7"), kNow);
  EXPECT_FALSE(notes.partly_listed_at("videos", "7"));
}

TEST(Notebook, SaysWhatReportsDoNotContain) {
  Notebook notes;
  EXPECT_TRUE(notes.gmv_max_due("7", kNow));
  notes.note_gmv_max("7", std::nullopt, 2, kNow);
  notes.note_gmv_max("8", 0, 0, kNow);
  EXPECT_FALSE(notes.gmv_max_due("7", kNow + hours{23}));
  EXPECT_TRUE(notes.gmv_max_due("7", kNow + hours{24}));
  EXPECT_EQ(notes.excludes().find("7")->dump(),
            R"({"gmv_max":true,"campaigns":null,"held_campaigns":2,"checked_at":"2026-09-14 08:00:00"})");
  EXPECT_EQ(notes.excludes().find("8")->find("gmv_max")->dump(), "false");
}

TEST(Notebook, SurvivesNotesOfAnotherShape) {
  const Notebook notes(Json("text"), *Json::parse(R"({"7":[1]})"));
  EXPECT_TRUE(notes.rare_due("7", kNow));
  EXPECT_TRUE(notes.gmv_max_due("7", kNow));
  EXPECT_TRUE(Notebook(*Json::parse(R"({"7":{"rare_found":["x",-1,{}]}})"), {}).rare_found("7").empty());
}

}  // namespace
}  // namespace tiktok_marketing::replication
