#include "tiktok/json_index.hpp"

#include <cstring>

#include <simdjson.h>

#include <tiktok_marketing/http/transport.hpp>

#include "base/json_scanner.hpp"

namespace tiktok_marketing::tiktok {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

std::size_t token_end(std::string_view text, const std::uint32_t* token, const std::uint32_t* end) {
  std::size_t at = token + 1 < end ? token[1] : text.size();
  while (is_blank(text[at - 1])) --at;
  return at;
}

std::size_t find_backslash(std::string_view text, std::size_t from) {
  const void* hit = std::memchr(text.data() + from, '\\', text.size() - from);
  return hit == nullptr ? text.size() : static_cast<std::size_t>(static_cast<const char*>(hit) - text.data());
}

// The scanner that `Json::parse` uses decides; `token` may have white space at its end.
bool is_string(std::string_view token) {
  JsonScanner scanner(token);
  return scanner.string(nullptr) && scanner.at_end();
}

bool is_scalar(std::string_view token) {
  if (token == "true" || token == "false" || token == "null") return true;
  JsonScanner scanner(token);
  return scanner.number().size() == token.size();
}

}  // namespace

// The grammar, over the tokens alone. Containers are a bit each: 1 for an object.
//
// Written so that everything stays in registers: what a token rarely needs is a free function.
class JsonIndex::Checker {
 public:
  Checker(std::string_view text, const std::uint32_t* token, const std::uint32_t* end,
          std::vector<Span>& spans)
      : text_(text), token_(token), end_(end), spans_(spans), next_backslash_(find_backslash(text, 0)) {}

  bool document() {
    // A loop instead of recursion: after each value either the next one begins or containers close.
    for (;;) {
      if (!value_or_opening()) return false;
      if (opened_) continue;
      while (depth_ > 0 && closes()) close();
      if (depth_ == 0) return token_ == end_;
      if (!next_member_or_item()) return false;
    }
  }

 private:
  [[nodiscard]] char peek() const { return token_ < end_ ? text_[*token_] : '\0'; }
  [[nodiscard]] bool in_object() const { return (objects_ & 1) != 0; }
  [[nodiscard]] bool closes() const { return peek() == (in_object() ? '}' : ']'); }

  void open(bool object) {
    if (depth_ < kSpanDepth) {
      open_spans_[depth_] = spans_.size();
      spans_.push_back({token_, nullptr});
    }
    ++token_;
    ++depth_;
    objects_ = objects_ << 1 | (object ? 1U : 0U);
  }
  void close() {
    ++token_;
    --depth_;
    objects_ >>= 1;
    if (depth_ < kSpanDepth) spans_[open_spans_[depth_]].past = token_;
  }

  // Moves past a scalar or an empty container, or into a container that is not empty.
  bool value_or_opening() {
    opened_ = false;
    const char first = peek();
    if (first == '"') return string();
    if (first != '{' && first != '[') return scalar();
    if (depth_ == JsonScanner::kMaxDepth) return false;
    const char closing = first == '{' ? '}' : ']';
    if (token_ + 1 < end_ && text_[token_[1]] == closing) {
      token_ += 2;
      return true;
    }
    open(first == '{');
    opened_ = true;
    return first == '[' || name();
  }

  bool next_member_or_item() {
    if (peek() != ',') return false;
    ++token_;
    return !in_object() || name();
  }

  bool name() {
    if (peek() != '"' || !string() || peek() != ':') return false;
    ++token_;
    return true;
  }

  bool scalar() {
    if (token_ == end_) return false;
    const std::size_t start = *token_;
    const std::size_t stop = token_end(text_, token_, end_);
    ++token_;
    return is_scalar(text_.substr(start, stop - start));
  }

  // The first stage has found the closing quote and looked at the characters between; whatever stands behind
  // the quote is a token of its own. Only escapes are left to check, and strings with escapes are rare.
  bool string() {
    const std::size_t start = *token_;
    const std::size_t next = token_ + 1 < end_ ? token_[1] : text_.size();
    ++token_;
    if (next_backslash_ >= next) return true;
    if (next_backslash_ < start) next_backslash_ = find_backslash(text_, start);
    return next_backslash_ >= next || is_string(text_.substr(start, next - start));
  }

  std::string_view text_;
  const std::uint32_t* token_;
  const std::uint32_t* end_;
  std::vector<Span>& spans_;
  std::size_t next_backslash_;
  std::size_t open_spans_[kSpanDepth] = {};
  std::uint64_t objects_ = 0;
  int depth_ = 0;
  bool opened_ = false;
};

struct JsonIndex::Stage {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;
};

JsonIndex::JsonIndex() : stage_(std::make_unique<Stage>()) {}
JsonIndex::~JsonIndex() = default;

bool JsonIndex::build(const std::string& text) {
  auto& parser = stage_->parser;
  if (parser == nullptr || parser->capacity() < text.size()) {
    parser.reset();
    const auto* implementation =
        static_cast<const simdjson::implementation*>(simdjson::get_active_implementation());
    constexpr std::size_t kDepthOfUnusedStage = 1;
    if (implementation->create_dom_parser_implementation(text.size(), kDepthOfUnusedStage, parser) !=
        simdjson::SUCCESS) {
      return false;
    }
  }
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  if (parser->stage1(bytes, text.size(), simdjson::stage1_mode::regular) != simdjson::SUCCESS) return false;
  text_ = text;
  tokens_ = parser->structural_indexes.get();
  end_ = tokens_ + parser->n_structural_indexes;
  spans_.clear();
  return Checker(text_, tokens_, end_, spans_).document();
}

std::shared_ptr<const std::string> with_padding(std::shared_ptr<const std::string> body) {
  if (body->capacity() >= body->size() + kBodyPaddingBytes) return body;
  auto padded = std::make_shared<std::string>();
  padded->reserve(body->size() + kBodyPaddingBytes);
  padded->append(*body);
  return padded;
}

std::string_view JsonIndex::Cursor::token_text(const std::uint32_t* token) const {
  return text_.substr(*token, token_end(text_, token, end_) - *token);
}

const std::uint32_t* JsonIndex::Cursor::past_container() {
  while (span_ != spans_end_ && span_->begin < token_) ++span_;
  if (span_ != spans_end_ && span_->begin == token_) return span_->past;
  const std::uint32_t* token = token_;
  std::size_t depth = 0;
  do {
    const char c = text_[*token++];
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
  } while (depth > 0);
  return token;
}

std::string_view JsonIndex::Cursor::value() {
  const std::size_t start = *token_;
  const char first = text_[start];
  if (first != '{' && first != '[') return token_text(token_++);
  token_ = past_container();
  return text_.substr(start, token_[-1] + 1 - start);
}

}  // namespace tiktok_marketing::tiktok
