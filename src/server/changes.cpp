#include "server/changes.hpp"

namespace tiktok_marketing::server {

void note_change(const Services& services, const Call& call, std::string_view what, std::string_view target) {
  platform::AuditEvent event;
  event.at = services.platform.context().now();
  event.organization_id = call.principal.scope.organization_id;
  event.actor = call.principal.application_id;
  event.what = what;
  event.target = target;
  event.request_id = call.request_id;
  services.platform.audit().record(std::move(event));
}

}  // namespace tiktok_marketing::server
