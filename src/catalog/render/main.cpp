#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "catalog/rendered_files.hpp"

namespace {

namespace fs = std::filesystem;
using tiktok_marketing::catalog::RenderedFile;

struct Arguments {
  fs::path root;
  bool check = false;
};

std::optional<Arguments> parse(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--check") {
      arguments.check = true;
    } else if (word == "--root" && i + 1 < argc) {
      arguments.root = argv[++i];
    } else {
      return std::nullopt;
    }
  }
  if (arguments.root.empty()) return std::nullopt;
  return arguments;
}

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

bool write(const fs::path& path, const std::string& text) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << text;
  return static_cast<bool>(out.flush());
}

}  // namespace

int main(int argc, char** argv) {
  const auto arguments = parse(argc, argv);
  if (!arguments) {
    fmt::print(stderr, "usage: catalog-render --root DIR [--check]\n");
    return 4;
  }
  int stale = 0;
  for (const RenderedFile& file : tiktok_marketing::catalog::rendered_files()) {
    const fs::path path = arguments->root / file.path;
    if (read(path) == file.text) continue;
    if (arguments->check) {
      ++stale;
      fmt::print(stderr, "stale: {}\n", file.path);
    } else if (!write(path, file.text)) {
      fmt::print(stderr, "cannot write {}\n", path.string());
      return 1;
    }
  }
  if (stale > 0) fmt::print(stderr, "run: catalog-render --root {}\n", arguments->root.string());
  return stale > 0 ? 1 : 0;
}
