#include <condition_variable>
#include <mutex>
#include <utility>

#include <fmt/format.h>

#include "base/date.hpp"
#include "cli/commands.hpp"
#include "cli/output/error_view.hpp"
#include "cli/output/listing.hpp"
#include "cli/session.hpp"
#include "cli/signals.hpp"
#include "cli/store/sync_display.hpp"
#include "cli/store/sync_view.hpp"

namespace tiktok_marketing::cli {
namespace {

using replication::SyncReport;

Error hosted_syncs_itself() {
  Error error{.type = ErrorType::value_error};
  error.message = "A hosted server syncs its connectors itself.";
  error.hint = "Ask it with search, aggregate or sql. To sync into the store of this machine: --mode local.";
  error.param = "mode";
  return error;
}

replication::SyncOptions options_of(const SyncCommand& command, const StoreSettings& settings) {
  replication::SyncOptions options;
  options.entities = command.entities;
  if (settings.start_date) options.start_date = *settings.start_date;
  options.lookback_days = settings.lookback_days;
  options.full_refresh = command.full_refresh;
  options.kind = command.watch ? "scheduled" : "manual";
  return options;
}

/// What a shell or a scheduler learns: 0 only when everything was read.
int exit_code(const SyncReport& report, const SignalWatch& signals) {
  if (report.status == "succeeded") return 0;
  if (report.status == "cancelled" && signals.exit_code() != 0) return signals.exit_code();
  if (report.status == "needs_reauthorization") return exit_code_of(ErrorKind::authentication);
  if (report.status == "partial" || !report.error) return exit_code_of(ErrorKind::internal);
  return exit_code_of(report.error->kind());
}

int show_report(const SyncReport& report, bool as_table, const Terminal& terminal,
                const SignalWatch& signals) {
  const int written = write_out(
      as_table ? report_text(report, terminal.colour_out) : report_json(report).dump() + "\n", terminal);
  if (written != 0) return written;
  const bool says_why = report.error && report.status != "partial" && report.status != "cancelled";
  if (says_why) (void)tiktok_marketing::cli::report(*report.error, terminal);
  return exit_code(report, signals);
}

/// True when the time has come, false when a signal came first.
bool wait_until(SystemTime due, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  const auto time = std::chrono::system_clock::time_point(due.time_since_epoch());
  never.wait_until(lock, stop, time, [] { return false; });
  return !stop.stop_requested();
}

/// Runs until everything is read, `--watch` goes on from there.
class Syncing {
 public:
  Syncing(const SyncCommand& command, const Terminal& terminal, const SignalWatch& signals, bool as_table)
      : command_(command), terminal_(terminal), signals_(signals), as_table_(as_table) {}

  int run(const replication::Sync& sync, const replication::Schedule& schedule) {
    for (;;) {
      const auto began = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
      const auto [code, goes_on] = run_once(sync);
      if (!command_.watch || !goes_on || signals_.exit_code() != 0) return code;
      const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
      const auto due = schedule.next_run(began, now);
      if (!due) return code;
      if (terminal_.err_is_terminal) terminal_.say(fmt::format("next sync at {}\n", format_datetime(*due)));
      if (!wait_until(*due, signals_.token())) return signals_.exit_code();
    }
  }

 private:
  struct Outcome {
    int code = 0;
    bool goes_on = true;  ///< another run may do better without anybody's help
  };

  Outcome run_once(const replication::Sync& sync) {
    SyncDisplay display(terminal_);
    const auto report =
        sync.run([&](const replication::Progress& progress) { display.show(progress); }, signals_.token());
    display.clear();
    if (!report) {
      const int code = tiktok_marketing::cli::report(report.error(), terminal_);
      if (signals_.exit_code() != 0) return {signals_.exit_code(), false};
      return {code, report.error().kind() == ErrorKind::transient};
    }
    return {show_report(*report, as_table_, terminal_, signals_), report->status != "needs_reauthorization"};
  }

  const SyncCommand& command_;
  const Terminal& terminal_;
  const SignalWatch& signals_;
  bool as_table_;
};

}  // namespace

int run_sync(const SyncCommand& command, const Terminal& terminal) {
  const auto as_table = wants_table(command.output, terminal);
  if (!as_table) return report(as_table.error(), terminal);
  const SignalWatch signals;
  const auto session = open_session(command.connection, terminal, false);
  if (!session) return report(session.error(), terminal);
  if (session->store == nullptr) return report(hosted_syncs_itself(), terminal);
  const auto sync = session->store->sync(options_of(command, session->store_settings));
  if (!sync) return report(sync.error(), terminal);
  return Syncing(command, terminal, signals, *as_table).run(*sync, session->store_settings.every);
}

}  // namespace tiktok_marketing::cli
