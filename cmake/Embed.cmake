# Puts a text file into a room as `extern const std::string_view <symbol>`, declared in the room's <header>:
# `ttm_embed(server FILE src/server/contract.json HEADER server/contract_text.hpp SYMBOL kContractText)`.
# Run as a script it writes the source file.
if(CMAKE_SCRIPT_MODE_FILE)
  file(READ "${FILE}" text)
  file(WRITE "${OUTPUT}" "#include \"${HEADER}\"\n\nnamespace tiktok_marketing::${ROOM} {\n\nconst std::string_view ${SYMBOL} = R\"embedded(${text})embedded\";\n\n}  // namespace tiktok_marketing::${ROOM}\n")
  return()
endif()

function(ttm_embed room)
  cmake_parse_arguments(ARG "" "FILE;HEADER;SYMBOL" "" ${ARGN})
  get_filename_component(name ${ARG_FILE} NAME_WE)
  set(input ${CMAKE_SOURCE_DIR}/${ARG_FILE})
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${room}_${name}.cpp)
  set(script ${CMAKE_SOURCE_DIR}/cmake/Embed.cmake)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DFILE=${input} -DOUTPUT=${output} -DROOM=${room} -DHEADER=${ARG_HEADER} -DSYMBOL=${ARG_SYMBOL} -P ${script}
    DEPENDS ${input} ${script}
    VERBATIM)
  target_sources(ttm_${room} PRIVATE ${output})
endfunction()
