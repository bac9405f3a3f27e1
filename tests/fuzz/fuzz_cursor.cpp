// Any text as a cursor: refused with words that help, or exactly what `encode_cursor` would write.
#include <string>

#include "connector/cursor.hpp"
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace tiktok_marketing;
  // Seeds end in `~b`, so that the fuzzer need not guess a fingerprint.
  constexpr std::uint64_t kBinding = 0xb;
  const auto text = fuzz::text_of(bytes, size);
  const auto cursor = decode_cursor(text, kBinding);
  if (!cursor) {
    fuzz::require(cursor.error().type == ErrorType::invalid_cursor, "one type of error");
    fuzz::require(!cursor.error().message.empty() && !cursor.error().hint.empty(),
                  "an error explains itself");
    return 0;
  }
  const auto again = decode_cursor(encode_cursor(*cursor, kBinding), kBinding);
  fuzz::require(again && *again == *cursor, "a cursor survives", text);
  fuzz::require(!decode_cursor(text, kBinding + 1), "a cursor is bound to its call", text);
  return 0;
}
