#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "mcp/session.hpp"

namespace tiktok_marketing::mcp {

/// A request of a session that is being answered.
class RunningCall : public Call {
 public:
  RunningCall(std::shared_ptr<Session> session, Request request, std::shared_ptr<Outlet> outlet,
              std::shared_ptr<const ClientFacts> client);
  ~RunningCall() override;

  [[nodiscard]] const std::string& method() const override { return request_.method; }
  [[nodiscard]] const Json& params() const override { return request_.params; }
  [[nodiscard]] const ClientFacts& client() const override { return *client_; }
  [[nodiscard]] std::stop_token stop() const override { return stop_.get_token(); }
  [[nodiscard]] bool wants_progress() const override { return !progress_token_.is_null(); }
  void progress(double done, std::optional<double> total, std::string_view message) override;
  void log(Severity severity, std::string_view logger, const Json& data) override;
  void ask(std::string_view method, const Json& params, std::function<void(Result<Json>)> reply) override;
  void answer(std::string_view result_json) override;
  void refuse(RpcError error) override;

  /// Text of the id, by which the session knows it.
  [[nodiscard]] const std::string& key() const { return key_; }
  /// No answer is wanted any more.
  void cancel();

 private:
  [[nodiscard]] bool end();

  const std::shared_ptr<Session> session_;
  const Request request_;
  const std::string key_;
  const std::shared_ptr<Outlet> outlet_;
  const std::shared_ptr<const ClientFacts> client_;
  Json progress_token_;
  std::stop_source stop_;
  std::atomic<bool> ended_ = false;
  std::mutex progress_mutex_;
  std::optional<double> last_progress_;
};

}  // namespace tiktok_marketing::mcp
