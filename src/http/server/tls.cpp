#include "http/server/tls.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "http/server/tls_library.hpp"

namespace tiktok_marketing::http {
namespace {

constexpr const char* kCiphersOfTls12 = "ECDHE+AESGCM:ECDHE+CHACHA20";

Error tls_error(const TlsLibrary& library, std::string_view param, std::string_view what,
                const std::string& file, std::string_view hint) {
  const char* reason = library.reason_text(library.peek_error());
  Error out;
  out.type = ErrorType::value_error;
  out.message =
      fmt::format("cannot use the {} in {}: {}", what, file, reason == nullptr ? "unreadable" : reason);
  out.hint = hint;
  out.param = param;
  out.given = file;
  library.clear_errors();
  return out;
}

// Without it OpenSSL would ask for a passphrase on the terminal.
int no_passphrase(char*, int, int, void*) {
  return 0;
}

// The peer is told that it is HTTP/1.1 when it asks; one that offers only others goes on without.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_size,
                    const unsigned char* offered, unsigned int offered_size, void*) {
  constexpr std::string_view kName = "http/1.1";
  for (unsigned int at = 0; at < offered_size; at += offered[at] + 1U) {
    const std::size_t size = offered[at];
    if (size != kName.size() || at + 1 + size > offered_size) continue;
    if (!std::equal(kName.begin(), kName.end(), offered + at + 1)) continue;
    *chosen = offered + at + 1;
    *chosen_size = offered[at];
    return SSL_TLSEXT_ERR_OK;
  }
  return SSL_TLSEXT_ERR_NOACK;
}

}  // namespace

void TlsContextDeleter::operator()(ssl_ctx_st* context) const {
  tls_library()->context_free(context);
}

Result<TlsContext> make_tls_context(const TlsFiles& files) {
  const Result<TlsLibrary>& loaded = tls_library();
  if (!loaded) return loaded.error();
  const TlsLibrary& library = *loaded;
  library.clear_errors();
  TlsContext context(library.context_new(library.server_method()));
  SSL_CTX* tls = context.get();
  if (tls == nullptr ||
      library.context_control(tls, SSL_CTRL_SET_MIN_PROTO_VERSION, TLS1_2_VERSION, nullptr) != 1 ||
      library.context_set_cipher_list(tls, kCiphersOfTls12) != 1) {
    return tls_error(library, "tls", "TLS library", "OpenSSL",
                     "Check the OpenSSL configuration of this machine.");
  }
  library.context_set_options(tls, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                       SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_IGNORE_UNEXPECTED_EOF);
  // A write is tried again with what is left then; buffers of an idle connection are let go.
  library.context_control(
      tls, SSL_CTRL_MODE,
      SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS,
      nullptr);
  library.context_control(tls, SSL_CTRL_SET_READ_AHEAD, 1, nullptr);
  library.context_set_passphrase_callback(tls, no_passphrase);
  library.context_set_alpn_callback(tls, choose_protocol, nullptr);
  const std::string& chain = files.certificate_chain_file;
  if (library.context_use_certificate_chain_file(tls, chain.c_str()) != 1) {
    return tls_error(library, "tls_certificate", "certificate", chain,
                     "Give a PEM file this user can read: the server's certificate first, then its chain.");
  }
  const std::string& key = files.private_key_file;
  if (library.context_use_key_file(tls, key.c_str(), SSL_FILETYPE_PEM) != 1 ||
      library.context_check_key(tls) != 1) {
    return tls_error(library, "tls_key", "private key", key,
                     "Give the PEM file, without a passphrase, of the key this certificate was made for.");
  }
  return context;
}

}  // namespace tiktok_marketing::http
