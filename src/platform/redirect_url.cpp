#include "platform/redirect_url.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "http/client/url_parts.hpp"

namespace tiktok_marketing::platform {
namespace {

constexpr std::size_t kMaxBytes = 2'048;
constexpr std::array<std::string_view, 4> kOutcome{"connector_id", "secret_id", "error", "error_description"};

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

/// A URL cut where its parts begin.
struct Cut {
  std::string_view before_path;  ///< `https://host:port`
  std::string_view path;
  std::string_view query;  ///< without `?`
  std::string_view fragment;
  bool has_query = false;
};

Cut cut(std::string_view url) {
  Cut parts;
  const std::size_t hash = std::min(url.find('#'), url.size());
  parts.fragment = url.substr(hash);
  url = url.substr(0, hash);
  const std::size_t mark = std::min(url.find('?'), url.size());
  parts.has_query = mark < url.size();
  if (parts.has_query) parts.query = url.substr(mark + 1);
  url = url.substr(0, mark);
  const std::size_t host = url.find("//");
  const std::size_t path = host == url.npos ? url.size() : std::min(url.find('/', host + 2), url.size());
  parts.before_path = url.substr(0, path);
  parts.path = url.substr(path);
  return parts;
}

/// Scheme and host do not care about case, and a missing path is `/`.
std::string normal(const Cut& parts) {
  return lower(parts.before_path) + (parts.path.empty() ? "/" : std::string(parts.path));
}

bool has_dot_segment(std::string_view path) {
  std::string text = lower(path);
  for (std::size_t at = text.find("%2e"); at != text.npos; at = text.find("%2e", at))
    text.replace(at, 3, ".");
  for (std::size_t at = text.find("%2f"); at != text.npos; at = text.find("%2f", at))
    text.replace(at, 3, "/");
  const auto segments = split(text, '/');
  return std::ranges::any_of(segments, [](const std::string& each) { return each == "." || each == ".."; });
}

bool is_plain(char c) {
  constexpr std::string_view kUnsafe = "\"<>\\^`{|}";
  return c > ' ' && c < '\x7F' && kUnsafe.find(c) == kUnsafe.npos;
}

bool is_good(std::string_view url) {
  if (url.size() > kMaxBytes || !std::ranges::all_of(url, is_plain)) return false;
  const auto parts = http::parse_url(url);
  if (!parts || has_dot_segment(parts->path)) return false;
  const bool secure = lower(url.substr(0, 8)) == "https://";
  return secure || http::is_loopback(parts->host);
}

bool matches(std::string_view url, std::string_view entry) {
  const bool beginning = entry.ends_with('*');
  if (beginning) entry.remove_suffix(1);
  const Cut wanted = cut(entry);
  const Cut given = cut(url);
  // A beginning that ends inside the host would permit hosts of others.
  if (beginning && wanted.path.empty()) return false;
  std::string whole = normal(given);
  std::string allowed = normal(wanted);
  if (wanted.has_query) {
    whole += '?' + std::string(given.query);
    allowed += '?' + std::string(wanted.query);
  }
  return beginning ? whole.starts_with(allowed) : whole == allowed;
}

Error refused(std::string_view url, std::string message, std::string hint) {
  return {.type = ErrorType::value_error,
          .message = std::move(message),
          .hint = std::move(hint),
          .param = "redirect_url",
          .given = shortened(url)};
}

}  // namespace

Result<void> check_redirect_url(std::string_view url, const std::vector<std::string>& permitted) {
  if (!is_good(url)) {
    return refused(url, "redirect_url is not an address a browser may be sent to.",
                   "Give a whole https:// URL without user name and .. in its path; http:// is possible to "
                   "this machine only (http://localhost:3000/done).");
  }
  const bool listed = permitted.empty() || std::ranges::any_of(permitted, [&](const std::string& entry) {
                        return matches(url, entry);
                      });
  if (listed) return {};
  return refused(url, "redirect_url is not among the addresses this organization permits.",
                 "Use a permitted one, or let an administrator add it to the organization's redirect URLs.");
}

std::string with_outcome(std::string_view url, const QueryParameters& parameters) {
  const Cut parts = cut(url);
  std::string query;
  const auto append = [&query](std::string_view piece) {
    if (!query.empty()) query += '&';
    query += piece;
  };
  for (const std::string& pair : split(parts.query, '&')) {
    const std::string_view name = std::string_view(pair).substr(0, pair.find('='));
    if (!pair.empty() && std::ranges::find(kOutcome, name) == kOutcome.end()) append(pair);
  }
  for (const auto& [name, value] : parameters) append(percent_encode(name) + "=" + percent_encode(value));
  std::string out(parts.before_path);
  out += parts.path;
  if (!query.empty()) out += '?' + query;
  out += parts.fragment;
  return out;
}

}  // namespace tiktok_marketing::platform
