#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "http/server/server.hpp"

namespace tiktok_marketing::http {

/// Why the server answers a request itself.
struct Refusal {
  int status = 400;
  std::string_view why;  ///< of static storage
};

/// Reads one request from bytes that come in any pieces. No I/O.
///
/// What it keeps is bounded: headers and one line of a chunk's size by `max_header_bytes`, whatever the
/// pieces, and the body by `max_body_bytes`. Memory for a body grows with what has come, not with what was
/// announced.
class RequestReader {
 public:
  enum class State : std::uint8_t { headers, body, complete, refused };

  RequestReader(std::size_t max_header_bytes, std::size_t max_body_bytes);
  RequestReader(const RequestReader&) = delete;
  RequestReader& operator=(const RequestReader&) = delete;
  ~RequestReader();

  /// Takes what it understands from the front of `bytes` and returns how many those are. The rest must be in
  /// front of the bytes of the next call. Returns with the headers read, so that the body may be asked for.
  [[nodiscard]] std::size_t feed(std::string_view bytes);

  [[nodiscard]] State state() const { return state_; }
  /// In `refused`.
  [[nodiscard]] const Refusal& refusal() const { return refusal_; }
  /// From `body` on.
  [[nodiscard]] bool keep_alive() const;
  [[nodiscard]] bool is_http10() const;
  [[nodiscard]] bool expects_continue() const;
  /// In `complete`, once. `peer` and `secure` are not known here.
  [[nodiscard]] ServerRequest take();

 private:
  class Parser;

  std::size_t feed_headers(std::string_view bytes);
  std::size_t feed_body(std::string_view bytes);
  void finish_headers();
  void refuse(int status, std::string_view why);

  std::unique_ptr<Parser> parser_;
  std::size_t max_header_bytes_;
  std::size_t header_bytes_ = 0;
  bool lacks_bytes_ = false;  ///< of the body, to go on with those it was shown
  State state_ = State::headers;
  Refusal refusal_;
};

}  // namespace tiktok_marketing::http
