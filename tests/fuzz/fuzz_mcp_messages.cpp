// Any bytes as what a client writes, in pieces: lines are cut as they would be at once, no text is taken for
// a message it is not, and every request of a session is answered exactly once.
#include <memory>
#include <string>
#include <vector>

#include "fuzz.hpp"
#include "mcp/line_reader.hpp"
#include "mcp/session.hpp"

namespace {

using namespace tiktok_marketing;
using namespace tiktok_marketing::mcp;

constexpr std::size_t kMaxLine = 4096;

class Echo : public Features {
 public:
  [[nodiscard]] Json introduction() const override { return Json(Json::Object{}); }
  [[nodiscard]] bool knows(std::string_view method) const override { return method != "unknown"; }
  void handle(std::shared_ptr<Call> call) override {
    call->progress(1, {}, "");
    call->answer("{}");
  }
};

class Counted : public Outlet {
 public:
  void send(std::string message) override { check(message); }
  void finish(std::string message) override {
    check(message);
    ++answers;
  }
  void abandon() override { ++answers; }
  static void check(const std::string& message) {
    fuzz::require(message.find('\n') == std::string::npos, "a message is one line", message);
    fuzz::require(Json::parse(message).has_value(), "a message is JSON", message);
  }
  int answers = 0;
};

std::vector<std::string> lines_of(std::string_view text, std::size_t piece) {
  std::vector<std::string> lines;
  LineReader reader(kMaxLine);
  const auto take = [&](LineReader::Line line) { lines.emplace_back(line.too_long ? "\n" : line.text); };
  for (std::size_t at = 0; at < text.size(); at += piece) reader.feed(text.substr(at, piece), take);
  reader.finish(take);
  return lines;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto text = fuzz::text_of(bytes, size);
  const auto lines = lines_of(text, text.size() + 1);
  fuzz::require(lines == lines_of(text, 1) && lines == lines_of(text, 3), "pieces do not matter", text);
  const auto session = std::make_shared<Session>(std::make_shared<Echo>());
  for (const auto& line : lines) {
    Message message = parse_message(line);
    const bool wants_answer =
        std::holds_alternative<Request>(message) || std::holds_alternative<Malformed>(message);
    const auto outlet = std::make_shared<Counted>();
    session->receive(std::move(message), outlet);
    fuzz::require(outlet->answers == (wants_answer ? 1 : 0), "one answer for each request", line);
  }
  fuzz::require(session->running() == 0, "nothing is left over", text);
  return 0;
}
