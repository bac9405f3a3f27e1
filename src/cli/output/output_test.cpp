#include "cli/output/output.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <memory>
#include <string>

#include "base/json.hpp"
#include "cli/file.hpp"
#include "cli/output/csv_output.hpp"
#include "cli/output/row.hpp"
#include "cli/output/spool.hpp"

namespace tiktok_marketing::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Records rows_of(std::initializer_list<std::string> rows) {
  Records records;
  for (const auto& row : rows) {
    auto page = std::make_shared<const std::string>(row);
    records.add(page, *page);
  }
  return records;
}

/// Collects what a format writes.
class Sink {
 public:
  Sink() : fd_(memfd_create("sink", 0)), writer_(fd_) {}
  ~Sink() { ::close(fd_); }
  SliceWriter& writer() { return writer_; }
  [[nodiscard]] std::string text() const {
    lseek(fd_, 0, SEEK_SET);
    return read_descriptor(fd_).value_or("unreadable");
  }

 private:
  int fd_;
  SliceWriter writer_;
};

std::string written(OutputFormat format, const std::vector<Records>& pages, OutputOptions options = {},
                    std::string* remark = nullptr) {
  Sink sink;
  const auto output = make_output(format, sink.writer(), std::move(options));
  for (const auto& page : pages) output->page(page);
  output->finish(Meta{});
  if (remark != nullptr) *remark = output->remark();
  return sink.text();
}

TEST(JsonOutput, IsOneLineOfDataAndMeta) {
  const std::string text =
      written(OutputFormat::json, {rows_of({R"({"a":100.00})", "{}"}), rows_of({R"({"b":"é"})"})});
  EXPECT_THAT(text, testing::StartsWith(R"({"data":[{"a":100.00},{},{"b":"é"}],"meta":{)"));
  EXPECT_TRUE(Json::parse(text).has_value());
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
}

TEST(JsonOutput, OfNoRowsIsAnEmptyList) {
  EXPECT_THAT(written(OutputFormat::json, {}), testing::StartsWith(R"({"data":[],"meta":{)"));
}

