#include "base/metrics.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>

#include <fmt/format.h>

namespace tiktok_marketing {
namespace {

std::string escaped(std::string_view text, bool quotes_too) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '"' && quotes_too) {
      out += "\\\"";
    } else {
      out += c;
    }
  }
  return out;
}

std::string text_of(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  return fmt::format("{}", value);
}

/// `a="1",b="2"`, by name, so that the order they were given in makes no second sample.
std::string text_of(MetricLabels labels) {
  std::ranges::sort(labels);
  std::string out;
  for (const auto& [name, value] : labels) {
    if (!out.empty()) out += ',';
    out += fmt::format("{}=\"{}\"", name, escaped(value, true));
  }
  return out;
}

void add_sample(std::string& out, std::string_view name, std::string_view labels, std::string_view value) {
  if (labels.empty()) {
    out += fmt::format("{} {}\n", name, value);
  } else {
    out += fmt::format("{}{{{}}} {}\n", name, labels, value);
  }
}

void add(std::string& out, const std::string& name, const std::string& labels, const Counter& counter) {
  add_sample(out, name, labels, fmt::to_string(counter.value()));
}

void add(std::string& out, const std::string& name, const std::string& labels, const Gauge& gauge) {
  add_sample(out, name, labels, text_of(gauge.value()));
}

void add(std::string& out, const std::string& name, const std::string& labels, const Histogram& histogram) {
  const std::vector<std::uint64_t> counts = histogram.counts();
  const std::vector<double>& bounds = histogram.upper_bounds();
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    total += counts[i];
    const std::string bound = i < bounds.size() ? text_of(bounds[i]) : "+Inf";
    add_sample(out, name + "_bucket", fmt::format("{}{}le=\"{}\"", labels, labels.empty() ? "" : ",", bound),
               fmt::to_string(total));
  }
  add_sample(out, name + "_sum", labels, text_of(histogram.sum()));
  add_sample(out, name + "_count", labels, fmt::to_string(total));
}

template <typename Metric>
using ByLabels = std::map<std::string, std::unique_ptr<Metric>>;

/// One name. Only the map of its type is ever filled.
struct Family {
  std::string type;
  std::string help;
  ByLabels<Counter> counters;
  ByLabels<Gauge> gauges;
  ByLabels<Histogram> histograms;
  std::function<MetricsRegistry::Samples()> read;

  [[nodiscard]] std::string samples(const std::string& name) const {
    std::string out;
    for (const auto& [labels, metric] : counters) add(out, name, labels, *metric);
    for (const auto& [labels, metric] : gauges) add(out, name, labels, *metric);
    for (const auto& [labels, metric] : histograms) add(out, name, labels, *metric);
    return out;
  }
};

std::string read_samples(const std::string& name, const std::function<MetricsRegistry::Samples()>& read) {
  std::map<std::string, double> by_labels;  // sorted, and no labels twice
  for (auto& [labels, value] : read()) by_labels[text_of(std::move(labels))] = value;
  std::string out;
  for (const auto& [labels, value] : by_labels) add_sample(out, name, labels, text_of(value));
  return out;
}

}  // namespace

Histogram::Histogram(std::vector<double> upper_bounds) : bounds_(std::move(upper_bounds)) {
  std::ranges::sort(bounds_);
  bounds_.erase(std::ranges::unique(bounds_).begin(), bounds_.end());
  if (!bounds_.empty() && std::isinf(bounds_.back())) bounds_.pop_back();  // is always there
  counts_ = std::vector<std::atomic<std::uint64_t>>(bounds_.size() + 1);
}

void Histogram::observe(double value) {
  if (std::isnan(value)) return;  // would spoil the sum for good
  const auto bucket = std::ranges::lower_bound(bounds_, value) - bounds_.begin();
  counts_[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
  sum_.fetch_add(value, std::memory_order_relaxed);
}

std::vector<std::uint64_t> Histogram::counts() const {
  std::vector<std::uint64_t> out;
  for (const auto& count : counts_) out.push_back(count.load(std::memory_order_relaxed));
  return out;
}

struct MetricsRegistry::State {
  mutable std::mutex mutex;
  std::map<std::string, Family> families;

  /// A name with two types is a defect that no caller can handle.
  Family& family(std::string_view name, std::string_view help, std::string_view type) {
    auto [place, is_new] = families.try_emplace(std::string(name));
    Family& family = place->second;
    if (is_new) {
      family.type = type;
      family.help = help;
    } else if (family.type != type) {
      fmt::print(stderr, "metric {} is a {} and a {}\n", name, family.type, type);
      std::abort();
    }
    return family;
  }

  template <typename Metric, typename... Arguments>
  static Metric& metric(ByLabels<Metric>& metrics, const MetricLabels& labels,
                        const Arguments&... arguments) {
    auto& place = metrics[text_of(labels)];
    if (!place) place = std::make_unique<Metric>(arguments...);
    return *place;
  }
};

MetricsRegistry::MetricsRegistry() : state_(std::make_unique<State>()) {}
MetricsRegistry::~MetricsRegistry() = default;

Counter& MetricsRegistry::counter(std::string_view name, std::string_view help, const MetricLabels& labels) {
  std::lock_guard lock(state_->mutex);
  return State::metric(state_->family(name, help, "counter").counters, labels);
}

Gauge& MetricsRegistry::gauge(std::string_view name, std::string_view help, const MetricLabels& labels) {
  std::lock_guard lock(state_->mutex);
  return State::metric(state_->family(name, help, "gauge").gauges, labels);
}

Histogram& MetricsRegistry::histogram(std::string_view name, std::string_view help,
                                      const std::vector<double>& upper_bounds, const MetricLabels& labels) {
  std::lock_guard lock(state_->mutex);
  return State::metric(state_->family(name, help, "histogram").histograms, labels, upper_bounds);
}

void MetricsRegistry::gauge_family(std::string_view name, std::string_view help,
                                   std::function<Samples()> read) {
  std::lock_guard lock(state_->mutex);
  state_->family(name, help, "gauge").read = std::move(read);
}

std::string MetricsRegistry::text() const {
  struct Part {
    std::string name;
    std::string head;
    std::string samples;
    std::function<Samples()> read;
  };
  std::vector<Part> parts;
  {
    std::lock_guard lock(state_->mutex);
    for (const auto& [name, family] : state_->families) {
      std::string head =
          fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, escaped(family.help, false), name, family.type);
      parts.push_back({name, std::move(head), family.samples(name), family.read});
    }
  }
  std::string out;
  for (Part& part : parts) {
    if (part.read) part.samples += read_samples(part.name, part.read);  // unlocked: it may register or wait
    if (!part.samples.empty()) out += part.head + part.samples;
  }
  return out;
}

}  // namespace tiktok_marketing
