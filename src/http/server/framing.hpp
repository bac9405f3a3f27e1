#pragma once

#include <cstddef>
#include <string_view>

namespace tiktok_marketing::http {

/// The header facts that decide where a request ends.
struct Framing {
  bool is_http10 = false;
  bool has_folded_line = false;
  std::size_t host_count = 0;
  std::size_t content_length_count = 0;
  std::size_t transfer_encoding_count = 0;
  std::string_view content_length;     ///< of the last such header, as is
  std::string_view transfer_encoding;  ///< of the last such header, as is
};

/// Empty when every party on the way must agree where this request ends; otherwise why not. Whatever two
/// parsers could read differently is refused, which is what keeps request smuggling out.
[[nodiscard]] std::string_view framing_fault(const Framing& framing);

/// True when a line of these raw headers continues the one before it.
[[nodiscard]] bool has_folded_line(std::string_view headers);

}  // namespace tiktok_marketing::http
