#include <tiktok_marketing/connector/connector.hpp>

#include "catalog/model.hpp"
#include "catalog/render_describe.hpp"
#include "cli/commands.hpp"
#include "cli/error_view.hpp"
#include "cli/row.hpp"

namespace tiktok_marketing::cli {

int run_describe(const DescribeCommand& command, const Terminal& terminal) {
  const catalog::Entity* entity = nullptr;
  if (!command.entity.empty()) {
    entity = catalog::find_entity(command.entity);
    if (entity == nullptr) {
      const auto refused = Connector::describe(command.entity);
      if (!refused) return report(refused.error(), terminal);
    }
  }
  const std::string_view format = !command.output.empty()    ? std::string_view(command.output)
                                  : terminal.out_is_terminal ? "text"
                                                             : "json";
  if (format == "text") return write_out(catalog::describe_text(entity), terminal);
  if (format == "markdown") return write_out(catalog::describe_markdown(entity), terminal);
  if (format == "json") {
    const std::string json = catalog::describe_json(entity);
    return write_out((terminal.out_is_terminal ? indented(json) : json) + "\n", terminal);
  }
  Error error{.type = ErrorType::value_error};
  error.message = "describe has no output format \"" + command.output + "\".";
  error.hint = "Give --output text, json or markdown.";
  error.param = "output";
  error.given = command.output;
  error.allowed = {"text", "json", "markdown"};
  return report(error, terminal);
}

}  // namespace tiktok_marketing::cli
