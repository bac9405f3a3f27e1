# What nearly every file includes is read once for the product and once for the tests; it was half of the time
# of a build. A file still includes what it uses: the fuzz preset compiles without this.
set(ttm_precompiled
  <algorithm> <array> <atomic> <charconv> <chrono> <coroutine> <cstdint> <functional> <map> <memory> <mutex>
  <optional> <ranges> <set> <span> <stop_token> <string> <string_view> <tuple> <unordered_map> <utility>
  <variant> <vector> <fmt/format.h>)
set(ttm_precompiled_for_tests
  ${ttm_precompiled} <condition_variable> <filesystem> <fstream> <future> <sstream> <thread>
  <gmock/gmock.h> <gtest/gtest.h> <rapidcheck.h>)

# A library of one empty file that owns the headers; `LINKS`: whatever changes how they compile.
function(ttm_precompile name)
  cmake_parse_arguments(ARG "" "" "HEADERS;LINKS" ${ARGN})
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/${name}.cpp CONTENT "")
  add_library(${name} OBJECT ${CMAKE_BINARY_DIR}/${name}.cpp)
  target_compile_options(${name} PRIVATE -fpch-preprocess)  # ccache asks for it
  target_link_libraries(${name} PRIVATE ttm_flags ${ARG_LINKS})
  target_precompile_headers(${name} PRIVATE ${ARG_HEADERS})
endfunction()

# `ttm_use_precompiled(target headers)`: nothing with compilers other than GCC.
function(ttm_use_precompiled target headers)
  if(TARGET ${headers})
    target_precompile_headers(${target} REUSE_FROM ${headers})
    target_compile_options(${target} PRIVATE -fpch-preprocess)
  endif()
endfunction()

if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  ttm_precompile(ttm_headers HEADERS ${ttm_precompiled} LINKS fmt::fmt Threads::Threads)
  set_target_properties(ttm_headers PROPERTIES POSITION_INDEPENDENT_CODE ON)
  if(TTM_BUILD_TESTS)
    ttm_precompile(ttm_test_headers HEADERS ${ttm_precompiled_for_tests}
      LINKS fmt::fmt Threads::Threads GTest::gmock GTest::gtest rapidcheck)
  endif()
endif()
