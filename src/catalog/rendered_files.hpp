#pragma once

#include <string>
#include <vector>

namespace tiktok_marketing::catalog {

struct RenderedFile {
  std::string path;  ///< below the project's root
  std::string text;
};

/// Every file of the repository that is made from the catalog, in a stable order.
[[nodiscard]] std::vector<RenderedFile> rendered_files();

}  // namespace tiktok_marketing::catalog
