#include "crypto/keyring.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <set>
#include <thread>

#include "crypto/encoding.hpp"
#include "crypto/test_folder.hpp"

namespace tiktok_marketing::crypto {
namespace {

using testing::HasSubstr;

const std::string kOneKey(64, '1');
const std::string kTwoKey(64, '2');

mode_t mode_of(const std::filesystem::path& file) {
  struct stat info{};
  return ::stat(file.c_str(), &info) == 0 ? info.st_mode & 07777 : 0;
}

Keyring ring_of(const std::filesystem::path& file, const std::string& text) {
  write_text(file, text);
  auto ring = Keyring::load(file);
  EXPECT_TRUE(ring) << ring.error().message;
  return std::move(ring).value();
}

TEST(Keyring, OpensWhatItSealed) {
  const TestFolder folder;
  const Keyring ring = Keyring::create(folder / "master.key").value();
  for (const std::string& text :
       {std::string(), std::string("token"), std::string("a\0b", 3), std::string(100'000, 'x')}) {
    const std::string sealed = ring.seal(Secret(text), "credential:1");
    EXPECT_EQ(sealed.size(), 1 + 8 + 24 + text.size() + 16);
    if (text.size() > 3) {
      EXPECT_EQ(sealed.find(text), std::string::npos);
    }
    EXPECT_NE(sealed, ring.seal(Secret(text), "credential:1"));
    const auto opened = ring.open(sealed, "credential:1");
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_EQ(opened->reveal(), text);
  }
}

TEST(Keyring, RefusesWhatWasMovedAlteredOrCut) {
  const TestFolder folder;
  const Keyring ring = Keyring::create(folder / "master.key").value();
  const std::string sealed = ring.seal(Secret("token"), "credential:1");
  for (const char* purpose : {"credential:2", "credential:", "", "credential:11"}) {
    const auto opened = ring.open(sealed, purpose);
    ASSERT_FALSE(opened) << purpose;
    EXPECT_EQ(opened.error().type, ErrorType::internal_error);
    EXPECT_THAT(opened.error().message, HasSubstr("belongs to another record"));
    EXPECT_FALSE(opened.error().hint.empty());
  }
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string altered = sealed;
    altered[i] = static_cast<char>(altered[i] ^ 1);
    EXPECT_FALSE(ring.open(altered, "credential:1")) << i;
    EXPECT_FALSE(ring.open(sealed.substr(0, i), "credential:1")) << i;
  }
  EXPECT_FALSE(ring.open(sealed + "x", "credential:1"));
  EXPECT_EQ(Keyring::key_id_of(""), "");
  EXPECT_EQ(Keyring::key_id_of(sealed.substr(0, 40)), "");
}

TEST(Keyring, TheFirstLineSealsAndAllOpen) {
  const TestFolder folder;
  const Keyring old = ring_of(folder / "old", kOneKey);
  const std::string sealed = old.seal(Secret("token"), "p");

  const Keyring both = ring_of(folder / "both", "# new\n" + kTwoKey + "\r\n\n  " + kOneKey + "\n" + kTwoKey);
  EXPECT_EQ(both.key_ids().size(), 2U);
  EXPECT_EQ(both.open(sealed, "p").value(), Secret("token"));
  EXPECT_EQ(Keyring::key_id_of(sealed), old.sealing_key_id());
  EXPECT_EQ(Keyring::key_id_of(both.seal(Secret("x"), "p")), both.sealing_key_id());
  EXPECT_NE(both.sealing_key_id(), old.sealing_key_id());
  EXPECT_EQ(both.sealing_key_id().size(), 16U);

  const Keyring other = ring_of(folder / "other", kTwoKey);
  const auto opened = other.open(sealed, "p");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().type, ErrorType::internal_error);
  EXPECT_THAT(opened.error().message, HasSubstr(old.sealing_key_id()));
  EXPECT_THAT(opened.error().hint, HasSubstr("key file"));
}

TEST(Keyring, CreatesAFileForItsOwnerAlone) {
  const TestFolder folder;
  const auto file = folder / "master.key";
  const mode_t before = ::umask(0);
  const auto ring = Keyring::create(file);
  ::umask(before);
  ASSERT_TRUE(ring) << ring.error().message;
  EXPECT_EQ(mode_of(file), 0600U);
  const std::string text = text_of(file);
  ASSERT_EQ(text.size(), 65U);
  EXPECT_TRUE(from_hex(text.substr(0, 64)));
  EXPECT_EQ(folder.size(), 1U);

  const auto again = Keyring::create(file);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().type, ErrorType::conflict);
  EXPECT_EQ(text_of(file), text);
  EXPECT_EQ(folder.size(), 1U);
  EXPECT_EQ(Keyring::create(folder / "none" / "master.key").error().type, ErrorType::value_error);
}

TEST(Keyring, OneOfManyCreatorsWins) {
  const TestFolder folder;
  std::atomic<int> winners = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] { winners += Keyring::create(folder / "master.key") ? 1 : 0; });
    }
  }
  EXPECT_EQ(winners, 1);
  EXPECT_TRUE(Keyring::load(folder / "master.key"));
  EXPECT_EQ(folder.size(), 1U);
}

