#include "cli/argument_parts.hpp"

#include "base/text.hpp"

namespace tiktok_marketing::cli {
namespace {

constexpr const char* kGroup = "Settings";

std::vector<std::string> parts_of(const std::string& text) {
  std::vector<std::string> parts;
  for (const auto& part : split(text, ',')) {
    if (const auto word = trim(part); !word.empty()) parts.emplace_back(word);
  }
  return parts;
}

}  // namespace

void add_settings(CLI::App& app, SettingUse use, SettingTexts& settings) {
  for (const auto& setting : all_settings()) {
    if ((setting.arguments_of & use) == 0) continue;
    const std::string name = setting_option(setting.key);
    const std::string description(setting.meaning);
    const std::string key(setting.key);
    if (setting.is_switch) {
      app.add_flag_callback(name, [&settings, key] { settings[key] = "true"; }, description)->group(kGroup);
      continue;
    }
    app.add_option_function<std::string>(
           name, [&settings, key](const std::string& text) { settings[key] = text; }, description)
        ->group(kGroup);
  }
}

void add_connection(CLI::App& app, ConnectionArguments& connection) {
  add_settings(app, kForCalls | kForHosted, connection.settings);
  app.add_option("--token-file", connection.token_file,
                 "file that holds the access token, - for standard input")
      ->group(kGroup);
  app.add_flag("--allow-plain-http", connection.allow_plain_http,
               "send the token over http:// to other hosts than this one")
      ->group(kGroup);
}

void add_store_connection(CLI::App& app, ConnectionArguments& connection) {
  add_settings(app, kForStore, connection.settings);
  add_sandbox(app, connection.sandbox_seed);
  add_connection(app, connection);
}

void add_hosted(CLI::App& app, HostedArguments& hosted) {
  add_settings(app, kForHosted, hosted.settings);
  app.add_flag("--allow-plain-http", hosted.allow_plain_http,
               "send the client secret over http:// to other hosts than this one")
      ->group(kGroup);
}

void add_sandbox(CLI::App& app, std::optional<std::uint64_t>& seed) {
  // The braces give the value of the bare flag, so that it never takes the next word.
  app.add_flag_function(
      "--sandbox{1}", [&seed](std::int64_t given) { seed = static_cast<std::uint64_t>(given); },
      "answer from a virtual TikTok in this process; --sandbox=SEED for other accounts");
}

void add_timeout(CLI::App& app, double& seconds, const std::string& description) {
  app.add_option("--timeout", seconds, description)->check(CLI::Range(0.001, 86'400.0));
}

void add_row_output(CLI::App& app, std::string& output) {
  app.add_option("--output", output, "json, jsonl, csv or table; default table on a terminal, else json");
}

void add_listing_output(CLI::App& app, std::string& output) {
  app.add_option("--output", output, "json or table; default table on a terminal, else json");
}

void add_list(CLI::App& app, const std::string& name, std::optional<std::vector<std::string>>& list,
              const std::string& description) {
  app.add_option_function<std::string>(
         name, [&list](const std::string& text) { list = parts_of(text); }, description)
      ->type_name("A,B");
}

void add_list(CLI::App& app, const std::string& name, std::vector<std::string>& list,
              const std::string& description) {
  app.add_option_function<std::string>(
         name, [&list](const std::string& text) { list = parts_of(text); }, description)
      ->type_name("A,B");
}

}  // namespace tiktok_marketing::cli
