#include "platform/backup_manifest.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "base/json.hpp"
#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"

namespace tiktok_marketing::platform {
namespace {

constexpr int kFormat = 1;

Error no_manifest(const std::filesystem::path& folder, std::string_view why) {
  return {.type = ErrorType::value_error,
          .message = fmt::format("{} is no backup: {}.", folder.string(), why),
          .hint = "Name the folder that a backup was written to; it holds platform.db and manifest.json."};
}

Error unreadable(const std::filesystem::path& file, int code) {
  return {.type = ErrorType::storage_unavailable,
          .message = fmt::format("The file {} cannot be read: {}.", file.string(),
                                 std::generic_category().message(code)),
          .hint = "Check that it is there and that this user may read it."};
}

/// A file's bytes without reading them all into memory.
class MappedFile {
 public:
  static Result<MappedFile> open(const std::filesystem::path& file) {
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return unreadable(file, errno);
    struct stat status{};
    const bool known = ::fstat(fd, &status) == 0;
    const auto size = static_cast<std::size_t>(status.st_size);
    void* start = known && size > 0 ? ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0) : nullptr;
    const int code = errno;
    ::close(fd);
    if (!known || start == MAP_FAILED) return unreadable(file, code);
    return MappedFile(start, size);
  }
  MappedFile(MappedFile&& other) noexcept
      : start_(std::exchange(other.start_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  MappedFile& operator=(MappedFile&&) = delete;
  ~MappedFile() {
    if (start_ != nullptr) ::munmap(start_, size_);
  }

  [[nodiscard]] std::string_view bytes() const { return {static_cast<const char*>(start_), size_}; }

 private:
  MappedFile(void* start, std::size_t size) : start_(start), size_(size) {}
  void* start_;
  std::size_t size_;
};

bool is_plain_name(std::string_view name) {
  return !name.empty() && name != "." && name != ".." && name.find('/') == std::string_view::npos;
}

std::optional<BackupManifest> read_members(const Json& json) {
  if (json.int_of("format") != kFormat || json.find("files") == nullptr) return std::nullopt;
  BackupManifest manifest{.program_version = std::string(json.text_of("program_version")),
                          .schema_version = static_cast<int>(json.int_of("schema_version").value_or(0))};
  const Json* files = json.find("files");
  const Json* keys = json.find("key_ids");
  if (files->as_array() == nullptr || keys == nullptr || keys->as_array() == nullptr) return std::nullopt;
  for (const Json& key : *keys->as_array()) {
    if (const auto* id = key.as_string()) manifest.key_ids.push_back(*id);
  }
  for (const Json& file : *files->as_array()) {
    if (!is_plain_name(file.text_of("name"))) return std::nullopt;
    manifest.files.push_back({.name = std::string(file.text_of("name")),
                              .bytes = file.int_of("bytes").value_or(0),
                              .sha256 = std::string(file.text_of("sha256"))});
  }
  return manifest;
}

}  // namespace

std::string BackupManifest::to_json() const {
  Json json = Json::Object{{"format", kFormat},
                           {"created_at", iso_text(created_at)},
                           {"program_version", program_version},
                           {"schema_version", schema_version},
                           {"key_ids", Json::Array(key_ids.begin(), key_ids.end())}};
  Json::Array list;
  for (const File& file : files) {
    list.push_back(Json::Object{{"name", file.name}, {"bytes", file.bytes}, {"sha256", file.sha256}});
  }
  json.set("files", std::move(list));
  return json.dump() + "\n";
}

Result<BackupManifest> read_manifest(const std::filesystem::path& folder) {
  std::ifstream stream(folder / "manifest.json", std::ios::binary);
  if (!stream) return no_manifest(folder, "it has no manifest.json that can be read");
  const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  const auto json = Json::parse(text);
  auto manifest = json ? read_members(*json) : std::nullopt;
  if (!manifest) return no_manifest(folder, "its manifest.json is damaged or of another program");
  return *std::move(manifest);
}

Result<BackupManifest::File> measure_file(const std::filesystem::path& file) {
  auto mapped = MappedFile::open(file);
  if (!mapped) return std::move(mapped).error();
  return BackupManifest::File{.name = file.filename().string(),
                              .bytes = static_cast<std::int64_t>(mapped->bytes().size()),
                              .sha256 = crypto::to_hex(crypto::sha256(mapped->bytes()))};
}

}  // namespace tiktok_marketing::platform
