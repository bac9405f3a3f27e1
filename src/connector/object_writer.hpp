#pragma once

#include <string>
#include <string_view>

namespace tiktok_marketing {

/// Appends `{` and members, putting commas between them. Names and values are JSON text as it stands.
class ObjectWriter {
 public:
  explicit ObjectWriter(std::string& out) : out_(out) { out_ += '{'; }
  void member(std::string_view name, std::string_view value) {
    begin(name);
    out_ += value;
  }
  void begin(std::string_view name) {
    if (!first_) out_ += ',';
    first_ = false;
    out_ += '"';
    out_ += name;
    out_ += "\":";
  }
  void close() { out_ += '}'; }

 private:
  std::string& out_;
  bool first_ = true;
};

}  // namespace tiktok_marketing
