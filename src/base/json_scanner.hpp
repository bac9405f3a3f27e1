#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <tiktok_marketing/base/error.hpp>

namespace tiktok_marketing {

/// Reads JSON text token by token without changing it: the base of `Json::parse` and of the checks of pages.
/// Strict: what RFC 8259 does not allow is refused.
///
/// White space before a token is skipped. After a `false` or empty return, `failure` says where it stopped.
class JsonScanner {
 public:
  /// How many objects and arrays may lie within each other; an empty one in the innermost is not counted.
  static constexpr int kMaxDepth = 64;

  explicit JsonScanner(std::string_view text) : text_(text) {}

  /// The next character that is no white space, or 0 at the end. Does not move past it.
  char peek();
  /// Moves past `c` if it is next.
  bool accept(char c);
  bool literal(std::string_view word);
  /// Moves past a string; the decoded text is appended to `out` unless it is null.
  bool string(std::string* out);
  /// Moves past a number and returns its text; empty if there is none.
  [[nodiscard]] std::string_view number();
  /// Moves past one whole value of at most `max_depth` levels and returns its text; empty on a fault.
  [[nodiscard]] std::string_view value(int max_depth = kMaxDepth);
  [[nodiscard]] bool at_end();

  [[nodiscard]] std::size_t offset() const { return at_; }
  [[nodiscard]] std::string_view since(std::size_t offset) const {
    return text_.substr(offset, at_ - offset);
  }
  [[nodiscard]] Error failure(std::string_view what) const;

 private:
  bool escape(std::string* out);
  bool hex4(unsigned& code);
  bool skip_value(int depth);

  std::string_view text_;
  std::size_t at_ = 0;
};

/// Length of the well-formed UTF-8 character `text` begins with, or 0.
[[nodiscard]] std::size_t utf8_length(std::string_view text);
void append_utf8(std::string& out, unsigned code_point);

}  // namespace tiktok_marketing
