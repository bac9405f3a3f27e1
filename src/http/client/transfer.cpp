#include "http/client/transfer.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>

#include <sys/mman.h>

#include "http/client/curl_error.hpp"

namespace tiktok_marketing::http {
namespace {

// One call instead of a page fault for every 4 kB that arrive. What a peer merely announces is not touched
// beyond a few megabytes.
void touch_ahead(std::string& buffer) {
#if defined(MADV_POPULATE_WRITE)
  constexpr std::size_t kWorthIt = 256 * 1024;
  constexpr std::size_t kMost = 4 * 1024 * 1024;
  constexpr std::uintptr_t kPage = 4096;
  const auto from =
      (reinterpret_cast<std::uintptr_t>(buffer.data() + buffer.size()) + kPage - 1) & ~(kPage - 1);
  const auto to = reinterpret_cast<std::uintptr_t>(buffer.data() + buffer.capacity()) & ~(kPage - 1);
  if (to < from + kWorthIt) return;
  ::madvise(reinterpret_cast<void*>(from), std::min<std::size_t>(to - from, kMost), MADV_POPULATE_WRITE);
#else
  static_cast<void>(buffer);
#endif
}

// libcurl allocates it anew for every request, and from 64 kB on glibc tidies up the heap when it is freed.
constexpr long kReceiveBufferBytes = 32 * 1024;
constexpr std::size_t kUsualHeaderCount = 16;

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t begin = std::min(text.find_first_not_of(kBlank), text.size());
  const std::size_t end = text.find_last_not_of(kBlank);
  return end == text.npos ? std::string_view{} : text.substr(begin, end - begin + 1);
}

bool is_header_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) { return c > ' ' && c < 0x7f && c != ':'; });
}

bool is_header_value(std::string_view value) {
  return value.find_first_of(std::string_view{"\r\n\0", 3}) == value.npos;
}

// The engine's timer ends a request exactly at its deadline; libcurl's limit, which may fire a millisecond
// early, only backs it up.
long timeout_ms(SteadyTime deadline, SteadyTime now) {
  constexpr std::chrono::hours kLongest{24};
  constexpr std::chrono::seconds kBackup{1};
  const auto left = std::min<SteadyTime::duration>(deadline - now, kLongest) + kBackup;
  return static_cast<long>(std::chrono::ceil<std::chrono::milliseconds>(left).count());
}

}  // namespace

Transfer::Transfer(std::uint64_t id, HttpRequest request, Transport::Done done)
    : id_(id), request_(std::move(request)), done_(std::move(done)), url_(parse_url(request_.url)) {}

Transfer::~Transfer() {
  for (const curl_slist* line = header_list_; line != nullptr; line = line->next) {
    ::explicit_bzero(line->data, std::strlen(line->data));
  }
  if (header_list_ != nullptr) curl_->slist_free_all(header_list_);
}

std::optional<Error> Transfer::fault() const {
  if (!url_) {
    return bad_request_error("the URL of a request is not usable",
                             "Use an absolute http:// or https:// URL without user name and without spaces.");
  }
  const auto is_bad = [](std::string_view name, std::string_view value) {
    return !is_header_name(name) || !is_header_value(value);
  };
  bool bad = !is_header_name(request_.method);
  for (const auto& [name, value] : request_.headers) bad = bad || is_bad(name, value);
  for (const auto& [name, value] : request_.secret_headers) bad = bad || is_bad(name, value.reveal());
  if (!bad) return std::nullopt;
  return bad_request_error(
      "the method or a header of the request to " + where() + " is not valid text for HTTP",
      "Remove line breaks and control characters, for example at the end of a token.");
}