TEST(JsonOutput, OnATerminalIsSpreadAndTheSameDocument) {
  const std::vector<Records> pages{rows_of({R"({"a":[1,{}],"b":"x: {[,"})", "{}"})};
  const std::string spread = written(OutputFormat::json, pages, {.terminal = true});
  EXPECT_THAT(spread, HasSubstr("\n      \"b\": \"x: {[,\""));
  EXPECT_EQ(*Json::parse(spread), *Json::parse(written(OutputFormat::json, pages)));
  EXPECT_EQ(*Json::parse(written(OutputFormat::json, {}, {.terminal = true})),
            *Json::parse(written(OutputFormat::json, {})));
}

TEST(JsonLinesOutput, KeepsTheBytesOfARow) {
  EXPECT_EQ(written(OutputFormat::jsonl, {rows_of({R"({"a":1e5,"b":"\u00e9"})"}), rows_of({"{}"})}),
            "{\"a\":1e5,\"b\":\"\\u00e9\"}\n{}\n");
  EXPECT_EQ(written(OutputFormat::jsonl, {}), "");
}

TEST(JsonLinesOutput, WritesMoreRowsThanFitOneGatheredWrite) {
  Records rows;
  const auto page = std::make_shared<const std::string>(R"({"n":"0123456789"})");
  std::string expected;
  for (int i = 0; i < 5000; ++i) {
    rows.add(page, *page);
    expected += *page + "\n";
  }
  EXPECT_EQ(written(OutputFormat::jsonl, {rows}), expected);
}

TEST(CsvOutput, QuotesWhatNeedsIt) {
  EXPECT_EQ(
      written(OutputFormat::csv,
              {rows_of({R"({"plain":"x","comma":"a,b","quote":"say \"hi\"","lines":"1\n2","space":" s"})"})}),
      "plain,comma,quote,lines,space\nx,\"a,b\",\"say \"\"hi\"\"\",\"1\n2\",\" s\"\n");
}

TEST(CsvOutput, TellsNullFromEmptyText) {
  EXPECT_EQ(written(OutputFormat::csv, {rows_of({R"({"a":null,"b":"","c":0,"d":[1,2]})", R"({"a":"x"})"})}),
            "a,b,c,d\n,\"\",0,\"[1,2]\"\nx,,,\n");
}

TEST(CsvOutput, HeaderIsTheFirstPagesUnionAndStays) {
  std::string remark;
  EXPECT_EQ(written(OutputFormat::csv, {rows_of({R"({"b":1})", R"({"a":2})"}), rows_of({R"({"c":3,"a":4})"})},
                    {}, &remark),
            "b,a\n1,\n,2\n,4\n");
  EXPECT_THAT(remark, HasSubstr("c"));
}

TEST(CsvOutput, HeaderFollowsTheCatalog) {
  const auto* campaigns = catalog::find_entity("campaigns");
  ASSERT_NE(campaigns, nullptr);
  EXPECT_EQ(
      written(OutputFormat::csv, {rows_of({R"({"new_field":1,"campaign_name":"n","campaign_id":"7"})"})},
              {.entity = campaigns}),
      "campaign_id,campaign_name,new_field\n7,n,1\n");
}

TEST(CsvOutput, SelectedFieldsReachIntoObjects) {
  EXPECT_EQ(written(OutputFormat::csv, {rows_of({R"({"a":{"b":{"c":5}},"x.y":6,"z":7})"})},
                    {.fields = {"a.b.c", "x.y", "no"}}),
            "a.b.c,x.y,no\n5,6,\n");
}

TEST(CsvOutput, OfNoRowsStillHasTheHeader) {
  EXPECT_THAT(written(OutputFormat::csv, {}, {.entity = catalog::find_entity("campaigns")}),
              testing::StartsWith("campaign_id,campaign_name,"));
}

TEST(TableOutput, AlignsNumbersRightAndWideTextByCells) {
  EXPECT_EQ(written(OutputFormat::table,
                    {rows_of({R"({"name":"日本","spend":"5.00"})", R"({"name":"café","spend":"1234.50"})"})}),
            "name    spend\n"
            "日本     5.00\n"
            "café  1234.50\n");
}

TEST(TableOutput, DropsWhatDoesNotFitAndSaysSo) {
  std::string remark;
  const std::string text =
      written(OutputFormat::table, {rows_of({R"({"aaaaaaaaaa":"1","bbbbbbbbbb":"2","cccccccccc":"3"})"})},
              {.width = 24}, &remark);
  EXPECT_EQ(text, "aaaaaaaaaa  bbbbbbbbbb\n         1           2\n");
  EXPECT_THAT(remark, HasSubstr("2 of 3 columns"));
}

TEST(TableOutput, ShowsKeyAndNameFirstAndEmptyColumnsNever) {
  const std::string text = written(
      OutputFormat::table,
      {rows_of({R"({"advertiser_id":"1","budget":1,"campaign_name":"a","campaign_id":"71","rta_id":null})",
                R"({"advertiser_id":"1","budget":2,"campaign_name":"b","campaign_id":"72","rta_id":null})"})},
      {.entity = catalog::find_entity("campaigns")});
  EXPECT_THAT(text, testing::StartsWith("campaign_id  campaign_name  budget  advertiser_id\n"));
}

TEST(TableOutput, NeverLetsATextCommandTheTerminal) {
  const std::string text = written(OutputFormat::table, {rows_of({R"({"name":"a\u001b[2Jb\nc\u202ed"})"})});
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text, "name\na [2Jb c d\n");
}

TEST(TableOutput, SelectedColumnsAreAllShownInThatOrder) {
  const std::string text =
      written(OutputFormat::table, {rows_of({R"({"a":"1","b":"x"})"})}, {.fields = {"b", "a"}, .width = 2});
  EXPECT_EQ(text, "b  a\nx  1\n");
}

TEST(OutputFormat, UnknownOneNamesTheValid) {
  const auto format = parse_output_format("xml");
  ASSERT_FALSE(format.has_value());
  EXPECT_THAT(format.error().allowed, ElementsAre("json", "jsonl", "csv", "table"));
}

TEST(SliceWriter, AReaderThatWentAwayIsNoFailure) {
  std::signal(SIGPIPE, SIG_IGN);
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  ::close(ends[0]);
  SliceWriter writer(ends[1]);
  writer.add("text");
  EXPECT_FALSE(writer.flush());
  EXPECT_TRUE(writer.closed());
  EXPECT_FALSE(writer.failure().has_value());
  ::close(ends[1]);
}

TEST(SliceWriter, ARefusedWriteIsAFailure) {
  const int full = ::open("/dev/full", O_WRONLY);
  ASSERT_GE(full, 0);
  SliceWriter writer(full);
  writer.add("text");
  EXPECT_FALSE(writer.flush());
  EXPECT_FALSE(writer.closed());
  ASSERT_TRUE(writer.failure().has_value());
  EXPECT_THAT(writer.failure()->message, HasSubstr("No space left"));
  ::close(full);
}

TEST(Spool, GivesBackWhatWasWritten) {
  auto spool = Spool::open(testing::TempDir());
  ASSERT_TRUE(spool.has_value());
  const std::string text(3'000'000, 'x');
  SliceWriter writer(spool->descriptor());
  writer.add(text);
  ASSERT_TRUE(writer.flush());
  Sink sink;
  const int copy = memfd_create("copy", 0);
  EXPECT_TRUE(spool->copy_to(copy).value_or(false));
  lseek(copy, 0, SEEK_SET);
  EXPECT_EQ(read_descriptor(copy).value_or(""), text);
  ::close(copy);
}

TEST(Spool, SaysWhereItCouldNotWrite) {
  const auto spool = Spool::open("/nowhere/at/all");
  ASSERT_FALSE(spool.has_value());
  EXPECT_THAT(spool.error().message, HasSubstr("/nowhere/at/all"));
}

TEST(Indented, LeavesTextsAlone) {
  EXPECT_EQ(indented(R"({"a":[],"b":{},"c":[1,"x,y:{}\""]})"),
            "{\n  \"a\": [],\n  \"b\": {},\n  \"c\": [\n    1,\n    \"x,y:{}\\\"\"\n  ]\n}");
}

}  // namespace
}  // namespace tiktok_marketing::cli
