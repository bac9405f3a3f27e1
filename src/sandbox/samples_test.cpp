#include <fstream>
#include <sstream>

#include "sandbox/test_call.hpp"
#include "source_dir.hpp"

namespace tiktok_marketing::sandbox {
namespace {

// Exchanges in the documented shape: for the same request the virtual TikTok must answer with the same
// member names and JSON types, and for refusals with the same code and message.

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
  return text;
}

/// `sample` is one concrete row; a null on either side says nothing about the type. Members that the
/// sample does not show are allowed in records, which the samples shorten.
void expect_same_shape(const Json& sample, const Json& answer, const std::string& where) {
  if (sample.is_null() || answer.is_null()) return;
  ASSERT_EQ(sample.type_name(), answer.type_name()) << where;
  if (sample.as_object() != nullptr) {
    for (const auto& [name, value] : *sample.as_object()) {
      const Json* found = answer.find(name);
      ASSERT_NE(found, nullptr) << where << "." << name << " is missing";
      expect_same_shape(value, *found, where + "." + name);
    }
  }
  if (sample.as_array() != nullptr && !sample.as_array()->empty() && !answer.as_array()->empty()) {
    expect_same_shape(sample.as_array()->front(), answer.as_array()->front(), where + "[]");
  }
}

Json samples() {
  const std::ifstream file(source_dir() + "/tests/fixtures/tiktok_samples.json");
  std::stringstream text;
  text << file.rdbuf();
  return Bench::parse(text.str());
}

class SampleBench : public Bench {
 public:
  using Bench::Bench;

  [[nodiscard]] std::string delivering_campaign() const {
    const auto rows = list("/report/integrated/get/", {{"advertiser_id", advertiser()},
                                                       {"report_type", "BASIC"},
                                                       {"data_level", "AUCTION_CAMPAIGN"},
                                                       {"dimensions", R"(["campaign_id","stat_time_day"])"},
                                                       {"start_date", "2026-09-13"},
                                                       {"end_date", "2026-09-14"}});
    EXPECT_FALSE(rows.empty());
    return rows.empty() ? std::string()
                        : std::string(rows.front().find("dimensions")->text_of("campaign_id"));
  }

  /// The sample's ids stand for the first objects of this world.
  [[nodiscard]] std::string localized(const std::string& text) const {
    std::string out = replaced(text, "7312000000000000101", advertiser());
    if (out.contains("1790000000000101")) {
      out = replaced(out, "1790000000000101", delivering_campaign());
    }
    out = replaced(out, "<secret>", access.app_secret);
    out = replaced(out, "7300000000000000001", access.app_id);
    out = replaced(out, "<token>", token);
    return out;
  }
};

Json ask(SampleBench& bench, const Json& sample) {
  Query query;
  if (const Json* fields = sample.find("query")) {
    for (const auto& [name, value] : *fields->as_object())
      query.emplace_back(name, bench.localized(*value.as_string()));
  }
  const std::string name(sample.text_of("name"));
  std::string body;
  if (const Json* json = sample.find("body")) body = bench.localized(json->dump());
  if (name.starts_with("oauth_access_token")) {
    auto consent = bench.tiktok->handle(Bench::request(
        "POST", "/portal/auth", {},
        "app_id=" + bench.access.app_id +
            "&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcb&state=s&decision=authorize&advertiser_id=" +
            bench.advertiser()));
    const std::string& location = consent.headers.at(0).second;
    const auto at = location.find("auth_code=") + 10;
    const std::string code = location.substr(at, location.find('&', at) - at);
    body =
        replaced(replaced(body, "<auth_code>", code), "<used>", "0000000000000000000000000000000000000000");
  }
  if (name == "error_no_token") bench.token.clear();
  if (name == "error_bad_token") bench.token = bench.access.revoked_token;
  if (name == "error_scope") bench.token = bench.access.no_scope_token;
  const auto request = Bench::request(std::string(sample.text_of("method")),
                                      "/open_api/v1.3" + std::string(sample.text_of("path")), query, body);
  if (name == "error_rate_limit") {
    for (int i = 0; i < 10; ++i) bench.send(request);
  }
  return Bench::parse(*bench.send(request).body);
}

TEST(SandboxSamples, AnswersHaveTheShapeOfTheSamples) {
  const Json all = samples();
  ASSERT_NE(all.as_array(), nullptr);
  EXPECT_GE(all.as_array()->size(), 28U);
  for (const Json& sample : *all.as_array()) {
    const std::string name(sample.text_of("name"));
    SCOPED_TRACE(name);
    auto options = Bench::defaults();
    options.unlimited = name != "error_rate_limit";
    if (name == "error_server")
      options.faults_json =
          R"([{"path":"/report/integrated/get/","action":{"code":50000,"message":"System error"}}])";
    // An advertiser has a deleted campaign only in a bigger world.
    if (name == "campaign_get_deleted") options.size = Size::medium;
    SampleBench bench(options);
    const Json answer = ask(bench, sample);
    const Json& expected = *sample.find("answer");
    EXPECT_EQ(answer.int_of("code"), expected.int_of("code")) << answer.text_of("message");
    if (expected.int_of("code") != 0) {
      EXPECT_EQ(answer.text_of("message"), expected.text_of("message"));
      EXPECT_EQ(answer.find("data")->dump(), "{}");
      continue;
    }
    expect_same_shape(expected, answer, name);
    const Json* wanted = expected.find("data")->find("list");
    if (wanted != nullptr && !wanted->as_array()->empty()) {
      EXPECT_FALSE(answer.find("data")->find("list")->as_array()->empty());
    }
    if (name == "custom_audience_list") {
      EXPECT_EQ(wanted->as_array()->front().as_object()->size(),
                answer.find("data")->find("list")->as_array()->front().as_object()->size());
    }
  }
}

}  // namespace
}  // namespace tiktok_marketing::sandbox
