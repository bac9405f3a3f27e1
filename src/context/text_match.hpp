#pragma once

#include <string>
#include <string_view>
#include <vector>

/// How words of a query match texts. Case is ignored for Latin, Greek, Cyrillic and Armenian letters; other
/// scripts have none. Invalid UTF-8 is compared byte by byte. Pure.
namespace tiktok_marketing::context {

/// `text` in lower case.
[[nodiscard]] std::string folded(std::string_view text);
/// The words of a text, folded; blanks and punctuation stand between words.
[[nodiscard]] std::vector<std::string> words_of(std::string_view text);

/// A pattern, made ready once and used for many texts.
class TextMatcher {
 public:
  enum class Kind {
    like,        ///< with `%` or `_`: those stand for any text or one character; without: as `contains`
    contains,    ///< somewhere in the text
    startswith,  ///< at its beginning
    endswith,    ///< at its end
    fuzzy,       ///< each word of the pattern occurs within a word of the text, in any order
    keyword,     ///< some word of the pattern is a word of the text
  };
  TextMatcher(Kind kind, std::string_view pattern);
  [[nodiscard]] bool matches(std::string_view text) const;

 private:
  Kind kind_;
  bool wild_ = false;
  std::string pattern_;
  std::vector<std::string> words_;
};

}  // namespace tiktok_marketing::context
