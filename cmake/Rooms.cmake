# One room of the house is one static library. `ttm_room(name FOLDER f DEPENDS rooms… LINKS libraries…)`
# takes every source below src/<folder>; files ending in _test.cpp become the test program <name>_test.

add_library(ttm_flags INTERFACE)
target_compile_features(ttm_flags INTERFACE cxx_std_23)
target_compile_options(ttm_flags INTERFACE
  -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual -Wno-missing-field-initializers $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized> $<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overflow>
  # The standard library's own stable_sort calls what it deprecates.
  $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>
  # GCC 12 finds these inside std::string where they are not, and precompiled headers let it say so.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds;-Wno-restrict;-Wno-stringop-overread>
  $<$<BOOL:${TTM_WARNINGS_AS_ERRORS}>:-Werror>)
if(TTM_SANITIZE)
  target_compile_options(ttm_flags INTERFACE -fsanitize=${TTM_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(ttm_flags INTERFACE -fsanitize=${TTM_SANITIZE})
endif()

# Fat objects: the rooms stay libraries that any linker takes, and programs of which nothing is asked link quickly.
if(TTM_LTO AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  target_compile_options(ttm_flags INTERFACE -flto=auto -ffat-lto-objects)
endif()

function(ttm_optimise_whole target)
  if(TTM_LTO AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    target_link_options(${target} PRIVATE -flto=auto -O2 -Wno-stringop-overflow)
  endif()
endfunction()

function(ttm_room name)
  cmake_parse_arguments(ARG "" "FOLDER" "DEPENDS;LINKS" ${ARGN})
  if(NOT ARG_FOLDER)
    set(ARG_FOLDER ${name})
  endif()
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${ARG_FOLDER}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "(_test|/main)\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")

  if(NOT sources)  # a room that is only headers still is a library to link
    file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${name}_empty.cpp CONTENT "")
    set(sources ${CMAKE_CURRENT_BINARY_DIR}/${name}_empty.cpp)
  endif()

  add_library(ttm_${name} STATIC ${sources})
  add_library(tiktok_marketing::${name} ALIAS ttm_${name})
  set_target_properties(ttm_${name} PROPERTIES EXPORT_NAME ${name} POSITION_INDEPENDENT_CODE ON)
  target_compile_features(ttm_${name} PUBLIC cxx_std_20)
  target_include_directories(ttm_${name}
    PUBLIC $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
    PRIVATE ${CMAKE_SOURCE_DIR}/src)
  target_link_libraries(ttm_${name} PRIVATE $<BUILD_INTERFACE:ttm_flags>)
  foreach(room IN LISTS ARG_DEPENDS)
    target_link_libraries(ttm_${name} PUBLIC ttm_${room})
  endforeach()
  target_link_libraries(ttm_${name} PRIVATE ${ARG_LINKS})
  ttm_use_precompiled(ttm_${name} ttm_headers)

  if(TTM_BUILD_TESTS AND tests)
    ttm_test(${name}_test SOURCES ${tests} LINKS ttm_${name} ${ARG_LINKS})
  endif()
endfunction()

if(TTM_BUILD_TESTS)
  add_library(ttm_source_dir STATIC ${CMAKE_SOURCE_DIR}/tests/source_dir.cpp)
  target_compile_definitions(ttm_source_dir PRIVATE TTM_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  target_link_libraries(ttm_source_dir PRIVATE ttm_flags)
endif()

# A GoogleTest program whose cases CTest lists one by one.
function(ttm_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/tests)
  target_link_libraries(${name} PRIVATE
    ttm_flags ttm_source_dir ${ARG_LINKS} GTest::gmock GTest::gtest GTest::gtest_main rapidcheck)
  ttm_use_precompiled(${name} ttm_test_headers)
  include(GoogleTest)
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 120)
endfunction()
