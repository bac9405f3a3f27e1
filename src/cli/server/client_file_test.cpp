#include "cli/server/client_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>

#include "cli/admin/secret_file.hpp"
#include "cli/file.hpp"
#include "cli/settings/secret_input.hpp"

namespace tiktok_marketing::cli {
namespace {

using testing::HasSubstr;
using testing::Pair;
using testing::UnorderedElementsAre;

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "ttm-cli-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }
  [[nodiscard]] std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

unsigned mode_of(const std::filesystem::path& file) {
  struct stat info{};
  EXPECT_EQ(::stat(file.c_str(), &info), 0);
  return info.st_mode & 0777;
}

const ClientAccess kAccess{.api_host = "http://127.0.0.1:8780",
                           .client_id = "c",
                           .client_secret = Secret("s=cret"),
                           .organization_id = "o"};

TEST(ClientFile, IsReadAsItWasWritten) {
  const Folder folder;
  const auto file = client_file_of(folder / "");
  EXPECT_EQ(file.filename(), "client.env");
  ASSERT_TRUE(replace_private_file(file, client_file_text(kAccess)).has_value());
  EXPECT_EQ(mode_of(file), 0600U);
  EXPECT_THAT(*read_client_file(file),
              UnorderedElementsAre(Pair("api_host", "http://127.0.0.1:8780"), Pair("client_id", "c"),
                                   Pair("client_secret", "s=cret"), Pair("organization_id", "o")));
}

TEST(ClientFile, CommentsAndOtherVariablesAreLeftAside) {
  const Folder folder;
  const auto file = folder / "f";
  ASSERT_TRUE(
      replace_private_file(file, "# AIRBYTE_CLIENT_ID=old\n\nPATH=x\nnonsense\n AIRBYTE_CLIENT_ID=c \n"));
  EXPECT_THAT(*read_client_file(file), UnorderedElementsAre(Pair("client_id", "c")));
  EXPECT_THAT(*read_client_file(folder / "none"), testing::IsEmpty());
}

TEST(ClientFile, OneLineIsChangedAndTheOthersStay) {
  const Folder folder;
  const auto file = folder / "f";
  ASSERT_TRUE(replace_private_file(file, "# mine\n" + client_file_text(kAccess)));
  ASSERT_TRUE(change_client_file(file, "client_secret", Secret("new")));
  EXPECT_EQ(*read_whole_file(file),
            "# mine\nAIRBYTE_API_HOST=http://127.0.0.1:8780\nAIRBYTE_CLIENT_ID=c\nAIRBYTE_CLIENT_SECRET=new\n"
            "AIRBYTE_ORGANIZATION_ID=o\n");
  EXPECT_EQ(mode_of(file), 0600U);
}

TEST(ClientFile, FollowsTheServerOnThisMachineOnly) {
  const Folder folder;
  const auto file = folder / "f";
  const auto host_after = [&](const std::string& before) {
    EXPECT_TRUE(replace_private_file(file, "AIRBYTE_API_HOST=" + before + "\n"));
    EXPECT_TRUE(follow_address(file, "http://127.0.0.1:40000"));
    return read_client_file(file)->at("api_host");
  };
  for (const char* local : {"http://127.0.0.1:0", "http://localhost:1", "http://[::1]:5", "http://0.0.0.0:9",
                            "https://127.0.0.1"}) {
    EXPECT_EQ(host_after(local), "http://127.0.0.1:40000") << local;
  }
  for (const char* other : {"https://ads.example.com", "http://10.0.0.1:8780", "nonsense"}) {
    EXPECT_EQ(host_after(other), other);
  }
  EXPECT_TRUE(follow_address(folder / "none", "http://127.0.0.1:1"));
  EXPECT_FALSE(std::filesystem::exists(folder / "none"));
}

TEST(SecretFile, IsReservedBeforeThereIsASecret) {
  const Folder folder;
  const Terminal terminal;
  const auto file = folder / "secret";
  {
    const auto reserved = admin::SecretFile::reserve(file.string(), terminal);
    ASSERT_TRUE(reserved.has_value());
    EXPECT_TRUE(std::filesystem::exists(file));
  }
  EXPECT_FALSE(std::filesystem::exists(file)) << "nothing was written";
  {
    auto reserved = admin::SecretFile::reserve(file.string(), terminal);
    ASSERT_TRUE(reserved.has_value());
    ASSERT_TRUE(reserved->write(Secret("s\n")).has_value());
  }
  EXPECT_EQ(*read_whole_file(file), "s\n");
  EXPECT_EQ(mode_of(file), 0600U);
  EXPECT_EQ(admin::SecretFile::reserve(file.string(), terminal).error().type, ErrorType::conflict);
  EXPECT_EQ(*read_whole_file(file), "s\n");
  EXPECT_FALSE(admin::SecretFile::reserve((folder / "no/such").string(), terminal).has_value());
}

TEST(SecretFile, ATerminalNeverShowsASecret) {
  Terminal terminal;
  terminal.out_is_terminal = true;
  EXPECT_THAT(admin::SecretFile::reserve("-", terminal).error().message, HasSubstr("terminal"));
  EXPECT_EQ(admin::SecretFile::reserve("", terminal).error().type, ErrorType::missing);
  terminal.out_is_terminal = false;
  EXPECT_TRUE(admin::SecretFile::reserve("-", terminal).has_value());
}

TEST(SecretInput, IsTheTextWithoutBlanks) {
  const Folder folder;
  ASSERT_TRUE(replace_private_file(folder / "f", " t0ken\n\n"));
  EXPECT_EQ(*read_secret((folder / "f").string(), -1), Secret("t0ken"));
  ASSERT_TRUE(replace_private_file(folder / "f", "\n"));
  EXPECT_EQ(read_secret((folder / "f").string(), -1).error().type, ErrorType::missing_credentials);
  EXPECT_EQ(read_secret((folder / "none").string(), -1).error().type, ErrorType::value_error);
}

}  // namespace
}  // namespace tiktok_marketing::cli
