#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace tiktok_marketing::http {

/// A body that is written while it is sent. The writer keeps it; `ServerResponse::stream` is its other end.
///
/// Thread-safety: the writer's side from any thread; nothing blocks. What the peer has not taken waits in
/// memory, up to a limit: a peer that reads too slowly counts as gone.
class BodyStream : public std::enable_shared_from_this<BodyStream> {
 public:
  [[nodiscard]] static std::shared_ptr<BodyStream> make(std::size_t max_waiting_bytes = 16 * 1024 * 1024);

  /// For one response. The peer has gone once the last copy of it is dropped before the end was sent.
  [[nodiscard]] std::shared_ptr<BodyStream> for_response();

  /// False, and the bytes are dropped, when nobody will read them.
  bool write(std::string_view bytes);
  /// Nothing more will be written.
  void end();
  /// `told` is called once when the peer goes before the end was sent; at once when it has gone already.
  /// Called on a server thread, must not block; it is forgotten when the stream ended well.
  void when_gone(std::function<void()> told);

  /// The connection's side.
  struct Part {
    std::string bytes;
    bool ended = false;   ///< there will be no other part
    bool broken = false;  ///< the peer was too slow; the connection must be closed
  };
  /// What was written since.
  [[nodiscard]] Part take();
  /// `wake` is called when there may be something to take; from any thread, under a lock.
  void attach(std::function<void()> wake);

 private:
  explicit BodyStream(std::size_t max_waiting_bytes) : max_waiting_bytes_(max_waiting_bytes) {}
  void detach();

  const std::size_t max_waiting_bytes_;
  std::mutex mutex_;
  std::string waiting_;
  std::function<void()> wake_;
  std::function<void()> told_;
  bool ended_ = false;
  bool sent_ = false;
  bool broken_ = false;
  bool gone_ = false;
};

}  // namespace tiktok_marketing::http
