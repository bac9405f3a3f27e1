#include <tiktok_marketing/connector/store.hpp>

namespace tiktok_marketing {

std::string_view name_of(StoreAction action) {
  switch (action) {
    case StoreAction::search:
      return "context_store_search";
    case StoreAction::aggregate:
      return "context_store_aggregate";
    case StoreAction::sql_query:
      return "context_store_sql_query";
  }
  return "context_store_search";
}

}  // namespace tiktok_marketing
