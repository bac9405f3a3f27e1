#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace tiktok_marketing {

enum class LogLevel { debug, info, warning, error };

/// One fact of a log line. Values are text; a `Secret` has no way in.
struct LogField {
  std::string_view name;
  std::string value;
};

/// Where the library's log lines go. `write` is called from any thread and must not throw or block long.
class Log {
 public:
  virtual ~Log() = default;
  virtual void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) = 0;
};

/// One JSON object a line on standard error, from `lowest` up.
class StderrLog : public Log {
 public:
  explicit StderrLog(LogLevel lowest) : lowest_(lowest) {}
  void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) override;

 private:
  LogLevel lowest_;
};

/// Forgets everything; the default of the library, which never prints unasked.
class NullLog : public Log {
 public:
  void write(LogLevel, std::string_view, std::initializer_list<LogField>) override {}
};

}  // namespace tiktok_marketing
