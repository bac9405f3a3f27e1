// Prints the campaigns of one advertiser. Settings come from the environment, as for the command line:
// TIKTOK_MARKETING_ACCESS_TOKEN, TIKTOK_MARKETING_API_URL (default: TikTok), and the advertiser as argument.
#include <cstdlib>
#include <iostream>
#include <string>

#include <tiktok_marketing/connector.hpp>

namespace ttm = tiktok_marketing;

namespace {

std::string setting(const char* name, std::string_view otherwise = {}) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : std::string(otherwise);
}

int complain(const ttm::Error& error) {
  std::cerr << error.message << '\n' << error.hint << '\n';
  return ttm::exit_code_of(error.kind());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: quickstart ADVERTISER_ID\n";
    return 4;
  }
  const std::string advertiser_id = argv[1];

  auto connector = ttm::Connector::open({
      .access_token = ttm::Secret{setting("TIKTOK_MARKETING_ACCESS_TOKEN")},
      .api_url = setting("TIKTOK_MARKETING_API_URL", ttm::kProductionApiUrl),
  });
  if (!connector) return complain(connector.error());

  // Row by row, typed; further pages are read while you go.
  for (const auto& record : connector->campaigns().list({.advertiser_id = advertiser_id})) {
    if (!record) return complain(record.error());
    std::cout << record->text("campaign_id").value_or("-") << "  "
              << record->text("campaign_name").value_or("-") << '\n';
  }

  // The call an agent makes: names and JSON in, JSON out.
  auto answer = connector->execute("campaigns", "list",
                                   R"({"advertiser_id": ")" + advertiser_id + R"(", "page_size": 1})");
  if (!answer) return complain(answer.error());
  std::cout << answer->to_json() << '\n';
}
