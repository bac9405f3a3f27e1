#include "stores/store_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "database/test_folder.hpp"

namespace tiktok_marketing::stores {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& each : std::filesystem::directory_iterator(folder))
    names.push_back(each.path().filename().string());
  return names;
}

TEST(StoreFiles, AreMadeByWhoeverFillsThem) {
  const database::TestFolder folder;
  StoreFiles files(folder / "data");
  EXPECT_FALSE(files.exists("c1"));
  const auto refused = files.open("c1", StoreFiles::Absent::refuse);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().type, ErrorType::context_store_not_ready);
  EXPECT_FALSE(files.exists("c1"));
  ASSERT_TRUE(files.open("c1", StoreFiles::Absent::make));
  EXPECT_TRUE(files.exists("c1"));
  EXPECT_GT(files.bytes("c1"), 0U);
  EXPECT_THAT(files.ids(), ElementsAre("c1"));
  const auto permissions = std::filesystem::status(folder / "data" / "stores").permissions();
  EXPECT_EQ(permissions, std::filesystem::perms::owner_all);
}

TEST(StoreFiles, OneIsOpenForAll) {
  const database::TestFolder folder;
  StoreFiles files(folder / "data");
  const auto one = files.open("c1", StoreFiles::Absent::make).value();
  const auto other = files.open("c1", StoreFiles::Absent::refuse).value();
  EXPECT_EQ(one.get(), other.get());
  EXPECT_EQ(files.open_count(), 1U);
}

TEST(StoreFiles, AreClosedWhenNobodyAsks) {
  const database::TestFolder folder;
  StoreFiles files(folder / "data");
  auto lease = files.open("c1", StoreFiles::Absent::make).value();
  files.tidy(0s);
  EXPECT_EQ(files.open_count(), 1U);
  lease.reset();
  files.tidy(1h);
  EXPECT_EQ(files.open_count(), 1U);
  files.tidy(0s);
  EXPECT_EQ(files.open_count(), 0U);
  EXPECT_TRUE(files.open("c1", StoreFiles::Absent::refuse));
}

TEST(StoreFiles, NothingIsLeftOfADeletedOne) {
  const database::TestFolder folder;
  StoreFiles files(folder / "data");
  auto lease = files.open("c1", StoreFiles::Absent::make).value();
  ASSERT_TRUE(lease->put_note("a", Json("b")));
  files.remove("c1");
  EXPECT_TRUE(files.exists("c1"));
  const auto refused = files.open("c1", StoreFiles::Absent::make);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().type, ErrorType::context_store_not_ready);
  EXPECT_TRUE(lease->note("a"));
  lease.reset();
  files.tidy(1h);
  EXPECT_THAT(names_in(folder / "data" / "stores"), IsEmpty());
  const auto again = files.open("c1", StoreFiles::Absent::make).value();
  EXPECT_FALSE(again->note("a").value());
}

TEST(StoreFiles, DeletesAtOnceWhatNobodyUses) {
  const database::TestFolder folder;
  StoreFiles files(folder / "data");
  ASSERT_TRUE(files.open("c1", StoreFiles::Absent::make));
  files.remove("c1");
  files.remove("never made");
  EXPECT_THAT(names_in(folder / "data" / "stores"), IsEmpty());
}

TEST(StoreFiles, LeasesOutliveIt) {
  const database::TestFolder folder;
  StoreFiles::Lease lease;
  {
    StoreFiles files(folder / "data");
    lease = files.open("c1", StoreFiles::Absent::make).value();
  }
  EXPECT_TRUE(lease->put_note("a", Json("b")));
}

}  // namespace
}  // namespace tiktok_marketing::stores
