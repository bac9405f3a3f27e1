#include "server/error_page.hpp"

#include <string>

#include <fmt/format.h>

#include "server/envelope.hpp"

namespace tiktok_marketing::server {

std::string html_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

http::ServerResponse error_page(std::string_view title, const Error& error) {
  auto response = text_response(
      fmt::format("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{0}</title>\n"
                  "<h1>{0}</h1>\n<p>{1}</p>\n<p>{2}</p>\n</html>\n",
                  html_escaped(title), html_escaped(error.message), html_escaped(error.hint)),
      "text/html; charset=utf-8", 400);
  response.headers.emplace_back(
      "Content-Security-Policy",
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("X-Frame-Options", "DENY");
  return response;
}

}  // namespace tiktok_marketing::server
