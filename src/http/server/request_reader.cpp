#include "http/server/request_reader.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>

#include "http/server/framing.hpp"
#include "http/server/query.hpp"

namespace tiktok_marketing::http {
namespace {

namespace beast = boost::beast;
using boost::system::error_code;

constexpr std::size_t kUsualHeaderCount = 12;
constexpr std::size_t kFirstBodyBytes = 64 * 1024;
// An honest line of a chunk's size is ten bytes long; the parser begins it anew with every piece that comes.
constexpr std::size_t kMaxChunkLine = 4 * 1024;
constexpr std::string_view kLastChunk = "0\r\n\r\n";

std::string_view view(beast::string_view text) {
  return {text.data(), text.size()};
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(
      out, out.begin(), [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
  return out;
}

Framing framing_of(const Headers& headers) {
  Framing framing;
  for (const auto& [name, value] : headers) {
    if (name == "host") {
      ++framing.host_count;
    } else if (name == "content-length") {
      ++framing.content_length_count;
      framing.content_length = value;
    } else if (name == "transfer-encoding") {
      ++framing.transfer_encoding_count;
      framing.transfer_encoding = value;
    }
  }
  return framing;
}

struct Target {
  std::string_view origin_form;  ///< path and query; empty when it is no target for this server
  std::string_view authority;    ///< of the absolute form
};

// `http://host/path?query`, which a server must take as well, is `/path?query` of that host.
Target split_target(std::string_view raw) {
  if (raw.starts_with('/') || raw == "*") return {raw, {}};
  const std::size_t colon = raw.find("://");
  if (colon == raw.npos) return {};
  const std::string scheme = lower(raw.substr(0, colon));
  if (scheme != "http" && scheme != "https") return {};
  const std::string_view rest = raw.substr(colon + 3);
  const std::size_t path = rest.find_first_of("/?");
  const std::string_view authority = rest.substr(0, path);
  if (authority.empty() || authority.find('@') != authority.npos) return {};
  if (path != rest.npos && rest[path] == '?') return {};
  return {path == rest.npos ? "/" : rest.substr(path), authority};
}

// False when the target is not one this server understands.
bool read_target(std::string_view raw, ServerRequest& request) {
  const Target target = split_target(raw);
  if (target.origin_form.empty()) return false;
  const std::size_t question = target.origin_form.find('?');
  request.path = percent_decode(target.origin_form.substr(0, question));
  if (question != target.origin_form.npos) request.raw_query = target.origin_form.substr(question + 1);
  request.query = parse_query(request.raw_query);
  // The authority of the target counts, whatever Host says.
  const auto host = std::ranges::find(request.headers, "host", &Headers::value_type::first);
  if (!target.authority.empty() && host != request.headers.end()) host->second = target.authority;
  return request.path.find('\0') == request.path.npos;
}

}  // namespace

// Beast's parser, writing into our request. Trailers behind a chunked body never become headers.
class RequestReader::Parser : public beast::http::basic_parser<true> {
 public:
  ServerRequest request;
  std::string target;
  bool is_http10 = false;
  bool has_folded_line = false;

 private:
  using Code = beast::error_code;
  using Text = beast::string_view;

  void on_request_impl(beast::http::verb, Text method, Text raw_target, int version, Code&) override {
    request.method = view(method);
    target = view(raw_target);
    is_http10 = version == 10;
    request.headers.reserve(kUsualHeaderCount);
  }
  void on_field_impl(beast::http::field, Text name, Text value, Code&) override {
    if (!is_header_done()) request.headers.emplace_back(lower(view(name)), view(value));
  }
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, Code&) override {
    if (length) request.body.reserve(std::min<std::uint64_t>(*length, kFirstBodyBytes));
  }
  std::size_t on_body_impl(Text bytes, Code&) override {
    request.body += view(bytes);
    return bytes.size();
  }
  std::size_t on_chunk_body_impl(std::uint64_t, Text bytes, Code&) override {
    request.body += view(bytes);
    return bytes.size();
  }
  void on_response_impl(int, Text, int, Code&) override {}
  void on_header_impl(Code&) override {}
  void on_chunk_header_impl(std::uint64_t, Text, Code&) override {}
  void on_finish_impl(Code&) override {}
};

RequestReader::RequestReader(std::size_t max_header_bytes, std::size_t max_body_bytes)
    : parser_(std::make_unique<Parser>()), max_header_bytes_(max_header_bytes) {
  parser_->header_limit(static_cast<std::uint32_t>(max_header_bytes));
  parser_->body_limit(max_body_bytes);
}

RequestReader::~RequestReader() = default;

std::size_t RequestReader::feed(std::string_view bytes) {
  return state_ == State::headers ? feed_headers(bytes) : feed_body(bytes);
}

std::size_t RequestReader::feed_headers(std::string_view bytes) {
  error_code error;
  const std::size_t used = parser_->put(boost::asio::buffer(bytes.data(), bytes.size()), error);
  parser_->has_folded_line = parser_->has_folded_line || http::has_folded_line(bytes.substr(0, used));
  header_bytes_ += used;
  const bool incomplete = error == beast::http::error::need_more;
  // The parser forgets the lines it has taken, so that it alone would take any number of them.
  const std::size_t header_bytes = header_bytes_ + (incomplete ? bytes.size() - used : 0);
  if (error == beast::http::error::header_limit || header_bytes > max_header_bytes_) {
    refuse(431, "the request headers are too large");
  } else if (error == beast::http::error::body_limit) {
    refuse(413, "the request body is too large");
  } else if (error && !incomplete) {
    refuse(400, "not a well-formed HTTP/1.1 request");
  } else if (!error) {
    finish_headers();
  }
  return used;
}

void RequestReader::finish_headers() {
  Framing framing = framing_of(parser_->request.headers);
  framing.is_http10 = parser_->is_http10;
  framing.has_folded_line = parser_->has_folded_line;
  const std::string_view fault = framing_fault(framing);
  if (!fault.empty()) return refuse(400, fault);
  if (!read_target(parser_->target, parser_->request)) return refuse(400, "the request target is not a path");
  state_ = parser_->is_done() ? State::complete : State::body;
}

std::size_t RequestReader::feed_body(std::string_view bytes) {
  // Beast asserts that a last chunk it sees for the second time has its five bytes.
  if (lacks_bytes_ && bytes.size() < kLastChunk.size()) return 0;
  std::size_t used = 0;
  while (state_ == State::body && used < bytes.size()) {
    error_code error;
    used += parser_->put(boost::asio::buffer(bytes.data() + used, bytes.size() - used), error);
    lacks_bytes_ = error == beast::http::error::need_more;
    if (lacks_bytes_) {
      if (bytes.size() - used > kMaxChunkLine)
        refuse(400, "the size line of a chunk, or the trailers, are too long");
      break;
    }
    if (error == beast::http::error::body_limit) {
      refuse(413, "the request body is too large");
    } else if (error) {
      refuse(400, "not a well-formed chunked body");
    } else if (parser_->is_done()) {
      state_ = State::complete;
    }
  }
  return used;
}

void RequestReader::refuse(int status, std::string_view why) {
  state_ = State::refused;
  refusal_ = {status, why};
}

bool RequestReader::keep_alive() const {
  return parser_->keep_alive();
}

bool RequestReader::is_http10() const {
  return parser_->is_http10;
}

bool RequestReader::expects_continue() const {
  return !parser_->is_http10 && lower(parser_->request.header("expect")) == "100-continue";
}

ServerRequest RequestReader::take() {
  return std::move(parser_->request);
}

}  // namespace tiktok_marketing::http
