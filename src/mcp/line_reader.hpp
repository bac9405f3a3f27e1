#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace tiktok_marketing::mcp {

/// Cuts a stream of bytes into lines, one message each. Pure: bytes come in however they arrive.
///
/// Blank lines are passed over, a carriage return before the line feed is dropped. A line longer than the
/// limit is told of as soon as it is too long, and its bytes are not kept.
class LineReader {
 public:
  struct Line {
    std::string_view text;  ///< valid during the call; empty when it is too long
    bool too_long = false;
  };
  using Take = std::function<void(Line)>;

  explicit LineReader(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  void feed(std::string_view bytes, const Take& take);
  /// There will be no more bytes: what stands without a line feed is a line too.
  void finish(const Take& take);

 private:
  void end_line(std::string_view text, const Take& take);
  void keep(std::string_view bytes, const Take& take);

  std::size_t max_bytes_;
  std::string partial_;
  bool skipping_ = false;  ///< the rest of a line that was too long
};

}  // namespace tiktok_marketing::mcp
