#include "stores/cron_text.hpp"

#include <utility>

#include "replication/schedule.hpp"

namespace tiktok_marketing::stores {

Result<std::string> words_of_cron(std::string_view text) {
  auto cron = replication::Cron::parse(text);
  if (!cron) return std::move(cron).error();
  return cron->words();
}

}  // namespace tiktok_marketing::stores
