#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "mcp/features.hpp"
#include "mcp/session.hpp"

namespace tiktok_marketing::mcp {

/// For tests: knows `do`, and keeps its calls for the test to answer.
class KeptCalls : public Features {
 public:
  [[nodiscard]] Json introduction() const override {
    Json json;
    json.set("capabilities", Json(Json::Object{}));
    json.set("serverInfo", Json(Json::Object{{"name", Json("test")}, {"version", Json("1")}}));
    return json;
  }
  [[nodiscard]] bool knows(std::string_view method) const override { return method == "do"; }
  void handle(std::shared_ptr<Call> call) override {
    const std::lock_guard lock(mutex_);
    calls_.push_back(std::move(call));
  }
  /// The oldest one that was not taken; null when there is none.
  std::shared_ptr<Call> take() {
    const std::lock_guard lock(mutex_);
    if (calls_.empty()) return nullptr;
    auto call = std::move(calls_.front());
    calls_.pop_front();
    return call;
  }

 private:
  std::mutex mutex_;
  std::deque<std::shared_ptr<Call>> calls_;
};

/// For tests: keeps what is sent.
class KeptMessages : public Outlet {
 public:
  void send(std::string message) override { sent.push_back(std::move(message)); }
  void finish(std::string message) override { answer = std::move(message); }
  void abandon() override { abandoned = true; }

  [[nodiscard]] Json answered() const { return Json::parse(answer).value_or(Json()); }
  [[nodiscard]] std::int64_t error_code() const {
    const Json json = answered();
    const Json* error = json.find("error");
    return error == nullptr ? 0 : error->int_of("code").value_or(0);
  }

  std::vector<std::string> sent;
  std::string answer;
  bool abandoned = false;
};

inline constexpr std::string_view kInitialize =
    R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}})";

}  // namespace tiktok_marketing::mcp
