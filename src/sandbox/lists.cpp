#include "sandbox/lists.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

namespace tiktok_marketing::sandbox {
namespace {

constexpr std::size_t kReachableImages = 10'000;

struct Projection {
  FieldSet wanted;
  bool all = true;
  bool drop_nulls = false;

  [[nodiscard]] const FieldSet* set() const { return all ? nullptr : &wanted; }
};

std::optional<ApiError> read_projection(const Params& params, std::span<const std::string_view> known,
                                        Projection& out) {
  out.drop_nulls = !params.list("exclude_field_types_in_response").empty();
  if (params.find("fields") == nullptr) return std::nullopt;
  out.all = false;
  for (const auto name : params.list("fields")) {
    const auto found = std::ranges::find(known, name);
    if (found == known.end())
      return ApiError{40002, fmt::format("fields: '{}' is not a supported field.", name)};
    out.wanted.set(static_cast<std::size_t>(found - known.begin()));
  }
  return std::nullopt;
}

/// `{"list":[…],"page_info":{…}}`; `write(index)` writes one record.
template <typename Write>
std::string page_of(std::span<const std::uint32_t> all, const Params& params, std::int64_t default_size,
                    std::size_t bytes_each, Appender& out, Write write) {
  const auto page = params.integer("page", 1);
  const auto size = params.integer("page_size", default_size);
  const auto start = std::min<std::uint64_t>(
      static_cast<std::uint64_t>(page - 1) * static_cast<std::uint64_t>(size), all.size());
  const auto end = std::min<std::uint64_t>(start + static_cast<std::uint64_t>(size), all.size());
  out.reserve((end - start) * bytes_each + 256);
  out.raw("{\"list\":[");
  for (auto i = start; i < end; ++i) {
    if (i != start) out.raw(',');
    write(all[i]);
  }
  out.raw("],");
  append_page_info(out, page, size, all.size());
  out.raw('}');
  return out.take();
}

std::span<const std::uint32_t> without_head(const std::vector<std::uint32_t>& all, std::size_t removed) {
  return std::span(all).subspan(std::min(removed, all.size()));
}

bool contains(const Json* list, std::string_view text) {
  return list == nullptr || std::ranges::any_of(texts_of(list), [&](auto item) { return item == text; });
}

bool ratio_matches(const Json* ratios, const AssetFacts& facts) {
  if (ratios == nullptr) return true;
  const double ratio = static_cast<double>(facts.width) / facts.height;
  return std::ranges::any_of(*ratios->as_array(), [&](const Json& wanted) {
    return std::abs(ratio - wanted.as_double().value_or(-1)) <= 0.05;
  });
}

bool asset_matches(const Params& params, const AssetFacts& facts) {
  const Json* width = params.filter("width");
  const Json* height = params.filter("height");
  const Json* displayable = params.filter("displayable");
  return (width == nullptr || width->as_int() == facts.width) &&
         (height == nullptr || height->as_int() == facts.height) &&
         (displayable == nullptr || !*displayable->as_bool() || facts.displayable) &&
         ratio_matches(params.filter("ratio"), facts);
}

/// Assets that exist and match, the latest `order` time first.
template <typename Facts, typename Matches>
std::vector<std::uint32_t> sorted_assets(std::uint32_t count, Seconds now, bool by_change, Facts facts,
                                         Matches matches) {
  std::vector<std::pair<Seconds, std::uint32_t>> found;
  for (std::uint32_t i = 0; i < count; ++i) {
    const AssetFacts f = facts(i);
    if (f.created <= now && matches(i, f)) found.emplace_back(by_change ? f.modified : f.created, i);
  }
  std::ranges::sort(found, std::greater<>());
  std::vector<std::uint32_t> indexes;
  indexes.reserve(found.size());
  for (const auto& [time, index] : found) indexes.push_back(index);
  return indexes;
}

}  // namespace

void append_page_info(Appender& out, std::int64_t page, std::int64_t page_size, std::size_t total) {
  const auto count = static_cast<std::int64_t>(total);
  out.raw("\"page_info\":{\"page\":");
  out.integer(page);
  out.raw(",\"page_size\":");
  out.integer(page_size);
  out.raw(",\"total_number\":");
  out.integer(count);
  out.raw(",\"total_page\":");
  out.integer((count + page_size - 1) / page_size);
  out.raw('}');
}

Answer Lists::advertisers(const Params& params, Seconds now) const {
  std::vector<std::string_view> fields(advertiser_fields().begin(), advertiser_fields().end());
  Projection projection;
  if (auto error = read_projection(params, fields, projection)) return {error, "{}", {}};
  const auto editable = std::ranges::find(fields, "company_name_editable") - fields.begin();
  Appender out;
  out.raw("{\"list\":[");
  bool first = true;
  for (const auto id : params.list("advertiser_ids")) {
    if (!std::exchange(first, false)) out.raw(',');
    RowSink sink(out, projection.set(), projection.drop_nulls);
    write_row(sink, {*world_.find(id), now});
    // This member appears only when it is asked for by name.
    if (!projection.all && projection.wanted.test(static_cast<std::size_t>(editable))) {
      std::string& text = out.buffer();
      text.pop_back();
      if (text.back() != '{') out.raw(',');
      out.raw("\"company_name_editable\":false}");
    }
  }
  out.raw("]}");
  return {std::nullopt, out.take(), {}};
}

template <typename Make>
std::shared_ptr<const Lists::Indexes> Lists::remembered(std::string_view what, const Advertiser& advertiser,
                                                        const Params& params, Seconds now, Make make) {
  const Json* filtering = params.find("filtering");
  const std::string key =
      fmt::format("{} {} {} {} {}", what, advertiser.index, now, params.text("sort_field"),
                  filtering == nullptr ? std::string() : filtering->dump());
  if (auto found = selections_.find(key)) return found;
  auto made = std::make_shared<const Indexes>(make());
  selections_.put(key, made, made->size() * sizeof(std::uint32_t));
  return made;
}

Answer Lists::objects(Kind kind, const Advertiser& a, const Params& params, Seconds now,
                      std::size_t removed) {
  const auto fields = kind == Kind::campaign  ? campaign_fields()
                      : kind == Kind::adgroup ? adgroup_fields()
                                              : ad_fields();
  Projection projection;
  if (auto error = read_projection(params, fields, projection)) return {error, "{}", {}};
  ObjectFilter filter;
  if (auto error = read_filter(a, params, filter)) return {error, "{}", {}};
  if (kind == Kind::adgroup && filter.buying_types.front() == "RESERVATION_TOP_VIEW" &&
      params.integer("page_size", 10) > 100) {
    return Answer::refuse(40002,
                          "page_size: must be between 1 and 100 with buying_types RESERVATION_TOP_VIEW.");
  }
  const auto all = remembered(std::to_string(static_cast<int>(kind)), a, params, now,
                              [&] { return select(a, kind, filter, now); });
  Appender out;
  RowSink sink(out, projection.set(), projection.drop_nulls);
  const RowContext context{a, now};
  const std::size_t bytes = projection.all ? (kind == Kind::adgroup ? 5'200
                                              : kind == Kind::ad    ? 3'000
                                                                    : 1'500)
                                           : 300;
  std::string data = page_of(without_head(*all, removed), params, 10, bytes, out, [&](std::uint32_t index) {
    if (kind == Kind::campaign) return write_row(sink, context, campaign_at(a, index));
    const auto group = kind == Kind::adgroup ? index : a.ads.parent_of(index);
    const Campaign c = campaign_at(a, a.adgroups.parent_of(group));
    const AdGroup g = adgroup_at(a, c, group);
    if (kind == Kind::adgroup) return write_row(sink, context, c, g);
    write_row(sink, context, c, g, ad_at(a, c, g, index));
  });
  return {std::nullopt, std::move(data), {}};
}

Answer Lists::audiences(const Advertiser& a, const Params& params, Seconds now, std::size_t removed) const {
  const auto wanted = params.list("custom_audience_ids");
  Indexes all;
  for (std::uint32_t i = a.audiences; i-- > 0;) {
    if (audience_created(a, i) > now) continue;
    const auto id = std::to_string(audience_id(a, i));
    if (wanted.empty() || std::ranges::find(wanted, id) != wanted.end()) all.push_back(i);
  }
  Appender out;
  RowSink sink(out, nullptr, false);
  std::string data = page_of(without_head(all, removed), params, 10, 400, out,
                             [&](std::uint32_t i) { write_row(sink, {a, now}, Audience{i}); });
  return {std::nullopt, std::move(data), {}};
}

Answer Lists::images(const Advertiser& a, const Params& params, Seconds now, std::size_t removed) {
  const Json* ids = params.filter("image_ids");
  const Json* materials = params.filter("material_ids");
  const auto all = remembered("images", a, params, now, [&] {
    return sorted_assets(
        a.images, now, true, [&](std::uint32_t i) { return image_facts(a, i, now); },
        [&](std::uint32_t i, const AssetFacts& facts) {
          return asset_matches(params, facts) && (ids == nullptr || contains(ids, image_id(a, i))) &&
                 (materials == nullptr || contains(materials, std::to_string(image_material_id(a, i))));
        });
  });
  const auto page = params.integer("page", 1);
  const auto size = params.integer("page_size", 20);
  const auto visible = without_head(*all, removed);
  Appender out;
  RowSink sink(out, nullptr, false);
  // The count says how many there are; only the first 10,000 can be paged to.
  const auto begin = static_cast<std::size_t>(page - 1) * static_cast<std::size_t>(size);
  const auto end = std::min({begin + static_cast<std::size_t>(size), visible.size(), kReachableImages});
  out.raw("{\"list\":[");
  for (auto i = begin; i < end; ++i) {
    if (i != begin) out.raw(',');
    write_row(sink, {a, now}, Image{visible[i]});
  }
  out.raw("],");
  append_page_info(out, page, size, visible.size());
  out.raw('}');
  return {std::nullopt, out.take(), {}};
}

Answer Lists::videos(const Advertiser& a, const Params& params, Seconds now, std::size_t removed) {
  const Json* ids = params.filter("video_ids");
  const Json* materials = params.filter("material_ids");
  const Json* name = params.filter("video_name");
  const Json* sources = params.filter("video_material_source");
  const auto all = remembered("videos", a, params, now, [&] {
    return sorted_assets(
        a.videos, now, params.text("sort_field") == "MODIFY_TIME",
        [&](std::uint32_t i) { return video_facts(a, i, now); },
        [&](std::uint32_t i, const AssetFacts& facts) {
          return asset_matches(params, facts) && (ids == nullptr || contains(ids, video_id(a, i))) &&
                 (materials == nullptr || contains(materials, std::to_string(video_material_id(a, i)))) &&
                 (name == nullptr || video_name(a, i).contains(*name->as_string())) &&
                 contains(sources, video_source(a, i));
        });
  });
  Appender out;
  RowSink sink(out, nullptr, false);
  std::string data = page_of(without_head(*all, removed), params, 20, 900, out,
                             [&](std::uint32_t i) { write_row(sink, {a, now}, Video{i}); });
  return {std::nullopt, std::move(data), {}};
}

}  // namespace tiktok_marketing::sandbox
