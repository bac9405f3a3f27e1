#pragma once

#include <string>

/// The typed C++ handles, made from the tables. Pure.
namespace tiktok_marketing::catalog {

/// `include/tiktok_marketing/connector/entities.hpp`
[[nodiscard]] std::string handles_header();
/// `src/connector/entities.cpp`
[[nodiscard]] std::string handles_source();

}  // namespace tiktok_marketing::catalog
