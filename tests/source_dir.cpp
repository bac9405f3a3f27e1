#include "source_dir.hpp"

std::string tiktok_marketing::source_dir() {
  return TTM_SOURCE_DIR;
}
