#pragma once

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include "http/server/server.hpp"

namespace tiktok_marketing::http {

/// For tests: a key and a certificate for 127.0.0.1 that vouches for itself, made now, in a folder that goes
/// with this.
class TestCertificate {
 public:
  TestCertificate() : key_(EVP_EC_gen("P-256"), &EVP_PKEY_free) {
    std::string pattern = std::filesystem::temp_directory_path() / "tls-test-XXXXXX";
    if (::mkdtemp(pattern.data()) == nullptr || !key_) throw std::runtime_error("no test certificate");
    folder_ = pattern;
    write_key(files().private_key_file, nullptr);
    write_certificate();
  }
  TestCertificate(const TestCertificate&) = delete;
  TestCertificate& operator=(const TestCertificate&) = delete;
  ~TestCertificate() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  [[nodiscard]] const std::string& folder() const { return folder_; }
  [[nodiscard]] TlsFiles files() const { return {folder_ + "/cert.pem", folder_ + "/key.pem"}; }

  /// The same key behind a passphrase.
  [[nodiscard]] std::string write_encrypted_key() const {
    const std::string path = folder_ + "/encrypted.pem";
    write_key(path, EVP_aes_256_cbc());
    return path;
  }

 private:
  using File = std::unique_ptr<FILE, int (*)(FILE*)>;

  void write_key(const std::string& path, const EVP_CIPHER* cipher) const {
    const File file(std::fopen(path.c_str(), "w"), &std::fclose);
    constexpr char kPassphrase[] = "passphrase";
    if (!file || PEM_write_PKCS8PrivateKey(file.get(), key_.get(), cipher, kPassphrase,
                                           sizeof kPassphrase - 1, nullptr, nullptr) != 1) {
      throw std::runtime_error("cannot write " + path);
    }
  }

  void write_certificate() const {
    const std::unique_ptr<X509, void (*)(X509*)> certificate(X509_new(), &X509_free);
    X509* x509 = certificate.get();
    X509_set_version(x509, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
    X509_gmtime_adj(X509_getm_notBefore(x509), -3'600);
    X509_gmtime_adj(X509_getm_notAfter(x509), 86'400);
    X509_set_pubkey(x509, key_.get());
    const std::string name = "test";
    X509_NAME_add_entry_by_NID(X509_get_subject_name(x509), NID_commonName, MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(name.data()),
                               static_cast<int>(name.size()), -1, 0);
    X509_set_issuer_name(x509, X509_get_subject_name(x509));
    add_extension(x509, NID_subject_alt_name, "IP:127.0.0.1");
    add_extension(x509, NID_basic_constraints, "critical,CA:TRUE");
    const std::string path = files().certificate_chain_file;
    const File file(std::fopen(path.c_str(), "w"), &std::fclose);
    if (!file || X509_sign(x509, key_.get(), EVP_sha256()) == 0 || PEM_write_X509(file.get(), x509) != 1) {
      throw std::runtime_error("cannot write " + path);
    }
  }

  static void add_extension(X509* certificate, int kind, const char* value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
  }

  std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key_;
  std::string folder_;
};

}  // namespace tiktok_marketing::http
