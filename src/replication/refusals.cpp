#include "replication/refusals.hpp"

#include <algorithm>
#include <cctype>

#include "tiktok/error_mapping.hpp"

namespace tiktok_marketing::replication {
namespace {

constexpr std::int64_t kParameter = 40'002;
constexpr std::int64_t kInvalidParameter = 40'000;
constexpr std::int64_t kQueryTooHeavy = 40'067;

constexpr std::string_view kNotAccessible[] = {"not accessible", "no permission",    "does not exist",
                                               "doesn't exist",  "has been deleted", "not authorized"};

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

bool says_not_accessible(std::string_view message) {
  const std::string text = lower(message);
  return std::ranges::any_of(kNotAccessible,
                             [&](std::string_view words) { return text.find(words) != std::string::npos; });
}

Judgement of_parameter(std::string_view message, std::span<const std::string> asked, bool large_pages) {
  Judgement judgement;
  for (auto& name : quoted_names(message)) {
    if (std::ranges::find(asked, name) != asked.end()) judgement.metrics.push_back(std::move(name));
  }
  if (!judgement.metrics.empty()) {
    judgement.refusal = Refusal::metrics;
  } else if (says_not_accessible(message)) {
    judgement.refusal = Refusal::not_granted;
  } else if (large_pages) {
    judgement.refusal = Refusal::page_size;
  }
  return judgement;
}

}  // namespace

std::vector<std::string> quoted_names(std::string_view message) {
  std::vector<std::string> names;
  while (true) {
    const auto open = message.find('\'');
    if (open == std::string_view::npos) return names;
    const auto close = message.find('\'', open + 1);
    if (close == std::string_view::npos) return names;
    names.emplace_back(message.substr(open + 1, close - open - 1));
    message.remove_prefix(close + 1);
  }
}

Judgement judge(const Error& error, std::span<const std::string> asked, bool large_pages) {
  switch (error.type) {
    case ErrorType::storage_unavailable:
      return {Refusal::storage, {}};
    case ErrorType::cancelled:
      return {Refusal::cancelled, {}};
    default:
      break;
  }
  const auto code = tiktok::code_of(error);
  if (code == kQueryTooHeavy) return {Refusal::too_large, {}};
  if (code == kParameter || code == kInvalidParameter)
    return of_parameter(error.upstream->tiktok_message, asked, large_pages);
  if (error.kind() == ErrorKind::authentication) return {Refusal::token, {}};
  // Without TikTok's code a proxy or a wrong address refused, which says nothing about what was granted.
  const bool not_given = error.kind() == ErrorKind::permission || error.kind() == ErrorKind::not_found;
  if (not_given && code != 0) return {Refusal::not_granted, {}};
  return {};
}

}  // namespace tiktok_marketing::replication