TEST(Keyring, AddsAKeyBeforeTheOthersAndKeepsTheRest) {
  const TestFolder folder;
  const auto file = folder / "master.key";
  const Keyring old = ring_of(file, "# ours\n" + kOneKey);
  const std::string sealed = old.seal(Secret("token"), "p");
  std::filesystem::create_symlink(file, folder / "link");

  const auto ring = Keyring::add_key(folder / "link");
  ASSERT_TRUE(ring) << ring.error().message;
  EXPECT_EQ(ring->key_ids().size(), 2U);
  EXPECT_EQ(ring->key_ids().back(), old.sealing_key_id());
  EXPECT_EQ(ring->open(sealed, "p").value(), Secret("token"));
  EXPECT_TRUE(std::filesystem::is_symlink(folder / "link"));
  EXPECT_THAT(text_of(file), testing::EndsWith("\n# ours\n" + kOneKey));
  EXPECT_EQ(mode_of(file), 0600U);
  EXPECT_EQ(folder.size(), 2U);
}

TEST(Keyring, KeysAddedAtOnceAreAllKept) {
  const TestFolder folder;
  const auto file = folder / "master.key";
  ASSERT_TRUE(Keyring::create(file));
  std::vector<std::string> ids(8);
  {
    std::vector<std::jthread> threads;
    for (auto& id : ids) {
      threads.emplace_back([&] {
        const auto ring = Keyring::add_key(file);
        if (ring) id = ring->key_ids().back();
      });
    }
  }
  const auto kept = Keyring::load(file).value().key_ids();
  EXPECT_EQ(std::set<std::string>(kept.begin(), kept.end()).size(), 9U);
  EXPECT_THAT(ids, testing::Each(kept.back()));
  EXPECT_EQ(folder.size(), 1U);
}

TEST(Keyring, AddingAKeyKeepsTheOwner) {
  if (::geteuid() != 0) GTEST_SKIP() << "only the superuser can give files away";
  const TestFolder folder;
  const auto file = folder / "master.key";
  write_text(file, kOneKey);
  ASSERT_EQ(::chown(file.c_str(), 65534, 65534), 0);
  ASSERT_TRUE(Keyring::add_key(file));
  struct stat info{};
  ASSERT_EQ(::stat(file.c_str(), &info), 0);
  EXPECT_EQ(info.st_uid, 65534U);
  EXPECT_EQ(info.st_gid, 65534U);
}

struct BadFile {
  const char* text;
  unsigned mode;
  const char* message;
};

TEST(Keyring, RefusesFilesThatAreNoKeyFile) {
  const TestFolder folder;
  const std::string short_key(62, 'a');
  const std::string long_text = kOneKey + "\n#" + std::string(70'000, 'x');
  const std::string second_bad = "# c\n" + kOneKey + "\nsecret-word\n";
  const BadFile files[] = {
      {kOneKey.c_str(), 0640, "other users"},
      {kOneKey.c_str(), 0604, "other users"},
      {"", 0600, "holds no key."},
      {"# nothing\n\n", 0600, "holds no key."},
      {short_key.c_str(), 0600, "no key in line 1"},
      {second_bad.c_str(), 0600, "no key in line 3"},
      {long_text.c_str(), 0600, "larger than 64 KiB"},
  };
  const auto file = folder / "master.key";
  for (const BadFile& bad : files) {
    write_text(file, bad.text, std::filesystem::perms(bad.mode));
    for (const auto& ring : {Keyring::load(file), Keyring::add_key(file)}) {
      ASSERT_FALSE(ring) << bad.message;
      EXPECT_EQ(ring.error().type, ErrorType::value_error);
      EXPECT_THAT(ring.error().message, HasSubstr(bad.message));
      EXPECT_THAT(ring.error().message, HasSubstr(file.string()));
      EXPECT_THAT(ring.error().message, testing::Not(HasSubstr("secret-word")));
      EXPECT_FALSE(ring.error().hint.empty());
    }
    EXPECT_EQ(text_of(file), bad.text);
  }
}

TEST(Keyring, RefusesWhatIsNoFile) {
  const TestFolder folder;
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  std::filesystem::create_directory(folder / "directory");
  for (const char* name : {"none", "pipe", "directory"}) {
    const auto ring = Keyring::load(folder / name);
    ASSERT_FALSE(ring) << name;
    EXPECT_EQ(ring.error().type, ErrorType::value_error);
    EXPECT_THAT(ring.error().message, HasSubstr((folder / name).string()));
  }
}

}  // namespace
}  // namespace tiktok_marketing::crypto
