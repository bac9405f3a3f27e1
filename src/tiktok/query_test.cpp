#include "tiktok/query.hpp"

#include <gtest/gtest.h>

#include <vector>

#include <rapidcheck/gtest.h>

#include "base/text.hpp"

namespace tiktok_marketing::tiktok {
namespace {

Json json(std::string_view text) {
  return Json::parse(text).value();
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::vector<std::pair<std::string, std::string>> decoded_pairs(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  if (query.empty()) return pairs;
  for (const std::string& part : tiktok_marketing::split(query, '&')) {
    const std::size_t equals = part.find('=');
    pairs.emplace_back(decoded(part.substr(0, equals)), decoded(part.substr(equals + 1)));
  }
  return pairs;
}

TEST(Query, SendsWhatTikTokDocuments) {
  const std::vector<QueryParam> params{{"advertiser_ids", json(R"(["7312000000000000101"])")},
                                       {"filtering", json(R"({ "primary_status" : "STATUS_ALL" })")},
                                       {"page", 2},
                                       {"enable_total_metrics", true},
                                       {"query_lifetime", false},
                                       {"start_date", "2026-09-01"},
                                       {"left_out", nullptr}};
  EXPECT_EQ(encode_query(params),
            "advertiser_ids=%5B%227312000000000000101%22%5D"
            "&filtering=%7B%22primary_status%22%3A%22STATUS_ALL%22%7D"
            "&page=2&enable_total_metrics=true&query_lifetime=false&start_date=2026-09-01");
}

TEST(Query, KeepsTheTextOfNumbers) {
  const std::vector<QueryParam> params{{"budget", json("100.00")}, {"big", json("12345678901234567890123")}};
  EXPECT_EQ(encode_query(params), "budget=100.00&big=12345678901234567890123");
}

TEST(Query, NothingMakesNothing) {
  EXPECT_EQ(encode_query({}), "");
  const std::vector<QueryParam> only_null{{"a", nullptr}};
  EXPECT_EQ(encode_query(only_null), "");
}

// Characters that have a meaning in a URL or in JSON, and some beyond ASCII.
rc::Gen<std::string> awkward_text() {
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(
                          rc::gen::element<std::string>("a", "Z", "0", " ", "&", "=", "%", "+", "#", "?", "/",
                                                        "\"", "\\", "{", "]", ",", "\n", "é", "中", "😀")),
                      [](const std::vector<std::string>& parts) { return join(parts, ""); });
}

RC_GTEST_PROP(Query, WhatIsEncodedDecodesToTheSameParameters, ()) {
  const auto texts = *rc::gen::container<std::vector<std::pair<std::string, std::string>>>(
      rc::gen::pair(awkward_text(), awkward_text()));
  std::vector<QueryParam> params;
  for (const auto& [name, text] : texts) {
    params.emplace_back(name, text);
    params.emplace_back(name, Json(Json::Array{Json(text), Json(Json::Object{{text, Json(1)}})}));
  }
  const auto pairs = decoded_pairs(encode_query(params));
  RC_ASSERT(pairs.size() == params.size());
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    RC_ASSERT(pairs[i].first == params[i].first);
    if (params[i].second.as_string() != nullptr) {
      RC_ASSERT(pairs[i].second == *params[i].second.as_string());
    } else {
      RC_ASSERT(Json::parse(pairs[i].second).value() == params[i].second);
    }
  }
}

TEST(Ids, NumbersBecomeTextDigitForDigit) {
  EXPECT_EQ(ids_as_strings(json("12345678901234567890"))->dump(), R"("12345678901234567890")");
  EXPECT_EQ(ids_as_strings(json(R"([7312000000000000101,"17"])"))->dump(), R"(["7312000000000000101","17"])");
  EXPECT_EQ(ids_as_strings(json(R"("ad-site-i18n-sg/ab12")"))->dump(), R"("ad-site-i18n-sg/ab12")");
  EXPECT_TRUE(ids_as_strings(Json())->is_null());
}

TEST(Ids, WhatIsNoWholeNumberIsRefused) {
  for (const char* text : {"1.0", "1e3", "-5", "true", "{}", "[1.5]", "[[1]]", "[null]", R"(["1",-2])"}) {
    const auto refused = ids_as_strings(json(text));
    ASSERT_FALSE(refused) << text;
    EXPECT_EQ(refused.error().type, ErrorType::invalid_parameter);
    EXPECT_FALSE(refused.error().given.empty());
  }
}

RC_GTEST_PROP(Ids, AnyDigitsSurvive, ()) {
  const auto id = *rc::gen::arbitrary<std::uint64_t>();
  RC_ASSERT(*ids_as_strings(Json(id))->as_string() == std::to_string(id));
}

}  // namespace
}  // namespace tiktok_marketing::tiktok
