# What `cmake --install` leaves behind: the headers, the rooms behind tiktok_marketing::connector, their CMake
# package and pkg-config file, and the command.

include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/tiktok_marketing)

install(TARGETS ttm_base ttm_http_client ttm_catalog ttm_tiktok ttm_connector
  EXPORT tiktok_marketingTargets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT connector)
install(EXPORT tiktok_marketingTargets
  NAMESPACE tiktok_marketing:: DESTINATION ${package_dir} COMPONENT connector)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/include/tiktok_marketing
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT connector FILES_MATCHING PATTERN "*.hpp")

configure_package_config_file(${CMAKE_SOURCE_DIR}/cmake/tiktok_marketingConfig.cmake.in
  ${CMAKE_BINARY_DIR}/tiktok_marketingConfig.cmake INSTALL_DESTINATION ${package_dir})
# Before 1.0 a minor version may change the interface.
write_basic_package_version_file(${CMAKE_BINARY_DIR}/tiktok_marketingConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/tiktok_marketingConfig.cmake
  ${CMAKE_BINARY_DIR}/tiktok_marketingConfigVersion.cmake
  DESTINATION ${package_dir} COMPONENT connector)

# The file finds its prefix from where it lies, so an installed tree may be moved.
file(RELATIVE_PATH TTM_PC_TO_PREFIX /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
string(REGEX REPLACE "/$" "" TTM_PC_TO_PREFIX "${TTM_PC_TO_PREFIX}")
configure_file(${CMAKE_SOURCE_DIR}/cmake/tiktok_marketing_connector.pc.in
  ${CMAKE_BINARY_DIR}/tiktok_marketing_connector.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/tiktok_marketing_connector.pc
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT connector)

if(TARGET tiktok-marketing)
  install(TARGETS tiktok-marketing RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT command)
endif()
install(FILES ${CMAKE_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT connector)
