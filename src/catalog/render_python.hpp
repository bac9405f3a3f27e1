#pragma once

#include <string>

/// Files of the Python package that are made from the tables, below
/// `python/src/airbyte_agent_tiktok_marketing/`. Pure.
namespace tiktok_marketing::catalog {

/// `types.py`: params, filters and search queries as TypedDicts.
[[nodiscard]] std::string python_types();
/// `queries.py`: one query object per entity.
[[nodiscard]] std::string python_queries();
/// `_attributes.py`: the attributes of the connector they stand under.
[[nodiscard]] std::string python_attributes();
/// `_records.py`: fields of records and of search rows, from which `models.py` builds classes on demand.
[[nodiscard]] std::string python_records();
/// `models.pyi`: what type checkers see instead of `models.py`.
[[nodiscard]] std::string python_models_stub();
/// `_exports.py`: names of the package and the module each comes from.
[[nodiscard]] std::string python_exports();
/// `__init__.pyi`: the same names for type checkers.
[[nodiscard]] std::string python_package_stub();
/// `_tool_text.py`: what language models read about the tool, with and without a context store.
[[nodiscard]] std::string python_tool_text();

}  // namespace tiktok_marketing::catalog
