#include "cli/admin/secret_file.hpp"

#include <system_error>
#include <utility>

#include "cli/file.hpp"
#include "cli/output/slice_writer.hpp"
#include "crypto/private_file.hpp"

namespace tiktok_marketing::cli::admin {

Result<SecretFile> SecretFile::reserve(std::string_view file, const Terminal& terminal) {
  Error error{.type = ErrorType::value_error};
  error.param = "secret_file";
  error.hint = "Name a new file: --secret-file FILE. It is made with mode 0600.";
  if (file.empty()) {
    error.type = ErrorType::missing;
    error.message = "It is not said where the new secret is to go.";
    return error;
  }
  if (file == "-") {
    if (!terminal.out_is_terminal) return SecretFile({}, terminal.out);
    error.message = "A secret is not shown on a terminal, where it would stay to be read.";
    return error;
  }
  const std::filesystem::path path(file);
  auto made = crypto::create_private_file(path, Secret());
  if (!made) return std::move(made).error();
  return SecretFile(path, -1);
}

SecretFile::SecretFile(SecretFile&& other) noexcept
    : file_(std::move(other.file_)), out_(other.out_), reserved_(std::exchange(other.reserved_, false)) {}

SecretFile::~SecretFile() {
  std::error_code ignored;
  if (reserved_ && !file_.empty()) std::filesystem::remove(file_, ignored);
}

Result<void> SecretFile::write(const Secret& text) {
  reserved_ = false;
  if (!file_.empty()) return replace_private_file(file_, text.reveal());
  SliceWriter writer(out_);
  writer.add(text.reveal());
  writer.flush();
  if (writer.failure()) return *writer.failure();
  return {};
}

}  // namespace tiktok_marketing::cli::admin
