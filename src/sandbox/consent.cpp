#include "sandbox/consent.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "http/server/query.hpp"

namespace tiktok_marketing::sandbox {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view kStyle =
    R"(body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f4f5f7;color:#1b1f24}
main{max-width:36rem;margin:3rem auto;padding:2rem;background:#fff;border:1px solid #d0d5dc;border-radius:12px}
h1{font-size:1.4rem;margin-top:0}
fieldset{border:1px solid #d0d5dc;border-radius:8px;padding:1rem}
label{display:block;padding:.3rem 0}
small{color:#4a525c}
button{font:inherit;padding:.6rem 1.4rem;border-radius:8px;border:1px solid #1b1f24;margin:1rem .6rem 0 0;cursor:pointer}
button[value=authorize]{background:#1b1f24;color:#fff}
button[value=cancel]{background:#fff;color:#1b1f24}
button:focus-visible,input:focus-visible{outline:3px solid #2563eb;outline-offset:2px}
@media(prefers-color-scheme:dark){body{background:#14171b;color:#e8eaed}main{background:#1d2126;border-color:#3a414a}
fieldset{border-color:#3a414a}small{color:#aab2bd}button{border-color:#e8eaed}
button[value=authorize]{background:#e8eaed;color:#14171b}button[value=cancel]{background:#1d2126;color:#e8eaed}})";

std::string escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string value_of(const Fields& fields, std::string_view name) {
  for (const auto& [key, value] : fields) {
    if (key == name) return value;
  }
  return {};
}

/// `scheme://host:port`, empty when the address is not one a browser may be sent to.
std::string origin_of(std::string_view uri) {
  if (!uri.starts_with("http://") && !uri.starts_with("https://")) return {};
  for (const char c : uri) {
    if (static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '<' || c == '>' || c == ';' || c == ',')
      return {};
  }
  const auto host = uri.find("//") + 2;
  const auto end = uri.find_first_of("/?#", host);
  const auto origin = uri.substr(0, end);
  return origin.size() > host ? std::string(origin) : std::string();
}

http::ServerResponse page(int status, std::string_view body) {
  http::ServerResponse response;
  response.status = status;
  response.content_type = "text/html; charset=utf-8";
  // No form-action: browsers hold it against every redirect behind the form, and whoever asked for the
  // consent may send the browser on to a page that is not known here.
  response.headers = {{"Content-Security-Policy",
                       "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'"},
                      {"Referrer-Policy", "no-referrer"},
                      {"X-Content-Type-Options", "nosniff"},
                      {"Cache-Control", "no-store"}};
  response.body = std::make_shared<const std::string>(fmt::format(
      "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
      "<title>Authorize access - virtual TikTok</title><link rel=\"stylesheet\" href=\"/portal/style.css\">"
      "</head><body><main>{}</main></body></html>",
      body));
  return response;
}

http::ServerResponse problem(std::string_view text) {
  return page(400, fmt::format("<h1>This link cannot be used</h1><p>{}</p>", escape(text)));
}

http::ServerResponse redirect(const std::string& uri, const std::string& query) {
  const auto fragment = uri.find('#');
  std::string target = uri.substr(0, fragment);
  target += target.contains('?') ? '&' : '?';
  target += query;
  http::ServerResponse response;
  response.status = 302;
  response.content_type = "text/plain";
  response.headers = {
      {"Location", target}, {"Cache-Control", "no-store"}, {"Referrer-Policy", "no-referrer"}};
  response.body = std::make_shared<const std::string>("Continue in your application.\n");
  return response;
}

http::ServerResponse ask(const World& world, const Fields& fields, const std::string& origin) {
  std::string boxes;
  for (const Advertiser& a : world.advertisers()) {
    boxes += fmt::format(
        "<label><input type=\"checkbox\" name=\"advertiser_id\" value=\"{}\" checked> {} "
        "<small>{} &middot; {} &middot; {}</small></label>",
        a.id_text, escape(a.name), a.id_text, a.currency, a.display_zone);
  }
  std::string hidden;
  for (const auto name : {"app_id", "redirect_uri", "state"}) {
    hidden +=
        fmt::format("<input type=\"hidden\" name=\"{}\" value=\"{}\">", name, escape(value_of(fields, name)));
  }
  return page(
      200, fmt::format(
               "<h1>Let this application read your ad accounts?</h1>"
               "<p>This is the virtual TikTok. No real account is involved. You will return to <b>{}</b>.</p>"
               "<form method=\"post\" action=\"/portal/auth\">{}"
               "<fieldset><legend>Ad accounts</legend>{}</fieldset>"
               "<p>The application will read ads, reports and creatives of the ticked accounts.</p>"
               "<button name=\"decision\" value=\"authorize\">Authorize</button>"
               "<button name=\"decision\" value=\"cancel\">Cancel</button></form>",
               escape(origin), hidden, boxes));
}

}  // namespace

http::ServerResponse consent_page(const World& world, Accounts& accounts, const http::ServerRequest& request,
                                  SystemTime now) {
  const bool answer = request.method == "POST";
  const Fields fields = answer ? http::parse_query(request.body) : request.query;
  if (value_of(fields, "app_id") != accounts.app_id())
    return problem("The app_id is unknown to this virtual TikTok.");
  const std::string uri = value_of(fields, "redirect_uri");
  const std::string origin = origin_of(uri);
  if (origin.empty()) return problem("The redirect_uri is missing or is not an http or https address.");
  if (!answer) return ask(world, fields, origin);

  const std::string state = percent_encode(value_of(fields, "state"));
  if (value_of(fields, "decision") != "authorize") return redirect(uri, "error=access_denied&state=" + state);
  std::vector<std::string> ticked;
  for (const auto& [name, value] : fields) {
    if (name == "advertiser_id" && world.find(value) != nullptr) ticked.push_back(value);
  }
  const std::string code = accounts.issue_code(std::move(ticked), now);
  return redirect(uri, fmt::format("auth_code={0}&code={0}&state={1}", code, state));
}

http::ServerResponse consent_style() {
  http::ServerResponse response;
  response.content_type = "text/css; charset=utf-8";
  response.headers = {{"X-Content-Type-Options", "nosniff"}};
  response.body = std::make_shared<const std::string>(kStyle);
  return response;
}

}  // namespace tiktok_marketing::sandbox
