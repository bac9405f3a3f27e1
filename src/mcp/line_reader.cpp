#include "mcp/line_reader.hpp"

#include <utility>

#include "base/text.hpp"

namespace tiktok_marketing::mcp {

void LineReader::feed(std::string_view bytes, const Take& take) {
  for (;;) {
    const auto end = bytes.find('\n');
    if (end == std::string_view::npos) return keep(bytes, take);
    const std::string_view rest = bytes.substr(0, end);
    bytes.remove_prefix(end + 1);
    if (partial_.empty() && !skipping_) {
      end_line(rest, take);
      continue;
    }
    keep(rest, take);
    const std::string line = std::exchange(partial_, {});
    if (!std::exchange(skipping_, false)) end_line(line, take);
  }
}

void LineReader::finish(const Take& take) {
  const std::string line = std::exchange(partial_, {});
  if (!std::exchange(skipping_, false)) end_line(line, take);
}

void LineReader::end_line(std::string_view text, const Take& take) {
  text = trim(text);
  if (text.empty()) return;
  if (text.size() > max_bytes_) return take({.too_long = true});
  take({.text = text});
}

void LineReader::keep(std::string_view bytes, const Take& take) {
  if (skipping_) return;
  if (partial_.size() + bytes.size() <= max_bytes_) {
    partial_ += bytes;
    return;
  }
  skipping_ = true;
  partial_ = {};
  take({.too_long = true});
}

}  // namespace tiktok_marketing::mcp
