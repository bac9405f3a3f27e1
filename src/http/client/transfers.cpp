#include "http/client/transfers.hpp"

#include "http/client/curl_error.hpp"

namespace tiktok_marketing::http {
namespace {

constexpr std::size_t kSpareHandles = 64;

Error out_of_memory() {
  Error error;
  error.type = ErrorType::internal_error;
  error.message = "the HTTP library could not make a new request";
  error.hint = "This machine may be out of memory.";
  return error;
}

}  // namespace

Transfers::~Transfers() {
  for (const auto& [id, transfer] : running_) {
    curl_->multi_remove_handle(multi_, transfer->easy());
    curl_->easy_cleanup(transfer->easy());
  }
  for (CURL* easy : spare_) curl_->easy_cleanup(easy);
  if (multi_ != nullptr) curl_->multi_cleanup(multi_);
}

bool Transfers::open() {
  if (multi_ != nullptr) return true;
  const Result<CurlLibrary>& library = curl_library();
  if (!library) return false;
  curl_ = &*library;
  multi_ = curl_->multi_init();
  if (multi_ == nullptr) return false;
  const long per_host = static_cast<long>(options_.max_connections_per_host);
  curl_->multi_setopt(multi_, CURLMOPT_MAX_HOST_CONNECTIONS, per_host);
  // libcurl's own pool grows with the requests under way and would shrink again between two bursts.
  curl_->multi_setopt(multi_, CURLMOPT_MAXCONNECTS, 2 * per_host);
  return true;
}

CURL* Transfers::take_easy() {
  if (spare_.empty()) return curl_->easy_init();
  CURL* easy = spare_.back();
  spare_.pop_back();
  return easy;
}

void Transfers::start(std::unique_ptr<Transfer> transfer, SteadyTime now) {
  const auto refuse = [&](Error error) { finished_.push_back({std::move(transfer), std::move(error)}); };
  if (std::optional<Error> fault = transfer->fault()) return refuse(std::move(*fault));
  if (transfer->deadline() <= now) return refuse(timeout_error(transfer->where()));
  if (!open()) return refuse(curl_library() ? out_of_memory() : curl_library().error());
  CURL* easy = take_easy();
  if (easy == nullptr) return refuse(out_of_memory());
  transfer->configure(*curl_, easy, options_, now);
  if (curl_->multi_add_handle(multi_, easy) != CURLM_OK) {
    curl_->easy_cleanup(easy);
    return refuse(out_of_memory());
  }
  const std::uint64_t id = transfer->id();
  running_.emplace(id, std::move(transfer));
}

void Transfers::abort(std::uint64_t id, Error (*error)(std::string_view where)) {
  const auto it = running_.find(id);
  if (it != running_.end()) finish(id, error(it->second->where()));
}

void Transfers::abort_all(Error (*error)(std::string_view where)) {
  while (!running_.empty()) abort(running_.begin()->first, error);
}

void Transfers::perform() {
  int still_running = 0;
  curl_->multi_perform(multi_, &still_running);
  int left = 0;
  while (const CURLMsg* message = curl_->multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode code = message->data.result;
    void* owner = nullptr;
    curl_->easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &owner);
    auto* transfer = static_cast<Transfer*>(owner);
    finish(transfer->id(), transfer->result(code));
  }
}

void Transfers::finish(std::uint64_t id, Result<HttpResponse> result) {
  auto node = running_.extract(id);
  CURL* easy = node.mapped()->easy();
  curl_->multi_remove_handle(multi_, easy);
  if (spare_.size() < kSpareHandles) {
    // The handle must not point into the transfer any more, which ends before it.
    curl_->easy_reset(easy);
    spare_.push_back(easy);
  } else {
    curl_->easy_cleanup(easy);
  }
  finished_.push_back({std::move(node.mapped()), std::move(result)});
}

void Transfers::poll(std::chrono::milliseconds timeout) {
  curl_->multi_poll(multi_, nullptr, 0, static_cast<int>(timeout.count()), nullptr);
}

void Transfers::wake() {
  curl_->multi_wakeup(multi_);
}

}  // namespace tiktok_marketing::http
