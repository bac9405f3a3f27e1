#pragma once

#include <tiktok_marketing/connector/record.hpp>

#include "connector/list_call.hpp"
#include "tiktok/paging.hpp"

namespace tiktok_marketing {

/// Turns a page's records into the rows that leave.
///
/// Without projection and for entities that are not reports the rows are the bytes that came in, uncopied.
/// Reports become flat: members of `dimensions`, then of `metrics`, `"-"` as null, asked-for metrics that a
/// row lacks as null. One buffer per page, no allocation per row. Then `fields`, `select` and `exclude`; rows
/// that hold nothing to leave out stay where they are. Pure.
[[nodiscard]] Records shape_records(const tiktok::ListPage& page, const Shape& shape);

/// Cuts texts over `max_text_bytes`; true when there was any. Rows without one stay where they are. Pure.
[[nodiscard]] bool cut_texts(Records& rows, const Shape& shape);
/// What `meta.truncated` says then.
[[nodiscard]] std::string why_texts_were_cut(const Shape& shape);

}  // namespace tiktok_marketing
