#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <utility>

namespace tiktok_marketing {

/// A token or password. Prints as `***`; the text leaves only through `reveal()`, which is written where
/// the secret is sent and nowhere else. The memory is overwritten on destruction.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  Secret(const Secret&) = default;
  Secret(Secret&&) noexcept = default;
  Secret& operator=(const Secret&) = default;
  Secret& operator=(Secret&&) noexcept = default;
  ~Secret();

  [[nodiscard]] bool empty() const { return text_.empty(); }
  [[nodiscard]] std::string_view reveal() const& { return text_; }
  std::string_view reveal() const&& = delete;

  friend bool operator==(const Secret&, const Secret&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Secret&) { return out << "***"; }

 private:
  std::string text_;
};

}  // namespace tiktok_marketing
