#include "http/server/framing.hpp"

#include <algorithm>
#include <cctype>

namespace tiktok_marketing::http {
namespace {

bool is_chunked(std::string_view text) {
  constexpr std::string_view kChunked = "chunked";
  return std::ranges::equal(text, kChunked,
                            [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
}

}  // namespace

std::string_view framing_fault(const Framing& framing) {
  if (framing.has_folded_line) return "a header line is folded";
  if (framing.host_count > 1) return "more than one Host header";
  if (!framing.is_http10 && framing.host_count == 0) return "HTTP/1.1 needs a Host header";
  if (framing.content_length_count > 1) return "more than one Content-Length header";
  // `2, 2` is a list that some parsers fold into one length and others do not.
  if (framing.content_length.find_first_not_of("0123456789") != std::string_view::npos) {
    return "Content-Length is not a plain number";
  }
  if (framing.transfer_encoding_count == 0) return {};
  if (framing.content_length_count > 0) return "both Content-Length and Transfer-Encoding";
  if (framing.is_http10) return "Transfer-Encoding does not exist in HTTP/1.0";
  if (framing.transfer_encoding_count > 1 || !is_chunked(framing.transfer_encoding)) {
    return "the only Transfer-Encoding understood is chunked";
  }
  return {};
}

bool has_folded_line(std::string_view headers) {
  for (std::size_t end = headers.find('\n'); end != headers.npos; end = headers.find('\n', end + 1)) {
    if (end + 1 < headers.size() && (headers[end + 1] == ' ' || headers[end + 1] == '\t')) return true;
  }
  return false;
}

}  // namespace tiktok_marketing::http
