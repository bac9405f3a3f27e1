#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>

#include <tiktok_marketing/connector/connector.hpp>

#include "connector/hosted_management.hpp"
#include "local/local_store.hpp"
#include "python/mailbox.hpp"
#include "python/options.hpp"
#include "python/python_object.hpp"

namespace tiktok_marketing::python {

/// `Connector` for Python: answers are Python objects, errors are raised.
///
/// Survives `fork()`: in a child it opens itself anew. Thread-safety: any thread, under the interpreter's
/// lock, which every wait lets go of.
class CoreConnector {
 public:
  /// Opens at once, so that bad options are raised here; nothing is sent. Errors: as `Connector::open`.
  explicit CoreConnector(LocalOptions options);
  explicit CoreConnector(HostedOptions options);
  CoreConnector(const CoreConnector&) = delete;
  CoreConnector& operator=(const CoreConnector&) = delete;
  ~CoreConnector();

  /// Waits for the answer; Ctrl-C ends the call.
  [[nodiscard]] nb::object execute(const std::string& entity, const std::string& action, nb::handle params,
                                   nb::handle options);
  /// Completes `future` through the mailbox of its loop. Returns the number to cancel it with.
  std::uint64_t execute_async(Mailbox& mailbox, nb::object future, const std::string& entity,
                              const std::string& action, nb::handle params, nb::handle options);
  /// One request to the hosted API besides `execute`; waits. Hosted mode only.
  [[nodiscard]] nb::object request(const std::string& method, const std::string& path, nb::handle query,
                                   nb::handle body, double timeout);
  /// Fills the context store; waits, until `stop` at most. Returns the report as a dict. Open source mode
  /// only.
  [[nodiscard]] nb::object replicate(const nb::dict& options, const std::stop_source& stop);
  /// The context store's file; empty in hosted mode.
  [[nodiscard]] std::string store_file() const;
  /// Lets go of everything; later calls are refused. Twice is once.
  void close();

 private:
  struct Open {
    std::uint64_t generation;
    std::shared_ptr<local::LocalStore> store;
    Connector connector;
    std::optional<HostedManagement> management;
  };
  using Made = std::variant<LocalOptions, HostedOptions>;

  explicit CoreConnector(Made made);
  [[nodiscard]] static std::unique_ptr<Open> open(Made made);
  [[nodiscard]] static std::unique_ptr<Open> open_local(LocalOptions options);
  [[nodiscard]] static std::unique_ptr<Open> open_hosted(HostedOptions options);
  [[nodiscard]] Open& current();
  void let_go();

  Made made_;
  std::unique_ptr<Open> open_;
  bool closed_ = false;
};

}  // namespace tiktok_marketing::python
