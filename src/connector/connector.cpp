#include <tiktok_marketing/connector/connector.hpp>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/task.hpp"
#include "base/text.hpp"
#include "catalog/model.hpp"
#include "catalog/render_describe.hpp"
#include "catalog/render_schema.hpp"
#include "connector/client_for.hpp"
#include "connector/hosted_executor.hpp"
#include "connector/list_call.hpp"
#include "connector/local_executor.hpp"
#include "tiktok/client.hpp"

namespace tiktok_marketing {
namespace {

constexpr StoreAction kStoreActions[] = {StoreAction::search, StoreAction::aggregate, StoreAction::sql_query};

constexpr std::string_view kActions[] = {"list",
                                         "check",
                                         "describe",
                                         "context_store_search",
                                         "context_store_aggregate",
                                         "context_store_sql_query"};

std::optional<StoreAction> store_action_of(std::string_view name) {
  if (name == "search") return StoreAction::search;
  for (const StoreAction action : kStoreActions) {
    if (name == name_of(action)) return action;
  }
  return std::nullopt;
}

std::vector<std::string_view> entity_names() {
  std::vector<std::string_view> names;
  for (const auto* entity : catalog::entities()) names.push_back(entity->name);
  return names;
}

Result<const catalog::Entity*> entity_of(std::string_view name) {
  if (const auto* entity = catalog::find_entity(name)) return entity;
  const auto names = entity_names();
  const auto near = nearest(name, names);
  Error error{
      .type = ErrorType::unknown_entity,
      .message = fmt::format("there is no entity '{}'", shortened(name, 60)),
      .hint = near.empty() ? std::string("Use one of allowed.") : fmt::format("Did you mean {}?", near),
      .param = "entity",
      .given = shortened(name)};
  error.allowed.assign(names.begin(), names.end());
  return error;
}

Error unknown_action(std::string_view action) {
  const auto near = nearest(action, kActions);
  Error error{
      .type = ErrorType::unknown_action,
      .message = fmt::format("there is no action '{}'", shortened(action, 60)),
      .hint = near.empty() ? std::string("Use list to read records.") : fmt::format("Did you mean {}?", near),
      .param = "action",
      .given = shortened(action)};
  error.allowed.assign(std::begin(kActions), std::end(kActions));
  return error;
}

enum class Action { list, check, describe, ask_store };

struct Planned {
  Action action = Action::list;
  ListCall list;
  StoreCall store;
  const catalog::Entity* described = nullptr;  // nullptr: all entities
};

// Params that were left out are an empty object.
std::string as_object_text(std::string_view params_json) {
  const std::string_view text = trim(params_json);
  return text.empty() || text == "null" ? "{}" : std::string(text);
}

void add_options(ListCall& call, const CallOptions& options) {
  call.shape.select = options.select_fields;
  call.shape.exclude = options.exclude_fields;
  call.shape.max_text_bytes = options.max_text_bytes;
}

// Everything that can be refused is refused here, before the engine is bothered.
Result<Planned> plan(std::string_view entity, std::string_view action, std::string_view params_json) {
  const bool any_entity = entity.empty() || entity == "*";
  Planned planned;
  if (action == "check") {
    if (!any_entity) {
      if (auto known = entity_of(entity); !known) return std::move(known).error();
    }
    planned.action = Action::check;
    return planned;
  }
  if (action == "describe") {
    planned.action = Action::describe;
    if (any_entity) return planned;
    auto known = entity_of(entity);
    if (!known) return std::move(known).error();
    planned.described = *known;
    return planned;
  }
  auto known = entity_of(entity);
  if (!known) return std::move(known).error();
  const auto store_action = store_action_of(action);
  if (!store_action && action != "list") return unknown_action(action);
  auto params = parse_params(params_json);
  if (!params) return std::move(params).error();
  if (store_action) {
    planned.action = Action::ask_store;
    planned.store = {.action = *store_action, .entity = *known, .params_json = as_object_text(params_json)};
    return planned;
  }
  auto call = validate_list(**known, *params);
  if (!call) return std::move(call).error();
  planned.list = std::move(*call);
  planned.list.as_given = as_object_text(params_json);
  return planned;
}

}  // namespace

class Connector::Impl {
 public:
  Impl(Engine engine, std::shared_ptr<Executor> executor, std::string known_advertiser, bool hosted)
      : engine_(std::move(engine)),
        executor_(std::move(executor)),
        known_advertiser_(std::move(known_advertiser)),
        hosted_(hosted) {}
  ~Impl() {
    // What lives on the engine thread is let go there.
    engine_.runtime->dispose(std::move(executor_));
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  [[nodiscard]] Runtime& runtime() const { return *engine_.runtime; }

  /// What `plan` says, with corrected calls that name an advertiser of this connector where one is known.
  [[nodiscard]] Result<Planned> plan_call(std::string_view entity, std::string_view action,
                                          std::string_view params_json) const {
    auto planned = plan(entity, action, params_json);
    if (planned || known_advertiser_.empty()) return planned;
    Error error = std::move(planned).error();
    const auto at = error.example.find(catalog::kExampleAdvertiser);
    if (at != std::string::npos)
      error.example.replace(at, catalog::kExampleAdvertiser.size(), known_advertiser_);
    return error;
  }

  /// The answer that needs no engine: in open source mode the catalog is all there is to describe.
  [[nodiscard]] std::optional<Answer> answer_at_once(const Planned& planned) const {
    if (planned.action != Action::describe || hosted_) return std::nullopt;
    Answer answer;
    answer.document = catalog::describe_json(planned.described);
    return answer;
  }

  static Task<Result<Answer>> run(std::shared_ptr<Impl> self, Planned planned, CallOptions options) {
    add_options(planned.list, options);
    planned.store.sql_entities = std::move(options.sql_entities);
    auto context = self->context_of(std::move(options));
    if (planned.action == Action::check) {
      auto checking = self->executor_->check(std::move(context));
      co_return co_await std::move(checking);
    }
    if (planned.action == Action::describe) {
      auto describing = self->executor_->describe(planned.described, std::move(context));
      co_return co_await std::move(describing);
    }
    if (planned.action == Action::ask_store) {
      auto asking = self->executor_->ask_store(std::move(planned.store), std::move(context));
      co_return co_await std::move(asking);
    }
    auto reading_all = read_all(self, std::move(planned.list), std::move(context));
    co_return co_await std::move(reading_all);
  }

  static Task<Result<std::shared_ptr<Reading>>> open(std::shared_ptr<Impl> self, ListCall call,
                                                     CallOptions options) {
    add_options(call, options);
    auto context = self->context_of(std::move(options));
    auto opening = self->executor_->open(std::move(call), std::move(context));
    co_return co_await std::move(opening);
  }

 private:
  [[nodiscard]] CallContext context_of(CallOptions options) const {
    CallContext context;
    context.deadline = runtime().now() + options.deadline;
    context.stop = std::move(options.stop);
    context.background = options.background;
    context.caller = std::move(options.caller);
    return context;
  }

  static Task<Result<Answer>> read_all(std::shared_ptr<Impl> self, ListCall call, CallContext context) {
    const SteadyTime deadline = context.deadline;
    // Then its first page is all there is to read, and says so.
    const bool one_page = !call.all && !call.limit && call.entity->id_batch_param.empty();
    auto opening = self->executor_->open(std::move(call), std::move(context));
    auto reading = co_await std::move(opening);
    if (!reading) co_return std::move(reading).error();
    Answer whole;
    for (;;) {
      auto next = (*reading)->next(deadline);
      auto page = co_await std::move(next);
      if (!page) co_return std::move(page).error();
      if (!*page) break;
      if (one_page) co_return std::move(**page);
      if (whole.records.empty()) {
        whole.records = std::move((*page)->records);
      } else {
        whole.records.append((*page)->records);
      }
    }
    whole.meta = (*reading)->summary();
    co_return whole;
  }

  Engine engine_;
  std::shared_ptr<Executor> executor_;
  std::string known_advertiser_;
  bool hosted_;
};

class PageStream::Impl {
 public:
  Impl(std::shared_ptr<Connector::Impl> connector, std::shared_ptr<Reading> reading, CallOptions options)
      : connector_(std::move(connector)), reading_(std::move(reading)), options_(std::move(options)) {}
  ~Impl() { connector_->runtime().dispose(std::move(reading_)); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  [[nodiscard]] Result<std::optional<Answer>> next() {
    Runtime& runtime = connector_->runtime();
    auto step = run_blocking(
        runtime, [this, &runtime] { return read_one(reading_, runtime.now() + options_.deadline); });
    summary_ = std::move(step.summary);
    return std::move(step.page);
  }
  [[nodiscard]] const Meta& summary() const { return summary_; }

 private:
  struct Step {
    Result<std::optional<Answer>> page;
    Meta summary;
  };
  // The account is taken on the engine thread: pages that are fetched ahead keep changing it.
  static Task<Step> read_one(std::shared_ptr<Reading> reading, SteadyTime deadline) {
    auto next = reading->next(deadline);
    auto page = co_await std::move(next);
    Meta summary = reading->summary();
    co_return Step{std::move(page), std::move(summary)};
  }

  std::shared_ptr<Connector::Impl> connector_;
  std::shared_ptr<Reading> reading_;
  CallOptions options_;
  Meta summary_;
};

PageStream::PageStream(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PageStream::PageStream(PageStream&&) noexcept = default;
PageStream& PageStream::operator=(PageStream&&) noexcept = default;
PageStream::~PageStream() = default;
Result<std::optional<Answer>> PageStream::next() {
  return impl_->next();
}
Meta PageStream::summary() const {
  return impl_->summary();
}

void RecordRange::advance() {
  current_.reset();
  while (!ended_ && next_ >= page_.size()) {
    auto page = pages_ ? pages_->next() : Result<std::optional<Answer>>(pages_.error());
    if (!page) {
      ended_ = true;
      current_.emplace(std::move(page).error());
      return;
    }
    if (!*page) {
      ended_ = true;
      return;
    }
    page_ = std::move((*page)->records);
    next_ = 0;
  }
  if (!ended_) current_.emplace(page_[next_++]);
}

Connector::Connector(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

Result<Connector> Connector::open(ConnectorOptions options) {
  if (options.access_token.empty()) {
    return Error{
        .type = ErrorType::missing_credentials,
        .message = "no TikTok access token is set",
        .hint =
            "Set TIKTOK_MARKETING_ACCESS_TOKEN, or authorize with `tiktok-marketing login`; without an "
            "account, try --sandbox.",
        .param = "access_token"};
  }
  if (options.fenced && options.advertiser_ids.empty()) {
    return Error{.type = ErrorType::value_error,
                 .message = "a fenced connector needs the advertisers it is restricted to",
                 .hint = "Set advertiser_ids, or leave fenced off.",
                 .param = "advertiser_ids"};
  }
  auto client = client_for(options);
  if (!client) return std::move(client).error();
  Engine engine = (*client)->options().engine;
  std::string known_advertiser =
      options.advertiser_ids.empty() ? std::string{} : options.advertiser_ids.front();
  LocalExecutor::Settings settings;
  if (options.fenced) settings.fence = Fence(options.advertiser_ids);
  settings.store = std::move(options.store);
  settings.advertisers = {.ids = std::move(options.advertiser_ids),
                          .only_these = options.fenced,
                          .app_id = std::move(options.app_id),
                          .app_secret = std::move(options.app_secret)};
  settings.simulated = options.simulated;
  auto executor = std::make_shared<LocalExecutor>(*std::move(client), std::move(settings));
  return Connector(
      std::make_shared<Impl>(std::move(engine), std::move(executor), std::move(known_advertiser), false));
}

Result<Connector> Connector::open_hosted(HostedOptions options) {
  if (options.workspace_name.empty() && options.connector_id.empty()) {
    return Error{.type = ErrorType::value_error,
                 .message = "hosted mode needs a workspace or a connector",
                 .hint = "Set AIRBYTE_WORKSPACE, or leave it out for the workspace `default`.",
                 .param = "workspace_name"};
  }
  auto api = HostedApi::make(std::move(options));
  if (!api) return std::move(api).error();
  Engine engine = (*api)->options().engine;
  auto executor = std::make_shared<HostedExecutor>(*std::move(api));
  return Connector(std::make_shared<Impl>(std::move(engine), std::move(executor), std::string{}, true));
}

Result<Answer> Connector::execute(std::string_view entity, std::string_view action,
                                  std::string_view params_json, CallOptions options) const {
  auto planned = impl_->plan_call(entity, action, params_json);
  if (!planned) return std::move(planned).error();
  if (auto answer = impl_->answer_at_once(*planned)) return std::move(*answer);
  return run_blocking(impl_->runtime(),
                      [impl = impl_, planned = std::move(*planned), options = std::move(options)] {
                        return Impl::run(impl, planned, options);
                      });
}

void Connector::execute_async(std::string_view entity, std::string_view action, std::string_view params_json,
                              CallOptions options, Done done) const {
  auto planned = impl_->plan_call(entity, action, params_json);
  impl_->runtime().post([impl = impl_, planned = std::move(planned), options = std::move(options),
                         done = std::move(done)]() mutable {
    if (!planned) {
      done(std::move(planned).error());
    } else if (auto answer = impl->answer_at_once(*planned)) {
      done(std::move(*answer));
    } else {
      start(Impl::run(impl, std::move(*planned), std::move(options)), std::move(done));
    }
  });
}

Result<PageStream> Connector::stream(std::string_view entity, std::string_view params_json,
                                     CallOptions options) const {
  auto planned = impl_->plan_call(entity, "list", params_json);
  if (!planned) return std::move(planned).error();
  planned->list.all = true;
  auto reading = run_blocking(impl_->runtime(), [impl = impl_, call = std::move(planned->list), options] {
    return Impl::open(impl, call, options);
  });
  if (!reading) return std::move(reading).error();
  return PageStream(std::make_unique<PageStream::Impl>(impl_, std::move(*reading), std::move(options)));
}

RecordRange Connector::list(std::string_view entity, std::string_view params_json,
                            CallOptions options) const {
  return RecordRange(stream(entity, params_json, std::move(options)));
}

Result<Answer> Connector::check(CallOptions options) const {
  return execute("*", "check", {}, std::move(options));
}

Result<std::string> Connector::describe(std::string_view entity) {
  if (entity.empty()) return catalog::describe_json(nullptr);
  auto known = entity_of(entity);
  if (!known) return std::move(known).error();
  return catalog::describe_json(*known);
}

std::string Connector::list_entities() {
  return catalog::list_entities_json();
}

Result<std::string> Connector::entity_schema(std::string_view entity) {
  auto known = entity_of(entity);
  if (!known) return std::move(known).error();
  return catalog::record_schema(**known);
}

}  // namespace tiktok_marketing