void Transfer::configure(const CurlLibrary& curl, CURL* easy, const EngineOptions& options, SteadyTime now) {
  curl_ = &curl;
  easy_ = easy;
  set(CURLOPT_PRIVATE, static_cast<void*>(this));
  set(CURLOPT_URL, request_.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_ACCEPT_ENCODING, "");
  set(CURLOPT_TCP_KEEPALIVE, 1L);
  set(CURLOPT_BUFFERSIZE, kReceiveBufferBytes);
  set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  set(CURLOPT_CONNECTTIMEOUT_MS,
      static_cast<long>(std::max<std::int64_t>(1, request_.connect_timeout.count())));
  if (request_.deadline != SteadyTime::max()) {
    set(CURLOPT_TIMEOUT_MS, timeout_ms(request_.deadline, now));
  }
  if (!options.ca_file.empty()) set(CURLOPT_CAINFO, options.ca_file.c_str());
  // An empty proxy switches the environment's proxy variables off for this request.
  if (is_loopback(url_->host)) set(CURLOPT_PROXY, "");
  set(CURLOPT_ERRORBUFFER, error_text_.data());
  set(CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  set(CURLOPT_HEADERDATA, static_cast<void*>(this));
  set(CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  set(CURLOPT_WRITEDATA, static_cast<void*>(this));
  configure_method();
  configure_headers();
}

void Transfer::configure_method() {
  const bool has_body = !request_.body.empty() || request_.method == "POST";
  if (has_body) {
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    set(CURLOPT_POSTFIELDS, request_.body.c_str());
  }
  if (request_.method == "HEAD") {
    set(CURLOPT_NOBODY, 1L);
  } else if (request_.method != (has_body ? "POST" : "GET")) {
    set(CURLOPT_CUSTOMREQUEST, request_.method.c_str());
  }
}

void Transfer::configure_headers() {
  bool has_type = false;
  for (const auto& [name, value] : request_.headers) {
    has_type = has_type || lower(name) == "content-type";
    add_header(name, value);
  }
  for (const auto& [name, value] : request_.secret_headers) add_header(name, value.reveal());
  // A name with nothing behind the colon removes what libcurl would add by itself: a form's content type, and
  // a wait of a second for `100 Continue`.
  if (!has_type) header_list_ = curl_->slist_append(header_list_, "Content-Type:");
  header_list_ = curl_->slist_append(header_list_, "Expect:");
  set(CURLOPT_HTTPHEADER, header_list_);
}

void Transfer::add_header(std::string_view name, std::string_view value) {
  std::string line(name);
  // The semicolon is libcurl's way to send a header without a value.
  line += value.empty() ? ";" : ": ";
  line += value;
  header_list_ = curl_->slist_append(header_list_, line.c_str());
  ::explicit_bzero(line.data(), line.size());
}

std::size_t Transfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
  static_cast<Transfer*>(self)->take_header_line({data, size * count});
  return size * count;
}

std::size_t Transfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  const bool taken = static_cast<Transfer*>(self)->take_body({data, size * count});
  return taken ? size * count : 0;
}

void Transfer::take_header_line(std::string_view line) {
  if (line.starts_with("HTTP/")) {
    // A new head: what came before was a `100 Continue` or the like.
    headers_.clear();
    headers_.reserve(kUsualHeaderCount);
    content_length_ = 0;
    head_complete_ = false;
    return;
  }
  if (line == "\r\n" || line == "\n") head_complete_ = true;
  const std::size_t colon = line.find(':');
  if (colon == line.npos) return;
  headers_.emplace_back(lower(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
  const auto& [name, value] = headers_.back();
  if (name == "content-length") std::from_chars(value.data(), value.data() + value.size(), content_length_);
}

bool Transfer::take_body(std::string_view bytes) {
  const std::size_t wanted = std::max(body_->size() + bytes.size(), content_length_);
  if (wanted > request_.max_body_bytes) {
    too_large_ = true;
    return false;
  }
  // With a compressed body Content-Length is too small; doubling then keeps the copies few.
  if (body_->capacity() < wanted + kBodyPaddingBytes) {
    body_->reserve(std::max(wanted + kBodyPaddingBytes, body_->empty() ? 0 : body_->capacity() * 2));
    touch_ahead(*body_);
  }
  body_->append(bytes);
  return true;
}

Result<HttpResponse> Transfer::result(CURLcode code) {
  if (too_large_) return too_large_error(where(), request_.max_body_bytes);
  // libcurl takes a connection that closes between two header lines for a whole answer.
  if (code == CURLE_OK && !head_complete_) code = CURLE_PARTIAL_FILE;
  if (code != CURLE_OK) {
    curl_off_t connected_after = 0;
    curl_->easy_getinfo(easy_, CURLINFO_CONNECT_TIME_T, &connected_after);
    const char* detail = error_text_[0] != '\0' ? error_text_.data() : curl_->easy_strerror(code);
    const bool deadline_passed = request_.deadline <= std::chrono::steady_clock::now();
    return error_of(code, {where(), detail, connected_after > 0 || deadline_passed});
  }
  long status = 0;
  curl_->easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
  if (body_->capacity() < body_->size() + kBodyPaddingBytes)
    body_->reserve(body_->size() + kBodyPaddingBytes);
  HttpResponse response;
  response.status = static_cast<int>(status);
  response.headers = std::move(headers_);
  response.body = std::move(body_);
  return response;
}

}  // namespace tiktok_marketing::http
