#include "http/server/tls_library.hpp"

#include <dlfcn.h>

#include <fmt/format.h>

namespace tiktok_marketing::http {
namespace {

template <typename Function>
bool find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(library, name));
  return function != nullptr;
}

bool find_context_functions(void* library, TlsLibrary& tls) {
  return find(library, "TLS_server_method", tls.server_method) &&
         find(library, "SSL_CTX_new", tls.context_new) && find(library, "SSL_CTX_free", tls.context_free) &&
         find(library, "SSL_CTX_ctrl", tls.context_control) &&
         find(library, "SSL_CTX_set_options", tls.context_set_options) &&
         find(library, "SSL_CTX_set_cipher_list", tls.context_set_cipher_list) &&
         find(library, "SSL_CTX_set_default_passwd_cb", tls.context_set_passphrase_callback) &&
         find(library, "SSL_CTX_set_alpn_select_cb", tls.context_set_alpn_callback) &&
         find(library, "SSL_CTX_use_certificate_chain_file", tls.context_use_certificate_chain_file) &&
         find(library, "SSL_CTX_use_PrivateKey_file", tls.context_use_key_file) &&
         find(library, "SSL_CTX_check_private_key", tls.context_check_key);
}

bool find_connection_functions(void* library, TlsLibrary& tls) {
  return find(library, "SSL_new", tls.ssl_new) && find(library, "SSL_free", tls.ssl_free) &&
         find(library, "SSL_set_bio", tls.ssl_set_bio) &&
         find(library, "SSL_set_accept_state", tls.ssl_set_accept_state) &&
         find(library, "SSL_do_handshake", tls.ssl_do_handshake) &&
         find(library, "SSL_is_init_finished", tls.ssl_is_init_finished) &&
         find(library, "SSL_read_ex", tls.ssl_read) && find(library, "SSL_write_ex", tls.ssl_write) &&
         find(library, "SSL_has_pending", tls.ssl_has_pending) &&
         find(library, "SSL_shutdown", tls.ssl_shutdown) && find(library, "SSL_get_error", tls.ssl_get_error);
}

// These are of libcrypto, which libssl brings with it.
bool find_basic_functions(void* library, TlsLibrary& tls) {
  return find(library, "BIO_get_new_index", tls.bio_get_new_index) &&
         find(library, "BIO_meth_new", tls.bio_method_new) &&
         find(library, "BIO_meth_set_read", tls.bio_method_set_read) &&
         find(library, "BIO_meth_set_write", tls.bio_method_set_write) &&
         find(library, "BIO_meth_set_ctrl", tls.bio_method_set_control) &&
         find(library, "BIO_new", tls.bio_new) && find(library, "BIO_set_data", tls.bio_set_data) &&
         find(library, "BIO_get_data", tls.bio_get_data) && find(library, "BIO_set_init", tls.bio_set_init) &&
         find(library, "BIO_set_flags", tls.bio_set_flags) &&
         find(library, "BIO_clear_flags", tls.bio_clear_flags) &&
         find(library, "ERR_clear_error", tls.clear_errors) &&
         find(library, "ERR_peek_error", tls.peek_error) &&
         find(library, "ERR_reason_error_string", tls.reason_text);
}

Error unusable(const char* file_name, std::string_view why) {
  Error error;
  error.type = ErrorType::value_error;
  error.message = fmt::format("TLS was asked for, but its library {} {}", file_name, why);
  error.hint =
      "Install OpenSSL 3; on Debian: apt-get install libssl3. Or let TLS end at a proxy, without a "
      "certificate "
      "here.";
  error.param = "tls";
  return error;
}

}  // namespace

Result<TlsLibrary> load_tls(const char* file_name) {
  void* library = ::dlopen(file_name, RTLD_LAZY | RTLD_LOCAL);
  if (library == nullptr) return unusable(file_name, "could not be loaded");
  TlsLibrary tls{};
  const bool complete = find_context_functions(library, tls) && find_connection_functions(library, tls) &&
                        find_basic_functions(library, tls);
  if (!complete) return unusable(file_name, "is too old");
  return tls;
}

const Result<TlsLibrary>& tls_library() {
  // Never destroyed: a server may outlive the statics of the program.
  static const auto* library = new Result<TlsLibrary>(load_tls("libssl.so.3"));
  return *library;
}

}  // namespace tiktok_marketing::http
