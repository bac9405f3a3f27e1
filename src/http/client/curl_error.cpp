#include "http/client/curl_error.hpp"

#include <fmt/format.h>

namespace tiktok_marketing::http {
namespace {

Error make(ErrorType type, bool retryable, std::string message, std::string hint) {
  Error error;
  error.type = type;
  error.retryable = retryable;
  error.message = std::move(message);
  error.hint = std::move(hint);
  return error;
}

Error upstream(std::string message, std::string hint) {
  return make(ErrorType::upstream_error, true, std::move(message), std::move(hint));
}

Error tls_error(const FailedTransfer& transfer) {
  return make(
      ErrorType::upstream_error, false,
      fmt::format("no trusted TLS connection to {}: {}", transfer.where, transfer.detail),
      "Check the clock of this machine, its CA certificates (Debian: ca-certificates) and whether a proxy "
      "intercepts TLS. Certificates are always verified.");
}

}  // namespace

Error timeout_error(std::string_view where) {
  return make(ErrorType::upstream_timeout, true, fmt::format("no complete answer from {} in time", where),
              "Try again, or allow more time.");
}

Error cancelled_error(std::string_view where) {
  return make(ErrorType::cancelled, false, fmt::format("the request to {} was cancelled", where),
              "The caller asked to stop.");
}

Error too_large_error(std::string_view where, std::size_t max_body_bytes) {
  return make(ErrorType::result_too_large, false,
              fmt::format("the answer of {} is larger than {} bytes", where, max_body_bytes),
              "Ask for smaller pages or fewer fields, or raise the limit.");
}

Error bad_request_error(std::string message, std::string hint) {
  return make(ErrorType::value_error, false, std::move(message), std::move(hint));
}

Error error_of(CURLcode code, const FailedTransfer& transfer) {
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      if (transfer.connected) return timeout_error(transfer.where);
      return upstream(fmt::format("could not connect to {} in time", transfer.where),
                      "Check the network and any proxy, then try again.");
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return bad_request_error(fmt::format("not a usable URL: {}", transfer.where),
                               "Use an absolute http:// or https:// URL.");
    case CURLE_COULDNT_RESOLVE_HOST:
      return upstream(fmt::format("could not find the address of {}", transfer.where),
                      "Check the host name and the DNS of this machine.");
    case CURLE_COULDNT_RESOLVE_PROXY:
      return upstream(fmt::format("could not find the address of the proxy on the way to {}", transfer.where),
                      "Check the proxy variables (https_proxy, http_proxy).");
    case CURLE_COULDNT_CONNECT:
    case CURLE_PROXY:
      return upstream(fmt::format("could not connect to {}", transfer.where),
                      "Check that the server runs, the network, and any proxy; then try again.");
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return upstream(
          fmt::format("the connection to {} was cut before the whole answer had arrived", transfer.where),
          "Try again.");
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
      return upstream(fmt::format("the answer of {} is not readable HTTP", transfer.where),
                      "Try again; if it stays so, check what answers at this address.");
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_USE_SSL_FAILED:
      return tls_error(transfer);
    default:
      return upstream(fmt::format("the request to {} failed: {}", transfer.where, transfer.detail),
                      "Try again.");
  }
}

}  // namespace tiktok_marketing::http
