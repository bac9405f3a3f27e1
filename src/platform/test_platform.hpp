#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>
#include <tiktok_marketing/base/fakes.hpp>

#include "platform/context.hpp"
#include "platform/directory.hpp"
#include "platform/schema.hpp"

namespace tiktok_marketing::platform {

/// A folder of a test's own, gone with it.
class TestFolder {
 public:
  TestFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "ttm-platform-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    path_ = name;
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  ~TestFolder() { std::filesystem::remove_all(path_); }

  [[nodiscard]] std::filesystem::path operator/(std::string_view name) const { return path_ / name; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Key, database and a clock that stands still, without the services.
class PlatformTest : public testing::Test {
 protected:
  PlatformTest() : clock_(std::make_shared<VirtualRuntime>()), log_(std::make_shared<MemoryLog>()) {
    if (!crypto::Keyring::create(options().master_key_file)) std::abort();
    context_ = open_context();
  }

  [[nodiscard]] PlatformOptions options() const {
    PlatformOptions options;
    options.data_dir = folder_.path();
    options.master_key_file = folder_ / "master.key";
    options.engine.runtime = clock_;
    options.log = log_;
    return options;
  }

  /// What another process has of the same folder.
  [[nodiscard]] std::shared_ptr<Context> open_context() const {
    auto context = std::make_shared<Context>(options());
    context->log = log_;
    auto ring = crypto::Keyring::load(context->options.master_key_file);
    if (!ring) std::abort();
    context->set_keyring(std::make_shared<const crypto::Keyring>(*std::move(ring)));
    auto database = database::Database::open({.file = folder_ / "platform.db",
                                              .migrations = migrations(),
                                              .synchronous_full = false});  // spares the tests the disk
    if (!database) std::abort();
    context->database = *std::move(database);
    return context;
  }

  /// The number that a query gives, for what no service tells.
  [[nodiscard]] std::int64_t number(std::string_view sql) const {
    auto read = context_->database->read([&](database::Connection& connection) -> Result<std::int64_t> {
      auto statement = connection.prepare(sql);
      if (!statement) return std::move(statement).error();
      if (auto row = statement->step(); !row) return std::move(row).error();
      return statement->integer(0);
    });
    EXPECT_TRUE(read) << read.error().message;
    return read ? *read : -1;
  }
  void change(std::string_view sql) const {
    auto done =
        context_->database->write([&](database::Connection& connection) { return connection.run(sql); });
    EXPECT_TRUE(done) << done.error().message;
  }

  TestFolder folder_;
  std::shared_ptr<VirtualRuntime> clock_;
  std::shared_ptr<MemoryLog> log_;
  std::shared_ptr<Context> context_;
};

#define TTM_EXPECT_ERROR(result, wanted)                                             \
  do {                                                                               \
    const auto& outcome_ = (result);                                                 \
    ASSERT_FALSE(outcome_) << "expected " #wanted;                                   \
    EXPECT_EQ(outcome_.error().type, ErrorType::wanted) << outcome_.error().message; \
    EXPECT_FALSE(outcome_.error().hint.empty()) << outcome_.error().message;         \
  } while (false)

}  // namespace tiktok_marketing::platform
