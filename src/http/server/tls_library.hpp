#pragma once

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <tiktok_marketing/base/result.hpp>

namespace tiktok_marketing::http {

/// The functions of OpenSSL this program uses, found at run time: only a server with TLS shall pay for
/// loading its two libraries. Where the headers have a macro, its function stands here.
struct TlsLibrary {
  decltype(&TLS_server_method) server_method;
  decltype(&SSL_CTX_new) context_new;
  decltype(&SSL_CTX_free) context_free;
  decltype(&SSL_CTX_ctrl) context_control;
  decltype(&SSL_CTX_set_options) context_set_options;
  decltype(&SSL_CTX_set_cipher_list) context_set_cipher_list;
  decltype(&SSL_CTX_set_default_passwd_cb) context_set_passphrase_callback;
  decltype(&SSL_CTX_set_alpn_select_cb) context_set_alpn_callback;
  decltype(&SSL_CTX_use_certificate_chain_file) context_use_certificate_chain_file;
  decltype(&SSL_CTX_use_PrivateKey_file) context_use_key_file;
  decltype(&SSL_CTX_check_private_key) context_check_key;

  decltype(&SSL_new) ssl_new;
  decltype(&SSL_free) ssl_free;
  decltype(&SSL_set_bio) ssl_set_bio;
  decltype(&SSL_set_accept_state) ssl_set_accept_state;
  decltype(&SSL_do_handshake) ssl_do_handshake;
  decltype(&SSL_is_init_finished) ssl_is_init_finished;
  decltype(&SSL_read_ex) ssl_read;
  decltype(&SSL_write_ex) ssl_write;
  decltype(&SSL_has_pending) ssl_has_pending;
  decltype(&SSL_shutdown) ssl_shutdown;
  decltype(&SSL_get_error) ssl_get_error;

  decltype(&BIO_get_new_index) bio_get_new_index;
  decltype(&BIO_meth_new) bio_method_new;
  decltype(&BIO_meth_set_read) bio_method_set_read;
  decltype(&BIO_meth_set_write) bio_method_set_write;
  decltype(&BIO_meth_set_ctrl) bio_method_set_control;
  decltype(&BIO_new) bio_new;
  decltype(&BIO_set_data) bio_set_data;
  decltype(&BIO_get_data) bio_get_data;
  decltype(&BIO_set_init) bio_set_init;
  decltype(&BIO_set_flags) bio_set_flags;
  decltype(&BIO_clear_flags) bio_clear_flags;

  decltype(&ERR_clear_error) clear_errors;
  decltype(&ERR_peek_error) peek_error;
  decltype(&ERR_reason_error_string) reason_text;
};

/// Loads OpenSSL on first use; it stays loaded until the program ends. Thread-safe.
/// Errors: `value_error` for the parameter `tls`, with the package to install.
[[nodiscard]] const Result<TlsLibrary>& tls_library();

/// The same for a library of another name, without keeping the result. For tests.
[[nodiscard]] Result<TlsLibrary> load_tls(const char* file_name);

}  // namespace tiktok_marketing::http
