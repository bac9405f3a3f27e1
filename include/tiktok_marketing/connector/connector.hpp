#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include <tiktok_marketing/base/log.hpp>
#include <tiktok_marketing/base/result.hpp>
#include <tiktok_marketing/base/secret.hpp>
#include <tiktok_marketing/connector/answer.hpp>
#include <tiktok_marketing/connector/hosted.hpp>
#include <tiktok_marketing/connector/store.hpp>
#include <tiktok_marketing/http/transport.hpp>

namespace tiktok_marketing {

class Advertisers;
class Campaigns;
class AdGroups;
class Ads;
class Audiences;
class CreativeAssetsImages;
class CreativeAssetsVideos;
class AdvertisersReportsDaily;
class CampaignsReportsDaily;
class AdGroupsReportsDaily;
class AdsReportsDaily;

/// TikTok's production API.
inline constexpr std::string_view kProductionApiUrl = "https://business-api.tiktok.com/open_api/v1.3";

/// What a connector is made of. Plain, owning; every member has a default but the token.
struct ConnectorOptions {
  Secret access_token;                      ///< TikTok's long-term token of open source mode
  std::string api_url{kProductionApiUrl};   ///< with `/open_api/v1.3`; trailing slash optional
  std::vector<std::string> advertiser_ids;  ///< advertisers used when a call names none
  /// Makes `advertiser_ids` (not empty then) a fence: a call that names another advertiser, in whatever way,
  /// is `forbidden` before a request leaves, and nothing is discovered beyond them.
  bool fenced = false;
  std::string app_id;  ///< with `app_secret`: lets the connector discover the advertisers
  Secret app_secret;
  bool allow_plain_http = false;  ///< `http://` to other hosts than loopback is refused without it
  bool simulated = false;         ///< stamps `meta.simulated`
  double qps = 0;  ///< requests a second of the app; 0: 10 % under TikTok's Basic level; < 0: no limit
  std::size_t max_body_bytes =
      64 * 1024 * 1024;                 ///< a longer answer of TikTok is the error `result_too_large`
  std::shared_ptr<StoreQueries> store;  ///< empty: `context_store_*` answer `context_store_not_ready`
  Engine engine;                        ///< empty: the engine all connectors of the process share
  std::shared_ptr<Log> log;             ///< empty: no log
};

/// How one call runs.
struct CallOptions {
  std::chrono::milliseconds deadline{55'000};  ///< of the whole call with all waits and retries; > 0
  std::stop_token stop;                        ///< ends every wait; the call answers `cancelled`
  bool background = false;                     ///< yields to interactive calls of the same app
  std::string caller;                          ///< calls of different callers share the quota fairly
  /// Of lists: members to keep (`a.b` reaches into objects, as in the param `fields`), else members to leave
  /// out. Unknown names are ignored. Rows that hold nothing to leave out are not copied.
  std::vector<std::string> select_fields;
  std::vector<std::string> exclude_fields;  ///< without effect beside `select_fields`
  /// Of lists: longer texts in rows are cut to this many bytes of UTF-8, with `… [cut, N characters]` for the
  /// N that are gone, and `meta.truncated` says so; 0: nothing is cut.
  std::size_t max_text_bytes = 0;
  /// Of SQL to a local context store: set, a statement reads the tables of these entities alone.
  std::optional<std::vector<std::string>> sql_entities;
};

/// Pages of one list, read on demand and in order; later pages are fetched ahead as far as the quota allows.
///
/// Ownership: keeps its connector alive; destroying it cancels what is in flight.
/// Thread-safety: one thread at a time. Blocking: `next` waits for the network.
class PageStream {
 public:
  class Impl;
  explicit PageStream(std::unique_ptr<Impl> impl);
  PageStream(PageStream&&) noexcept;
  PageStream& operator=(PageStream&&) noexcept;
  ~PageStream();

  /// The next page that has rows; nullopt at the end. After an error the stream has ended.
  [[nodiscard]] Result<std::optional<Answer>> next();
  /// What is known about the whole list so far; final after the end.
  [[nodiscard]] Meta summary() const;

 private:
  std::unique_ptr<Impl> impl_;
};

/// A list as an input range of `Result<Record>`, page after page. An empty range is no error; the first error
/// is delivered as the last element.
class RecordRange {
 public:
  class Iterator {
   public:
    using value_type = Result<Record>;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::input_iterator_tag;

