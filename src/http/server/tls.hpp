#pragma once

#include <memory>

#include <tiktok_marketing/base/result.hpp>

#include "http/server/server.hpp"

struct ssl_ctx_st;

namespace tiktok_marketing::http {

struct TlsContextDeleter {
  void operator()(ssl_ctx_st* context) const;
};
/// OpenSSL's `SSL_CTX`; may be used from several threads at once.
using TlsContext = std::unique_ptr<ssl_ctx_st, TlsContextDeleter>;

/// TLS 1.2 and 1.3 with forward secrecy only, for connections that a server accepts.
/// Errors: `value_error` when OpenSSL is not there, and one that names the file when it cannot be read, is no
/// PEM or does not fit the other one.
[[nodiscard]] Result<TlsContext> make_tls_context(const TlsFiles& files);

}  // namespace tiktok_marketing::http
