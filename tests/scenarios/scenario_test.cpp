#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <tiktok_marketing/connector.hpp>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "database/test_folder.hpp"
#include "local/local_store.hpp"
#include "sandbox/sandbox.hpp"
#include "source_dir.hpp"

/// Runs the scenario files through the C++ library. The format is in README.md beside them.
namespace tiktok_marketing {
namespace {

using Line = std::pair<std::string, std::string>;

std::pair<std::string, std::string> first_word(const std::string& text) {
  const auto blank = text.find(' ');
  return {text.substr(0, blank), blank == std::string::npos ? "" : text.substr(blank + 1)};
}

std::vector<Line> read(const std::filesystem::path& path) {
  std::vector<Line> lines;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const std::string text(trim(line));
    if (!text.empty() && !text.starts_with('#')) lines.push_back(first_word(text));
  }
  return lines;
}

const Json* at(const Json& value, const std::string& path) {
  const Json* found = &value;
  for (const auto& name : split(path, '.')) {
    const auto* items = found->as_array();
    if (items != nullptr) {
      const bool number =
          !name.empty() && std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; });
      if (!number || std::stoul(name) >= items->size()) return nullptr;
      found = &(*items)[std::stoul(name)];
    } else {
      found = found->find(name);
    }
    if (found == nullptr) return nullptr;
  }
  return found;
}

std::string as_text(const Json& value) {
  return value.as_string() != nullptr ? *value.as_string() : value.dump();
}

bool matches(const Json& value, const std::string& pattern) {
  return std::regex_search(as_text(value), std::regex(pattern));
}

const std::map<std::string, sandbox::Size> kSizes{
    {"small", sandbox::Size::small}, {"medium", sandbox::Size::medium}, {"large", sandbox::Size::large}};

class Door {
 public:
  explicit Door(std::vector<Line> lines) : lines_(std::move(lines)) {
    sandbox::SandboxOptions options;
    const std::string now = setting("now").value_or("2026-09-14T08:00:00Z");
    if (now != "real") options.now = parse_datetime(now);
    options.seed = std::stoull(setting("seed").value_or("1"));
    options.size = kSizes.at(setting("size").value_or("small"));
    options.faults_json = setting("faults").value_or("");
    options.unlimited = setting("unlimited").has_value();
    tiktok_ = sandbox::Sandbox::start(options).value();
    ConnectorOptions connector = connector_options();
    store_ = local::LocalStore::make(connector, {.data_dir = folder_.path()}).value();
    connector.store = store_;
    connector_ = Connector::open(std::move(connector)).value();
  }