    Iterator() = default;
    explicit Iterator(RecordRange* range) : range_(range) {}
    const Result<Record>& operator*() const { return *range_->current_; }
    const Result<Record>* operator->() const { return &*range_->current_; }
    Iterator& operator++() {
      range_->advance();
      return *this;
    }
    void operator++(int) { range_->advance(); }
    friend bool operator==(const Iterator& it, std::default_sentinel_t) { return it.at_end(); }

   private:
    [[nodiscard]] bool at_end() const { return range_ == nullptr || !range_->current_; }

    RecordRange* range_ = nullptr;
  };

  explicit RecordRange(Result<PageStream> pages) : pages_(std::move(pages)) {}
  RecordRange(RecordRange&&) = default;
  RecordRange& operator=(RecordRange&&) = default;

  /// Starts reading; call once.
  [[nodiscard]] Iterator begin() {
    advance();
    return Iterator(this);
  }
  [[nodiscard]] std::default_sentinel_t end() const { return {}; }

 private:
  void advance();

  Result<PageStream> pages_;
  Records page_;
  std::size_t next_ = 0;
  bool ended_ = false;
  std::optional<Result<Record>> current_;
};

/// The one door: `execute(entity, action, params)`.
///
/// Thread-safety: all members from any thread. Cost: copying shares the state; opening one reads no file and
/// sends nothing. Blocking members must not be called on the engine thread.
class Connector {
 public:
  using Done = std::function<void(Result<Answer>)>;

  /// Errors: `missing_credentials` (empty token), `value_error` (bad URL, plain HTTP to another host, a fence
  /// without advertisers).
  [[nodiscard]] static Result<Connector> open(ConnectorOptions options);
  /// The same door before a hosted server, which holds TikTok's token. Calls are checked here too, then sent.
  /// Errors: `missing_credentials` (client id or secret), `value_error` (no or bad `api_host`).
  [[nodiscard]] static Result<Connector> open_hosted(HostedOptions options);

  /// `params_json` is a JSON object, `""` or `null` for none. Everything is checked before a request leaves.
  /// Actions: `list`, `check`, `describe`; `context_store_search` (also `search`), `context_store_aggregate`,
  /// `context_store_sql_query` answer `context_store_not_ready` without a store. Errors: every `ErrorType`;
  /// TikTok's own errors carry `upstream`.
  [[nodiscard]] Result<Answer> execute(std::string_view entity, std::string_view action,
                                       std::string_view params_json = {}, CallOptions options = {}) const;
  /// The same without waiting: `done` is called once, on the engine thread; it must not block.
  void execute_async(std::string_view entity, std::string_view action, std::string_view params_json,
                     CallOptions options, Done done) const;

  /// A list page by page. `options.deadline` holds for each page. Params as for `list`; `all` is implied.
  [[nodiscard]] Result<PageStream> stream(std::string_view entity, std::string_view params_json = {},
                                          CallOptions options = {}) const;
  /// A list row by row.
  [[nodiscard]] RecordRange list(std::string_view entity, std::string_view params_json = {},
                                 CallOptions options = {}) const;

  /// Proves the token and one readable advertiser. A refused token is an answer with `status: unhealthy`,
  /// not an error; `document` has status, error, checked_entity, checked_action, user, advertisers,
  /// missing_permissions.
  [[nodiscard]] Result<Answer> check(CallOptions options = {}) const;

  /// Entities, actions, parameters and fields as JSON; all entities when `entity` is empty. No request.
  [[nodiscard]] static Result<std::string> describe(std::string_view entity = {});
  /// The original's `list_entities()` as JSON.
  [[nodiscard]] static std::string list_entities();
  /// JSON Schema of an entity's records.
  [[nodiscard]] static Result<std::string> entity_schema(std::string_view entity);

  [[nodiscard]] Advertisers advertisers() const;
  [[nodiscard]] Campaigns campaigns() const;
  [[nodiscard]] AdGroups ad_groups() const;
  [[nodiscard]] Ads ads() const;
  [[nodiscard]] Audiences audiences() const;
  [[nodiscard]] CreativeAssetsImages creative_assets_images() const;
  [[nodiscard]] CreativeAssetsVideos creative_assets_videos() const;
  [[nodiscard]] AdvertisersReportsDaily advertisers_reports_daily() const;
  [[nodiscard]] CampaignsReportsDaily campaigns_reports_daily() const;
  [[nodiscard]] AdGroupsReportsDaily ad_groups_reports_daily() const;
  [[nodiscard]] AdsReportsDaily ads_reports_daily() const;

  class Impl;
  explicit Connector(std::shared_ptr<Impl> impl);

 private:
  std::shared_ptr<Impl> impl_;
};

}  // namespace tiktok_marketing
