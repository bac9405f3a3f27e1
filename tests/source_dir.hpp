#pragma once
#include <string>

namespace tiktok_marketing {

/// The checkout that the tests were built from, without a slash at the end.
/// A function, not a macro: only one object then differs between two checkouts, and the compiler cache serves
/// both.
std::string source_dir();

}  // namespace tiktok_marketing