  void run() {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const auto& [word, rest] = lines_[i];
      SCOPED_TRACE(word + " " + rest);
      if (word == "call") {
        failure_expected_ = is_failure_expected(i);
        call(rest);
      } else {
        say(word, rest);
      }
      if (testing::Test::HasFatalFailure()) return;
    }
  }

 private:
  [[nodiscard]] std::optional<std::string> setting(std::string_view name) const {
    const auto line = std::ranges::find(lines_, name, &Line::first);
    return line == lines_.end() ? std::nullopt : std::optional(line->second);
  }

  [[nodiscard]] ConnectorOptions connector_options() const {
    const auto& access = tiktok_->access();
    const std::map<std::string, std::string> tokens{{"valid", access.access_token},
                                                    {"revoked", access.revoked_token},
                                                    {"expired", access.expired_token},
                                                    {"no_scope", access.no_scope_token},
                                                    {"wrong", "wrong-token"}};
    ConnectorOptions options;
    options.access_token = Secret(tokens.at(setting("token").value_or("valid")));
    options.api_url = access.api_url;
    options.engine = make_engine();
    if (setting("unlimited")) options.qps = -1;
    const std::string known = setting("advertisers").value_or("first");
    if (known == "all") options.advertiser_ids = access.advertiser_ids;
    if (known == "first") options.advertiser_ids = {access.advertiser_ids.front()};
    if (setting("app")) {
      options.app_id = access.app_id;
      options.app_secret = Secret(access.app_secret);
    }
    return options;
  }

  [[nodiscard]] bool is_failure_expected(std::size_t call_index) const {
    for (std::size_t i = call_index + 1; i < lines_.size() && lines_[i].first != "call"; ++i) {
      if (lines_[i].first == "error") return true;
    }
    return false;
  }

  void call(const std::string& what) {
    if (what == "next") return execute(at(answer_, "meta.next")->dump());
    if (what == "rest") return call_rest();
    const auto [entity, behind] = first_word(what);
    auto [action, params] = first_word(behind);
    entity_ = entity;
    action_ = action;
    const auto& ids = tiktok_->access().advertiser_ids;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      const std::string name = "$" + std::to_string(i + 1);
      for (auto place = params.find(name); place != std::string::npos; place = params.find(name)) {
        params.replace(place, name.size(), ids[i]);
      }
    }
    execute(params);
  }

  void call_rest() {
    Json::Array rows = *at(answer_, "data")->as_array();
    while (*at(answer_, "meta.has_more")->as_bool()) {
      execute(at(answer_, "meta.next")->dump());
      if (testing::Test::HasFatalFailure()) return;
      const auto& more = *at(answer_, "data")->as_array();
      rows.insert(rows.end(), more.begin(), more.end());
    }
    answer_.set("data", Json(std::move(rows)));
  }

  void execute(const std::string& params) {
    const auto answer = connector_->execute(entity_, action_, params, {.deadline = timeout_});
    if (failure_expected_) {
      ASSERT_FALSE(answer) << answer->to_json();
      exit_code_ = exit_code_of(answer.error().kind());
      answer_ = Json();
      answer_.set("error", *Json::parse(to_json(answer.error())));
    } else {
      ASSERT_TRUE(answer) << to_json(answer.error());
      const auto json = Json::parse(answer->to_json());
      ASSERT_TRUE(json) << "the answer is no JSON";
      answer_ = *json;
    }
  }

  void say(const std::string& word, const std::string& rest) {
    const auto [path, value] = first_word(rest);
    const Json* found = at(answer_, path);
    if (word == "timeout") {
      timeout_ = std::chrono::milliseconds{static_cast<std::int64_t>(std::stod(rest) * 1000)};
    } else if (word == "sync") {
      const auto report = store_->sync({}).value().run();
      ASSERT_TRUE(report) << to_json(report.error());
      EXPECT_EQ(report->status, "succeeded") << report->details.dump();
    } else if (word == "advance") {
      tiktok_->advance(std::chrono::seconds{std::stoll(rest)});
    } else if (word == "error") {
      EXPECT_EQ(as_text(*at(answer_, "error.type")), path) << answer_.dump();
      EXPECT_EQ(std::to_string(exit_code_), value);
    } else if (word == "rows") {
      const auto count = at(answer_, "data")->as_array()->size();
      if (rest.starts_with(">=")) {
        EXPECT_GE(count, std::stoul(rest.substr(2)));
      } else {
        EXPECT_EQ(count, std::stoul(rest));
      }
    } else if (word == "is") {
      ASSERT_NE(found, nullptr) << answer_.dump().substr(0, 2000);
      EXPECT_EQ(found->dump(), Json::parse(value)->dump());
    } else if (word == "like") {
      ASSERT_NE(found, nullptr) << answer_.dump().substr(0, 2000);
      EXPECT_TRUE(matches(*found, value)) << found->dump();
    } else if (word == "each") {
      for (const Json& row : *at(answer_, "data")->as_array()) {
        ASSERT_NE(row.find(path), nullptr) << row.dump();
        EXPECT_TRUE(matches(*row.find(path), value)) << row.dump();
      }
    } else if (word == "absent") {
      EXPECT_EQ(found, nullptr) << found->dump();
    } else if (word == "keep") {
      kept_[rest] = *at(answer_, "data");
    } else if (word == "equals") {
      EXPECT_TRUE(kept_.at(rest) == *at(answer_, "data"));
    } else {
      constexpr std::string_view kSetUp[] = {"now",   "seed",        "size", "faults",
                                             "token", "advertisers", "app",  "unlimited"};
      ASSERT_NE(std::ranges::find(kSetUp, word), std::end(kSetUp)) << "unknown line";
    }
  }

  std::vector<Line> lines_;
  database::TestFolder folder_;
  std::unique_ptr<sandbox::Sandbox> tiktok_;
  std::shared_ptr<local::LocalStore> store_;
  std::optional<Connector> connector_;
  std::chrono::milliseconds timeout_{20'000};
  std::string entity_;
  std::string action_;
  Json answer_;
  int exit_code_ = 0;
  bool failure_expected_ = false;
  std::map<std::string, Json> kept_;
};

std::vector<std::filesystem::path> files() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(source_dir() + "/tests/scenarios")) {
    if (entry.path().extension() == ".scenario") paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  return paths;
}

class Scenario : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(Scenario, Holds) {
  Door(read(GetParam())).run();
}

INSTANTIATE_TEST_SUITE_P(Files, Scenario, testing::ValuesIn(files()),
                         [](const auto& file) { return file.param.stem().string(); });

}  // namespace
}  // namespace tiktok_marketing
