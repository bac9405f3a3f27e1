#include "http/server/response_head.hpp"

#include <array>
#include <cctype>
#include <ctime>

#include <fmt/format.h>

namespace tiktok_marketing::http {
namespace {

struct Reason {
  int status;
  std::string_view text;
};

constexpr Reason kReasons[] = {
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
};

std::string_view reason_of(int status) {
  for (const auto& reason : kReasons) {
    if (reason.status == status) return reason.text;
  }
  return "Status";
}

bool equals_ignoring_case(std::string_view a, std::string_view lower) {
  if (a.size() != lower.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (std::tolower(static_cast<unsigned char>(a[i])) != lower[i]) return false;
  }
  return true;
}

bool is_framing(std::string_view name) {
  return equals_ignoring_case(name, "content-length") || equals_ignoring_case(name, "transfer-encoding") ||
         equals_ignoring_case(name, "connection");
}

bool has_line_break(std::string_view text) {
  return text.find_first_of(std::string_view{"\r\n\0", 3}) != text.npos;
}

void add_line(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ").append(value).append("\r\n");
}

std::size_t body_size(const ServerResponse& response) {
  std::size_t size = response.body ? response.body->size() : 0;
  for (const BodyPiece& piece : response.pieces) size += piece.bytes.size();
  return size;
}

// The text changes once a second; formatting it for every answer would cost as much as the rest of the head.
std::string_view date_text() {
  thread_local std::time_t second = 0;
  thread_local std::string text;
  const std::time_t now = std::time(nullptr);
  if (now == second && !text.empty()) return text;
  constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm utc{};
  gmtime_r(&now, &utc);
  text = fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", kDays[static_cast<std::size_t>(utc.tm_wday)],
                     utc.tm_mday, kMonths[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900,
                     utc.tm_hour, utc.tm_min, utc.tm_sec);
  second = now;
  return text;
}

}  // namespace

bool status_has_body(int status) {
  return status >= 200 && status != 204 && status != 304;
}

bool is_sendable(const ServerResponse& response) {
  if (response.status < 200 || response.status > 999 || has_line_break(response.content_type)) return false;
  for (const auto& [name, value] : response.headers) {
    if (name.empty() || has_line_break(name) || has_line_break(value) || name.find(':') != name.npos)
      return false;
  }
  return true;
}

// Appended, not formatted: with small answers the difference can be measured.
std::string response_head(const ServerResponse& response, bool close, bool keep_alive_line) {
  std::string head;
  head.reserve(256);
  head.append("HTTP/1.1 ").append(fmt::format_int(response.status).c_str());
  head.append(" ").append(reason_of(response.status)).append("\r\n");
  bool has_date = false;
  for (const auto& [name, value] : response.headers) {
    if (is_framing(name)) continue;
    has_date = has_date || equals_ignoring_case(name, "date");
    add_line(head, name, value);
  }
  if (!has_date) add_line(head, "Date", date_text());
  if (status_has_body(response.status)) {
    if (!response.content_type.empty()) add_line(head, "Content-Type", response.content_type);
    if (!response.stream) add_line(head, "Content-Length", fmt::format_int(body_size(response)).c_str());
    if (response.stream && !keep_alive_line) add_line(head, "Transfer-Encoding", "chunked");
  }
  if (close) head += "Connection: close\r\n";
  if (!close && keep_alive_line) head += "Connection: keep-alive\r\n";
  head += "\r\n";
  return head;
}

}  // namespace tiktok_marketing::http
