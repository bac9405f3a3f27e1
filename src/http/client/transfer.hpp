#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>

#include <tiktok_marketing/http/transport.hpp>

#include "http/client/curl_library.hpp"
#include "http/client/url_parts.hpp"

namespace tiktok_marketing::http {

/// One request under way on one easy handle. Engine thread only; stays at its address while libcurl has it.
class Transfer {
 public:
  Transfer(std::uint64_t id, HttpRequest request, Transport::Done done);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;
  ~Transfer();

  /// What is wrong with the request itself, if anything.
  [[nodiscard]] std::optional<Error> fault() const;

  /// Sets every option on a fresh or reset handle. Only without a `fault`.
  void configure(const CurlLibrary& curl, CURL* easy, const EngineOptions& options, SteadyTime now);

  /// The answer, or what stood in its way. Takes the body; call once.
  [[nodiscard]] Result<HttpResponse> result(CURLcode code);

  [[nodiscard]] std::uint64_t id() const { return id_; }
  [[nodiscard]] CURL* easy() const { return easy_; }
  [[nodiscard]] SteadyTime deadline() const { return request_.deadline; }
  [[nodiscard]] std::string where() const { return url_ ? url_->shown() : std::string("an unusable URL"); }
  [[nodiscard]] Transport::Done take_done() { return std::move(done_); }

  std::optional<std::stop_callback<std::function<void()>>> on_stop;
  Runtime::TimerId deadline_timer = 0;

 private:
  void configure_method();
  void configure_headers();
  void add_header(std::string_view name, std::string_view value);
  template <typename Value>
  void set(CURLoption option, Value value) {
    curl_->easy_setopt(easy_, option, value);
  }

  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
  void take_header_line(std::string_view line);
  bool take_body(std::string_view bytes);

  std::uint64_t id_;
  HttpRequest request_;
  Transport::Done done_;
  std::optional<UrlParts> url_;
  const CurlLibrary* curl_ = nullptr;
  CURL* easy_ = nullptr;
  curl_slist* header_list_ = nullptr;
  HttpHeaders headers_;
  std::shared_ptr<std::string> body_ = std::make_shared<std::string>();
  std::size_t content_length_ = 0;
  bool head_complete_ = false;
  bool too_large_ = false;
  std::array<char, CURL_ERROR_SIZE> error_text_{};
};

}  // namespace tiktok_marketing::http
