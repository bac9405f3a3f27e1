#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/connector/record.hpp>

namespace tiktok_marketing {

/// Rows, some of them written anew: all new ones lie in one buffer, side by side with commas between, the
/// others stay where they are.
///
/// `write(out, row)` appends the new text of a row and returns true, or returns false when the row stays as
/// it is; what it appended is dropped then.
template <typename Write>
[[nodiscard]] Records rewritten(Records rows, Write&& write) {
  struct Place {
    std::size_t start = 0;
    std::size_t length = 0;  // 0: the row stays
  };
  std::shared_ptr<std::string> buffer;
  std::vector<Place> places;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (buffer == nullptr) buffer = std::make_shared<std::string>();
    const std::size_t before = buffer->size();
    const bool follows = !places.empty() && places.back().length > 0;
    if (follows) *buffer += ',';
    const std::size_t start = buffer->size();
    if (!write(*buffer, rows.json(i))) {
      buffer->resize(before);
      if (!places.empty()) places.emplace_back();
      continue;
    }
    places.resize(i);
    places.push_back({start, buffer->size() - start});
  }
  if (places.empty()) return rows;
  Records out;
  out.reserve(rows.size());
  const std::shared_ptr<const void> owner = buffer;
  const std::string_view text(*buffer);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i < places.size() && places[i].length > 0) {
      out.add(owner, text.substr(places[i].start, places[i].length));
    } else {
      out.add(rows, i);
    }
  }
  return out;
}

}  // namespace tiktok_marketing
