# Builds yao guests with CMake: cmake -DCMAKE_TOOLCHAIN_FILE=.../sdk-c/cmake/yao-toolchain.cmake
# `add_executable(hook hook.c)` makes hook.wasm. The environment's CLANG names another clang.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR wasm32)
if(NOT YAO_CLANG)
  find_program(YAO_CLANG NAMES $ENV{CLANG} clang-19 clang REQUIRED)
endif()
string(REGEX REPLACE "clang([^/]*)$" "clang++\\1" YAO_CLANGXX "${YAO_CLANG}")
set(CMAKE_C_COMPILER ${YAO_CLANG})
set(CMAKE_CXX_COMPILER ${YAO_CLANGXX})
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY) # there is no main to link

# One list of flags for this file, the two lines of the README and the guests of the test suite.
get_filename_component(YAO_SDK "${CMAKE_CURRENT_LIST_DIR}/.." ABSOLUTE)
set(YAO_FLAGS "@${YAO_SDK}/flags -Wno-unused-command-line-argument -I${YAO_SDK}/include")
foreach(language C CXX)
  set(CMAKE_${language}_COMPILER_TARGET wasm32)
  set(CMAKE_EXECUTABLE_SUFFIX_${language} .wasm) # the one without a language is reset by CMake
  # The flags optimise for size already: a build type must not turn that into -O3.
  foreach(type RELEASE MINSIZEREL)
    set(CMAKE_${language}_FLAGS_${type} -DNDEBUG CACHE STRING "flags of this build type, beside those of yao")
  endforeach()
endforeach()
set(CMAKE_C_FLAGS_INIT "${YAO_FLAGS}")
set(CMAKE_CXX_FLAGS_INIT "${YAO_FLAGS} -fno-exceptions -fno-rtti")
