#include "platform/token_text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/json.hpp"
#include "base/text.hpp"
#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"

namespace tiktok_marketing::platform {
namespace {

constexpr std::int64_t kNow = 1'789'000'000;
const Secret kKey(std::string(32, 'k'));

Secret key_of(std::string_view id) {
  return id == "key-1" ? kKey : Secret();
}

TokenClaims scoped_claims() {
  return {.application_id = "4bfac00d-ce15-44ff-95b9-9e3c3e8fbd35",
          .application_version = 7,
          .organization_id = "11111111-1111-4111-8111-111111111111",
          .workspace_id = "22222222-2222-4222-8222-222222222222",
          .kind = TokenKind::scoped,
          .issued_at = kNow,
          .expires_at = kNow + 1200,
          .id = "33333333-3333-4333-8333-333333333333"};
}

const Secret kSigned = sign(scoped_claims(), "key-1", kKey);
const std::string kToken(kSigned.reveal());

Json part(std::string_view token, std::size_t index) {
  const auto text = crypto::from_base64url(split(token, '.').at(index));
  return text ? Json::parse(*text).value_or(Json()) : Json();
}

/// A token of any header and payload, signed right.
std::string forge(const Json& header, const Json& payload) {
  std::string text = crypto::to_base64url(header.dump()) + "." + crypto::to_base64url(payload.dump());
  return text + "." + crypto::to_base64url(crypto::hmac_sha256(kKey.reveal(), text));
}

void expect_refused(std::string_view token) {
  const auto verified = verify(token, kNow, key_of);
  ASSERT_FALSE(verified) << token;
  EXPECT_EQ(verified.error().type, ErrorType::unauthorized);
  EXPECT_EQ(verified.error().message, token_refused().message);
}

TEST(TokenText, WhatIsSignedComesBack) {
  const auto claims = verify(kToken, kNow, key_of);
  ASSERT_TRUE(claims);
  const auto wanted = scoped_claims();
  EXPECT_EQ(claims->application_id, wanted.application_id);
  EXPECT_EQ(claims->application_version, 7);
  EXPECT_EQ(claims->organization_id, wanted.organization_id);
  EXPECT_EQ(claims->workspace_id, wanted.workspace_id);
  EXPECT_EQ(claims->kind, TokenKind::scoped);
  EXPECT_EQ(claims->issued_at, kNow);
  EXPECT_EQ(claims->expires_at, kNow + 1200);
  EXPECT_EQ(claims->id, wanted.id);
}

TEST(TokenText, AnApplicationTokenNeedsNoOrganization) {
  TokenClaims wanted = scoped_claims();
  wanted.kind = TokenKind::application;
  wanted.organization_id = wanted.workspace_id = std::nullopt;
  const Secret token = sign(wanted, "key-1", kKey);
  const auto claims = verify(token.reveal(), kNow, key_of);
  ASSERT_TRUE(claims);
  EXPECT_EQ(claims->kind, TokenKind::application);
  EXPECT_EQ(claims->organization_id, std::nullopt);
}

TEST(TokenText, IsAJwtOthersCanRead) {
  EXPECT_TRUE(kToken.starts_with("eyJhbGciOiJIUzI1NiIs")) << "the header begins with its algorithm";
  EXPECT_EQ(part(kToken, 0).text_of("typ"), "JWT");
  EXPECT_EQ(part(kToken, 0).text_of("kid"), "key-1");
  const Json payload = part(kToken, 1);
  EXPECT_EQ(payload.text_of("sub"), scoped_claims().application_id);
  EXPECT_EQ(payload.text_of("org"), *scoped_claims().organization_id);
  EXPECT_EQ(payload.text_of("io.airbyte.auth.workspace_scope"), *scoped_claims().workspace_id);
  EXPECT_EQ(payload.int_of("exp"), kNow + 1200);
}

TEST(TokenText, ExpiresToTheSecond) {
  EXPECT_TRUE(verify(kToken, kNow + 1199, key_of));
  const auto late = verify(kToken, kNow + 1200, key_of);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().type, ErrorType::token_expired);
  EXPECT_FALSE(late.error().hint.empty());
}

TEST(TokenText, AnExpiredForgeryIsNoExpiredToken) {
  std::string altered = kToken;
  altered.back() = altered.back() == 'A' ? 'E' : 'A';
  const auto late = verify(altered, kNow + 9999, key_of);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().type, ErrorType::unauthorized);
}

