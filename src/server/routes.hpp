#pragma once

#include "server/call.hpp"
#include "server/services.hpp"

/// The groups of routes, one file each. Each adds the handlers of its operations; `services` outlives them.
namespace tiktok_marketing::server {

void add_token_routes(Handlers& handlers, const Services& services);
void add_workspace_routes(Handlers& handlers, const Services& services);
void add_connector_routes(Handlers& handlers, const Services& services);
void add_store_routes(Handlers& handlers, const Services& services);
void add_check_routes(Handlers& handlers, const Services& services);
void add_execute_routes(Handlers& handlers, const Services& services);
void add_credential_routes(Handlers& handlers, const Services& services);
void add_oauth_routes(Handlers& handlers, const Services& services);
void add_definition_routes(Handlers& handlers, const Services& services);
void add_skill_routes(Handlers& handlers, const Services& services);
void add_organization_routes(Handlers& handlers, const Services& services);
void add_audit_routes(Handlers& handlers, const Services& services);
void add_operation_routes(Handlers& handlers, const Services& services);

}  // namespace tiktok_marketing::server
