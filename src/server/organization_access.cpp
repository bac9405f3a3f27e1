#include "server/organization_access.hpp"

#include "server/text_formats.hpp"

namespace tiktok_marketing::server {

Result<void> check_organization(const Call& call) {
  if (lower(call.path.get("organization_id")) == lower(call.principal.scope.organization_id)) return {};
  return Error{.type = ErrorType::forbidden,
               .message = "this call acts in another organization",
               .hint =
                   "Send the organization of the path as X-Organization-Id, with an application that may "
                   "act there.",
               .param = "organization_id"};
}

}  // namespace tiktok_marketing::server
