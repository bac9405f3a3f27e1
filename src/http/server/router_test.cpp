#include "http/server/router.hpp"

#include <gtest/gtest.h>

namespace tiktok_marketing::http {
namespace {

struct Answer {
  int status = 0;
  std::string text;
  std::string allow;
};

Answer ask(const Router& router, std::string method, std::string path) {
  ServerRequest request;
  request.method = std::move(method);
  request.path = std::move(path);
  Answer answer;
  router.handle(std::move(request), [&answer](const ServerResponse& response) {
    answer.status = response.status;
    if (response.body) answer.text = *response.body;
    for (const auto& [name, value] : response.headers) {
      if (name == "Allow") answer.allow = value;
    }
  });
  return answer;
}

Router::RouteHandler say(std::string text) {
  return [text](const ServerRequest&, const PathParameters& parameters, const Responder& respond) {
    ServerResponse response;
    response.body = std::make_shared<const std::string>(text + std::string(parameters.get("id")));
    respond(std::move(response));
  };
}

Router example() {
  Router router;
  router.add("GET", "/open_api/v1.3/campaign/get/", say("campaigns"));
  router.add("GET", "/connectors/{id}", say("one "));
  router.add("DELETE", "/connectors/{id}", say("gone "));
  router.add("GET", "/connectors/new", say("form"));
  router.add("POST", "/connectors/{id}/execute", say("run "), TrailingSlash::optional);
  return router;
}

TEST(Router, LiteralAndParameter) {
  const Router router = example();
  EXPECT_EQ(ask(router, "GET", "/open_api/v1.3/campaign/get/").text, "campaigns");
  EXPECT_EQ(ask(router, "GET", "/connectors/42").text, "one 42");
  EXPECT_EQ(ask(router, "DELETE", "/connectors/42").text, "gone 42");
  EXPECT_EQ(ask(router, "GET", "/connectors/new").text, "form");
}

TEST(Router, TrailingSlashOnlyWhereOptional) {
  const Router router = example();
  EXPECT_EQ(ask(router, "GET", "/open_api/v1.3/campaign/get").status, 404);
  EXPECT_EQ(ask(router, "POST", "/connectors/7/execute").text, "run 7");
  EXPECT_EQ(ask(router, "POST", "/connectors/7/execute/").text, "run 7");
}

TEST(Router, NotFound) {
  const Router router = example();
  for (const char* path :
       {"/", "/connectors", "/connectors/", "/connectors/1/2", "/connectors//execute", "*"}) {
    EXPECT_EQ(ask(router, "GET", path).status, 404) << path;
  }
}

TEST(Router, OtherMethodNamesTheAllowedOnes) {
  const Router router = example();
  const Answer answer = ask(router, "PUT", "/connectors/42");
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(answer.allow, "GET, HEAD, DELETE");
  const Answer literal = ask(router, "DELETE", "/connectors/new");
  EXPECT_EQ(literal.status, 405);
  EXPECT_EQ(literal.allow, "GET, HEAD");
}

TEST(Router, HeadUsesGet) {
  EXPECT_EQ(ask(example(), "HEAD", "/connectors/1").text, "one 1");
}

TEST(Router, RefusalCanBeReplaced) {
  Router router = example();
  router.set_refusal([](int status, const ServerRequest& request) {
    ServerResponse response;
    response.status = status;
    response.body = std::make_shared<const std::string>("nothing at " + request.path);
    return response;
  });
  EXPECT_EQ(ask(router, "GET", "/x").text, "nothing at /x");
  EXPECT_EQ(ask(router, "PATCH", "/connectors/1").allow, "GET, HEAD, DELETE");
}

}  // namespace
}  // namespace tiktok_marketing::http