TEST(TokenText, UnknownAndWrongKeysAreRefused) {
  const Secret unknown = sign(scoped_claims(), "key-2", kKey);
  expect_refused(unknown.reveal());
  const Secret keyless = sign(scoped_claims(), "key-2", Secret());
  expect_refused(keyless.reveal());
  const Secret other = sign(scoped_claims(), "key-1", Secret(std::string(32, 'x')));
  expect_refused(other.reveal());
  const auto none = verify(kToken, kNow, [](std::string_view) { return Secret(); });
  EXPECT_FALSE(none);
}

TEST(TokenText, OtherAlgorithmsAreRefusedEvenWithARightSignature) {
  const Json payload = part(kToken, 1);
  for (const auto* algorithm : {"none", "None", "RS256", "HS512", "hs256", ""}) {
    expect_refused(forge(Json::Object{{"alg", algorithm}, {"typ", "JWT"}, {"kid", "key-1"}}, payload));
  }
  expect_refused(forge(Json::Object{{"typ", "JWT"}, {"kid", "key-1"}}, payload));
  expect_refused(forge(Json::Object{{"alg", "HS256"}, {"typ", "JWE"}, {"kid", "key-1"}}, payload));
  expect_refused(forge(Json::Object{{"alg", "HS256"}, {"typ", "JWT"}}, payload));
  expect_refused(
      forge(Json::Object{{"alg", "HS256"}, {"typ", "JWT"}, {"kid", "key-1"}, {"crit", Json::Array{"exp"}}},
            payload));
  // The classic: no algorithm and no signature.
  const Json none = Json::Object{{"alg", "none"}, {"typ", "JWT"}, {"kid", "key-1"}};
  expect_refused(crypto::to_base64url(none.dump()) + "." + crypto::to_base64url(payload.dump()) + ".");
}

TEST(TokenText, EveryClaimIsNeeded) {
  const Json header = part(kToken, 0);
  ASSERT_TRUE(verify(forge(header, part(kToken, 1)), kNow, key_of)) << "the forgery itself is sound";
  for (const auto* claim : {"iss", "sub", "ver", "typ", "iat", "exp", "jti", "org"}) {
    Json payload = part(kToken, 1);
    payload.erase(claim);
    expect_refused(forge(header, payload));
    payload.set(claim, nullptr);
    expect_refused(forge(header, payload));
  }
  Json payload = part(kToken, 1);
  payload.set("exp", "4000000000");
  expect_refused(forge(header, payload));
  payload.set("exp", 1e300);
  expect_refused(forge(header, payload));
}

TEST(TokenText, ScopeAndKindBelongTogether) {
  const Json header = part(kToken, 0);
  Json payload = part(kToken, 1);
  payload.erase("io.airbyte.auth.workspace_scope");
  expect_refused(forge(header, payload));
  payload = part(kToken, 1);
  payload.set("typ", "application");
  expect_refused(forge(header, payload));
  payload.set("typ", "admin");
  expect_refused(forge(header, payload));
}

TEST(TokenText, ShapesThatAreNoTokenAreRefused) {
  for (const std::string& text :
       {std::string(), std::string("."), std::string(".."), std::string("a.b"), std::string("a.b.c"),
        kToken + ".x", kToken + "=", " " + kToken, kToken.substr(0, kToken.rfind('.')),
        std::string(5000, 'a'), std::string(4000, '.'), std::string("\0\0\0", 3)}) {
    expect_refused(text);
  }
}

RC_GTEST_PROP(TokenText, AnyAlteredByteIsRefused, ()) {
  std::string altered = kToken;
  const auto index = *rc::gen::inRange<std::size_t>(0, altered.size());
  const auto byte = *rc::gen::arbitrary<char>();
  RC_PRE(byte != altered[index]);
  altered[index] = byte;
  const auto verified = verify(altered, kNow, key_of);
  RC_ASSERT(!verified);
  RC_ASSERT(verified.error().type == ErrorType::unauthorized);
}

TEST(TokenText, EveryByteCountsUpToTheLastBit) {
  for (std::size_t i = 0; i < kToken.size(); ++i) {
    for (const char c : std::string_view("AEeb0-_.=")) {
      std::string altered = kToken;
      if (altered[i] == c) continue;
      altered[i] = c;
      ASSERT_FALSE(verify(altered, kNow, key_of)) << i << c;
    }
  }
}

RC_GTEST_PROP(TokenText, AnyTextIsRefused, (const std::string& text)) {
  RC_ASSERT(!verify(text, kNow, key_of));
}

}  // namespace
}  // namespace tiktok_marketing::platform
