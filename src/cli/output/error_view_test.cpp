#include "cli/output/error_view.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/output/notes.hpp"

namespace tiktok_marketing::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(ErrorText, ShowsWhatToDo) {
  Error error{.type = ErrorType::unknown_entity};
  error.message = "There is no entity \"campaing\".";
  error.hint = "Did you mean campaigns?";
  error.allowed = {"ads", "campaigns"};
  error.example = R"({"entity":"campaigns","action":"list","params":{"advertiser_id":"71"}})";
  EXPECT_EQ(error_text(error, {}, false),
            "error: There is no entity \"campaing\".\n"
            "  hint:    Did you mean campaigns?\n"
            "  allowed: ads, campaigns\n"
            "  try:     tiktok-marketing execute campaigns list --params '{\"advertiser_id\":\"71\"}'\n");
}

TEST(ErrorText, ShowsWhatTikTokSaid) {
  Error error{.type = ErrorType::upstream_authentication_failed};
  error.message = "TikTok refused the token.";
  error.upstream =
      Upstream{.tiktok_code = 40105, .tiktok_message = "Access token is incorrect", .request_id = "2026X"};
  EXPECT_THAT(error_text(error, {}, false),
              HasSubstr("TikTok said 40105 \"Access token is incorrect\" (request id 2026X)"));
}

TEST(ErrorText, CutsLongListsAndControlCharacters) {
  Error error;
  error.message = "bad \x1b[31m text";
  for (int i = 0; i < 50; ++i) error.allowed.push_back("v" + std::to_string(i));
  const std::string text = error_text(error, {}, false);
  EXPECT_THAT(text, AllOf(HasSubstr("and 20 more"), Not(HasSubstr("\x1b"))));
  EXPECT_THAT(error_text(error, {}, true), HasSubstr("\x1b[1;31merror:"));
}

TEST(ExampleCommand, TakesParamsAloneToo) {
  EXPECT_EQ(example_command(R"({"page":1})", {.entity = "ads", .action = "list"}),
            R"(tiktok-marketing execute ads list --params '{"page":1}')");
  EXPECT_EQ(example_command("{}", {.entity = "ads", .action = "list"}), "tiktok-marketing execute ads list");
  EXPECT_EQ(example_command("not json", {.entity = "ads", .action = "list"}), "");
  EXPECT_EQ(example_command("{}", {}), "");
}

TEST(ShellQuoted, SurvivesAShell) {
  EXPECT_EQ(shell_quoted("plain-1.2"), "plain-1.2");
  EXPECT_EQ(shell_quoted(""), "''");
  EXPECT_EQ(shell_quoted("it's $HOME"), R"('it'\''s $HOME')");
}

TEST(Notes, SayHowMuchThisIs) {
  Meta meta;
  EXPECT_EQ(answer_notes(meta, 1, {.entity = "ads", .action = "list"}), "1 row\n");
  meta.complete = false;
  meta.has_more = true;
  meta.next = R"({"page":2})";
  meta.page_info = PageInfo{.page = 1, .page_size = 100, .total_number = 250, .total_page = 3};
  meta.missing = {{.what = "advertiser", .id = "72", .reason = "no permission"}};
  meta.warnings = {"a warning"};
  EXPECT_EQ(answer_notes(meta, 100, {.entity = "ads", .action = "list", .options = " --sandbox"}),
            "100 of 250 rows; all of them: --all\n"
            "next page: tiktok-marketing execute ads list --params '{\"page\":2}' --sandbox\n"
            "missing: advertiser 72: no permission\n"
            "warning: a warning\n");
}

}  // namespace
}  // namespace tiktok_marketing::cli
