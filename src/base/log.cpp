#include <tiktok_marketing/base/log.hpp>

#include <chrono>
#include <cstdio>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/log_text.hpp"

namespace tiktok_marketing {

std::string_view name_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return "debug";
    case LogLevel::info:
      return "info";
    case LogLevel::warning:
      return "warning";
    case LogLevel::error:
      return "error";
  }
  return "error";
}

void StderrLog::write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  if (level < lowest_) return;
  const auto now = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  Json line;
  line.set("time", format_datetime(now));
  line.set("level", name_of(level));
  line.set("event", event);
  for (const auto& field : fields) line.set(field.name, field.value);
  std::string text = line.dump();
  text += '\n';
  // One call, so that lines of several threads do not mix.
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace tiktok_marketing
