#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>

#include "http/server/mailbox.hpp"
#include "http/server/server.hpp"

namespace tiktok_marketing::http {

/// One request on its way to one answer. Copies of its `Responder` own it; when the last of them goes unused,
/// that is told to the connection as an answer that will not come.
///
/// Thread-safety: `answer` from any thread; the rest on the connection's.
class Exchange {
 public:
  Exchange(std::shared_ptr<Address> connection, std::uint64_t number)
      : connection_(std::move(connection)), number_(number) {}
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;
  ~Exchange();

  /// The first answer counts, later ones are ignored, as are those for a connection that has gone.
  void answer(ServerResponse response);

  /// Hands the request to the handler. An answer that is given inside of that call is returned, an exception
  /// as an answer that will not come; otherwise it will be a letter with this number to the connection.
  [[nodiscard]] static std::optional<Answer> ask(const Handler& handler, ServerRequest request,
                                                 std::shared_ptr<Address> connection, std::uint64_t number);

 private:
  std::shared_ptr<Address> connection_;
  std::uint64_t number_;
  std::atomic<bool> answered_ = false;
  std::optional<Answer> inline_answer_;  ///< of the connection's thread, while the handler runs
};

}  // namespace tiktok_marketing::http
