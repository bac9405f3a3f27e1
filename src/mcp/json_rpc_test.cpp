#include "mcp/json_rpc.hpp"

#include <string>

#include <gtest/gtest.h>

namespace tiktok_marketing::mcp {
namespace {

template <typename T>
T as(std::string_view text) {
  Message message = parse_message(text);
  const auto* found = std::get_if<T>(&message);
  if (found == nullptr) {
    ADD_FAILURE() << text << " is of another kind: " << message.index();
    return {};
  }
  return *found;
}

TEST(JsonRpc, TellsTheKindsOfMessages) {
  const auto request = as<Request>(R"({"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"x":1}})");
  EXPECT_EQ(request.id, Json("a"));
  EXPECT_EQ(request.method, "tools/call");
  EXPECT_EQ(request.params.int_of("x"), 1);
  EXPECT_EQ(as<Request>(R"({"jsonrpc":"2.0","id":0,"method":"ping"})").id, Json(0));
  EXPECT_EQ(as<Notification>(R"({"jsonrpc":"2.0","method":"n"})").method, "n");
  EXPECT_EQ(as<Response>(R"({"jsonrpc":"2.0","id":3,"result":{"ok":true}})").result.dump(), R"({"ok":true})");
  const auto failed = as<Response>(R"({"jsonrpc":"2.0","id":3,"error":{"code":-1,"message":"no"}})");
  EXPECT_TRUE(failed.failed);
  EXPECT_EQ(failed.error.code, -1);
  EXPECT_EQ(failed.error.message, "no");
}

struct Wrong {
  const char* text;
  int code;
  const char* id;
};

class MalformedMessage : public ::testing::TestWithParam<Wrong> {};

TEST_P(MalformedMessage, IsAnsweredWithItsCode) {
  const auto malformed = as<Malformed>(GetParam().text);
  EXPECT_EQ(malformed.error.code, GetParam().code);
  EXPECT_EQ(malformed.id.dump(), GetParam().id);
  EXPECT_FALSE(malformed.error.message.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Table, MalformedMessage,
    ::testing::Values(Wrong{"{", kParseError, "null"}, Wrong{"", kParseError, "null"},
                      Wrong{"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xff\"}", kParseError, "null"},
                      Wrong{"[]", kInvalidRequest, "null"},
                      Wrong{R"([{"jsonrpc":"2.0"}])", kInvalidRequest, "null"},
                      Wrong{"7", kInvalidRequest, "null"},
                      Wrong{R"({"id":1,"method":"x"})", kInvalidRequest, "1"},
                      Wrong{R"({"jsonrpc":"1.0","id":1,"method":"x"})", kInvalidRequest, "1"},
                      Wrong{R"({"jsonrpc":"2.0","id":null,"method":"x"})", kInvalidRequest, "null"},
                      Wrong{R"({"jsonrpc":"2.0","id":1.5,"method":"x"})", kInvalidRequest, "null"},
                      Wrong{R"({"jsonrpc":"2.0","id":{},"method":"x"})", kInvalidRequest, "null"},
                      Wrong{R"({"jsonrpc":"2.0","id":1,"method":7})", kInvalidRequest, "1"},
                      Wrong{R"({"jsonrpc":"2.0","id":1,"method":"x","params":[1]})", kInvalidParams, "1"},
                      Wrong{R"({"jsonrpc":"2.0","id":1})", kInvalidRequest, "1"},
                      Wrong{R"({"jsonrpc":"2.0","id":1,"result":1,"error":{}})", kInvalidRequest, "1"},
                      Wrong{R"({"jsonrpc":"2.0"})", kInvalidRequest, "null"}));

TEST(JsonRpc, RefusesWhatIsTooDeep) {
  const std::string deep =
      R"({"jsonrpc":"2.0","id":1,"method":"x","params":{"a":)" + std::string(100'000, '[');
  EXPECT_EQ(as<Malformed>(deep).error.code, kParseError);
}

TEST(JsonRpc, WritesMessages) {
  EXPECT_EQ(result_message("a", R"({"x":1})"), R"({"jsonrpc":"2.0","id":"a","result":{"x":1}})");
  EXPECT_EQ(result_message(1, "{\n\"a\":\"b\\n\"\r\n}"),
            R"({"jsonrpc":"2.0","id":1,"result":{ "a":"b\n"  }})")
      << "a message is one line";
  EXPECT_EQ(error_message({}, {.code = -1, .message = "m"}),
            R"({"jsonrpc":"2.0","id":null,"error":{"code":-1,"message":"m"}})");
  EXPECT_EQ(request_message(1, "m", {}), R"({"jsonrpc":"2.0","id":1,"method":"m"})");
  EXPECT_EQ(notification_message("m", Json(Json::Object{})), R"({"jsonrpc":"2.0","method":"m","params":{}})");
}

}  // namespace
}  // namespace tiktok_marketing::mcp
