#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tiktok_marketing::tiktok {

/// A strictly checked JSON text and where its tokens stand: enough to cut values out without a tree.
///
/// simdjson's first stage finds the tokens and checks UTF-8 and the ends of strings; one walk over its index
/// checks the grammar, escapes and numbers, exactly as strict as `Json::parse` (RFC 8259, 64 levels). Numbers
/// are only looked at, so integers of any length keep their digits.
/// The walk also notes where the outer containers end, so that a record is cut out without a second one.
/// Memory: four bytes a token and 16 a noted container, kept for the next text. Thread-safety: one thread;
/// views point into the text.
class JsonIndex {
  // Where a container begins, and the token behind its end.
  struct Span {
    const std::uint32_t* begin;
    const std::uint32_t* past;
  };
  // The document, `data` in it, the list, and a record.
  static constexpr int kSpanDepth = 4;

 public:
  JsonIndex();
  ~JsonIndex();
  JsonIndex(const JsonIndex&) = delete;
  JsonIndex& operator=(const JsonIndex&) = delete;

  /// True when `text` is one valid JSON document. Its capacity must exceed its size by `kBodyPaddingBytes`.
  [[nodiscard]] bool build(const std::string& text);

  /// Reads the built text from its beginning, value by value.
  class Cursor {
   public:
    /// First character of the value that is next.
    [[nodiscard]] char kind() const { return text_[*token_]; }
    /// Moves past the value and returns its text.
    std::string_view value();
    /// For objects: calls `f(name, cursor)` for each member, the name as it stands without quotes; `f` must
    /// move past the value. Moves past the object.
    template <typename F>
    void members(F&& f);
    /// For arrays: calls `f(cursor)` for each item; `f` must move past it. Moves past the array.
    template <typename F>
    void items(F&& f);

   private:
    friend class JsonIndex;
    Cursor(std::string_view text, const std::uint32_t* token, const std::uint32_t* end, const Span* span,
           const Span* spans_end)
        : text_(text), token_(token), end_(end), span_(span), spans_end_(spans_end) {}
    const std::uint32_t* past_container();
    [[nodiscard]] std::string_view token_text(const std::uint32_t* token) const;

    std::string_view text_;
    const std::uint32_t* token_;
    const std::uint32_t* end_;
    const Span* span_;  // the first that may begin at `token_` or behind it
    const Span* spans_end_;
  };
  [[nodiscard]] Cursor begin() const {
    return {text_, tokens_, end_, spans_.data(), spans_.data() + spans_.size()};
  }

 private:
  class Checker;
  struct Stage;

  std::unique_ptr<Stage> stage_;  // simdjson's first stage and its token buffer
  std::string_view text_;
  const std::uint32_t* tokens_ = nullptr;
  const std::uint32_t* end_ = nullptr;
  std::vector<Span> spans_;
};

/// The body with the spare bytes that `build` needs; copied only where it lacks them.
[[nodiscard]] std::shared_ptr<const std::string> with_padding(std::shared_ptr<const std::string> body);

template <typename F>
void JsonIndex::Cursor::members(F&& f) {
  ++token_;
  while (kind() != '}') {
    const std::string_view name = token_text(token_);
    token_ += 2;
    f(name.substr(1, name.size() - 2), *this);
    if (kind() == ',') ++token_;
  }
  ++token_;
}

template <typename F>
void JsonIndex::Cursor::items(F&& f) {
  ++token_;
  while (kind() != ']') {
    f(*this);
    if (kind() == ',') ++token_;
  }
  ++token_;
}

}  // namespace tiktok_marketing::tiktok
