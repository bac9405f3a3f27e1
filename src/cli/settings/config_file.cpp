#include "cli/settings/config_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>
#include <sstream>
#include <system_error>

#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <fmt/format.h>

#include "base/json.hpp"
#include "cli/file.hpp"

namespace tiktok_marketing::cli {
namespace {

constexpr std::string_view kFileName = "config.toml";

Error file_error(const std::filesystem::path& file, std::string_view what) {
  Error error{.type = ErrorType::value_error};
  error.message = fmt::format("{}: {}.", file.string(), what);
  error.hint = "Mend or remove the file, or name another folder with --data-dir.";
  return error;
}

Json json_of(const toml::node& node) {
  if (const auto* text = node.as_string()) return Json(text->get());
  if (const auto* number = node.as_integer()) return Json(std::int64_t{number->get()});
  if (const auto* number = node.as_floating_point()) return Json(number->get());
  if (const auto* truth = node.as_boolean()) return Json(truth->get());
  Json::Array items;
  if (const auto* array = node.as_array()) {
    for (const auto& item : *array) items.push_back(json_of(item));
  }
  return Json(std::move(items));
}

void collect(const toml::table& table, const std::string& prefix, SettingTexts& texts) {
  for (const auto& [key, node] : table) {
    const std::string name = prefix + std::string(key.str());
    if (const auto* inner = node.as_table()) {
      collect(*inner, name + ".", texts);
    } else {
      const Json value = json_of(node);
      texts[name] = value.as_string() != nullptr ? *value.as_string() : value.dump();
    }
  }
}

Result<std::optional<toml::table>> parse_file(const std::filesystem::path& file) {
  auto text = read_whole_file(file);
  if (!text) {
    if (text.error().type == ErrorType::not_found) return std::optional<toml::table>{};
    return std::move(text).error();
  }
  toml::parse_result parsed = toml::parse(*text);
  if (!parsed) {
    const auto& where = parsed.error().source().begin;
    return file_error(
        file, fmt::format("line {}, column {}: {}", where.line, where.column, parsed.error().description()));
  }
  return std::optional<toml::table>{std::move(parsed).table()};
}

void apply(toml::table& table, const SettingTexts& changes) {
  for (const auto& [key, text] : changes) {
    if (text.empty()) {
      table.erase(key);
      continue;
    }
    const auto list = text.starts_with('[') ? Json::parse(text) : Result<Json>(Json());
    if (!list || list->as_array() == nullptr) {
      table.insert_or_assign(key, text);
      continue;
    }
    toml::array items;
    for (const Json& item : *list->as_array()) {
      items.push_back(item.as_string() != nullptr ? *item.as_string() : item.dump());
    }
    table.insert_or_assign(key, std::move(items));
  }
}

}  // namespace

Result<SettingTexts> read_config_file(const std::filesystem::path& data_dir) {
  if (data_dir.empty()) return SettingTexts{};
  auto table = parse_file(data_dir / kFileName);
  if (!table) return std::move(table).error();
  SettingTexts texts;
  if (table->has_value()) collect(**table, "", texts);
  if (auto checked = check_file_keys(texts); !checked) return std::move(checked).error();
  return texts;
}

Result<void> update_config_file(const std::filesystem::path& data_dir, const SettingTexts& changes) {
  const auto file = data_dir / kFileName;
  auto table = parse_file(file);
  if (!table) return std::move(table).error();
  toml::table content = table->value_or(toml::table{});
  apply(content, changes);
  std::ostringstream text;
  text << content << '\n';

  std::error_code failure;
  if (!std::filesystem::exists(data_dir, failure)) {
    std::filesystem::create_directories(data_dir, failure);
    if (failure) return file_error(data_dir, failure.message());
    std::filesystem::permissions(data_dir, std::filesystem::perms::owner_all, failure);
  }
  return replace_private_file(file, text.str());
}

}  // namespace tiktok_marketing::cli
