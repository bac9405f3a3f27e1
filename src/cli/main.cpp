#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <malloc.h>

#include "cli/commands.hpp"
#include "cli/output/terminal.hpp"

namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kLeaksAreChecked = true;
#else
constexpr bool kLeaksAreChecked = false;
#endif

// Pages of records come and go by the megabyte. Left alone, the allocator learns to keep such blocks, and a
// long list holds several times the memory it uses.
void give_large_blocks_back() {
#if defined(__GLIBC__)
  mallopt(M_MMAP_THRESHOLD, 256 * 1024);
  mallopt(M_ARENA_MAX, 2);
#endif
}

}  // namespace

int main(int argc, char** argv, char** environment) {
  give_large_blocks_back();
  // A reader that goes away is an ordinary end (`… | head`), seen as a failed write.
  std::signal(SIGPIPE, SIG_IGN);
  // A file at its size limit (`ulimit -f`) is a failed write too, like a full disk.
  std::signal(SIGXFSZ, SIG_IGN);
  tiktok_marketing::cli::Environment variables;
  for (char** entry = environment; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos) variables.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  const auto terminal = tiktok_marketing::cli::make_terminal(std::move(variables));
  const int code = tiktok_marketing::cli::run(std::vector<std::string>(argv + 1, argv + argc), terminal);
  std::fflush(nullptr);
  // Everything is written and closed; taking the loaded libraries down one by one would cost more than most
  // commands. Leak checkers want the ordinary end.
  if (!kLeaksAreChecked) std::_Exit(code);
  return code;
}
