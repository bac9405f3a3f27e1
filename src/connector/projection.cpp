#include "connector/projection.hpp"

#include <vector>

#include "base/json_members.hpp"
#include "connector/object_writer.hpp"

namespace tiktok_marketing {
namespace {

// What the paths say about one member: all of it, or these paths within it.
struct Named {
  bool whole = false;
  std::vector<std::string_view> inner;
};

Named named_by(FieldPaths paths, std::string_view name) {
  Named named;
  for (const auto path : paths) {
    if (path == name) named.whole = true;
    if (path.size() > name.size() + 1 && path.starts_with(name) && path[name.size()] == '.') {
      named.inner.push_back(path.substr(name.size() + 1));
    }
  }
  return named;
}

}  // namespace

bool append_selected(std::string& out, std::string_view row, FieldPaths paths) {
  bool changed = false;
  ObjectWriter writer(out);
  for_each_member(row, [&](std::string_view name, std::string_view value) {
    const Named named = named_by(paths, name);
    if (named.whole || (!named.inner.empty() && !value.starts_with('{'))) {
      writer.member(name, value);
    } else if (!named.inner.empty()) {
      writer.begin(name);
      const bool left_out = append_selected(out, value, named.inner);
      changed = changed || left_out;
    } else {
      changed = true;
    }
    return true;
  });
  writer.close();
  return changed;
}

bool append_without(std::string& out, std::string_view row, FieldPaths paths) {
  bool changed = false;
  ObjectWriter writer(out);
  for_each_member(row, [&](std::string_view name, std::string_view value) {
    const Named named = named_by(paths, name);
    if (named.whole) {
      changed = true;
    } else if (!named.inner.empty() && value.starts_with('{')) {
      writer.begin(name);
      const bool left_out = append_without(out, value, named.inner);
      changed = changed || left_out;
    } else {
      writer.member(name, value);
    }
    return true;
  });
  writer.close();
  return changed;
}

}  // namespace tiktok_marketing
